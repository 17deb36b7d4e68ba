using RedGradient.Tensors;

namespace RedGradient.Attacks.Evasion;

/// <summary>One descent of the Carlini–Wagner attack, for one value of c an image.</summary>
internal sealed class CarliniWagnerDescent(AttackBatch batch, CarliniWagner attack, double[] constant, double[] shortest)
{
    private const double FirstDecay = 0.9;
    private const double SecondDecay = 0.999;

    // How often the objective is looked at, and by what factor it must have fallen, for an image to go on.
    private const int LooksPerRun = 10;
    private const double StillFalling = 0.9999;

    private readonly float middle = attack.Range is { } range ? 0.5f * (range.Minimum + range.Maximum) : 0f;
    private readonly float half = attack.Range is { } range ? 0.5f * range.Width : 1f;
    private readonly bool[] succeeded = new bool[batch.Count];

    /// <summary>Descends; takes each success that is shorter than those before as the image's result.</summary>
    /// <returns>For each image whether any point fooled the classifier with the confidence asked for.</returns>
    public bool[] Run()
    {
        var rows = batch.AllRows();
        var weights = Array.ConvertAll(batch.OriginalsOf(rows), ToWeight);
        var first = new float[weights.Length];
        var second = new float[weights.Length];
        var before = new double[rows.Length];
        Array.Fill(before, double.PositiveInfinity);
        double firstPower = 1.0, secondPower = 1.0;
        for (var step = 1; step <= attack.Steps && rows.Length > 0; step++)
        {
            var points = ToPoints(weights);
            var margins = new double[rows.Length];
            var (scores, slopes) = batch.ScoresAndPullback(points, rows, scores => ScoreGradient(scores, rows, margins));
            var objectives = Note(points, rows, margins, scores);
            firstPower *= FirstDecay;
            secondPower *= SecondDecay;
            var rate = attack.LearningRate * Math.Sqrt(1.0 - secondPower) / (1.0 - firstPower);
            Descend(rows, points, slopes.AsSpan(), weights, first, second, rate);
            if (step % Math.Max(1, attack.Steps / LooksPerRun) == 0)
            {
                int[] kept = [.. Enumerable.Range(0, rows.Length).Where(i => objectives[i] <= StillFalling * before[i])];
                rows = Array.ConvertAll(kept, i => rows[i]);
                before = Array.ConvertAll(kept, i => objectives[i]);
                weights = AttackBatch.Compact(weights, kept, batch.Length);
                first = AttackBatch.Compact(first, kept, batch.Length);
                second = AttackBatch.Compact(second, kept, batch.Length);
            }
        }

        return succeeded;
    }

    // artanh, a hair inside the range so that it is finite; without a range the value itself.
    private float ToWeight(float value)
    {
        if (attack.Range is null)
        {
            return value;
        }

        var t = 0.999999 * (value - middle) / half;
        return (float)(0.5 * DeterministicMath.Log((1.0 + t) / (1.0 - t)));
    }

    private float[] ToPoints(float[] weights)
    {
        if (attack.Range is not { } range)
        {
            return (float[])weights.Clone();
        }

        var points = new Tensor(weights, new Shape(weights.Length)).Tanh().ToArray();
        for (var k = 0; k < points.Length; k++)
        {
            points[k] = Math.Clamp(middle + (half * points[k]), range.Minimum, range.Maximum);
        }

        return points;
    }

    // c·max(margin + κ, 0): its slope is c between the label and its best rival while the margin is not yet won.
    private Tensor ScoreGradient(Tensor scores, int[] rows, double[] margins)
    {
        var classes = scores.Shape[1];
        var gradient = new float[scores.Size];
        for (var i = 0; i < rows.Length; i++)
        {
            var row = scores.AsSpan().Slice(i * classes, classes);
            var label = batch.Label(rows[i]);
            var rival = ScoreLoss.BestOther(row, label);
            var (high, low) = batch.Targeted ? (rival, label) : (label, rival);
            margins[i] = (double)row[high] - row[low] + attack.Confidence;
            if (margins[i] > 0.0)
            {
                gradient[(i * classes) + high] = (float)constant[rows[i]];
                gradient[(i * classes) + low] = -(float)constant[rows[i]];
            }
        }

        return new Tensor(gradient, scores.Shape);
    }

    private double[] Note(float[] points, int[] rows, double[] margins, Tensor scores)
    {
        var classes = scores.Shape[1];
        var objectives = new double[rows.Length];
        for (var i = 0; i < rows.Length; i++)
        {
            var point = points.AsSpan(i * batch.Length, batch.Length);
            var original = batch.Original(rows[i]);
            var square = 0.0;
            for (var k = 0; k < point.Length; k++)
            {
                var difference = (double)point[k] - original[k];
                square += difference * difference;
            }

            objectives[i] = square + (constant[rows[i]] * Math.Max(margins[i], 0.0));
            if (margins[i] <= 0.0 && batch.IsSuccess(scores.AsSpan().Slice(i * classes, classes), rows[i]))
            {
                succeeded[rows[i]] = true;
                if (square < shortest[rows[i]])
                {
                    shortest[rows[i]] = square;
                    batch.Accept(rows[i], point);
                    batch.Visit([rows[i]], point.ToArray());
                }
            }
        }

        return objectives;
    }

    private void Descend(int[] rows, float[] points, ReadOnlySpan<float> slopes, float[] weights, float[] first, float[] second, double rate)
    {
        for (var i = 0; i < rows.Length; i++)
        {
            var original = batch.Original(rows[i]);
            for (var k = 0; k < original.Length; k++)
            {
                var j = (i * batch.Length) + k;
                var t = (points[j] - middle) / half;
                var inner = attack.Range is null ? 1f : half * (1f - (t * t));
                var slope = inner * ((2f * (points[j] - original[k])) + slopes[j]);
                first[j] = (float)((FirstDecay * first[j]) + ((1.0 - FirstDecay) * slope));
                second[j] = (float)((SecondDecay * second[j]) + ((1.0 - SecondDecay) * slope * slope));
                weights[j] = (float)(weights[j] - (rate * first[j] / (Math.Sqrt(second[j]) + 1e-8)));
            }
        }
    }
}
