using RedGradient.Attacks.Backdoors;
using RedGradient.Data;
using RedGradient.Networks;

namespace RedGradient.Evaluation.Auditing;

/// <summary>Moves a small white or black patch over clean images and counts which class they go to.</summary>
/// <remarks>
/// Occlusion maps (Zeiler and Fergus 2014, arXiv 1311.2901) ask which places of one image matter. Here the same patch lies on all images at once: one that sends most of them to
/// one class, whatever they show, is a trigger in its effect. It needs answers alone, no gradients. Immutable.
/// </remarks>
public sealed record PatchScan
{
    private readonly int? side;

    /// <summary>The side of the patch in pixels, at least 1; null (the default) for a seventh of the image's shorter side, at least 2: 4 pixels of 28.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Less than 1.</exception>
    public int? Side
    {
        get => side;
        init => side = value is null ? null : Require.AtLeast(1, value.Value, "The side of the patch");
    }

    /// <summary>Goes over the images with both patches, in steps of half their side.</summary>
    /// <param name="classifier">The model examined.</param>
    /// <param name="clean">Clean images <c>[n, channels, height, width]</c> in [0, 1] of at least two classes; a hundred are enough.</param>
    /// <param name="cancellationToken">Ends the scan; without one the <see cref="AmbientCancellation">ambient token</see> does.</param>
    /// <exception cref="ArgumentException">The data are no images, the patch is larger than they are, or they hold one class alone.</exception>
    public PatchReport Examine(IClassifier classifier, DataSet clean, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(classifier);
        ArgumentNullException.ThrowIfNull(clean);
        Check(clean);
        var token = AmbientCancellation.Or(cancellationToken);
        var (height, width) = (clean.Inputs.Shape[2], clean.Inputs.Shape[3]);
        var length = Side ?? Math.Max(2, Math.Min(height, width) / 7);
        if (length > Math.Min(height, width))
        {
            throw new ArgumentException($"A patch of {length}×{length} pixels does not fit images of {height}×{width}.", nameof(clean));
        }

        var stride = Math.Max(1, length / 2);
        var (rows, columns) = (((height - length) / stride) + 1, ((width - length) / stride) + 1);
        var before = classifier.Scores(clean.Inputs).ArgMax();
        var counts = new int[2, clean.ClassCount, rows, columns];
        for (var row = 0; row < rows; row++)
        {
            AmbientProgress.Report(FormattableString.Invariant($"Patches: row {row + 1} of {rows}"), (double)row / rows);
            for (var column = 0; column < columns; column++)
            {
                for (var brightness = 0; brightness < 2; brightness++)
                {
                    token.ThrowIfCancellationRequested();
                    var patch = PatternTrigger.Square(length) with { Row = row * stride, Column = column * stride, Value = brightness };
                    var moved = Moved(classifier.Scores(patch.Apply(clean.Inputs)).ArgMax(), before, clean);
                    for (var label = 0; label < moved.Length; label++) counts[brightness, label, row, column] = moved[label];
                }
            }
        }

        return new PatchReport(length, stride, clean.ClassCounts(), counts);
    }

    internal static void Check(DataSet clean)
    {
        if (clean.Inputs.Shape.Rank != 4 || clean.Labels.Distinct().Count() < 2)
        {
            throw new ArgumentException($"Patches are put on images [n, channels, height, width] of at least two classes; {clean} was given.", nameof(clean));
        }
    }

    /// <summary>For each class how many images go there that are of another class and were not taken for it already.</summary>
    internal static int[] Moved(int[] after, int[] before, DataSet clean)
    {
        var moved = new int[clean.ClassCount];
        for (var i = 0; i < after.Length; i++)
        {
            if (after[i] != before[i] && after[i] != clean.Labels[i] && after[i] < clean.ClassCount)
            {
                moved[after[i]]++;
            }
        }

        return moved;
    }
}
