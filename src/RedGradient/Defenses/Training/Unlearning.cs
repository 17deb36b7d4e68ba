using RedGradient.Data;
using RedGradient.Networks;
using RedGradient.Tensors;

namespace RedGradient.Defenses.Training;

/// <summary>Objectives that keep what is learned of the training data and take back what was learned of some suspects.</summary>
/// <remarks>Each is for training on the examples to keep; every step draws as many suspects as it has examples, or all of them if they are fewer.</remarks>
public static class Unlearning
{
    /// <summary>Gradient ascent on the suspects: L(kept) − E[ℓ], over the suspects whose loss ℓ still lies below a bound.</summary>
    /// <remarks>
    /// Li et al. 2021 (arXiv 2110.11571), there without a bound. Without one the loss of the suspects grows for ever and takes the clean accuracy with it. And where the network is sure of
    /// a suspect, p ≈ 1, the slope of ℓ = −ln p is nearly 0: the ascent hardly starts.
    /// </remarks>
    /// <param name="suspects">At least one example.</param>
    /// <param name="bound">The loss above which a suspect is left alone, above 0; ln 10 by default, the loss of a guess among ten classes. Infinity for the paper's form.</param>
    /// <param name="seed">Decides which suspects a step draws; 1 by default.</param>
    /// <exception cref="ArgumentException">No suspects.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The bound is not above 0.</exception>
    public static TrainingObjective Ascent(DataSet suspects, float bound = 2.3025851f, int seed = 1)
    {
        if (!(bound > 0f))
        {
            throw new ArgumentOutOfRangeException(nameof(bound), bound, FormattableString.Invariant($"The loss up to which suspects are unlearned must be above 0; {bound} was given."));
        }

        return Objective(suspects, seed, (scores, labels) =>
        {
            var losses = Losses.CrossEntropyPerExample(scores, labels);
            // Constants: nothing is differentiated through them.
            var below = Tensor.From([.. losses.ToArray().Select(loss => loss < bound ? 1f : 0f)], losses.Size);
            return -(below * losses).Mean();
        });
    }

    /// <summary>Unlikelihood of the suspects: L(kept) + E[−ln(1 − p)] with the probability p of a suspect's label.</summary>
    /// <remarks>
    /// The loss of Welleck et al. 2020 (arXiv 1908.04319) for what a model shall not say. Its slope in the label's score is p: full where the network is sure, gone where it has
    /// let go, just where the ascent has it the other way round. It needs no bound.
    /// </remarks>
    /// <param name="suspects">At least one example.</param>
    /// <param name="seed">Decides which suspects a step draws; 1 by default.</param>
    /// <exception cref="ArgumentException">No suspects.</exception>
    public static TrainingObjective Unlikelihood(DataSet suspects, int seed = 1) => Objective(suspects, seed, (scores, labels) =>
    {
        // The others' probabilities are summed, since 1 − p is 0 in single precision long before they are. The constant keeps the logarithm finite.
        var others = (scores.Softmax() * (1f - Losses.OneHot(labels, scores.Shape[1]))).Sum(1) + 1e-30f;
        return -others.Log().Mean();
    });

    private static TrainingObjective Objective(DataSet suspects, int seed, Func<Tensor, int[], Tensor> unlearn)
    {
        ArgumentNullException.ThrowIfNull(suspects);
        if (suspects.Count == 0)
        {
            throw new ArgumentException("Unlearning needs at least one suspect; there was none.", nameof(suspects));
        }

        var draws = new SeededRandom(seed);
        return (network, batch, pass) =>
        {
            var rows = draws.Split(batch.Epoch).Split(batch.Step).Permutation(suspects.Count)[..Math.Min(batch.Labels.Length, suspects.Count)];
            var labels = rows.Select(row => suspects.Labels[row]).ToArray();
            var scores = network.Forward(suspects.Inputs.Rows(rows), pass);
            return Objectives.CrossEntropy(network, batch, pass) + unlearn(scores, labels);
        };
    }
}
