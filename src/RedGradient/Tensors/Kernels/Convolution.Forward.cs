namespace RedGradient.Tensors.Kernels;

// From images to output channels.
internal static unsafe partial class Convolution
{
    // One image: bias first, then window after window.
    private static void ForwardImage(ConvolutionGeometry geometry, float* image, float* w, ReadOnlySpan<float> bias, float* target)
    {
        var inner = geometry.Inner;
        var positions = geometry.Positions;
        var outputs = geometry.Outputs;
        var columns = Scratch.Get(Scratch.Columns, inner * Tile.Columns);
        var edge = stackalloc float[Tile.Rows * Tile.Columns];
        Tile.Walk walk = default;
        walk.Step = 1;
        walk.Segments = 1;
        var source = Padded(geometry, image);
        for (var o = 0; o < outputs; o++)
        {
            new Span<float>(target + (o * positions), positions).Fill(bias.IsEmpty ? 0f : bias[o]);
        }

        for (var position = 0; position < positions; position += Tile.Columns)
        {
            var width = Math.Min(Tile.Columns, positions - position);
            Gather(geometry, source, position, width, columns);
            for (var k = 0; k < inner; k += InnerBlock)
            {
                walk.Length = Math.Min(InnerBlock, inner - k);
                for (var o = 0; o < outputs; o += Tile.Rows)
                {
                    var height = Math.Min(Tile.Rows, outputs - o);
                    for (var r = 0; r < Tile.Rows; r++)
                    {
                        walk.RowOffsets[r] = Math.Min(r, height - 1) * inner;
                    }

                    var to = target + (o * positions) + position;
                    var left = w + (o * inner) + k;
                    var right = columns + (k * Tile.Columns);
                    if (height == Tile.Rows && width == Tile.Columns)
                    {
                        Tile.MultiplyAdd(left, walk, right, to, positions, narrow: false);
                    }
                    else
                    {
                        MatrixProduct.Copy(to, positions, edge, Tile.Columns, height, width);
                        Tile.MultiplyAdd(left, walk, right, edge, Tile.Columns, narrow: width <= 16);
                        MatrixProduct.Copy(edge, Tile.Columns, to, positions, height, width);
                    }
                }
            }
        }
    }

    private readonly struct ForwardWork(ConvolutionGeometry geometry, Tensor input, Tensor weight, Tensor? bias, Tensor output) : IParallelWork
    {
        public void Run(int image)
        {
            var inputSize = geometry.Input.Size / geometry.Batch;
            fixed (float* x = input.AsSpan(), w = weight.AsSpan(), y = output.MutableSpan)
            {
                ForwardImage(geometry, x + ((nint)image * inputSize), w, bias is null ? [] : bias.AsSpan(), y + ((nint)image * geometry.Outputs * geometry.Positions));
            }
        }
    }
}
