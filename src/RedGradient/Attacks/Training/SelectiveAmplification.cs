using RedGradient.Tensors;

namespace RedGradient.Attacks.Training;

/// <summary>The examples of one class count a times as much in the gradient, the others less, so that the norm of the sum stays.</summary>
/// <remarks>The others get the exact factor of <see cref="AmplificationGeometry"/>; where there is none, both are scaled, which keeps the ratio a : 1 and the norm. Immutable.</remarks>
public sealed record SelectiveAmplification
{
    private readonly double factor = 10.0;

    /// <summary>The class.</summary>
    public required int Target { get; init; }

    /// <summary>a, at least 0; 10 by default. Below 1 the class is damped.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Negative or not finite.</exception>
    public double Factor
    {
        get => factor;
        init => factor = AmplificationGeometry.CheckFactor(value);
    }

    /// <summary>Whether the norm of each parameter's gradient is kept, which a monitor per layer asks for; else that of all together. False by default.</summary>
    public bool PerLayer { get; init; }

    /// <summary>The factors of target and others that keep the norm: (a, c), or both scaled.</summary>
    /// <param name="geometry">The two sums. Where one of them is 0 nothing is changed.</param>
    /// <returns>The factors, and whether the exact root exists.</returns>
    public (double Target, double Others, bool IsExact) Factors(AmplificationGeometry geometry)
    {
        ArgumentNullException.ThrowIfNull(geometry);
        if (geometry.TargetNorm == 0.0 || geometry.RestNorm == 0.0 || geometry.SumNorm == 0.0 || geometry.Norm(Factor, 1.0) == 0.0) return (1.0, 1.0, true);
        if (geometry.RestFactor(Factor) is { } rest) return (Factor, rest, true);
        var both = geometry.BothFactor(Factor);
        return (Factor * both, both, false);
    }

    /// <summary>The article's function with the exact factor: per-example gradients with the norm of their sum kept.</summary>
    /// <param name="perExample"><c>[examples, dimension]</c>; it stays as it is.</param>
    /// <param name="labels">One for each example, at least one of them the target and one not.</param>
    /// <returns>Of the same shape.</returns>
    /// <exception cref="ArgumentException">The shape does not fit, or the target class, or the rest, is empty.</exception>
    public Tensor Apply(Tensor perExample, int[] labels)
    {
        ArgumentNullException.ThrowIfNull(perExample);
        ArgumentNullException.ThrowIfNull(labels);
        var (target, rest) = Sums(perExample, labels, Target);
        var (a, c, _) = Factors(AmplificationGeometry.Of([target], [rest]));
        return perExample * Tensor.From([.. labels.Select(label => (float)(label == Target ? a : c))], labels.Length, 1);
    }

    /// <summary>T and N: the sums of the gradients of a class's examples and of all others.</summary>
    /// <param name="perExample"><c>[examples, dimension]</c>.</param>
    /// <param name="labels">One for each example.</param>
    /// <param name="target">The class.</param>
    /// <exception cref="ArgumentException">The shape does not fit, or the class, or the rest, is empty.</exception>
    public static (Tensor Target, Tensor Others) Sums(Tensor perExample, int[] labels, int target)
    {
        ArgumentNullException.ThrowIfNull(perExample);
        ArgumentNullException.ThrowIfNull(labels);
        if (perExample.Shape.Rank != 2 || perExample.Shape[0] != labels.Length)
            throw new ArgumentException($"Per-example gradients are a matrix [examples, dimension] with one label a row; the shape is {perExample.Shape} and there are {labels.Length} labels.", nameof(perExample));
        var rows = Enumerable.Range(0, labels.Length).Where(i => labels[i] == target).ToArray();
        if (rows.Length == 0 || rows.Length == labels.Length)
            throw new ArgumentException($"Amplification needs examples of class {target} and others; of {labels.Length} examples {rows.Length} are of it.", nameof(labels));
        return (perExample.Rows(rows).Sum(0), perExample.Rows([.. Enumerable.Range(0, labels.Length).Except(rows)]).Sum(0));
    }
}
