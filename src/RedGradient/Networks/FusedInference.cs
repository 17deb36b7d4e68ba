using RedGradient.Tensors;
using RedGradient.Tensors.Kernels;

namespace RedGradient.Networks;

/// <summary>The pass of <see cref="Network.Scores"/>, of which nothing is remembered: a convolution, its rectifier and its pooling go through an image at a time, in the cache.</summary>
/// <remarks>The bits are those of the layers one after the other.</remarks>
internal static class FusedInference
{
    public static Tensor Forward(IReadOnlyList<Layer> layers, Tensor batch)
    {
        var output = batch;
        for (var i = 0; i < layers.Count; i++)
        {
            if (i + 2 < layers.Count && layers[i] is Conv2D convolution && layers[i + 1] is Relu && layers[i + 2] is MaxPool2D { Size: 2, Stride: 2 })
            {
                var geometry = new ConvolutionGeometry(output.Shape, convolution.Weight.Shape, convolution.Stride, convolution.Padding);
                if (geometry.OutputWidth >= 2 * PairPooling.Lanes && geometry.OutputHeight >= 2)
                {
                    var pooled = Tensor.Allocate(new Shape(geometry.Batch, geometry.Outputs, geometry.OutputHeight / 2, geometry.OutputWidth / 2));
                    Convolution.PooledForward(geometry, output, convolution.Weight.Value, convolution.Bias.Value, pooled);
                    output = pooled;
                    i += 2;
                    continue;
                }
            }

            output = layers[i].Forward(output, ForwardPass.Inference);
        }

        return output;
    }
}
