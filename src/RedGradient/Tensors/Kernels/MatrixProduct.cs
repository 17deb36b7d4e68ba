using System.Runtime.CompilerServices;

namespace RedGradient.Tensors.Kernels;

/// <summary>A matrix where it lies: element (i, j) is <c>data[i·rowStep + j·columnStep]</c>, so that a transpose is a view.</summary>
internal readonly unsafe struct MatrixView(float* data, int rows, int columns, int rowStep, int columnStep)
{
    public readonly float* Data = data;
    public readonly int Rows = rows;
    public readonly int Columns = columns;
    public readonly int RowStep = rowStep;
    public readonly int ColumnStep = columnStep;

    public static MatrixView Plain(float* data, int rows, int columns) => new(data, rows, columns, columns, 1);

    public MatrixView Transposed => new(Data, Columns, Rows, ColumnStep, RowStep);
}

/// <summary>The product of two matrices: every element is one chain of fused multiply-adds over the inner index, starting from what C holds.</summary>
internal static unsafe class MatrixProduct
{
    // The inner index is cut so that 32 packed columns (16 KiB) stay in the first-level cache.
    private const int InnerBlock = 128;

    // Up to this many multiply-adds the packing for large matrices costs more than it brings.
    private const long SmallWork = 1 << 12;

    // Below this many multiply-adds a second thread costs more than it brings.
    private const long ParallelThreshold = 1 << 18;

    /// <summary>C becomes C + A·B; C is row-major, without gaps.</summary>
    public static void MultiplyAdd(MatrixView a, MatrixView b, float* c)
    {
        int rows = a.Rows, columns = b.Columns, inner = a.Columns;
        if (rows == 0 || columns == 0 || inner == 0)
        {
            return;
        }

        var work = (long)rows * columns * inner;
        if (work <= SmallWork)
        {
            SmallMatrixProduct.MultiplyAdd(a, b, c);
            return;
        }

        if (work < ParallelThreshold && MultiplyAddSingle(a, b, c))
        {
            return;
        }

        var panels = (columns + Tile.Columns - 1) / Tile.Columns;
        var packed = Scratch.Get(Scratch.PackedRight, checked(panels * inner * Tile.Columns));
        if (work < ParallelThreshold)
        {
            Pack(b, packed, 0, panels);
            Multiply(a, b.Columns, packed, c, 0, rows, 0, panels);
            return;
        }

        if ((long)inner * columns >= 1 << 16)
        {
            Workers.Run(panels, new PackWork(b, packed));
        }
        else
        {
            Pack(b, packed, 0, panels);
        }

        var multiplying = new MultiplyWork(a, columns, packed, c, panels);
        Workers.Run(multiplying.Chunks, multiplying);
    }

    // What a single example makes: one row, a matrix times one column (the row of the transposed product), a column times a row.
    private static bool MultiplyAddSingle(MatrixView a, MatrixView b, float* c)
    {
        if (a.Columns == 1 && b.ColumnStep == 1)
        {
            OuterProduct.Add(a.Data, a.Rows, a.RowStep, b.Data, b.Columns, c);
            return true;
        }

        if (a.Rows == 1 && RowProduct.Takes(b))
        {
            RowProduct.MultiplyAdd(a.Data, a.ColumnStep, b, c);
            return true;
        }

        if (b.Columns == 1 && RowProduct.Takes(a.Transposed))
        {
            RowProduct.MultiplyAdd(b.Data, b.RowStep, a.Transposed, c);
            return true;
        }

        return false;
    }

    // The panel of columns p holds, for each inner step, 32 consecutive columns; beyond the matrix, zeros as far as a tile reads.
    internal static void Pack(MatrixView b, float* packed, int firstPanel, int endPanel)
    {
        var inner = b.Rows;
        for (var panel = firstPanel; panel < endPanel; panel++)
        {
            var target = packed + ((nint)panel * inner * Tile.Columns);
            var first = panel * Tile.Columns;
            var width = Math.Min(Tile.Columns, b.Columns - first);
            var source = b.Data + ((nint)first * b.ColumnStep);
            if (b.ColumnStep == 1)
            {
                PackRows(source, b.RowStep, inner, width, target);
            }
            else
            {
                PackColumns(source, b.RowStep, b.ColumnStep, inner, width, target);
            }
        }
    }

    private static void PackRows(float* source, int rowStep, int inner, int width, float* target)
    {
        if (width == Tile.Columns)
        {
            for (var k = 0; k < inner; k++)
            {
                Unsafe.CopyBlockUnaligned(target, source, Tile.Columns * sizeof(float));
                source += rowStep;
                target += Tile.Columns;
            }

            return;
        }

        var padded = PaddedWidth(width);
        for (var k = 0; k < inner; k++)
        {
            var j = 0;
            for (; j < width; j++)
            {
                target[j] = source[j];
            }

            for (; j < padded; j++)
            {
                target[j] = 0f;
            }

            source += rowStep;
            target += Tile.Columns;
        }
    }

    private static void PackColumns(float* source, int rowStep, int columnStep, int inner, int width, float* target)
    {
        // Blocks of 8 × 8 are turned in registers; the rest goes one by one.
        var wholeInner = rowStep == 1 ? inner & ~7 : 0;
        var wholeWidth = wholeInner > 0 ? width & ~7 : 0;
        var padded = PaddedWidth(width);
        for (var k = 0; k < wholeInner; k += 8)
        {
            for (var j = 0; j < wholeWidth; j += 8)
            {
                Transposition.Turn8(source + k + ((nint)j * columnStep), columnStep, target + ((nint)k * Tile.Columns) + j, Tile.Columns);
            }
        }

        for (var k = 0; k < inner; k++)
        {
            var to = target + ((nint)k * Tile.Columns);
            var from = source + ((nint)k * rowStep);
            for (var j = k < wholeInner ? wholeWidth : 0; j < width; j++)
            {
                to[j] = from[(nint)j * columnStep];
            }

            for (var j = width; j < padded; j++)
            {
                to[j] = 0f;
            }
        }
    }

    // The tile reads 16 or 32 columns.
    private static int PaddedWidth(int width) => width <= 16 ? 16 : Tile.Columns;

    private static void Multiply(MatrixView a, int columns, float* packed, float* c, int firstRow, int endRow, int firstPanel, int endPanel)
    {
        var inner = a.Columns;
        var edge = stackalloc float[Tile.Rows * Tile.Columns];
        Tile.Walk walk = default;
        walk.Step = a.ColumnStep;
        walk.Segments = 1;
        for (var k = 0; k < inner; k += InnerBlock)
        {
            walk.Length = Math.Min(InnerBlock, inner - k);
            for (var panel = firstPanel; panel < endPanel; panel++)
            {
                var b = packed + (((nint)panel * inner) + k) * Tile.Columns;
                var firstColumn = panel * Tile.Columns;
                var width = Math.Min(Tile.Columns, columns - firstColumn);
                for (var row = firstRow; row < endRow; row += Tile.Rows)
                {
                    var height = Math.Min(Tile.Rows, endRow - row);
                    for (var r = 0; r < Tile.Rows; r++)
                    {
                        // Rows beyond the matrix repeat the last one; their results are dropped.
                        walk.RowOffsets[r] = Math.Min(r, height - 1) * a.RowStep;
                    }

                    var left = a.Data + ((nint)row * a.RowStep) + ((nint)k * a.ColumnStep);
                    var target = c + ((nint)row * columns) + firstColumn;
                    if (height == Tile.Rows && width == Tile.Columns)
                    {
                        Tile.MultiplyAdd(left, walk, b, target, columns, narrow: false);
                    }
                    else
                    {
                        Copy(target, columns, edge, Tile.Columns, height, width);
                        Tile.MultiplyAdd(left, walk, b, edge, Tile.Columns, narrow: width <= 16);
                        Copy(edge, Tile.Columns, target, columns, height, width);
                    }
                }
            }
        }
    }

    internal static void Copy(float* source, int sourceStep, float* target, int targetStep, int height, int width)
    {
        for (var r = 0; r < height; r++)
        {
            for (var j = 0; j < width; j++)
            {
                target[j] = source[j];
            }

            source += sourceStep;
            target += targetStep;
        }
    }

    private readonly struct PackWork(MatrixView b, float* packed) : IParallelWork
    {
        private readonly MatrixView b = b;
        private readonly float* packed = packed;

        public void Run(int chunk) => Pack(b, packed, chunk, chunk + 1);
    }

    // Cuts C into blocks of whole tiles: by rows while there are enough, then by columns.
    private readonly struct MultiplyWork : IParallelWork
    {
        private readonly MatrixView a;
        private readonly float* packed;
        private readonly float* c;
        private readonly int columns;
        private readonly int panels;
        private readonly int rowBlock;
        private readonly int rowBlocks;
        private readonly int panelBlock;
        private readonly int panelBlocks;

        public MultiplyWork(MatrixView a, int columns, float* packed, float* c, int panels)
        {
            this.a = a;
            this.columns = columns;
            this.packed = packed;
            this.c = c;
            this.panels = panels;
            var rowTiles = (a.Rows + Tile.Rows - 1) / Tile.Rows;
            rowBlock = Math.Clamp(rowTiles / 8, 1, 16) * Tile.Rows;
            rowBlocks = (a.Rows + rowBlock - 1) / rowBlock;
            panelBlock = rowBlocks >= 4 ? panels : Math.Max(1, panels / 4);
            panelBlocks = (panels + panelBlock - 1) / panelBlock;
        }

        public int Chunks => rowBlocks * panelBlocks;

        public void Run(int chunk)
        {
            var row = chunk / panelBlocks * rowBlock;
            var panel = chunk % panelBlocks * panelBlock;
            Multiply(a, columns, packed, c, row, Math.Min(row + rowBlock, a.Rows), panel, Math.Min(panel + panelBlock, panels));
        }
    }
}
