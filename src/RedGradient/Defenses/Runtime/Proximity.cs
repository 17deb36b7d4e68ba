using RedGradient.Data;
using RedGradient.Tensors;

namespace RedGradient.Defenses.Runtime;

/// <summary>Asks the clean examples around an input in input space for its class, and rejects the input where they name another class than the classifier, or where there is none around.</summary>
/// <remarks>
/// The proximity defence of the NIST nn-calculator (arXiv 2405.13217): the majority of the training labels within a radius. It looks at pixels, not
/// at the network, so a backdoor of any kind is visible to it as long as the trigger moves the image little. It relabels nothing. Thread-safe.
/// </remarks>
public sealed class Proximity : IInputDetector
{
    // Inputs whose distances to all examples are held at once.
    private const int Piece = 64;
    private readonly SquaredDistances distances;
    private readonly int[] labels;
    private readonly Shape shape;

    /// <summary>Remembers clean examples.</summary>
    /// <param name="clean">Examples that the defender trusts, at least one.</param>
    /// <param name="radius">How near an example must be to vote, above 0; +∞ by default. <see cref="PairDistances"/> suggests one.</param>
    /// <param name="neighbors">How many of the nearest examples within the radius vote at most, at least 1; 5 by default. <see cref="int.MaxValue"/> for all within the radius.</param>
    /// <exception cref="ArgumentException">There is no example.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A number is out of range.</exception>
    public Proximity(DataSet clean, double radius = double.PositiveInfinity, int neighbors = 5)
    {
        ArgumentNullException.ThrowIfNull(clean);
        if (clean.Count == 0)
        {
            throw new ArgumentException("Proximity needs at least one clean example; the data set is empty.", nameof(clean));
        }

        if (!(radius > 0.0))
        {
            throw new ArgumentOutOfRangeException(nameof(radius), radius, FormattableString.Invariant($"The radius must be above 0, infinity allowed; {radius} was given."));
        }

        Radius = radius;
        Neighbors = Require.AtLeast(1, neighbors, "The number of neighbours");
        distances = new SquaredDistances(clean.Inputs);
        labels = clean.Labels;
        shape = clean.Inputs.Shape;
    }

    /// <inheritdoc/>
    public string Name => "proximity";

    /// <summary>How near an example must be to vote: the Euclidean distance over all pixels.</summary>
    public double Radius { get; }

    /// <summary>How many examples vote at most.</summary>
    public int Neighbors { get; }

    /// <summary>What the examples around each input say.</summary>
    /// <param name="batch">Inputs <c>[n, …]</c> of the examples' shape.</param>
    /// <param name="cancellationToken">Ends the work.</param>
    /// <exception cref="ArgumentException">The inputs have another shape.</exception>
    public IReadOnlyList<Neighborhood> Around(Tensor batch, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(batch);
        if (batch.Shape.Rank != shape.Rank || !batch.Shape.ToArray().Skip(1).SequenceEqual(shape.ToArray().Skip(1)))
        {
            throw new ArgumentException($"Proximity compares inputs with clean examples {shape}; the shape {batch.Shape} was given.", nameof(batch));
        }

        var token = AmbientCancellation.Or(cancellationToken);
        var result = new List<Neighborhood>(batch.Shape[0]);
        for (var start = 0; start < batch.Shape[0]; start += Piece)
        {
            token.ThrowIfCancellationRequested();
            var count = Math.Min(Piece, batch.Shape[0] - start);
            var squares = distances.To(batch.Rows(start, count));
            for (var i = 0; i < count; i++)
            {
                result.Add(Poll(squares.AsSpan(i * labels.Length, labels.Length)));
            }
        }

        return result;
    }

    /// <inheritdoc/>
    public IReadOnlyList<string?> Examine(Tensor batch, int[] predictions, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(predictions);
        return [.. Around(batch, cancellationToken).Select((around, i) => Reason(around, predictions[i]))];
    }

    private string? Reason(Neighborhood around, int prediction) => around.Class is null
        ? FormattableString.Invariant($"No clean example lies within {Radius:G4}; the nearest is {around.Nearest:G4} away.")
        : around.Class != prediction
            ? FormattableString.Invariant($"The classifier says {prediction}, but {100 * around.Agreement:F0}% of the {around.Votes} nearest clean examples are of class {around.Class}.")
            : null;

    private Neighborhood Poll(ReadOnlySpan<double> squares)
    {
        var nearest = double.PositiveInfinity;
        var within = new List<(double Square, int Row)>();
        for (var row = 0; row < squares.Length; row++)
        {
            nearest = Math.Min(nearest, squares[row]);
            if (squares[row] <= Radius * Radius)
            {
                within.Add((squares[row], row));
            }
        }

        // Sorted by distance, then by row, so that ties have one answer.
        within.Sort();
        var votes = Math.Min(Neighbors, within.Count);
        var counts = within.Take(votes).GroupBy(item => labels[item.Row]).Select(group => (Class: group.Key, Count: group.Count())).ToArray();
        var winner = counts.Length == 0 ? default : counts.MaxBy(item => item.Count);
        return new Neighborhood(Math.Sqrt(nearest), votes, votes == 0 ? null : winner.Class, votes == 0 ? 0.0 : (double)winner.Count / votes);
    }
}
