using RedGradient.Data;
using RedGradient.Networks;
using RedGradient.Tensors;

namespace RedGradient.Attacks.Poisoning;

/// <summary>Clean-label poisoning by gradient matching ("Witches' Brew"): small changes to correctly labelled images make a network misread one chosen input.</summary>
/// <remarks>
/// Geiping et al. 2021 (arXiv 2009.02276): find ‖Δ‖∞ ≤ ε that minimises the <see cref="MatchingLoss"/>, so that a training step on the poisons is a step
/// towards misreading the target. Poisons come from the class wanted and keep their label and place. Defaults are the paper's for CIFAR-10. Beyond the
/// paper: <see cref="InkThreshold"/>, without which nothing works on digits, and <see cref="Choice"/>. Immutable.
/// </remarks>
public sealed record GradientMatching
{
    private readonly float epsilon = 16f / 255f;
    private readonly double rate = 0.01;
    private readonly int steps = 250;
    private readonly float stepSize = 0.1f;
    private readonly int restarts = 8;
    private readonly int? surrogatesPerStep;
    private readonly float? inkThreshold;
    private readonly int rematches;

    /// <summary>The most that a value may change, in the units of the input; 16/255 by default.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Not a finite number above 0.</exception>
    public float Epsilon
    {
        get => epsilon;
        init => epsilon = Require.Positive(value, "The radius ε");
    }

    /// <summary>The poisoning rate ρ, from 0 to 1; 0.01 by default. Poisons replace their originals.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Outside, or NaN.</exception>
    public double Rate
    {
        get => rate;
        init => rate = PoisoningRate.Check(value);
    }

    /// <summary>Steps of signed Adam, at least 1; 250 by default. The rate falls to a tenth after 3/8, 5/8 and 7/8 of them.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Less than 1.</exception>
    public int Steps
    {
        get => steps;
        init => steps = Require.AtLeast(1, value, "The number of steps");
    }

    /// <summary>τ, the first step's length as a multiple of ε; 0.1 by default.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Not a finite number above 0.</exception>
    public float StepSize
    {
        get => stepSize;
        init => stepSize = Require.Positive(value, "The step size");
    }

    /// <summary>R, random starts, of which the one with the smallest matching loss is taken; at least 1, 8 by default.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Less than 1.</exception>
    public int Restarts
    {
        get => restarts;
        init => restarts = Require.AtLeast(1, value, "The number of restarts");
    }

    /// <summary>How many surrogates, drawn anew, a step looks at; null (the default) for all of them.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Less than 1.</exception>
    public int? SurrogatesPerStep
    {
        get => surrogatesPerStep;
        init => surrogatesPerStep = value is null ? null : Require.AtLeast(1, value.Value, "The number of surrogates of a step");
    }

    /// <summary>
    /// Only values above this, in the original or in the target, may change; null (the default) lets all change. Digits have an empty background: noise
    /// there lowers the matching loss of the surrogates, and lets the victim tell poisons from clean images without learning anything about the target.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">Negative, infinite or NaN.</exception>
    public float? InkThreshold
    {
        get => inkThreshold;
        init => inkThreshold = value is null ? null : Require.NotNegative(value.Value, "The threshold of ink");
    }

    /// <summary>How often the surrogates are trained again, on the poisoned data set, and the steps made again from there; 0 by default.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Negative.</exception>
    public int Rematches
    {
        get => rematches;
        init => rematches = Require.AtLeast(0, value, "The number of re-matches");
    }

    /// <summary>Which examples of the class wanted become poison; random ones by default.</summary>
    public PoisonChoice Choice { get; init; } = PoisonChoice.Random;

    /// <summary>Decides the choice, the starts and the surrogates of each step; 1 by default.</summary>
    public int Seed { get; init; } = 1;

    /// <summary>Poisons a data set.</summary>
    /// <param name="clean">Inputs in [0, 1]; it stays as it is.</param>
    /// <param name="target">The input that shall be misread later, one input <c>[1, …]</c>; it is not in the data set.</param>
    /// <param name="targetLabel">Its true class.</param>
    /// <param name="adversarialClass">What it shall be taken for, another class.</param>
    /// <param name="surrogates">The attacker's own networks, at least one: several seeds, and several stages of their training, make poisons that other networks follow too.</param>
    /// <param name="retrain">Trains new surrogates on a data set; needed for <see cref="Rematches"/>.</param>
    /// <param name="cancellationToken">Ends the search between two steps; without one the <see cref="AmbientCancellation">ambient token</see> does.</param>
    /// <exception cref="ArgumentException">The target is of the class wanted already or does not fit, the class has too few examples, the rate rounds to no poison, or there is no surrogate.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A class is not there.</exception>
    /// <exception cref="OperationCanceledException">The token was cancelled.</exception>
    public GradientMatchingResult Poison(
        DataSet clean,
        Tensor target,
        int targetLabel,
        int adversarialClass,
        IReadOnlyList<Network> surrogates,
        Func<DataSet, IReadOnlyList<Network>>? retrain = null,
        CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(clean);
        ArgumentNullException.ThrowIfNull(target);
        ArgumentNullException.ThrowIfNull(surrogates);
        Chosen.CheckTarget(clean, target, targetLabel, adversarialClass);
        if (surrogates.Count == 0)
        {
            throw new ArgumentException("Gradient matching needs at least one surrogate network; none was given.", nameof(surrogates));
        }

        if (Rematches > 0 && retrain is null)
        {
            throw new ArgumentException($"{Rematches} re-matches need a way to train surrogates again; give the argument {nameof(retrain)}, or set {nameof(Rematches)} to 0.", nameof(retrain));
        }

        var input = target.Detach().Reshape([1, .. clean.Inputs.Shape.ToArray()[1..]]);
        return new GradientMatchingRun(this, clean, input, adversarialClass, surrogates, retrain, AmbientCancellation.Or(cancellationToken)).Run();
    }
}
