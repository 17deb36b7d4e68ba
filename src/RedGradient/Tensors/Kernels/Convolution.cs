namespace RedGradient.Tensors.Kernels;

/// <summary>Convolution of images and its two gradients, as products over windows that are gathered 32 positions at a time.</summary>
/// <remarks>
/// Each output element is one chain of fused multiply-adds over the window (channel, row, column), starting from the bias. The gradient to the weights sums
/// over a constant number of groups of images, merged in order.
/// </remarks>
internal static unsafe partial class Convolution
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
    /// <param name="places">Null, or of the output's shape: which element of each window is the largest, for an <see cref="OutputGradient"/>.</param>
    public static void PooledForward(ConvolutionGeometry geometry, Tensor input, Tensor weight, Tensor bias, Tensor output, Tensor? places = null) =>
        Run(geometry, geometry.Batch, new PooledForwardWork(geometry, input, weight, bias, output, places));

    public static void InputGradient(ConvolutionGeometry geometry, OutputGradient outputGradient, Tensor weight, Tensor inputGradient) =>
        Run(geometry, geometry.Batch, new InputGradientWork(geometry, outputGradient, weight, inputGradient));

    public static void WeightGradient(ConvolutionGeometry geometry, Tensor input, OutputGradient outputGradient, Tensor weightGradient)
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
        Run(geometry, geometry.Batch, new WeightGradientWork(geometry, input, new OutputGradient(outputGradient), sums, geometry.Batch));
        var size = geometry.Weight.Size;
        for (var image = 0; image < geometry.Batch; image++)
        {
            Merge(geometry, sums.Rows(image, 1), 1, rows, columns, weightGradients.MutableSpan.Slice(image * size, size));
        }
    }

    /// <summary>The sums of each output channel over its positions: [batch, outputs].</summary>
    public static void PositionSums(ConvolutionGeometry geometry, OutputGradient outputGradient, Tensor sums) =>
        Run(geometry, geometry.Batch, new PositionSumsWork(geometry, outputGradient, sums));

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
}
