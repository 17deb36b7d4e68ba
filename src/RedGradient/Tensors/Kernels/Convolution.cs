using System.Runtime.Intrinsics;

namespace RedGradient.Tensors.Kernels;

/// <summary>Convolution of images and its two gradients, as products over windows that are gathered 32 positions at a time.</summary>
/// <remarks>
/// Each output element is one chain of fused multiply-adds over the window (channel, row, column), starting from the bias. The gradient to the weights sums
/// over a constant number of groups of images, merged in order.
/// </remarks>
internal static unsafe class Convolution
{
    private const int InnerBlock = 128;
    private const int WeightGroups = 8;
    private const long ParallelThreshold = 1 << 18;

    public static void Forward(ConvolutionGeometry geometry, Tensor input, Tensor weight, Tensor? bias, Tensor output)
    {
        var work = new ForwardWork(geometry, input, weight, bias, output);
        Run(geometry, geometry.Batch, work);
    }

    /// <summary>Convolution, rectifier and max pooling over windows of 2 × 2 in one: the same bits as the three after each other.</summary>
    /// <param name="geometry">Of the convolution; each row of its output gives at least <see cref="PairPooling.Lanes"/> windows.</param>
    /// <param name="input">Images.</param>
    /// <param name="weight">Weights.</param>
    /// <param name="bias">One for each output channel.</param>
    /// <param name="output">[batch, outputs, output height / 2, output width / 2].</param>
    public static void PooledForward(ConvolutionGeometry geometry, Tensor input, Tensor weight, Tensor bias, Tensor output) =>
        Run(geometry, geometry.Batch, new PooledForwardWork(geometry, input, weight, bias, output));

    public static void InputGradient(ConvolutionGeometry geometry, Tensor outputGradient, Tensor weight, Tensor inputGradient) =>
        Run(geometry, geometry.Batch, new InputGradientWork(geometry, outputGradient, weight, inputGradient));

    public static void WeightGradient(ConvolutionGeometry geometry, Tensor input, Tensor outputGradient, Tensor weightGradient)
    {
        int rows = RoundUp(geometry.Inner, Tile.Rows), columns = RoundUp(geometry.Outputs, Tile.Columns);
        var groups = Math.Min(WeightGroups, geometry.Batch);
        var sums = Tensor.AllocateZeros(new Shape(Math.Max(groups, 1), rows, columns));
        Run(geometry, groups, new WeightGradientWork(geometry, input, outputGradient, sums, groups));
        Merge(geometry, sums, groups, rows, columns, weightGradient.MutableSpan);
    }

    /// <summary>The gradient to the weights of each image on its own: [batch, outputs, channels, kernel height, kernel width].</summary>
    public static void WeightGradientPerImage(ConvolutionGeometry geometry, Tensor input, Tensor outputGradient, Tensor weightGradients)
    {
        int rows = RoundUp(geometry.Inner, Tile.Rows), columns = RoundUp(geometry.Outputs, Tile.Columns);
        var sums = Tensor.AllocateZeros(new Shape(geometry.Batch, rows, columns));
        Run(geometry, geometry.Batch, new WeightGradientWork(geometry, input, outputGradient, sums, geometry.Batch));
        var size = geometry.Weight.Size;
        for (var image = 0; image < geometry.Batch; image++)
        {
            Merge(geometry, sums.Rows(image, 1), 1, rows, columns, weightGradients.MutableSpan.Slice(image * size, size));
        }
    }

    private static void Run<TWork>(ConvolutionGeometry geometry, int chunks, TWork work)
        where TWork : struct, IParallelWork
    {
        if (geometry.Work >= ParallelThreshold)
        {
            Workers.Run(chunks, work);
            return;
        }

        for (var chunk = 0; chunk < chunks; chunk++)
        {
            work.Run(chunk);
        }
    }

    private static void Merge(ConvolutionGeometry geometry, Tensor sums, int groups, int rows, int columns, Span<float> target)
    {
        var parts = sums.AsSpan();
        for (var output = 0; output < geometry.Outputs; output++)
        {
            for (var k = 0; k < geometry.Inner; k++)
            {
                var total = 0f;
                for (var group = 0; group < groups; group++)
                {
                    total += parts[(((group * rows) + k) * columns) + output];
                }

                target[(output * geometry.Inner) + k] = total;
            }
        }
    }

    private static int RoundUp(int value, int multiple) => (value + multiple - 1) / multiple * multiple;

    // The image with its border of zeros; without a border, the image itself.
    private static float* Padded(ConvolutionGeometry geometry, float* image)
    {
        if (geometry.Padding == 0)
        {
            return image;
        }

        var padded = Scratch.Get(Scratch.Border, geometry.PaddedSize);
        new Span<float>(padded, geometry.PaddedSize).Clear();
        int height = geometry.Input[2], width = geometry.Input[3];
        for (var c = 0; c < geometry.Channels; c++)
        {
            for (var y = 0; y < height; y++)
            {
                var row = new ReadOnlySpan<float>(image + (((c * height) + y) * width), width);
                row.CopyTo(new Span<float>(padded + (((((c * geometry.PaddedHeight) + y + geometry.Padding) * geometry.PaddedWidth)) + geometry.Padding), width));
            }
        }

        return padded;
    }

    // For each element of the window, its values at 32 consecutive output positions; beyond the last position, zeros.
    private static void Gather(ConvolutionGeometry geometry, float* image, int firstPosition, int width, float* columns)
    {
        fixed (int* offsets = geometry.KernelOffsets)
        {
            var inner = geometry.Inner;
            for (var done = 0; done < width;)
            {
                var (start, run) = NextRun(geometry, firstPosition + done, width - done);
                CopyRun(image + start, offsets, inner, geometry.Stride, run, columns + done);
                done += run;
            }

            if (width < Tile.Columns)
            {
                for (var k = 0; k < inner; k++)
                {
                    new Span<float>(columns + ((nint)k * Tile.Columns) + width, Tile.Columns - width).Clear();
                }
            }
        }
    }

    // Positions of one output row from a given one on: where their windows start in the padded image, and how many there are.
    private static (int Start, int Run) NextRun(ConvolutionGeometry geometry, int position, int limit)
    {
        int y = position / geometry.OutputWidth, x = position % geometry.OutputWidth;
        return (((y * geometry.PaddedWidth) + x) * geometry.Stride, Math.Min(geometry.OutputWidth - x, limit));
    }

    private static void CopyRun(float* image, int* offsets, int inner, int stride, int run, float* columns)
    {
        if (stride == 1 && run % 8 == 0)
        {
            for (var part = 0; part < run; part += 8)
            {
                var to = columns + part;
                for (var k = 0; k < inner; k++)
                {
                    Vector256.Load(image + offsets[k] + part).Store(to);
                    to += Tile.Columns;
                }
            }

            return;
        }

        for (var k = 0; k < inner; k++)
        {
            var from = image + offsets[k];
            var to = columns + ((nint)k * Tile.Columns);
            for (var i = 0; i < run; i++)
            {
                to[i] = *from;
                from += stride;
            }
        }
    }

    // The counterpart of CopyRun: adds the columns back to where they were gathered from.
    private static void AddRun(float* columns, int* offsets, int inner, int stride, int run, float* image)
    {
        if (stride == 1 && run % 8 == 0)
        {
            for (var k = 0; k < inner; k++)
            {
                var to = image + offsets[k];
                var from = columns + ((nint)k * Tile.Columns);
                for (var part = 0; part < run; part += 8)
                {
                    (Vector256.Load(to + part) + Vector256.Load(from + part)).Store(to + part);
                }
            }

            return;
        }

        for (var k = 0; k < inner; k++)
        {
            var to = image + offsets[k];
            var from = columns + ((nint)k * Tile.Columns);
            for (var i = 0; i < run; i++)
            {
                *to += from[i];
                to += stride;
            }
        }
    }

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

    // The convolution of one image lies in working memory that stays in the cache; only what the pooling leaves is written out.
    private readonly struct PooledForwardWork(ConvolutionGeometry geometry, Tensor input, Tensor weight, Tensor bias, Tensor output) : IParallelWork
    {
        public void Run(int image)
        {
            int inputSize = geometry.Input.Size / geometry.Batch, width = geometry.OutputWidth / 2, height = geometry.OutputHeight / 2;
            var planes = Scratch.Get(Scratch.Planes, geometry.Outputs * geometry.Positions);
            fixed (float* x = input.AsSpan(), w = weight.AsSpan(), y = output.MutableSpan)
            {
                ForwardImage(geometry, x + ((nint)image * inputSize), w, bias.AsSpan(), planes);
                var to = y + ((nint)image * geometry.Outputs * height * width);
                for (var o = 0; o < geometry.Outputs; o++)
                {
                    for (var row = 0; row < height; row++)
                    {
                        PairPooling.PickRectifiedRow(planes + (o * geometry.Positions) + (2 * row * geometry.OutputWidth), geometry.OutputWidth, width, to);
                        to += width;
                    }
                }
            }
        }
    }

    private readonly struct InputGradientWork(ConvolutionGeometry geometry, Tensor outputGradient, Tensor weight, Tensor inputGradient) : IParallelWork
    {
        public void Run(int image)
        {
            int inner = geometry.Inner, positions = geometry.Positions, outputs = geometry.Outputs;
            var right = Scratch.Get(Scratch.PackedLeft, checked(outputs * Tile.Columns));
            var block = Scratch.Get(Scratch.Columns, Tile.Rows * Tile.Columns);
            var inputSize = geometry.Input.Size / geometry.Batch;
            int* starts = stackalloc int[Tile.Columns], runs = stackalloc int[Tile.Columns], rowOffsets = stackalloc int[Tile.Rows];
            Tile.Walk walk = default;
            walk.Step = inner;
            walk.Length = outputs;
            walk.Segments = 1;
            fixed (float* g = outputGradient.AsSpan(), w = weight.AsSpan(), x = inputGradient.MutableSpan)
            {
                var target = x + ((nint)image * inputSize);
                var sums = geometry.Padding == 0 ? target : Scratch.Get(Scratch.Border, geometry.PaddedSize);
                new Span<float>(sums, geometry.PaddedSize).Clear();
                var gradient = g + ((nint)image * outputs * positions);
                for (var position = 0; position < positions; position += Tile.Columns)
                {
                    var width = Math.Min(Tile.Columns, positions - position);
                    MatrixProduct.Pack(new MatrixView(gradient + position, outputs, width, positions, 1), right, 0, 1);
                    var count = 0;
                    for (var done = 0; done < width; done += runs[count++])
                    {
                        (starts[count], runs[count]) = NextRun(geometry, position + done, width - done);
                    }

                    // Eight elements of the window at a time: their values at all positions, then each added where it came from.
                    for (var k = 0; k < inner; k += Tile.Rows)
                    {
                        var height = Math.Min(Tile.Rows, inner - k);
                        for (var r = 0; r < Tile.Rows; r++)
                        {
                            walk.RowOffsets[r] = geometry.ScatterOrder[k + Math.Min(r, height - 1)];
                            rowOffsets[r] = geometry.KernelOffsets[walk.RowOffsets[r]];
                        }

                        new Span<float>(block, Tile.Rows * Tile.Columns).Clear();
                        Tile.MultiplyAdd(w, walk, right, block, Tile.Columns, narrow: width <= 16);
                        var from = block;
                        for (var i = 0; i < count; i++)
                        {
                            AddRun(from, rowOffsets, height, geometry.Stride, runs[i], sums + starts[i]);
                            from += runs[i];
                        }
                    }
                }

                if (geometry.Padding > 0)
                {
                    CopyInside(sums, target);
                }
            }
        }

        private void CopyInside(float* padded, float* image)
        {
            int height = geometry.Input[2], width = geometry.Input[3];
            for (var c = 0; c < geometry.Channels; c++)
            {
                for (var y = 0; y < height; y++)
                {
                    var row = padded + (((((c * geometry.PaddedHeight) + y + geometry.Padding) * geometry.PaddedWidth)) + geometry.Padding);
                    new ReadOnlySpan<float>(row, width).CopyTo(new Span<float>(image + (((c * height) + y) * width), width));
                }
            }
        }
    }

    // Sums of one group of images, as [window, outputs].
    private readonly struct WeightGradientWork(ConvolutionGeometry geometry, Tensor input, Tensor outputGradient, Tensor sums, int groups) : IParallelWork
    {
        public void Run(int group)
        {
            int inner = geometry.Inner, positions = geometry.Positions, outputs = geometry.Outputs;
            int first = (int)((long)geometry.Batch * group / groups), end = (int)((long)geometry.Batch * (group + 1) / groups);
            int rows = RoundUp(inner, Tile.Rows), columns = RoundUp(outputs, Tile.Columns), panels = columns / Tile.Columns;
            var right = Scratch.Get(Scratch.PackedLeft, checked(positions * columns));
            var inputSize = geometry.Input.Size / geometry.Batch;
            Tile.Walk walk = default;
            walk.Step = geometry.Stride;
            walk.Length = geometry.OutputWidth;
            walk.SegmentStep = geometry.Stride * geometry.PaddedWidth;
            walk.Segments = geometry.OutputHeight;
            fixed (float* x = input.AsSpan(), g = outputGradient.AsSpan(), s = sums.MutableSpan)
            {
                var target = s + ((nint)group * rows * columns);
                for (var image = first; image < end; image++)
                {
                    var source = Padded(geometry, x + ((nint)image * inputSize));
                    MatrixProduct.Pack(MatrixView.Plain(g + ((nint)image * outputs * positions), outputs, positions).Transposed, right, 0, panels);
                    for (var panel = 0; panel < panels; panel++)
                    {
                        var narrow = outputs - (panel * Tile.Columns) <= 16;
                        for (var k = 0; k < inner; k += Tile.Rows)
                        {
                            for (var r = 0; r < Tile.Rows; r++)
                            {
                                walk.RowOffsets[r] = geometry.KernelOffsets[Math.Min(k + r, inner - 1)];
                            }

                            Tile.MultiplyAdd(source, walk, right + ((nint)panel * positions * Tile.Columns), target + (k * columns) + (panel * Tile.Columns), columns, narrow);
                        }
                    }
                }
            }
        }
    }
}
