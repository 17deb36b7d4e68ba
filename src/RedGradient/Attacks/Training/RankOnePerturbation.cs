using RedGradient.Networks;
using RedGradient.Tensors;

namespace RedGradient.Attacks.Training;

/// <summary>A change of a checkpoint's weights by one direction in and one out: ΔW = b·‖W‖_F·v̂ûᵀ for weights <c>[inputs, outputs]</c>.</summary>
/// <remarks>
/// The budget is relative to ‖W‖_F. For an input along v̂ the layer's output moves by b·‖W‖_F, while that of a typical input of length 1 is about ‖W‖_F/√inputs: the relative effect is
/// b·√inputs, 11.3% for a budget of 1% and 128 inputs. Immutable.
/// </remarks>
public sealed record RankOnePerturbation
{
    private readonly double budget = 0.01;

    /// <summary>The parameter, such as <c>2.weight</c>: a matrix <c>[inputs, outputs]</c>.</summary>
    public required string Layer { get; init; }

    /// <summary>b = ‖ΔW‖_F/‖W‖_F, above 0; 0.01 by default.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Not a finite number above 0.</exception>
    public double Budget
    {
        get => budget;
        init => budget = Require.Positive(value, "The budget of a weight perturbation");
    }

    /// <summary>b·√inputs, by how much the output for an input along v̂ changes, relative to a typical output.</summary>
    /// <param name="budget">b, above 0.</param>
    /// <param name="inputs">The layer's inputs, at least 1.</param>
    /// <exception cref="ArgumentOutOfRangeException">A number lies outside its range.</exception>
    public static double RelativeEffect(double budget, int inputs) =>
        Require.Positive(budget, "The budget of a weight perturbation") * Math.Sqrt(Require.AtLeast(1, inputs, "The number of inputs"));

    /// <summary>The change ΔW.</summary>
    /// <param name="weight">W, <c>[inputs, outputs]</c>.</param>
    /// <param name="input">v, <c>[inputs]</c>, not 0.</param>
    /// <param name="output">u, <c>[outputs]</c>, not 0.</param>
    /// <exception cref="ArgumentException">A shape does not fit, or a direction is 0.</exception>
    public Tensor Delta(Tensor weight, Tensor input, Tensor output)
    {
        ArgumentNullException.ThrowIfNull(weight);
        ArgumentNullException.ThrowIfNull(input);
        ArgumentNullException.ThrowIfNull(output);
        if (weight.Shape.Rank != 2 || input.Size != weight.Shape[0] || output.Size != weight.Shape[1])
            throw new ArgumentException($"A rank-1 change of weights [inputs, outputs] needs a direction in and one out; the weights are {weight.Shape}, the directions have {input.Size} and {output.Size} numbers.", nameof(weight));
        var length = GradientGeometry.Norm([input]) * GradientGeometry.Norm([output]);
        if (!(length > 0.0)) throw new ArgumentException("The directions of a rank-1 change need a length above 0; one of them is 0.", nameof(input));
        var scale = (float)(Budget * GradientGeometry.Norm([weight]) / length);
        return input.Reshape(-1, 1).MatMul(output.Reshape(1, -1)) * scale;
    }

    /// <summary>A copy of the network with the change in it.</summary>
    /// <param name="network">It stays as it is.</param>
    /// <param name="input">v, <c>[inputs]</c> of the layer.</param>
    /// <param name="output">u, <c>[outputs]</c> of the layer.</param>
    /// <exception cref="ArgumentException">The network has no such parameter, it is no matrix, or a direction does not fit.</exception>
    public Network Apply(Network network, Tensor input, Tensor output)
    {
        ArgumentNullException.ThrowIfNull(network);
        Targets.Find(network, Layer);
        var copy = network.Copy();
        var parameter = Targets.Find(copy, Layer);
        parameter.Set(parameter.Value + Delta(parameter.Value, input, output));
        return copy;
    }
}
