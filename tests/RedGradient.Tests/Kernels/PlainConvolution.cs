using RedGradient.Tensors;

namespace RedGradient.Tests.Kernels;

/// <summary>Convolution and its three gradients by seven nested loops in double precision, each sum with the sum of its terms' sizes.</summary>
internal sealed class PlainConvolution
{
    public PlainConvolution(Tensor x, Tensor w, Tensor b, Tensor outputGradient, int stride, int padding)
    {
        int batch = x.Shape[0], channels = x.Shape[1], height = x.Shape[2], width = x.Shape[3];
        int outputs = w.Shape[0], kernelHeight = w.Shape[2], kernelWidth = w.Shape[3];
        int rows = outputGradient.Shape[2], columns = outputGradient.Shape[3];
        float[] xs = x.ToArray(), ws = w.ToArray(), bs = b.ToArray(), gs = outputGradient.ToArray();
        (Output, OutputSize) = (new double[gs.Length], new double[gs.Length]);
        (InputGradient, InputGradientSize) = (new double[xs.Length], new double[xs.Length]);
        (WeightGradient, WeightGradientSize) = (new double[ws.Length], new double[ws.Length]);
        (BiasGradient, BiasGradientSize) = (new double[bs.Length], new double[bs.Length]);
        var at = 0;
        for (var n = 0; n < batch; n++)
        {
            for (var o = 0; o < outputs; o++)
            {
                for (var i = 0; i < rows; i++)
                {
                    for (var j = 0; j < columns; j++, at++)
                    {
                        Add(Output, OutputSize, at, bs[o]);
                        Add(BiasGradient, BiasGradientSize, o, gs[at]);
                        for (var c = 0; c < channels; c++)
                        {
                            for (var u = 0; u < kernelHeight; u++)
                            {
                                for (var v = 0; v < kernelWidth; v++)
                                {
                                    int row = (i * stride) + u - padding, column = (j * stride) + v - padding;
                                    if (row < 0 || row >= height || column < 0 || column >= width)
                                    {
                                        continue;
                                    }

                                    var input = (((((n * channels) + c) * height) + row) * width) + column;
                                    var weight = (((((o * channels) + c) * kernelHeight) + u) * kernelWidth) + v;
                                    Add(Output, OutputSize, at, (double)xs[input] * ws[weight]);
                                    Add(InputGradient, InputGradientSize, input, (double)gs[at] * ws[weight]);
                                    Add(WeightGradient, WeightGradientSize, weight, (double)gs[at] * xs[input]);
                                }
                            }
                        }
                    }
                }
            }
        }
    }

    public double[] Output { get; }

    public double[] OutputSize { get; }

    public double[] InputGradient { get; }

    public double[] InputGradientSize { get; }

    public double[] WeightGradient { get; }

    public double[] WeightGradientSize { get; }

    public double[] BiasGradient { get; }

    public double[] BiasGradientSize { get; }

    private static void Add(double[] sums, double[] sizes, int index, double term)
    {
        sums[index] += term;
        sizes[index] += Math.Abs(term);
    }
}
