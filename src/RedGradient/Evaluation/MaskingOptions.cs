using RedGradient.Attacks.Evasion;
using RedGradient.Networks;

namespace RedGradient.Evaluation;

/// <summary>How a classifier is examined for masked gradients. Immutable.</summary>
public sealed record MaskingOptions
{
    /// <summary>The radius ε in L∞; 0.3 by default.</summary>
    public float Epsilon { get; init; } = 0.3f;

    /// <summary>The values an image may have; 0 to 1 by default.</summary>
    public ValueRange Range { get; init; } = ValueRange.Unit;

    /// <summary>Steps of the iterative attack; 40 by default.</summary>
    public int Steps { get; init; } = 40;

    /// <summary>Queries an image for the Square attack; 1,000 by default.</summary>
    public int Queries { get; init; } = 1000;

    /// <summary>Random points an image; 100 by default.</summary>
    public int Samples { get; init; } = 100;

    /// <summary>The difference between two accuracies that is taken as chance, from 0 to 1; 0.02 by default.</summary>
    public double Tolerance { get; init; } = 0.02;

    /// <summary>A model of the attacker's own, for transfer; none by default.</summary>
    public IDifferentiableClassifier? Surrogate { get; init; }

    /// <summary>Attacks made for this defence, such as BPDA or EOT, at the same ε; none by default.</summary>
    public IReadOnlyList<IEvasionAttack> Bypasses { get; init; } = [];

    /// <summary>Decides the random choices; 1 by default.</summary>
    public int Seed { get; init; } = 1;
}
