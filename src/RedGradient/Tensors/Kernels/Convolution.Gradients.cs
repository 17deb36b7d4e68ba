namespace RedGradient.Tensors.Kernels;

// From the gradient of the output to those of images and weights.
internal static unsafe partial class Convolution
{
    private readonly struct InputGradientWork(ConvolutionGeometry geometry, OutputGradient outputGradient, Tensor weight, Tensor inputGradient) : IParallelWork
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
            fixed (float* g = outputGradient.Values, p = outputGradient.Places, w = weight.AsSpan(), x = inputGradient.MutableSpan)
            {
                var target = x + ((nint)image * inputSize);
                var sums = geometry.Padding == 0 ? target : Scratch.Get(Scratch.Border, geometry.PaddedSize);
                new Span<float>(sums, geometry.PaddedSize).Clear();
                var gradient = OfImage(geometry, g, p, image);
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
    private readonly struct WeightGradientWork(ConvolutionGeometry geometry, Tensor input, OutputGradient outputGradient, Tensor sums, int groups) : IParallelWork
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
            fixed (float* x = input.AsSpan(), g = outputGradient.Values, p = outputGradient.Places, s = sums.MutableSpan)
            {
                var target = s + ((nint)group * rows * columns);
                for (var image = first; image < end; image++)
                {
                    var source = Padded(geometry, x + ((nint)image * inputSize));
                    MatrixProduct.Pack(MatrixView.Plain(OfImage(geometry, g, p, image), outputs, positions).Transposed, right, 0, panels);
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

    private readonly struct PositionSumsWork(ConvolutionGeometry geometry, OutputGradient outputGradient, Tensor sums) : IParallelWork
    {
        public void Run(int image)
        {
            fixed (float* g = outputGradient.Values, p = outputGradient.Places)
            {
                var gradient = new ReadOnlySpan<float>(OfImage(geometry, g, p, image), geometry.Outputs * geometry.Positions);
                Reduction.SumMiddle(gradient, geometry.Outputs, geometry.Positions, 1, sums.MutableSpan.Slice(image * geometry.Outputs, geometry.Outputs));
            }
        }
    }
}
