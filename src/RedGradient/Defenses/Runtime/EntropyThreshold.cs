using RedGradient.Tensors;

namespace RedGradient.Defenses.Runtime;

/// <summary>Below which entropy an input is rejected: the normal quantile of the clean entropies at a chosen false-rejection rate.</summary>
/// <remarks>Gao et al. 2019 (arXiv 1902.06531): t = μ + σ·Φ⁻¹(FRR) with the mean μ and the standard deviation σ of the entropies of clean inputs. One-sided, as in the paper: an attacker who trains for high entropy passes it on the other side.</remarks>
public sealed record EntropyThreshold
{
    /// <summary>The fewest clean entropies from which a mean and a standard deviation are taken: 20.</summary>
    public const int FewestInputs = 20;

    private EntropyThreshold(double mean, double deviation, double rate)
    {
        Mean = mean;
        StandardDeviation = deviation;
        FalseRejectionRate = rate;
        Value = mean + (deviation * NormalDistribution.Quantile(rate));
    }

    /// <summary>μ, the mean of the clean entropies, in bits.</summary>
    public double Mean { get; }

    /// <summary>σ, their standard deviation (divided by n − 1), in bits.</summary>
    public double StandardDeviation { get; }

    /// <summary>The share of clean inputs that the defender is ready to lose, if their entropies are normal.</summary>
    public double FalseRejectionRate { get; }

    /// <summary>t, in bits; above 0.</summary>
    public double Value { get; }

    /// <summary>Sets a threshold by the entropies of clean inputs.</summary>
    /// <param name="cleanEntropies">Of at least 20 clean inputs, in bits, better of some hundreds; inputs that are not overlays themselves.</param>
    /// <param name="falseRejectionRate">FRR, above 0 and at most 0.5; 0.01 by default.</param>
    /// <exception cref="ArgumentOutOfRangeException">The rate is 0 (its threshold is −∞), negative, or above 0.5.</exception>
    /// <exception cref="ArgumentException">There are too few entropies, one is negative or not finite, or the threshold comes out at 0 or below, where nothing would ever be rejected: the message names the smallest rate possible.</exception>
    public static EntropyThreshold Fit(IReadOnlyList<double> cleanEntropies, double falseRejectionRate = 0.01)
    {
        ArgumentNullException.ThrowIfNull(cleanEntropies);
        CheckRate(falseRejectionRate);
        CheckEntropies(cleanEntropies);
        var mean = cleanEntropies.Average();
        var deviation = Math.Sqrt(cleanEntropies.Sum(entropy => (entropy - mean) * (entropy - mean)) / (cleanEntropies.Count - 1));
        var threshold = new EntropyThreshold(mean, deviation, falseRejectionRate);
        return threshold.Value > 0.0 ? threshold : throw new ArgumentException(threshold.WhyImpossible(), nameof(falseRejectionRate));
    }

    /// <summary>Whether an input of some entropy is rejected: below the threshold.</summary>
    /// <param name="entropy">In bits.</param>
    public bool Rejects(double entropy) => entropy < Value;

    /// <summary>The threshold and where it comes from, in a few words.</summary>
    public override string ToString() => FormattableString.Invariant($"{Value:F4} bits (FRR {100 * FalseRejectionRate:G3}% of a normal distribution with mean {Mean:F3} and deviation {StandardDeviation:F3})");

    private string WhyImpossible()
    {
        var start = FormattableString.Invariant($"At a false-rejection rate of {FalseRejectionRate} the threshold would be {Value:F4} bits, and no entropy lies below 0: nothing would ever be rejected.");
        return StandardDeviation == 0.0
            ? start + " All clean entropies are 0, so overlays never move this model's prediction and STRIP cannot tell clean inputs from triggered ones."
            : start + FormattableString.Invariant($" Clean entropies with mean {Mean:F4} and standard deviation {StandardDeviation:F4} allow rates above {NormalDistribution.Cumulative(-Mean / StandardDeviation):G2}; take a larger one.");
    }

    private static void CheckRate(double rate)
    {
        if (rate is not (> 0.0 and <= 0.5))
        {
            var why = rate == 0.0 ? " A normal distribution has no end, so at 0 the threshold is −∞ and nothing would ever be rejected." : "";
            throw new ArgumentOutOfRangeException(nameof(rate), rate, FormattableString.Invariant($"The false-rejection rate must be above 0 and at most 0.5; {rate} was given.{why}"));
        }
    }

    private static void CheckEntropies(IReadOnlyList<double> entropies)
    {
        if (entropies.Count < FewestInputs)
        {
            throw new ArgumentException($"A threshold is set by the entropies of at least {FewestInputs} clean inputs; {entropies.Count} were given.", nameof(entropies));
        }

        for (var i = 0; i < entropies.Count; i++)
        {
            if (!double.IsFinite(entropies[i]) || entropies[i] < 0.0)
            {
                throw new ArgumentException(FormattableString.Invariant($"The clean entropy at index {i} is {entropies[i]}; an entropy is a finite number of at least 0."), nameof(entropies));
            }
        }
    }
}
