using System.Text.Json.Nodes;
using RedGradient.Autodiff.Operations;
using RedGradient.Tensors;

namespace RedGradient.Networks;

/// <summary>Convolution over images: each output channel is the sum over a sliding window of weights · values, plus a bias.</summary>
/// <remarks>
/// y[o, i, j] = b[o] + Σ w[o, c, u, v]·x[c, i·stride + u − padding, j·stride + v − padding] (a cross-correlation, as the field calls it convolution). The
/// output's height is (height + 2·padding − kernel)/stride + 1, rounded down; the width likewise.
/// </remarks>
public sealed class Conv2D : Layer
{
    private readonly Initializer initializer;

    /// <summary>Creates the layer; its weights are drawn when the network is made, its bias starts at 0.</summary>
    /// <param name="inputChannels">At least 1.</param>
    /// <param name="outputChannels">At least 1.</param>
    /// <param name="kernel">The window's height and width, at least 1.</param>
    /// <param name="stride">How far the window moves, at least 1; 1 by default.</param>
    /// <param name="padding">Rows and columns of zeros around the image, at least 0; 0 by default.</param>
    /// <param name="initializer">How the weights are drawn; <see cref="Initializer.He"/> by default.</param>
    /// <exception cref="ArgumentOutOfRangeException">A number is below its bound.</exception>
    public Conv2D(int inputChannels, int outputChannels, int kernel, int stride = 1, int padding = 0, Initializer? initializer = null)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(inputChannels, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(outputChannels, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(kernel, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(stride, 1);
        ArgumentOutOfRangeException.ThrowIfNegative(padding);
        this.initializer = initializer ?? Initializer.He;
        Stride = stride;
        Padding = padding;
        Weight = new Parameter("weight", Tensor.Zeros(outputChannels, inputChannels, kernel, kernel));
        Bias = new Parameter("bias", Tensor.Zeros(outputChannels));
    }

    /// <summary>w, <c>[output channels, input channels, kernel, kernel]</c>.</summary>
    public Parameter Weight { get; }

    /// <summary>b, <c>[output channels]</c>.</summary>
    public Parameter Bias { get; }

    /// <summary>How far the window moves.</summary>
    public int Stride { get; }

    /// <summary>Rows and columns of zeros around the image.</summary>
    public int Padding { get; }

    /// <inheritdoc/>
    public override IReadOnlyList<Parameter> Parameters => [Weight, Bias];

    /// <inheritdoc/>
    public override Tensor Forward(Tensor input, ForwardPass pass)
    {
        ArgumentNullException.ThrowIfNull(input);
        ArgumentNullException.ThrowIfNull(pass);
        return pass.Observe(this, input, Convolve.Apply(input, pass.Use(Weight), pass.Use(Bias), Stride, Padding));
    }

    /// <inheritdoc/>
    public override void Initialize(SeededRandom random)
    {
        var window = Weight.Shape[2] * Weight.Shape[3];
        Weight.Set(initializer.Draw(random, Weight.Shape[1] * window, Weight.Shape[0] * window, Weight.Shape.ToArray()));
        Bias.Set(Tensor.Zeros(Bias.Shape));
    }

    internal override JsonObject Describe() => new()
    {
        ["inputChannels"] = Weight.Shape[1],
        ["outputChannels"] = Weight.Shape[0],
        ["kernel"] = Weight.Shape[2],
        ["stride"] = Stride,
        ["padding"] = Padding,
    };
}
