using RedGradient.Tensors;

namespace RedGradient.Attacks.Evasion;

/// <summary>DeepFool: the shortest way over the nearest decision boundary, as if the classifier were linear, again and again until the answer changes.</summary>
/// <remarks>
/// Moosavi-Dezfooli, Fawzi and Frossard 2016 (arXiv 1511.04599), algorithm 2. With f_k = scores_k − scores_y and w_k = ∇f_k the step to class k is
/// |f_k|/‖w_k‖₂²·w_k in L2, |f_k|/‖w_k‖₁·sign(w_k) in L∞, each 0.0001 longer; the class with the shortest step is taken. Costs one gradient for each class and step. It has no ball: the
/// size of its perturbation measures the model's robustness. Targeted: only the step to the wanted class is taken.
/// Inside a range, which the paper does not have, values at their bound are left out of the slope.
/// </remarks>
public sealed record DeepFool : EvasionAttack
{
    // As the authors' program has it.
    private const double BeyondBoundary = 1e-4;

    private readonly int maximumSteps = 50;
    private readonly float overshoot = 0.02f;

    /// <inheritdoc/>
    public override string Name => Norm == PerturbationNorm.L2 ? "DeepFool" : "DeepFool L∞";

    /// <summary>The norm in which the way is short; L2 by default.</summary>
    public PerturbationNorm Norm { get; init; } = PerturbationNorm.L2;

    /// <summary>At most so many steps, at least 1; 50 by default.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Less than 1.</exception>
    public int MaximumSteps
    {
        get => maximumSteps;
        init => maximumSteps = Require.AtLeast(1, value, "The number of steps");
    }

    /// <summary>By how much the way is lengthened to get across the boundary; 0.02 by default.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Negative or not finite.</exception>
    public float Overshoot
    {
        get => overshoot;
        init => overshoot = Require.NotNegative(value, "The overshoot");
    }

    private protected override void Search(AttackBatch batch)
    {
        var rows = batch.AllRows();
        var points = batch.OriginalsOf(rows);

        // The sum of the steps; the points lie 1 + overshoot times as far.
        var sums = new float[points.Length];
        batch.Visit(rows, points);
        for (var step = 0; ; step++)
        {
            var scores = batch.Scores(points, rows);
            var classes = scores.Shape[1];
            var kept = new List<int>();
            for (var i = 0; i < rows.Length; i++)
            {
                batch.Accept(rows[i], points.AsSpan(i * batch.Length, batch.Length));
                if (!batch.IsSuccess(scores.AsSpan().Slice(i * classes, classes), rows[i]))
                {
                    kept.Add(i);
                }
            }

            if (kept.Count == 0 || step == MaximumSteps)
            {
                return;
            }

            int[] open = [.. kept];
            rows = Array.ConvertAll(open, i => rows[i]);
            points = AttackBatch.Compact(points, open, batch.Length);
            sums = AttackBatch.Compact(sums, open, batch.Length);
            points = StepAll(batch, rows, points, sums, AttackBatch.Compact(scores.AsSpan(), open, classes), classes);
            batch.Visit(rows, points);
        }
    }

    private float[] StepAll(AttackBatch batch, int[] rows, float[] points, float[] sums, float[] scores, int classes)
    {
        var predictions = new Tensor(scores, new Shape(rows.Length, classes)).ArgMax();
        var slopes = new ReadOnlyMemory<float>[classes];
        for (var k = 0; k < classes; k++)
        {
            var oneHot = new float[rows.Length * classes];
            for (var i = 0; i < rows.Length; i++)
            {
                oneHot[(i * classes) + k] = 1f;
            }

            slopes[k] = batch.Pullback(points, rows, new Tensor(oneHot, new Shape(rows.Length, classes))).ToArray();
        }

        var next = new float[points.Length];
        for (var i = 0; i < rows.Length; i++)
        {
            var place = i * batch.Length;
            var point = points.AsSpan(place, batch.Length);
            var (target, factor) = Nearest(batch, rows[i], predictions[i], scores.AsSpan(i * classes, classes), slopes, place, point);
            var original = batch.Original(rows[i]);
            var to = slopes[target].Span.Slice(place, batch.Length);
            var from = slopes[predictions[i]].Span.Slice(place, batch.Length);
            for (var k = 0; k < batch.Length; k++)
            {
                var slope = Free(point[k], to[k] - from[k]);
                sums[place + k] += (float)(factor * (Norm == PerturbationNorm.L2 ? slope : Math.Sign(slope)));
                var value = original[k] + ((1f + Overshoot) * sums[place + k]);
                next[place + k] = Range is null ? value : Math.Clamp(value, Range.Minimum, Range.Maximum);
            }
        }

        return next;
    }

    // The class whose boundary is nearest, and what its slope (or the slope's sign) is to be multiplied by.
    private (int Target, double Factor) Nearest(AttackBatch batch, int row, int prediction, ReadOnlySpan<float> scores, ReadOnlyMemory<float>[] slopes, int place, ReadOnlySpan<float> point)
    {
        var (best, bestFactor, bestDistance) = (prediction, 0.0, double.PositiveInfinity);
        var from = slopes[prediction].Span.Slice(place, batch.Length);
        for (var k = 0; k < slopes.Length; k++)
        {
            if (k == prediction || (batch.Targeted && k != batch.Label(row)))
            {
                continue;
            }

            var to = slopes[k].Span.Slice(place, batch.Length);
            var size = 0.0;
            for (var j = 0; j < to.Length; j++)
            {
                double slope = Free(point[j], to[j] - from[j]);
                size += Norm == PerturbationNorm.L2 ? slope * slope : Math.Abs(slope);
            }

            // The way goes a little beyond a tie, or a point on the boundary would stay there; it is measured in the input, so that the scale of the scores is no matter.
            var length = Norm == PerturbationNorm.L2 ? Math.Sqrt(size) : size;
            var distance = (Math.Abs((double)scores[k] - scores[prediction]) / length) + BeyondBoundary;
            if (size > 0.0 && distance < bestDistance)
            {
                (best, bestFactor, bestDistance) = (k, Norm == PerturbationNorm.L2 ? distance / length : distance, distance);
            }
        }

        return (best, bestFactor);
    }

    // A value that stands at its bound cannot go further: its slope counts as 0 there, or the step would be cut after it was measured.
    private float Free(float value, float slope) =>
        Range is null || (slope > 0f ? value < Range.Maximum : value > Range.Minimum) ? slope : 0f;
}
