using RedGradient.Autodiff.Operations;
using RedGradient.Tensors;
using RedGradient.Tensors.Kernels;

namespace RedGradient.Networks;

/// <summary>Layers one after the other, where a convolution, its rectifier and its pooling, or a dense layer and its activation, go through in one.</summary>
/// <remarks>The bits, also of gradients, are those of the layers one by one.</remarks>
internal static class FusedLayers
{
    public static Tensor Forward(IReadOnlyList<Layer> layers, Tensor batch, ForwardPass pass)
    {
        var output = batch;
        for (var i = 0; i < layers.Count; i++)
        {
            if (!pass.IsObserving && i + 2 < layers.Count && layers[i] is Conv2D convolution && layers[i + 1] is Relu && layers[i + 2] is MaxPool2D { Size: 2, Stride: 2 })
            {
                var geometry = new ConvolutionGeometry(output.Shape, convolution.Weight.Shape, convolution.Stride, convolution.Padding);
                if (ConvolvePooled.Takes(geometry))
                {
                    output = ConvolvePooled.Apply(geometry, output, pass.Use(convolution.Weight), pass.Use(convolution.Bias));
                    i += 2;
                    continue;
                }
            }

            if (!pass.IsObserving && i + 1 < layers.Count && layers[i] is Dense dense && layers[i + 1].Activation is { } activation)
            {
                output = dense.Forward(output, pass, activation);
                i++;
                continue;
            }

            output = layers[i].Forward(output, pass);
        }

        return output;
    }
}
