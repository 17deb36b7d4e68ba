namespace RedGradient.Defenses.Training;

/// <summary>What a monitor of the training loop looks at.</summary>
public enum MonitorSignal
{
    /// <summary>The logarithm of the gradient's norm.</summary>
    Norm,

    /// <summary>The cosine of the gradient and the mean of the directions before it.</summary>
    Direction,

    /// <summary>The effective rank of a weight's gradient.</summary>
    EffectiveRank,

    /// <summary>The stable rank of a weight's gradient.</summary>
    StableRank,

    /// <summary>What one class's examples bring into the sum, against the whole batch.</summary>
    ExampleNorm,

    /// <summary>The gradient against the sum of its examples' gradients.</summary>
    Sum,
}
