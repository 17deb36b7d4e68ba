namespace RedGradient.Tensors.Kernels;

/// <summary>The sizes of a convolution over images [batch, channels, height, width] with weights [outputs, channels, kernel height, kernel width].</summary>
internal sealed class ConvolutionGeometry
{
    public ConvolutionGeometry(Shape input, Shape weight, int stride, int padding)
    {
        if (input.Rank != 4 || weight.Rank != 4 || input[1] != weight[1])
        {
            throw new ArgumentException($"Convolution: the weights {weight} need images [batch, {(weight.Rank == 4 ? weight[1] : "channels")}, height, width]; the input has the shape {input}.");
        }

        Input = input;
        Weight = weight;
        Stride = stride;
        Padding = padding;
        PaddedHeight = input[2] + (2 * padding);
        PaddedWidth = input[3] + (2 * padding);
        if (PaddedHeight < weight[2] || PaddedWidth < weight[3])
        {
            throw new ArgumentException($"Convolution: images of {input[2]}×{input[3]} with a padding of {padding} are smaller than the kernel of {weight[2]}×{weight[3]}.");
        }

        OutputHeight = ((PaddedHeight - weight[2]) / stride) + 1;
        OutputWidth = ((PaddedWidth - weight[3]) / stride) + 1;
        Output = new Shape(input[0], weight[0], OutputHeight, OutputWidth);
        KernelOffsets = new int[weight[1] * weight[2] * weight[3]];
        ScatterOrder = new int[KernelOffsets.Length];
        var k = 0;
        for (var c = 0; c < weight[1]; c++)
        {
            for (var y = 0; y < weight[2]; y++)
            {
                for (var x = 0; x < weight[3]; x++)
                {
                    ScatterOrder[(((x * weight[2]) + y) * weight[1]) + c] = k;
                    KernelOffsets[k++] = (((c * PaddedHeight) + y) * PaddedWidth) + x;
                }
            }
        }
    }

    public Shape Input { get; }

    public Shape Weight { get; }

    public Shape Output { get; }

    public int Stride { get; }

    public int Padding { get; }

    public int Batch => Input[0];

    public int Channels => Input[1];

    public int Outputs => Weight[0];

    public int PaddedHeight { get; }

    public int PaddedWidth { get; }

    public int PaddedSize => Channels * PaddedHeight * PaddedWidth;

    public int OutputHeight { get; }

    public int OutputWidth { get; }

    /// <summary>Positions of an output channel.</summary>
    public int Positions => OutputHeight * OutputWidth;

    /// <summary>Inputs one output sums over: channels · kernel height · kernel width.</summary>
    public int Inner => KernelOffsets.Length;

    /// <summary>Where each of them lies in a padded image, from the window's first element.</summary>
    public int[] KernelOffsets { get; }

    /// <summary>The elements of the window in the order in which gradients are added back: columns, then rows, channels innermost.</summary>
    /// <remarks>Neighbours in this order touch different memory, or exactly the same; shifted by one element they would wait for each other.</remarks>
    public int[] ScatterOrder { get; }

    /// <summary>Multiply-adds of one pass.</summary>
    public long Work => (long)Output.Size * Inner;
}
