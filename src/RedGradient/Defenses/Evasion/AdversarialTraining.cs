using RedGradient.Attacks.Evasion;
using RedGradient.Networks;
using RedGradient.Tensors;

namespace RedGradient.Defenses.Evasion;

/// <summary>Training on examples attacked with the network as it is at each step.</summary>
/// <remarks>
/// Each gives an objective for <see cref="TrainingOptions.Objective"/>: <c>new TrainingOptions { Objective = AdversarialTraining.FastGradientSign() }</c>.
/// </remarks>
public static class AdversarialTraining
{
    /// <summary>The mix of Goodfellow, Shlens and Szegedy 2014 (arXiv 1412.6572), section 6: α·L(x, y) + (1 − α)·L(x + ε·sign(∇ₓL), y).</summary>
    /// <param name="epsilon">The radius ε; 0.25 by default.</param>
    /// <param name="cleanShare">α, from 0 to 1; 0.5 by default.</param>
    /// <param name="range">The values an image may have; null, the paper's convention, for no clipping.</param>
    /// <exception cref="ArgumentOutOfRangeException">ε or α is out of range.</exception>
    public static TrainingObjective FastGradientSign(float epsilon = 0.25f, float cleanShare = 0.5f, ValueRange? range = null) =>
        Objective(new FastGradientSign { Epsilon = epsilon, Range = range }, cleanShare);

    /// <summary>The saddle point of Madry et al. 2018 (arXiv 1706.06083), section 2.1: the loss at the worst point of the ball that projected descent finds.</summary>
    /// <remarks>A network too small for the radius gives up and answers one class for everything (on MNIST 128 hidden units do at ε = 0.2): watch the validation accuracy.</remarks>
    /// <param name="epsilon">The radius ε in L∞; 0.3 by default.</param>
    /// <param name="steps">Steps of the inner attack, at least 1; 40 by default, each of length 2.5·ε/steps.</param>
    /// <param name="cleanShare">The share of the clean loss, from 0 to 1; 0 by default.</param>
    /// <param name="range">The values an image may have; null for no clipping. Give <see cref="ValueRange.Unit"/> for images.</param>
    /// <exception cref="ArgumentOutOfRangeException">A number is out of range.</exception>
    public static TrainingObjective ProjectedGradient(float epsilon = 0.3f, int steps = 40, float cleanShare = 0f, ValueRange? range = null) =>
        Objective(new ProjectedGradientDescent { Epsilon = epsilon, Steps = steps, Range = range, StopAtSuccess = false }, cleanShare);

    /// <summary>A mix of the clean loss and the loss after any attack. The attack sees the network as in use (no dropout); its random choices differ from step to step.</summary>
    /// <param name="attack">Made against the labels of the batch, so untargeted. Images outside its range are not refused here, but clipped.</param>
    /// <param name="cleanShare">α, the share of the clean loss, from 0 to 1.</param>
    /// <exception cref="ArgumentException">The attack is targeted.</exception>
    /// <exception cref="ArgumentOutOfRangeException">α is not from 0 to 1.</exception>
    public static TrainingObjective Objective(EvasionAttack attack, float cleanShare)
    {
        ArgumentNullException.ThrowIfNull(attack);
        Require.Share(cleanShare, "The share α of the clean loss");
        if (attack.Targeted)
        {
            throw new ArgumentException($"Adversarial training leads away from the true labels; {attack.Name} was given as a targeted attack.", nameof(attack));
        }

        var seeds = new SeededRandom(attack.Seed);
        return (network, batch, pass) =>
        {
            // A seed for each step of each epoch, the same in every run.
            var seed = seeds.Split(batch.Epoch).Split(batch.Step).NextInt32(int.MaxValue);
            var perturbed = (attack with { Seed = seed }).PerturbUnchecked(network, batch.Inputs, batch.Labels);
            var hard = Losses.CrossEntropy(network.Forward(perturbed, pass), batch.Labels);
            return cleanShare == 0f
                ? hard
                : (cleanShare * Losses.CrossEntropy(network.Forward(batch.Inputs, pass), batch.Labels)) + ((1f - cleanShare) * hard);
        };
    }

    /// <summary>Training through a transformation: the network learns the images as its defence will show them, with fresh draws at each step.</summary>
    /// <param name="transformation">For example random resizing.</param>
    /// <param name="seed">Decides the draws; 1 by default.</param>
    public static TrainingObjective Through(IInputTransformation transformation, int seed = 1)
    {
        ArgumentNullException.ThrowIfNull(transformation);
        var draws = new SeededRandom(seed);
        return (network, batch, pass) =>
        {
            var seen = transformation.Apply(batch.Inputs, draws.Split(batch.Epoch).Split(batch.Step));
            return Losses.CrossEntropy(network.Forward(seen, pass), batch.Labels);
        };
    }
}
