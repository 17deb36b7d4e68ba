using RedGradient.Attacks.Backdoors;
using RedGradient.Data;
using RedGradient.Networks;

namespace RedGradient.Evaluation.Auditing;

/// <summary>Tries small white and black squares of three sizes at every place, for a model that gives scores alone.</summary>
/// <remarks>
/// <see cref="PatchScan"/> moves one square in steps; a smaller trigger between its places may pass it. Where triggers can be reversed along the gradient, that is what finds them; without gradients
/// this search does, within a stated number of images asked. Every square is put on a few images first; the strongest are put on all of them. Immutable.
/// </remarks>
public sealed record PatchSearch
{
    // Two in three of so few images show a trigger that works on most; no answer rests on them alone.
    private const int FirstImages = 12;
    private const int Finalists = 32;
    private readonly int queries = 100_000;

    /// <summary>At most so many images are asked about, at least 10,000; 100,000 by default. Larger images than 28×28 are searched in larger steps, so that it suffices.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Less than 10,000.</exception>
    public int Queries
    {
        get => queries;
        init => queries = Require.AtLeast(10_000, value, "The number of queries of a search for patches");
    }

    /// <summary>Searches.</summary>
    /// <param name="classifier">The model examined.</param>
    /// <param name="clean">Clean images <c>[n, channels, height, width]</c> in [0, 1] of at least two classes, in no order; a hundred are enough.</param>
    /// <param name="cancellationToken">Ends the search; without one the <see cref="AmbientCancellation">ambient token</see> does.</param>
    /// <exception cref="ArgumentException">The data are no images, are smaller than 2×2, hold one class alone, or are too many for <see cref="Queries"/>.</exception>
    public PatchSearchReport Examine(IClassifier classifier, DataSet clean, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(classifier);
        ArgumentNullException.ThrowIfNull(clean);
        PatchScan.Check(clean);
        var token = AmbientCancellation.Or(cancellationToken);
        var (height, width) = (clean.Inputs.Shape[2], clean.Inputs.Shape[3]);
        if (Math.Min(height, width) < 2)
        {
            throw new ArgumentException($"Squares of 2 pixels and more are put on images; {clean.Name} has images of {height}×{width}.", nameof(clean));
        }

        if ((Finalists + 1) * clean.Count > Queries / 2)
        {
            throw new ArgumentException($"{Queries} queries are too few for {clean.Count} images; take at most {Queries / 2 / (Finalists + 1)}, or allow more.", nameof(clean));
        }

        var sides = Sides(Math.Min(height, width));
        var stride = 1;
        while (Places(sides, height, width, stride).Count() * FirstImages > Queries - ((Finalists + 1) * clean.Count)) stride++;
        var places = Places(sides, height, width, stride).ToArray();
        var few = clean.Take(Math.Min(FirstImages, clean.Count));
        var first = new double[places.Length];
        var before = classifier.Scores(few.Inputs).ArgMax();
        for (var i = 0; i < places.Length; i++)
        {
            token.ThrowIfCancellationRequested();
            if (i % 64 == 0) AmbientProgress.Report(FormattableString.Invariant($"Patches: square {i + 1} of {places.Length}"), (double)i / places.Length);
            first[i] = Strongest(classifier, few, before, places[i]).Share;
        }

        before = classifier.Scores(clean.Inputs).ArgMax();
        (PatternTrigger Trigger, int Class, double Share) best = (places[0], 0, 0);
        var finalists = Enumerable.Range(0, places.Length).OrderByDescending(i => first[i]).Take(Finalists).ToArray();
        foreach (var i in finalists)
        {
            token.ThrowIfCancellationRequested();
            var (share, label) = Strongest(classifier, clean, before, places[i]);
            if (share > best.Share) best = (places[i], label, share);
        }

        return new PatchSearchReport(best.Trigger, best.Class, best.Share, clean.Count, sides, stride, places.Length, ((places.Length + 1) * few.Count) + ((finalists.Length + 1) * clean.Count));
    }

    // A seventh of the image, at least 4 pixels where that is no more than a quarter, and two smaller ones: 4, 3 and 2 of 28.
    private static int[] Sides(int length)
    {
        var largest = Math.Max(2, Math.Max(length / 7, Math.Min(4, length / 4)));
        return [.. new[] { largest, Math.Max(2, 3 * largest / 4), Math.Max(2, largest / 2) }.Distinct()];
    }

    private static IEnumerable<PatternTrigger> Places(int[] sides, int height, int width, int stride) =>
        from side in sides
        from row in Enumerable.Range(0, ((height - side) / stride) + 1)
        from column in Enumerable.Range(0, ((width - side) / stride) + 1)
        from brightness in Enumerable.Range(0, 2)
        select PatternTrigger.Square(side) with { Row = row * stride, Column = column * stride, Value = brightness };

    private static (double Share, int Class) Strongest(IClassifier classifier, DataSet data, int[] before, PatternTrigger trigger)
    {
        var moved = PatchScan.Moved(classifier.Scores(trigger.Apply(data.Inputs)).ArgMax(), before, data);
        var counts = data.ClassCounts();
        var best = (Share: 0.0, Class: 0);
        for (var label = 0; label < moved.Length; label++)
        {
            var share = (double)moved[label] / Math.Max(1, data.Count - counts[label]);
            if (share > best.Share) best = (share, label);
        }

        return best;
    }
}
