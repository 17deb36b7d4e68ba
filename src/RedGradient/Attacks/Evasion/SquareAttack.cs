using RedGradient.Tensors;

namespace RedGradient.Attacks.Evasion;

/// <summary>Square attack: random search without any gradient. A square of the image is set to ±ε at random, and kept if the margin falls.</summary>
/// <remarks>
/// Andriushchenko et al. 2020 (arXiv 1912.00049), algorithm 2, L∞. It begins with vertical stripes of ±ε; the square's share p of the image halves as the
/// queries are used up. It sees scores only, so no masked gradient misleads it.
/// </remarks>
public sealed record SquareAttack : BoundedAttack
{
    // After which query of 10,000 the square's area is halved (the paper's section 5).
    private static readonly int[] Halvings = [10, 50, 200, 500, 1000, 2000, 4000, 6000, 8000];
    private readonly int maximumQueries = 10_000;
    private readonly double share = 0.8;

    /// <inheritdoc/>
    public override string Name => "Square";

    /// <inheritdoc/>
    public override bool NeedsGradients => false;

    /// <summary>At most so many queries an image, at least 2; 10,000 by default. The schedule of sizes is scaled to it.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Less than 2.</exception>
    public int MaximumQueries
    {
        get => maximumQueries;
        init => maximumQueries = Require.AtLeast(2, value, "The number of queries");
    }

    /// <summary>The share p of the image that the first squares cover, from 0 to 1; 0.8 by default, the paper's for MNIST.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Outside 0 to 1.</exception>
    public double Share
    {
        get => share;
        init => share = Require.Share(value, "The share p");
    }

    /// <summary>What is made larger; the margin by default.</summary>
    public ScoreLoss Loss { get; init; } = ScoreLoss.Margin;

    private protected override void Search(AttackBatch batch)
    {
        var rows = batch.AllRows();
        var points = batch.OriginalsOf(rows);
        var generators = Array.ConvertAll(rows, row => batch.Random(row, 0));
        var best = new float[batch.Count];
        batch.Visit(rows, points);
        rows = Keep(batch, rows, points, points, best, first: true, out points);
        for (var query = 1; query < MaximumQueries && rows.Length > 0; query++)
        {
            var candidates = (float[])points.Clone();
            for (var i = 0; i < rows.Length; i++)
            {
                var candidate = candidates.AsSpan(i * batch.Length, batch.Length);
                if (query == 1)
                {
                    Stripe(batch.Size, batch.Original(rows[i]), candidate, generators[rows[i]]);
                }
                else
                {
                    Change(batch.Size, SideAt(batch.Size, query), batch.Original(rows[i]), candidate, generators[rows[i]]);
                }
            }

            rows = Keep(batch, rows, candidates, points, best, first: query == 1, out points);
        }
    }

    // Asks for the candidates' scores; keeps those that are better, and drops the images that are done.
    private int[] Keep(AttackBatch batch, int[] rows, float[] candidates, float[] points, float[] best, bool first, out float[] next)
    {
        var scores = batch.Scores(candidates, rows);
        var losses = Loss.Values(scores, batch.LabelsOf(rows));
        var classes = scores.Shape[1];
        var kept = new List<int>(rows.Length);
        for (var i = 0; i < rows.Length; i++)
        {
            var loss = batch.Targeted ? -losses[i] : losses[i];
            var succeeded = batch.IsSuccess(scores.AsSpan().Slice(i * classes, classes), rows[i]);
            if (first || succeeded || loss > best[rows[i]])
            {
                best[rows[i]] = loss;
                var better = candidates.AsSpan(i * batch.Length, batch.Length);
                better.CopyTo(points.AsSpan(i * batch.Length));
                batch.Accept(rows[i], better);
                batch.Visit([rows[i]], better.ToArray());
            }

            if (!succeeded)
            {
                kept.Add(i);
            }
        }

        next = kept.Count == rows.Length ? points : AttackBatch.Compact(points, [.. kept], batch.Length);
        return [.. kept.Select(i => rows[i])];
    }

    private (int Height, int Width) SideAt((int Channels, int Height, int Width) size, int query)
    {
        var scaled = (long)query * 10_000 / MaximumQueries;
        var area = Share * size.Height * size.Width;
        foreach (var halving in Halvings)
        {
            area = scaled > halving ? area / 2.0 : area;
        }

        // On a line the square is a piece of the line.
        var side = (int)Math.Round(size.Height == 1 ? area : Math.Sqrt(area), MidpointRounding.AwayFromZero);
        return (Math.Clamp(side, 1, Math.Max(1, size.Height - 1)), Math.Clamp(side, 1, Math.Max(1, size.Width - 1)));
    }

    private void Stripe((int Channels, int Height, int Width) size, ReadOnlySpan<float> original, Span<float> point, SeededRandom random)
    {
        for (var channel = 0; channel < size.Channels; channel++)
        {
            for (var x = 0; x < size.Width; x++)
            {
                var change = random.NextInt32(2) == 0 ? -Epsilon : Epsilon;
                for (var y = 0; y < size.Height; y++)
                {
                    var k = (((channel * size.Height) + y) * size.Width) + x;
                    point[k] = InRange(original[k] + change);
                }
            }
        }
    }

    private void Change((int Channels, int Height, int Width) size, (int Height, int Width) side, ReadOnlySpan<float> original, Span<float> point, SeededRandom random)
    {
        // A square that changes nothing would waste a query; eight tries are enough to find another.
        var changed = false;
        for (var attempt = 0; attempt < 8 && !changed; attempt++)
        {
            var top = random.NextInt32(size.Height - side.Height + 1);
            var left = random.NextInt32(size.Width - side.Width + 1);
            for (var channel = 0; channel < size.Channels; channel++)
            {
                var change = random.NextInt32(2) == 0 ? -Epsilon : Epsilon;
                for (var y = top; y < top + side.Height; y++)
                {
                    for (var x = left; x < left + side.Width; x++)
                    {
                        var k = (((channel * size.Height) + y) * size.Width) + x;
                        var value = InRange(original[k] + change);
                        changed |= value != point[k];
                        point[k] = value;
                    }
                }
            }
        }
    }

    private float InRange(float value) => Range is null ? value : Math.Clamp(value, Range.Minimum, Range.Maximum);
}
