using RedGradient.Tensors;

namespace RedGradient.Networks;

/// <summary>The gradients of a step's examples one by one, and the factors with which they are summed: gradient = (1/n) Σ factorᵢ·gradientᵢ, all factors 1 in honest training.</summary>
/// <remarks>
/// What a framework holds that works on per-example gradients, as private training and split computation do. The losses are cross-entropies at the weights before the step,
/// layers in their state for use.
/// </remarks>
public sealed class StepExamples
{
    private readonly TrainingStep step;
    private readonly PerExampleGradients gradients;
    private readonly float[][] factors;

    internal StepExamples(TrainingStep step)
    {
        this.step = step;
        gradients = PerExampleGradients.Of(step.Network, step.Batch.Inputs, step.Batch.Labels);
        factors = [.. step.Network.Parameters.Select(_ => Enumerable.Repeat(1f, gradients.Count).ToArray())];
    }

    /// <summary>The number of examples.</summary>
    public int Count => gradients.Count;

    /// <summary>Σ weightᵢ·gradientᵢ for each parameter, whatever the factors.</summary>
    /// <param name="weights">One for each example.</param>
    /// <returns>A tensor of each parameter's shape.</returns>
    /// <exception cref="ArgumentException">Another number of weights.</exception>
    public Tensor[] Sum(float[] weights) => gradients.WeightedSum(weights);

    /// <summary>The norm of what each example brings into the sum, its factors included.</summary>
    /// <returns>One number for each example.</returns>
    public double[] Norms()
    {
        var squares = gradients.SquaredNorms();
        return [.. Enumerable.Range(0, Count).Select(i => Math.Sqrt(squares.Select((parameter, p) => (double)factors[p][i] * factors[p][i] * parameter[i]).Sum()))];
    }

    /// <summary>By how much the step's gradients differ from the sum of what the examples bring, relative to that sum's norm: 0 but for rounding when nobody changed the sum itself.</summary>
    /// <remarks>Clipping changes it too: ask before, at <see cref="TrainingPoint.AfterBackward"/>, or train without.</remarks>
    public double Mismatch()
    {
        var sum = Enumerable.Range(0, factors.Length).GroupBy(p => factors[p], FactorComparer.Instance)
            .SelectMany(group => Scaled(group.Key).Select((gradient, p) => (gradient, p)).Where(pair => group.Contains(pair.p)))
            .OrderBy(pair => pair.p).Select(pair => pair.gradient).ToArray();
        var difference = GradientGeometry.Norm(GradientGeometry.Combine(1.0, step.Gradients, -1.0, sum));
        return difference == 0.0 ? 0.0 : difference / GradientGeometry.Norm(sum);
    }

    /// <summary>Sets the factors of the examples for one parameter and sums anew: that parameter's gradient of the step becomes (1/n) Σ factorᵢ·gradientᵢ.</summary>
    /// <param name="parameter">Its place among the network's parameters; null for all at once.</param>
    /// <param name="values">One for each example.</param>
    /// <exception cref="ArgumentException">Another number of factors, or one that is not finite.</exception>
    /// <exception cref="ArgumentOutOfRangeException">There is no such parameter.</exception>
    public void SetFactors(int? parameter, float[] values)
    {
        ArgumentNullException.ThrowIfNull(values);
        if (values.Length != Count || values.Any(value => !float.IsFinite(value)))
            throw new ArgumentException($"Each of {Count} examples has a finite factor; {values.Length} were given, {values.Count(value => !float.IsFinite(value))} of them not finite.", nameof(values));
        if (parameter < 0 || parameter >= factors.Length)
            throw new ArgumentOutOfRangeException(nameof(parameter), parameter, $"The network has the parameters 0 to {factors.Length - 1}; {parameter} was given.");
        var sums = Scaled(values);
        var changed = step.Gradients.ToArray();
        for (var p = 0; p < factors.Length; p++)
        {
            if (parameter is { } only && only != p) continue;
            factors[p] = [.. values];
            changed[p] = sums[p];
        }

        step.Gradients = changed;
    }

    private Tensor[] Scaled(float[] values) => gradients.WeightedSum([.. values.Select(value => value / Count)]);

    private sealed class FactorComparer : IEqualityComparer<float[]>
    {
        internal static FactorComparer Instance { get; } = new();

        public bool Equals(float[]? first, float[]? second) => first.AsSpan().SequenceEqual(second);

        public int GetHashCode(float[] values) => values.Length == 0 ? 0 : BitConverter.SingleToInt32Bits(values[0]);
    }
}
