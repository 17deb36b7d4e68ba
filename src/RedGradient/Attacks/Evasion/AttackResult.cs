using RedGradient.Tensors;

namespace RedGradient.Attacks.Evasion;

/// <summary>What an attack came to: the perturbed images, which of them fool the classifier, and what it cost.</summary>
/// <remarks>
/// Success is judged on the classifier attacked, after the attack, not by what the attack believes. The two evaluations for this are not among the counts of
/// queries. Immutable; the arrays are the result's own.
/// </remarks>
public sealed class AttackResult
{
    internal AttackResult(EvasionAttack attack, Tensor images, int[] labels, Tensor scoresBefore, AttackFindings findings, Tensor scoresAfter)
    {
        Attack = attack.Name;
        Targeted = attack.Targeted;
        Images = images.Keep();
        Perturbed = findings.Perturbed;
        Labels = (int[])labels.Clone();
        ScoresAfter = scoresAfter;
        PredictionsBefore = scoresBefore.ArgMax();
        PredictionsAfter = scoresAfter.ArgMax();
        Succeeded = [.. Labels.Select((label, i) => PredictionsAfter[i] == label == Targeted)];
        Queries = findings.Queries;
        Gradients = findings.Gradients;
        (L0, L2, LInfinity) = Measure(images, Perturbed);
        Path = findings.PathTensors();
    }

    /// <summary>The attack's name.</summary>
    public string Attack { get; }

    /// <summary>Whether the labels were the classes wanted.</summary>
    public bool Targeted { get; }

    /// <summary>The images as they were, <c>[batch, …]</c>.</summary>
    public Tensor Images { get; }

    /// <summary>The images after the attack, <c>[batch, …]</c>.</summary>
    public Tensor Perturbed { get; }

    /// <summary>What was added: <see cref="Perturbed"/> − <see cref="Images"/>.</summary>
    public Tensor Perturbation => Perturbed - Images;

    /// <summary>The labels the attack was given.</summary>
    public int[] Labels { get; }

    /// <summary>For each image whether the classifier now answers with another class than the label, or with the label if targeted. Images that were wrong before count.</summary>
    public bool[] Succeeded { get; }

    /// <summary>The classifier's answers before the attack.</summary>
    public int[] PredictionsBefore { get; }

    /// <summary>The classifier's answers after the attack.</summary>
    public int[] PredictionsAfter { get; }

    /// <summary>The classifier's scores after the attack, <c>[batch, classes]</c>.</summary>
    public Tensor ScoresAfter { get; }

    /// <summary>For each image how often the attack asked for its scores.</summary>
    public int[] Queries { get; }

    /// <summary>For each image how often the attack asked for its gradient.</summary>
    public int[] Gradients { get; }

    /// <summary>How many values were changed.</summary>
    public NormStatistics L0 { get; }

    /// <summary>The Euclidean lengths of the perturbations.</summary>
    public NormStatistics L2 { get; }

    /// <summary>The largest changes of a single value.</summary>
    public NormStatistics LInfinity { get; }

    /// <summary>For each image the points visited on the way, <c>[points, …]</c>, the start first; null unless asked for. An image that was right at the start may have one point.</summary>
    public IReadOnlyList<Tensor>? Path { get; }

    /// <summary>The share of images for which the attack succeeded, from 0 to 1.</summary>
    public double SuccessRate => Share(Succeeded);

    /// <summary>For an untargeted attack the classifier's accuracy on the perturbed images, from 0 to 1.</summary>
    /// <exception cref="InvalidOperationException">The attack was targeted: the true labels are not known.</exception>
    public double Accuracy => Targeted
        ? throw new InvalidOperationException("A targeted attack is given the classes it wants, not the true ones, so its result has no accuracy; use SuccessRate.")
        : 1.0 - SuccessRate;

    /// <summary>The softmax probability of the answer, averaged over the images whose answer is wrong after an untargeted attack (right after a targeted one); NaN if there are none.</summary>
    public double MeanConfidenceOfSuccesses
    {
        get
        {
            var probabilities = ScoresAfter.Softmax().Pick(PredictionsAfter).AsSpan();
            var (sum, count) = (0.0, 0);
            for (var i = 0; i < Succeeded.Length; i++)
            {
                sum += Succeeded[i] ? probabilities[i] : 0.0;
                count += Succeeded[i] ? 1 : 0;
            }

            return sum / count;
        }
    }

    /// <summary>Name, success rate, mean size and mean cost in one line.</summary>
    public override string ToString() => FormattableString.Invariant(
        $"{Attack}: {100.0 * SuccessRate:F1}% of {Labels.Length} images, mean L2 {L2.Mean:F3}, mean L∞ {LInfinity.Mean:F3}, {Queries.Average():F1} queries and {Gradients.Average():F1} gradients an image");

    internal static double Share(bool[] flags) => (double)flags.Count(flag => flag) / flags.Length;

    private static (NormStatistics L0, NormStatistics L2, NormStatistics LInfinity) Measure(Tensor images, Tensor perturbed)
    {
        var count = images.Shape[0];
        var length = images.Size / count;
        double[] changed = new double[count], squares = new double[count], largest = new double[count];
        for (var i = 0; i < count; i++)
        {
            var x = images.AsSpan().Slice(i * length, length);
            var y = perturbed.AsSpan().Slice(i * length, length);
            for (var k = 0; k < length; k++)
            {
                var difference = (double)y[k] - x[k];
                changed[i] += difference == 0.0 ? 0.0 : 1.0;
                squares[i] += difference * difference;
                largest[i] = Math.Max(largest[i], Math.Abs(difference));
            }

            squares[i] = Math.Sqrt(squares[i]);
        }

        return (new NormStatistics(changed), new NormStatistics(squares), new NormStatistics(largest));
    }
}
