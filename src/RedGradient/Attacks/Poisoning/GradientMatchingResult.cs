using RedGradient.Data;

namespace RedGradient.Attacks.Poisoning;

/// <summary>What gradient matching made, and how well its gradients match.</summary>
public sealed class GradientMatchingResult
{
    internal GradientMatchingResult(PoisonedDataSet poisoned, DataSet originals, IReadOnlyList<double> lossCurve, IReadOnlyList<double> restartLosses)
    {
        Poisoned = poisoned;
        Originals = originals;
        LossCurve = lossCurve;
        RestartLosses = restartLosses;
    }

    /// <summary>The clean data set with the poisons in place of their originals; all labels are right.</summary>
    public PoisonedDataSet Poisoned { get; }

    /// <summary>What the poisons were before, in the order of <see cref="PoisonedDataSet.Poison"/>.</summary>
    public DataSet Originals { get; }

    /// <summary>The matching loss at each step of the best restart, averaged over the surrogates of the step: before the first step and so on.</summary>
    public IReadOnlyList<double> LossCurve { get; }

    /// <summary>The matching loss that each restart ended with, averaged over all surrogates. The smallest was taken.</summary>
    public IReadOnlyList<double> RestartLosses { get; }

    /// <summary>The matching loss of the poisons, averaged over all surrogates: from 0, aligned, to 2.</summary>
    public double Loss => RestartLosses.Min();
}
