using System.Text.Json.Nodes;
using RedGradient.Autodiff.Operations;
using RedGradient.Tensors;

namespace RedGradient.Networks;

/// <summary>Convolution along a sequence: <c>[batch, positions, channels]</c> to <c>[batch, positions − kernel + 1, output channels]</c>.</summary>
/// <remarks>
/// y[p, o] = b[o] + Σ w[u, c, o]·x[p + u, c]; no padding, one step at a time. Channels come last, as <see cref="Embedding"/> gives them, so that a window is one run of memory
/// and the layer one product of matrices.
/// </remarks>
public sealed class Conv1D : Layer
{
    private readonly Initializer initializer;

    /// <summary>Creates the layer; its weights are drawn when the network is made, its bias starts at 0.</summary>
    /// <param name="inputChannels">At least 1.</param>
    /// <param name="outputChannels">At least 1.</param>
    /// <param name="kernel">How many neighbouring positions a window holds, at least 1.</param>
    /// <param name="initializer">How the weights are drawn; <see cref="Initializer.He"/> by default.</param>
    /// <exception cref="ArgumentOutOfRangeException">A number is less than 1.</exception>
    public Conv1D(int inputChannels, int outputChannels, int kernel, Initializer? initializer = null)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(inputChannels, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(outputChannels, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(kernel, 1);
        this.initializer = initializer ?? Initializer.He;
        Weight = new Parameter("weight", Tensor.Zeros(kernel, inputChannels, outputChannels));
        Bias = new Parameter("bias", Tensor.Zeros(outputChannels));
    }

    /// <summary>w, <c>[kernel, input channels, output channels]</c>.</summary>
    public Parameter Weight { get; }

    /// <summary>b, <c>[output channels]</c>.</summary>
    public Parameter Bias { get; }

    /// <summary>How many neighbouring positions a window holds.</summary>
    public int Kernel => Weight.Shape[0];

    /// <summary>The length of an input position's vector.</summary>
    public int InputChannels => Weight.Shape[1];

    /// <summary>The length of an output position's vector.</summary>
    public int OutputChannels => Weight.Shape[2];

    /// <inheritdoc/>
    public override IReadOnlyList<Parameter> Parameters => [Weight, Bias];

    /// <inheritdoc/>
    public override Tensor Forward(Tensor input, ForwardPass pass)
    {
        ArgumentNullException.ThrowIfNull(input);
        ArgumentNullException.ThrowIfNull(pass);
        if (input.Shape.Rank != 3 || input.Shape[2] != InputChannels || input.Shape[1] < Kernel)
        {
            throw new ArgumentException($"A convolution of width {Kernel} along {InputChannels} channels needs a batch [batch, positions, {InputChannels}] of at least {Kernel} positions; its input has the shape {input.Shape}.", nameof(input));
        }

        var weight = pass.Use(Weight).Reshape(new Shape(Kernel * InputChannels, OutputChannels));
        var rows = Linear.Apply(Windows.Apply(input, Kernel), weight, pass.Use(Bias));
        return pass.Observe(this, input, rows.Reshape(new Shape(input.Shape[0], input.Shape[1] - Kernel + 1, OutputChannels)));
    }

    /// <inheritdoc/>
    public override void Initialize(SeededRandom random)
    {
        Weight.Set(initializer.Draw(random, Kernel * InputChannels, Kernel * OutputChannels, Weight.Shape.ToArray()));
        Bias.Set(Tensor.Zeros(OutputChannels));
    }

    internal override JsonObject Describe() => new() { ["inputChannels"] = InputChannels, ["outputChannels"] = OutputChannels, ["kernel"] = Kernel };
}
