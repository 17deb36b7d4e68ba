namespace RedGradient.Tensors.Kernels;

// Convolution, rectifier and pooling in one, and the way back to the convolution's output.
internal static unsafe partial class Convolution
{
    // The convolution of one image lies in working memory that stays in the cache; only what the pooling leaves is written out.
    private readonly struct PooledForwardWork(ConvolutionGeometry geometry, Tensor input, Tensor weight, Tensor bias, Tensor output, Tensor? places) : IParallelWork
    {
        public void Run(int image)
        {
            int inputSize = geometry.Input.Size / geometry.Batch, width = geometry.OutputWidth / 2, height = geometry.OutputHeight / 2;
            var planes = Scratch.Get(Scratch.Planes, geometry.Outputs * geometry.Positions);
            fixed (float* x = input.AsSpan(), w = weight.AsSpan(), y = output.MutableSpan, p = places is null ? default : places.MutableSpan)
            {
                ForwardImage(geometry, x + ((nint)image * inputSize), w, bias.AsSpan(), planes);
                var first = (nint)image * geometry.Outputs * height * width;
                float* to = y + first, place = p + first;
                for (var o = 0; o < geometry.Outputs; o++)
                {
                    for (var row = 0; row < height; row++)
                    {
                        var from = planes + (o * geometry.Positions) + (2 * row * geometry.OutputWidth);
                        if (p is null)
                        {
                            PairPooling.PickRectifiedRow(from, geometry.OutputWidth, width, to);
                        }
                        else
                        {
                            PairPooling.PickRectifiedRow(from, geometry.OutputWidth, width, to, place);
                            place += width;
                        }

                        to += width;
                    }
                }
            }
        }
    }

    // The gradient of one image's outputs, [outputs, positions]: where it lies, or put in its places in working memory that stays in the cache.
    private static float* OfImage(ConvolutionGeometry geometry, float* values, float* places, int image)
    {
        if (places is null)
        {
            return values + ((nint)image * geometry.Outputs * geometry.Positions);
        }

        var planes = Scratch.Get(Scratch.Planes, geometry.Outputs * geometry.Positions);
        int width = geometry.OutputWidth / 2, height = geometry.OutputHeight / 2;
        if (geometry.OutputWidth % 2 != 0 || geometry.OutputHeight % 2 != 0)
        {
            // What lies in no window.
            new Span<float>(planes, geometry.Outputs * geometry.Positions).Clear();
        }

        var first = (nint)image * geometry.Outputs * height * width;
        float* value = values + first, place = places + first;
        for (var o = 0; o < geometry.Outputs; o++)
        {
            var to = planes + (o * geometry.Positions);
            for (var row = 0; row < height; row++)
            {
                PairPooling.PlaceRow(place, width, value, to, geometry.OutputWidth);
                place += width;
                value += width;
                to += 2 * geometry.OutputWidth;
            }
        }

        return planes;
    }
}
