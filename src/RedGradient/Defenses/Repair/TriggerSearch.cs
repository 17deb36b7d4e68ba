using RedGradient.Attacks.Evasion;
using RedGradient.Data;
using RedGradient.Networks;
using RedGradient.Tensors;

namespace RedGradient.Defenses.Repair;

/// <summary>The descent of Neural Cleanse for one class.</summary>
internal sealed class TriggerSearch
{
    // Images on which a trigger is tried after a round, the same in every round.
    private const int CheckSize = 200;

    private readonly NeuralCleanse options;
    private readonly IDifferentiableClassifier classifier;
    private readonly Tensor images;
    private readonly int target;
    private readonly CancellationToken token;
    private readonly int count;
    private readonly int channels;
    private readonly int pixels;

    // The decay rates of the authors' program.
    private readonly AdaptiveMoments moments = new() { Beta1 = 0.5f, Beta2 = 0.9f };

    // What tanh is taken of: one number a pixel for the mask, then the pattern channel by channel. 0 is a half mask and a grey pattern.
    private readonly float[] weights;
    private readonly float[] first;
    private readonly float[] second;
    private int steps;

    public TriggerSearch(NeuralCleanse options, IDifferentiableClassifier classifier, DataSet clean, int target, CancellationToken token)
    {
        Check(clean, target);
        this.options = options;
        this.classifier = classifier;
        this.target = target;
        this.token = token;
        images = clean.Select([.. Enumerable.Range(0, clean.Count).Where(row => clean.Labels[row] != target)]).Inputs;
        count = images.Shape[0];
        if (count == 0)
        {
            throw new ArgumentException($"A trigger for class {target} is sought on images of other classes; {clean.Name} has none among its {clean.Count}.", nameof(clean));
        }

        channels = images.Shape[1];
        pixels = images.Shape[2] * images.Shape[3];
        weights = new float[(channels + 1) * pixels];
        first = new float[weights.Length];
        second = new float[weights.Length];
    }

    public ReversedTrigger Run()
    {
        var random = new SeededRandom(options.Seed).Split(target);
        var batch = Math.Min(options.BatchSize, count);
        var (order, next) = (random.Permutation(count), 0);
        var check = order[..Math.Min(CheckSize, count)];
        var cost = options.InitialCost;
        var point = Point();
        (float[]? Point, double Norm) best = (null, double.PositiveInfinity);
        for (var round = 0; round < options.Rounds; round++)
        {
            for (var step = 0; step < options.StepsPerRound; step++)
            {
                token.ThrowIfCancellationRequested();
                if (next + batch > count)
                {
                    (order, next) = (random.Permutation(count), 0);
                }

                Descend(point, order.AsSpan(next, batch), cost);
                next += batch;
                point = Point();
            }

            var reached = Hits(classifier.Scores(Stamped(point, check))) >= options.Success * check.Length;
            var norm = Norm(point);
            if (reached && norm < best.Norm)
            {
                best = (point, norm);
            }

            cost = reached ? cost * options.CostFactor : cost / options.CostFactor;
        }

        return Result(best.Point ?? point, best.Point is not null);
    }

    private ReversedTrigger Result(float[] point, bool reached)
    {
        var hits = 0;
        const int Piece = 256;
        for (var start = 0; start < count; start += Piece)
        {
            int[] rows = [.. Enumerable.Range(start, Math.Min(Piece, count - start))];
            hits += Hits(classifier.Scores(Stamped(point, rows)));
        }

        var (height, width) = (images.Shape[2], images.Shape[3]);
        var mask = new Tensor(point[..pixels], new Shape(1, height, width));
        return new ReversedTrigger(target, mask, new Tensor(point[pixels..], new Shape(channels, height, width)), (double)hits / count, reached);
    }

    // Mask and pattern.
    private float[] Point()
    {
        var values = new Tensor(weights, new Shape(weights.Length)).Tanh().ToArray();
        for (var k = 0; k < values.Length; k++)
        {
            values[k] = Math.Clamp(0.5f * (values[k] + 1f), 0f, 1f);
        }

        return values;
    }

    private double Norm(float[] point)
    {
        var sum = 0.0;
        for (var k = 0; k < pixels; k++)
        {
            sum += point[k];
        }

        return sum;
    }

    private int Hits(Tensor scores) => scores.ArgMax().Count(prediction => prediction == target);

    private Tensor Stamped(float[] point, ReadOnlySpan<int> rows)
    {
        var length = channels * pixels;
        var source = images.AsSpan();
        var result = new float[rows.Length * length];
        for (var i = 0; i < rows.Length; i++)
        {
            for (var j = 0; j < length; j++)
            {
                var value = source[(rows[i] * length) + j];
                result[(i * length) + j] = value + (point[j % pixels] * (point[pixels + j] - value));
            }
        }

        return new Tensor(result, new Shape(rows.Length, channels, images.Shape[2], images.Shape[3]));
    }

    // One step of Adam.
    private void Descend(float[] point, ReadOnlySpan<int> rows, float cost)
    {
        var labels = new int[rows.Length];
        Array.Fill(labels, target);
        var (_, slopes) = classifier.ScoresAndPullback(Stamped(point, rows), scores =>
        {
            CheckScores(scores, labels.Length);
            return ScoreLoss.CrossEntropy.Gradient(scores, labels);
        });
        var gradient = Gradient(point, rows, slopes.AsSpan());
        for (var k = 0; k < gradient.Length; k++)
        {
            // The derivative of v = (tanh w + 1)/2 is 2v(1 − v).
            gradient[k] = ((gradient[k] / rows.Length) + (k < pixels ? cost : 0f)) * 2f * point[k] * (1f - point[k]);
        }

        moments.Update(weights, gradient, first, second, options.LearningRate, ++steps, addedDecay: 0f, separateDecay: 0f);
    }

    // x' = x + m(p − x): its slope by the mask is p − x, by the pattern m.
    private float[] Gradient(float[] point, ReadOnlySpan<int> rows, ReadOnlySpan<float> slopes)
    {
        var length = channels * pixels;
        var source = images.AsSpan();
        var gradient = new float[weights.Length];
        for (var i = 0; i < rows.Length; i++)
        {
            for (var j = 0; j < length; j++)
            {
                var slope = slopes[(i * length) + j];
                gradient[j % pixels] += slope * (point[pixels + j] - source[(rows[i] * length) + j]);
                gradient[pixels + j] += slope * point[j % pixels];
            }
        }

        return gradient;
    }

    private void CheckScores(Tensor scores, int rows)
    {
        AttackInput.Checked(scores, rows);
        if (target >= scores.Shape[1])
        {
            throw new ArgumentException($"The classifier has {scores.Shape[1]} classes, so it has no class {target}; the data must have the same classes.", nameof(scores));
        }
    }

    private static void Check(DataSet clean, int target)
    {
        if ((uint)target >= (uint)clean.ClassCount)
        {
            throw new ArgumentOutOfRangeException(nameof(target), target, $"{clean.Name} has {clean.ClassCount} classes: the class must be 0 to {clean.ClassCount - 1}; {target} was given.");
        }

        if (clean.Inputs.Shape.Rank != 4)
        {
            throw new ArgumentException($"Neural Cleanse puts triggers into images [n, channels, height, width]; the inputs of {clean.Name} are {clean.Inputs.Shape}.", nameof(clean));
        }

        foreach (var value in clean.Inputs.AsSpan())
        {
            if (value is not (>= 0f and <= 1f))
            {
                throw new ArgumentException(FormattableString.Invariant($"Neural Cleanse needs images with values from 0 to 1; {clean.Name} holds {value}."), nameof(clean));
            }
        }
    }
}
