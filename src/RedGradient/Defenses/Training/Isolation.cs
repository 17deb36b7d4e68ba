using RedGradient.Networks;
using RedGradient.Tensors;

namespace RedGradient.Defenses.Training;

/// <summary>Training that keeps the loss of the examples learned last from falling, and the choice of those whose loss fell all the same: the poison, it is hoped.</summary>
/// <remarks>Li et al. 2021, <i>Anti-Backdoor Learning</i> (arXiv 2110.11571): backdoor examples are learned faster than clean ones.</remarks>
public static class Isolation
{
    /// <summary>Local gradient ascent: E[sign(ℓ − γ)·ℓ]. An example whose loss ℓ lies below γ is pushed up again.</summary>
    /// <remarks>
    /// The sign is taken for each example, as the formula of the paper reads. The authors' published program takes it of the batch's mean: <see cref="BatchMeanAscent"/>.
    /// </remarks>
    /// <param name="gamma">γ, above 0; 0.5 by default, as in the paper.</param>
    /// <exception cref="ArgumentOutOfRangeException">Not a finite number above 0.</exception>
    public static TrainingObjective LocalGradientAscent(float gamma = 0.5f)
    {
        Require.Positive(gamma, "The loss γ that local gradient ascent holds");
        return (network, batch, pass) =>
        {
            var losses = Losses.CrossEntropyPerExample(network.Forward(batch.Inputs, pass), batch.Labels);
            // The signs are constants: nothing is differentiated through them.
            var signs = Tensor.From([.. losses.ToArray().Select(loss => loss < gamma ? -1f : 1f)], losses.Size);
            return (signs * losses).Mean();
        };
    }

    /// <summary>Local gradient ascent as the authors' published program has it: sign(L − γ)·L with the batch's mean loss L. A batch whose mean lies below γ is pushed up as a whole.</summary>
    /// <remarks>Its gradient is that of <see cref="Flooding"/> at the same level.</remarks>
    /// <param name="gamma">γ, above 0; 0.5 by default.</param>
    /// <exception cref="ArgumentOutOfRangeException">Not a finite number above 0.</exception>
    public static TrainingObjective BatchMeanAscent(float gamma = 0.5f)
    {
        Require.Positive(gamma, "The loss γ that local gradient ascent holds");
        return (network, batch, pass) =>
        {
            var mean = Objectives.CrossEntropy(network, batch, pass);
            return mean.ToScalar() < gamma ? -mean : mean;
        };
    }

    /// <summary>Flooding: |L − b| + b with the batch's mean loss L, which is pushed up when it lies below b.</summary>
    /// <remarks>Ishida et al. 2020 (arXiv 2002.08709); the other way of isolating that the anti-backdoor paper compares.</remarks>
    /// <param name="level">b, above 0; 0.5 by default.</param>
    /// <exception cref="ArgumentOutOfRangeException">Not a finite number above 0.</exception>
    public static TrainingObjective Flooding(float level = 0.5f)
    {
        Require.Positive(level, "The flooding level b");
        return (network, batch, pass) => (Objectives.CrossEntropy(network, batch, pass) - level).Abs() + level;
    }

    /// <summary>The examples with the lowest scores.</summary>
    /// <param name="scores">One for each example, such as <see cref="LossRecord.Score"/>; none NaN.</param>
    /// <param name="rate">The isolation rate, above 0, at most 1; rounded to whole examples, at least one.</param>
    /// <returns>Their positions, lowest score first; of equal scores the earlier position.</returns>
    /// <exception cref="ArgumentException">No scores, or one is NaN.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The rate lies outside its range.</exception>
    public static int[] Lowest(IReadOnlyList<double> scores, double rate)
    {
        ArgumentNullException.ThrowIfNull(scores);
        Require.PositiveShare(rate, "The isolation rate");

        if (scores.Count == 0 || scores.Any(double.IsNaN))
        {
            throw new ArgumentException($"Examples are ranked by at least one score, none of them NaN; {scores.Count} were given, {scores.Count(double.IsNaN)} of them NaN.", nameof(scores));
        }

        var count = Math.Max(1, (int)Math.Round(rate * scores.Count, MidpointRounding.AwayFromZero));
        // The sort is stable.
        return [.. Enumerable.Range(0, scores.Count).OrderBy(row => scores[row]).Take(count)];
    }
}
