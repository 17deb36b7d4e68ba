using System.Text.Json.Nodes;
using RedGradient.Autodiff.Operations;
using RedGradient.Tensors;

namespace RedGradient.Networks;

/// <summary>A fully connected layer: y = x·W + b, for x <c>[batch, inputs]</c>, W <c>[inputs, outputs]</c>, b <c>[outputs]</c>.</summary>
/// <remarks>Images <c>[batch, channels, height, width]</c> are flattened without a layer of their own.</remarks>
public sealed class Dense : Layer
{
    private readonly Initializer initializer;

    /// <summary>Creates the layer; its weights are drawn when the network is made, its bias starts at 0.</summary>
    /// <param name="inputs">At least 1.</param>
    /// <param name="outputs">At least 1.</param>
    /// <param name="initializer">How the weights are drawn; <see cref="Initializer.He"/> by default.</param>
    /// <exception cref="ArgumentOutOfRangeException">A size is less than 1.</exception>
    public Dense(int inputs, int outputs, Initializer? initializer = null)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(inputs, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(outputs, 1);
        this.initializer = initializer ?? Initializer.He;
        Weight = new Parameter("weight", Tensor.Zeros(inputs, outputs));
        Bias = new Parameter("bias", Tensor.Zeros(outputs));
    }

    /// <summary>W, <c>[inputs, outputs]</c>.</summary>
    public Parameter Weight { get; }

    /// <summary>b, <c>[outputs]</c>.</summary>
    public Parameter Bias { get; }

    /// <summary>The length of an input row.</summary>
    public int Inputs => Weight.Shape[0];

    /// <summary>The length of an output row.</summary>
    public int Outputs => Weight.Shape[1];

    /// <inheritdoc/>
    public override IReadOnlyList<Parameter> Parameters => [Weight, Bias];

    /// <inheritdoc/>
    public override Tensor Forward(Tensor input, ForwardPass pass)
    {
        ArgumentNullException.ThrowIfNull(input);
        ArgumentNullException.ThrowIfNull(pass);
        return Forward(input, pass, activation: null);
    }

    internal Tensor Forward(Tensor input, ForwardPass pass, Activation? activation)
    {
        var rows = input.Shape.Rank > 2 ? Flatten.Apply(input) : input;
        return pass.Observe(this, rows, Linear.Apply(rows, pass.Use(Weight), pass.Use(Bias), activation));
    }

    /// <inheritdoc/>
    public override void Initialize(SeededRandom random)
    {
        Weight.Set(initializer.Draw(random, Inputs, Outputs, Inputs, Outputs));
        Bias.Set(Tensor.Zeros(Outputs));
    }

    internal override JsonObject Describe() => new() { ["inputs"] = Inputs, ["outputs"] = Outputs };
}
