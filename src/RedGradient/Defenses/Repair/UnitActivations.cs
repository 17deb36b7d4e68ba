using RedGradient.Autodiff;
using RedGradient.Networks;
using RedGradient.Tensors;

namespace RedGradient.Defenses.Repair;

/// <summary>How strongly the units of a layer answer to some inputs, after the activation function.</summary>
/// <remarks>
/// A convolution's channel answers at every place of the picture; all places of all inputs count alike. Fine-pruning (Liu, Dolan-Gavitt and Garg 2018, arXiv 1805.12185)
/// cuts in ascending order of <see cref="Mean"/> over clean inputs: what clean inputs leave asleep is where a backdoor may live.
/// </remarks>
public sealed class UnitActivations
{
    private UnitActivations(int layer, double[] mean, double[] deviation, double[] activeShare)
    {
        Layer = layer;
        Mean = mean;
        Deviation = deviation;
        ActiveShare = activeShare;
    }

    /// <summary>The layer whose units these are, by its place in the network.</summary>
    public int Layer { get; }

    /// <summary>The mean of each unit's activation.</summary>
    public IReadOnlyList<double> Mean { get; }

    /// <summary>The standard deviation of each unit's activation, over inputs and places.</summary>
    public IReadOnlyList<double> Deviation { get; }

    /// <summary>For each unit the share of inputs and places where its activation is above 0, from 0 to 1.</summary>
    public IReadOnlyList<double> ActiveShare { get; }

    /// <summary>The units in ascending order of their mean activation; of two alike the lower number first.</summary>
    public int[] Order() => [.. Enumerable.Range(0, Mean.Count).OrderBy(unit => Mean[unit])];

    /// <summary>Measures the units of one layer.</summary>
    /// <param name="network">The network, as in use: no dropout, running values of batch normalisation.</param>
    /// <param name="inputs">Inputs <c>[n, …]</c>, at least one; a defender takes clean validation data.</param>
    /// <param name="layer">The place of a <see cref="Dense"/> or <see cref="Conv2D"/> layer; <see cref="Units.DefaultLayer"/> where null.</param>
    /// <exception cref="ArgumentException">There is no such layer, or there are no inputs.</exception>
    public static UnitActivations Measure(Network network, Tensor inputs, int? layer = null)
    {
        ArgumentNullException.ThrowIfNull(network);
        ArgumentNullException.ThrowIfNull(inputs);
        var place = layer ?? Units.DefaultLayer(network);
        var units = Units.Count(network, place);
        if (inputs.Shape.Rank == 0 || inputs.Shape[0] == 0)
        {
            throw new ArgumentException("Activations are measured on at least one input; none was given.", nameof(inputs));
        }

        const int Piece = 128;
        double[] sum = new double[units], squares = new double[units], active = new double[units];
        long count = 0;
        for (var start = 0; start < inputs.Shape[0]; start += Piece)
        {
            var part = Answer(network, inputs.Rows(start, Math.Min(Piece, inputs.Shape[0] - start)), place);

            // [n, units] is [n, units, 1].
            var places = part.Size / part.Shape[0] / units;
            var values = part.AsSpan();
            for (var i = 0; i < values.Length; i++)
            {
                var unit = i / places % units;
                sum[unit] += values[i];
                squares[unit] += (double)values[i] * values[i];
                active[unit] += values[i] > 0f ? 1.0 : 0.0;
            }

            count += (long)part.Shape[0] * places;
        }

        return new UnitActivations(
            place,
            [.. sum.Select(value => value / count)],
            [.. squares.Select((square, unit) => Math.Sqrt(Math.Max(0.0, (square / count) - (sum[unit] / count * (sum[unit] / count)))))],
            [.. active.Select(value => value / count)]);
    }

    // What the layer and the activation function after it make of some inputs.
    private static Tensor Answer(Network network, Tensor inputs, int layer)
    {
        using var off = Gradient.Off();
        var answer = inputs;
        for (var i = 0; i < network.Layers.Count && (i <= layer || network.Layers[i] is BatchNormalization or Dropout or Relu or LeakyRelu or Sigmoid or Tanh or Gelu or Identity); i++)
        {
            answer = network.Layers[i].Forward(answer, ForwardPass.Inference);
        }

        return answer;
    }
}
