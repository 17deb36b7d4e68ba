using RedGradient.Autodiff;
using RedGradient.Networks;
using RedGradient.Tensors;

namespace RedGradient.Defenses.Training;

/// <summary>What the last hidden layer makes of inputs: the features from which the output layer reads the class.</summary>
public static class HiddenFeatures
{
    // Inputs that go through the network at once.
    private const int Piece = 256;

    /// <summary>The activations that go into the network's last layer.</summary>
    /// <param name="network">At least two layers.</param>
    /// <param name="inputs"><c>[n, …]</c>.</param>
    /// <returns><c>[n, features]</c>, flattened where they have more than one axis.</returns>
    /// <exception cref="ArgumentException">The network has one layer only, or the shape does not fit.</exception>
    public static double[,] Of(Network network, Tensor inputs)
    {
        ArgumentNullException.ThrowIfNull(network);
        ArgumentNullException.ThrowIfNull(inputs);
        if (network.Layers.Count < 2)
        {
            throw new ArgumentException("The features are what the last hidden layer gives; this network has an output layer only.", nameof(network));
        }

        using var off = Gradient.Off();
        double[,]? all = null;
        for (var start = 0; start < inputs.Shape[0]; start += Piece)
        {
            var part = network.Activations(inputs.Rows(start, Math.Min(Piece, inputs.Shape[0] - start)), ForwardPass.Inference)[^2];
            var (rows, values) = (part.Shape[0], part.ToArray());
            var width = values.Length / rows;
            all ??= new double[inputs.Shape[0], width];
            for (var i = 0; i < values.Length; i++)
            {
                all[start + (i / width), i % width] = values[i];
            }
        }

        return all ?? new double[0, 0];
    }

    /// <summary>Some rows of a matrix.</summary>
    internal static double[,] Rows(double[,] matrix, IReadOnlyList<int> rows)
    {
        var result = new double[rows.Count, matrix.GetLength(1)];
        for (var i = 0; i < rows.Count; i++)
        {
            for (var k = 0; k < result.GetLength(1); k++)
            {
                result[i, k] = matrix[rows[i], k];
            }
        }

        return result;
    }
}
