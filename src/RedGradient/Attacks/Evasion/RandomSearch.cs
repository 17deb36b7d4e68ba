using RedGradient.Tensors;

namespace RedGradient.Attacks.Evasion;

/// <summary>Random points of the L∞ ball: the attack that every other must beat. Where it finds what a gradient attack does not, the gradient is masked.</summary>
/// <remarks>Also the noise of the FGSM paper's table, section 6: one sample of ±ε in each pixel, or of the whole interval.</remarks>
public sealed record RandomSearch : BoundedAttack
{
    private readonly int samples = 100;

    /// <inheritdoc/>
    public override string Name => "Random search";

    /// <inheritdoc/>
    public override bool NeedsGradients => false;

    /// <summary>Points tried for each image, at least 1; 100 by default.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Less than 1.</exception>
    public int Samples
    {
        get => samples;
        init => samples = Require.AtLeast(1, value, "The number of samples");
    }

    /// <summary>Whether each value moves by exactly −ε or ε, to a corner of the ball, rather than by anything between. True by default.</summary>
    public bool Corners { get; init; } = true;

    /// <summary>What decides which of the failed points is kept; the margin by default.</summary>
    public ScoreLoss Loss { get; init; } = ScoreLoss.Margin;

    private protected override void Search(AttackBatch batch)
    {
        var ball = new Ball(PerturbationNorm.LInfinity, Epsilon, Range);
        var rows = batch.AllRows();
        batch.Visit(rows, batch.OriginalsOf(rows));
        var best = new float[batch.Count];
        Array.Fill(best, float.NegativeInfinity);
        for (var sample = 0; sample < Samples && rows.Length > 0; sample++)
        {
            var points = batch.OriginalsOf(rows);
            for (var i = 0; i < rows.Length; i++)
            {
                Draw(ball, batch.Original(rows[i]), points.AsSpan(i * batch.Length, batch.Length), batch.Random(rows[i], sample));
            }

            batch.Visit(rows, points);
            rows = Judge(batch, rows, points, best);
        }
    }

    private void Draw(Ball ball, ReadOnlySpan<float> original, Span<float> point, SeededRandom random)
    {
        if (!Corners)
        {
            ball.RandomPoint(original, point, random);
            return;
        }

        foreach (ref var value in point)
        {
            value += random.NextInt32(2) == 0 ? -Epsilon : Epsilon;
        }

        ball.Project(original, point);
    }

    private int[] Judge(AttackBatch batch, int[] rows, float[] points, float[] best)
    {
        var scores = batch.Scores(points, rows);
        var losses = Loss.Values(scores, batch.LabelsOf(rows));
        var classes = scores.Shape[1];
        var open = new List<int>(rows.Length);
        for (var i = 0; i < rows.Length; i++)
        {
            var loss = batch.Targeted ? -losses[i] : losses[i];
            var succeeded = batch.IsSuccess(scores.AsSpan().Slice(i * classes, classes), rows[i]);
            if (succeeded || loss > best[rows[i]])
            {
                best[rows[i]] = loss;
                batch.Accept(rows[i], points.AsSpan(i * batch.Length, batch.Length));
            }

            if (!succeeded)
            {
                open.Add(rows[i]);
            }
        }

        return [.. open];
    }
}
