using RedGradient.Tensors;

namespace RedGradient.Attacks.Evasion;

/// <summary>NES: projected steps along a gradient estimated from scores alone, by finite differences in random directions.</summary>
/// <remarks>
/// Ilyas et al. 2018 (arXiv 1804.08598), section 2.1: ∇L ≈ Σ u·(L(x + σu) − L(x − σu))/(2σn) over n normal directions u, the points taken in pairs. A large σ
/// sees across the steps of a quantised model, where the true gradient is 0.
/// </remarks>
public sealed record NaturalEvolutionStrategies : BoundedAttack
{
    private readonly int directions = 25;
    private readonly int steps = 40;
    private readonly float sigma = 0.001f;
    private readonly float? stepSize;
    private readonly float momentum = 0.9f;

    /// <inheritdoc/>
    public override string Name => "NES";

    /// <inheritdoc/>
    public override bool NeedsGradients => false;

    /// <summary>The share of the last direction that stays, at least 0; 0.9 by default. One estimate is mostly noise; their running sum is not.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Negative or not finite.</exception>
    public float Momentum
    {
        get => momentum;
        init => momentum = Require.NotNegative(value, "The momentum");
    }

    /// <summary>Directions for one estimate, n, at least 1; 25 by default: 50 queries, as in the paper.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Less than 1.</exception>
    public int Directions
    {
        get => directions;
        init => directions = Require.AtLeast(1, value, "The number of directions");
    }

    /// <summary>The number of steps, at least 1; 40 by default. With 25 directions they take 40·51 queries.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Less than 1.</exception>
    public int Steps
    {
        get => steps;
        init => steps = Require.AtLeast(1, value, "The number of steps");
    }

    /// <summary>How far from the point the scores are taken, σ; 0.001 by default.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Not a finite number above 0.</exception>
    public float Sigma
    {
        get => sigma;
        init => sigma = Require.Positive(value, "The distance σ");
    }

    /// <summary>The length of a step; null (the default) for 4·ε/3 divided by the number of steps.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Not a finite number above 0.</exception>
    public float? StepSize
    {
        get => stepSize;
        init => stepSize = value is null ? null : Require.Positive(value.Value, "The step size");
    }

    /// <summary>The loss climbed; the margin by default.</summary>
    public ScoreLoss Loss { get; init; } = ScoreLoss.Margin;

    /// <summary>An image takes a whole batch of queries for one estimate.</summary>
    private protected override int PieceSize => Math.Max(1, 1024 / (2 * Directions));

    private protected override void Search(AttackBatch batch)
    {
        var rows = batch.AllRows();
        var points = batch.OriginalsOf(rows);
        var memory = new float[points.Length];
        var generators = Array.ConvertAll(rows, row => batch.Random(row, 0));
        batch.Visit(rows, points);
        for (var step = 0; ; step++)
        {
            var scores = batch.Scores(points, rows);
            var classes = scores.Shape[1];
            var kept = new List<int>(rows.Length);
            for (var i = 0; i < rows.Length; i++)
            {
                batch.Accept(rows[i], points.AsSpan(i * batch.Length, batch.Length));
                if (!batch.IsSuccess(scores.AsSpan().Slice(i * classes, classes), rows[i]))
                {
                    kept.Add(i);
                }
            }

            if (kept.Count == 0 || step == Steps)
            {
                return;
            }

            rows = [.. kept.Select(i => rows[i])];
            points = AttackBatch.Compact(points, [.. kept], batch.Length);
            memory = AttackBatch.Compact(memory, [.. kept], batch.Length);
            Estimate(batch, rows, points, generators, memory);
            var alpha = (batch.Targeted ? -1f : 1f) * (StepSize ?? Epsilon * 4f / (3f * Steps));
            for (var i = 0; i < rows.Length; i++)
            {
                // x ← Π(x + α·sign(estimate)): no value further than ε from the image's, none outside the range.
                var x = points.AsSpan(i * batch.Length, batch.Length);
                Pixels.AddSign(x, alpha, memory.AsSpan(i * batch.Length, batch.Length));
                Pixels.HoldWithin(x, batch.Original(rows[i]), Epsilon);
                Pixels.Clip(x, Range);
            }

            batch.Visit(rows, points);
        }
    }

    // Adds a new estimate to what is left of the old ones.
    private void Estimate(AttackBatch batch, int[] rows, float[] points, SeededRandom[] generators, float[] memory)
    {
        // For each image its directions, each once forward and once backward.
        var length = batch.Length;
        var asked = new int[rows.Length * 2 * Directions];
        var around = new float[asked.Length * length];
        var units = new float[rows.Length * Directions * length];
        for (var d = 0; d < rows.Length * Directions; d++)
        {
            var i = d / Directions;
            asked[2 * d] = asked[(2 * d) + 1] = rows[i];
            for (var k = 0; k < length; k++)
            {
                var unit = (float)generators[rows[i]].NextNormal();
                units[(d * length) + k] = unit;
                around[(2 * d * length) + k] = points[(i * length) + k] + (Sigma * unit);
                around[(((2 * d) + 1) * length) + k] = points[(i * length) + k] - (Sigma * unit);
            }
        }

        var losses = Loss.Values(batch.Scores(around, asked), batch.LabelsOf(asked));
        for (var k = 0; k < memory.Length; k++)
        {
            memory[k] *= Momentum;
        }

        for (var d = 0; d < rows.Length * Directions; d++)
        {
            var difference = losses[2 * d] - losses[(2 * d) + 1];
            var target = memory.AsSpan(d / Directions * length, length);
            for (var k = 0; k < length; k++)
            {
                target[k] += difference * units[(d * length) + k];
            }
        }
    }
}
