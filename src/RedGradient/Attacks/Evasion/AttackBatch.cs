using RedGradient.Networks;
using RedGradient.Tensors;

namespace RedGradient.Attacks.Evasion;

/// <summary>The images attacked at a time: asks the classifier, counts what was asked, keeps the best found.</summary>
/// <remarks>An attack works on the rows of images that are still open: points lie one after the other in an array, row numbers in another.</remarks>
internal sealed class AttackBatch
{
    private readonly IClassifier classifier;
    private readonly Shape imageShape;
    private readonly int[] labels;
    private readonly int start;
    private readonly AttackFindings findings;
    private readonly SeededRandom random;
    private readonly CancellationToken token;
    private readonly int cost;
    private readonly ReadOnlyMemory<float> originals;

    public AttackBatch(IClassifier classifier, Tensor images, int[] labels, int start, int count, EvasionAttack attack, AttackFindings findings, CancellationToken token)
    {
        this.classifier = classifier;
        this.labels = labels;
        this.start = start;
        this.findings = findings;
        this.token = token;
        imageShape = images.Shape;
        Count = count;
        Length = images.Size / labels.Length;
        originals = images.Rows(start, count).ToArray();
        random = new SeededRandom(attack.Seed);
        cost = (classifier as ICostlyQueries)?.QueriesPerCall ?? 1;
        Targeted = attack.Targeted;
    }

    /// <summary>Images in the batch.</summary>
    public int Count { get; }

    /// <summary>Values of an image.</summary>
    public int Length { get; }

    public bool Targeted { get; }

    /// <summary>[channels, height, width]; an input that is no image counts as one line.</summary>
    public (int Channels, int Height, int Width) Size => imageShape.Rank == 4 ? (imageShape[1], imageShape[2], imageShape[3]) : (1, 1, Length);

    public int[] AllRows() => [.. Enumerable.Range(0, Count)];

    public ReadOnlySpan<float> Original(int row) => originals.Span.Slice(row * Length, Length);

    public int Label(int row) => labels[start + row];

    public int[] LabelsOf(int[] rows) => Array.ConvertAll(rows, Label);

    /// <summary>A generator of the image's own; the task tells restarts or purposes apart.</summary>
    public SeededRandom Random(int row, int task) => random.Split(start + row).Split(task);

    public int Queries(int row) => findings.Queries[start + row];

    /// <summary>The images of some rows, as points to start from.</summary>
    public float[] OriginalsOf(int[] rows)
    {
        var points = new float[rows.Length * Length];
        for (var i = 0; i < rows.Length; i++)
        {
            Original(rows[i]).CopyTo(points.AsSpan(i * Length));
        }

        return points;
    }

    /// <summary>The scores of points, one query each.</summary>
    /// <param name="points">One after the other; the array must not be changed afterwards.</param>
    /// <param name="rows">Which image each belongs to; one may appear several times.</param>
    public Tensor Scores(float[] points, int[] rows)
    {
        token.ThrowIfCancellationRequested();
        Charge(findings.Queries, rows);
        return AttackInput.Checked(classifier.Scores(Batch(points, rows.Length)), rows.Length);
    }

    /// <summary>The scores of points and the pullback of a gradient formed on them: one query and one gradient each.</summary>
    public (Tensor Scores, Tensor Gradient) ScoresAndPullback(float[] points, int[] rows, Func<Tensor, Tensor> scoreGradient)
    {
        token.ThrowIfCancellationRequested();
        Charge(findings.Queries, rows);
        Charge(findings.Gradients, rows);
        var (scores, gradient) = Differentiable.ScoresAndPullback(Batch(points, rows.Length), scores => scoreGradient(AttackInput.Checked(scores, rows.Length)));
        return (scores, CheckedGradient(gradient, points.Length));
    }

    /// <summary>The scores of points and ∇ₓL, the gradient of each one's own loss: one query and one gradient each.</summary>
    public (Tensor Scores, Tensor Gradient) LossGradient(float[] points, int[] rows, ScoreLoss loss)
    {
        var wanted = LabelsOf(rows);
        return ScoresAndPullback(points, rows, scores => loss.Gradient(scores, wanted));
    }

    /// <summary>One pullback: one gradient each.</summary>
    public Tensor Pullback(float[] points, int[] rows, Tensor scoreGradient)
    {
        token.ThrowIfCancellationRequested();
        Charge(findings.Gradients, rows);
        return CheckedGradient(Differentiable.Pullback(Batch(points, rows.Length), scoreGradient), points.Length);
    }

    /// <summary>Hands all images to another attack on another model and takes over what it finds. Only for a batch that is whole.</summary>
    public void Delegate(IClassifier surrogate, EvasionAttack attack)
    {
        var rows = AllRows();
        var images = Batch(OriginalsOf(rows), Count);
        AttackInput.CheckGradients(attack, surrogate);
        AttackInput.CheckedScores(surrogate, images, LabelsOf(rows));
        attack.Run(surrogate, images, LabelsOf(rows), token).MoveTo(findings);
    }

    /// <summary>Whether an image's scores are what the attack wants.</summary>
    public bool IsSuccess(ReadOnlySpan<float> scores, int row)
    {
        var label = Label(row);
        var best = 0;
        for (var j = 1; j < scores.Length; j++)
        {
            best = scores[j] > scores[best] ? j : best;
        }

        return best == label == Targeted;
    }

    /// <summary>Takes a point as the image's result.</summary>
    public void Accept(int row, ReadOnlySpan<float> point) => point.CopyTo(findings.Row(start + row));

    /// <summary>Takes points as the results of their images.</summary>
    public void AcceptAll(int[] rows, float[] points)
    {
        for (var i = 0; i < rows.Length; i++)
        {
            Accept(rows[i], points.AsSpan(i * Length, Length));
        }
    }

    /// <summary>Notes points visited, where a path was asked for.</summary>
    public void Visit(int[] rows, float[] points)
    {
        if (findings.Paths is null)
        {
            return;
        }

        for (var i = 0; i < rows.Length; i++)
        {
            findings.Paths[start + rows[i]].Add(points.AsSpan(i * Length, Length).ToArray());
        }
    }

    /// <summary>Forgets the paths of some images: a restart begins.</summary>
    public void ForgetPaths(int[] rows)
    {
        foreach (var row in findings.Paths is null ? [] : rows)
        {
            findings.Paths![start + row].Clear();
        }
    }

    /// <summary>The chosen ones of blocks of values that lie one after the other.</summary>
    public static float[] Compact(ReadOnlySpan<float> values, int[] kept, int length)
    {
        var result = new float[kept.Length * length];
        for (var i = 0; i < kept.Length; i++)
        {
            values.Slice(kept[i] * length, length).CopyTo(result.AsSpan(i * length));
        }

        return result;
    }

    // Perturb has seen to it.
    private IDifferentiableClassifier Differentiable => (IDifferentiableClassifier)classifier;

    private static Tensor CheckedGradient(Tensor gradient, int size) => gradient.Size == size
        ? gradient
        : throw new ArgumentException($"The classifier's pullback must have the shape of the batch with {size} values; it gave {gradient.Shape}.", nameof(gradient));

    private void Charge(int[] counts, int[] rows)
    {
        foreach (var row in rows)
        {
            counts[start + row] += cost;
        }
    }

    private Tensor Batch(float[] points, int count)
    {
        var lengths = imageShape.ToArray();
        lengths[0] = count;
        return new Tensor(points, new Shape(lengths));
    }
}
