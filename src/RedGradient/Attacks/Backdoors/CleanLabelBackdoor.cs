using RedGradient.Attacks.Evasion;
using RedGradient.Attacks.Poisoning;
using RedGradient.Data;
using RedGradient.Networks;
using RedGradient.Tensors;

namespace RedGradient.Attacks.Backdoors;

/// <summary>A backdoor by data whose labels are all right: only images of the target class get the trigger.</summary>
/// <remarks>
/// Turner, Tsipras and Madry 2019 (arXiv 1912.02771). An image that is easy to recognise teaches nothing about the trigger; so the image is first made hard by
/// an attack on a <see cref="Surrogate"/>, and the trigger becomes the easier thing to learn. With a <see cref="SinusoidTrigger"/> and no surrogate this is
/// the attack of Barni, Kallas and Tondi 2019 (arXiv 1902.11237). Immutable.
/// </remarks>
public sealed record CleanLabelBackdoor
{
    private readonly int target;
    private readonly double rate = 0.05;

    /// <summary>What wakes the backdoor.</summary>
    public required Trigger Trigger { get; init; }

    /// <summary>The class that the trigger leads to, and the only one whose images are poisoned; from 0.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Negative.</exception>
    public required int Target
    {
        get => target;
        init => target = Require.AtLeast(0, value, "The target class");
    }

    /// <summary>The poisoning rate ρ over the whole data set, from 0 to 1; 0.05 by default, half the images of one class of ten.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Outside.</exception>
    public double Rate
    {
        get => rate;
        init => rate = PoisoningRate.Check(value);
    }

    /// <summary>A model of the attacker's own, whose mistakes make the images hard; null, the default, leaves them easy.</summary>
    public IDifferentiableClassifier? Surrogate { get; init; }

    /// <summary>How images are made hard; by default projected descent in L∞ with ε = 0.3. Not used without a surrogate.</summary>
    public EvasionAttack Perturbation { get; init; } = new ProjectedGradientDescent { StopAtSuccess = false };

    /// <summary>Decides which images are poisoned; 1 by default.</summary>
    public int Seed { get; init; } = 1;

    /// <summary>Poisons a data set.</summary>
    /// <param name="clean">Images <c>[n, channels, height, width]</c> in [0, 1]; they stay as they are.</param>
    /// <param name="cancellationToken">Ends the attack on the surrogate.</param>
    /// <returns>The same order and the same labels, some images changed.</returns>
    /// <exception cref="ArgumentException">The rate rounds to no poison, the target class has too few images, or the trigger does not fit.</exception>
    /// <exception cref="ArgumentOutOfRangeException">There is no such class.</exception>
    public PoisonedDataSet Poison(DataSet clean, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(clean);
        BackdoorGoal.AllToOne(Target).Check(clean.ClassCount);
        var chosen = Chosen.Rows(clean, row => clean.Labels[row] == Target, Rate, PoisoningDesign.Replace, new SeededRandom(Seed), $"class {Target}");
        var victims = clean.Select(chosen);
        var images = Surrogate is null ? victims.Inputs : Perturbation.Perturb(Surrogate, victims.Inputs, victims.Labels, cancellationToken).Perturbed;
        return Mix.Replace(clean, chosen, victims.WithInputs(Trigger.Apply(images)));
    }
}
