using RedGradient.Tensors;
using RedGradient.Tensors.Kernels;

namespace RedGradient.Networks;

/// <summary>Gradients of several parameters taken together as one long vector: its length, its angle to another, sums.</summary>
public static class GradientGeometry
{
    /// <summary>The scalar product x·y.</summary>
    /// <param name="x">One tensor for each parameter.</param>
    /// <param name="y">As many, of the same shapes.</param>
    /// <exception cref="ArgumentException">The numbers or shapes differ.</exception>
    public static double Dot(IReadOnlyList<Tensor> x, IReadOnlyList<Tensor> y)
    {
        Check(x, y);
        var sum = 0.0;
        for (var i = 0; i < x.Count; i++) sum += Reduction.Dot(x[i].AsSpan(), y[i].AsSpan());
        return sum;
    }

    /// <summary>The norm ‖x‖.</summary>
    /// <param name="x">One tensor for each parameter.</param>
    public static double Norm(IReadOnlyList<Tensor> x)
    {
        ArgumentNullException.ThrowIfNull(x);
        var square = 0.0;
        foreach (var tensor in x) square += Reduction.Dot(tensor.AsSpan(), tensor.AsSpan());
        return Math.Sqrt(square);
    }

    /// <summary>The cosine x·y / (‖x‖·‖y‖); 0 where one of them is 0.</summary>
    /// <param name="x">One tensor for each parameter.</param>
    /// <param name="y">As many, of the same shapes.</param>
    /// <exception cref="ArgumentException">The numbers or shapes differ.</exception>
    public static double Cosine(IReadOnlyList<Tensor> x, IReadOnlyList<Tensor> y)
    {
        var lengths = Norm(x) * Norm(y);
        return lengths > 0.0 ? Math.Clamp(Dot(x, y) / lengths, -1.0, 1.0) : 0.0;
    }

    /// <summary>a·x + b·y, each element rounded once.</summary>
    /// <param name="a">The factor of <paramref name="x"/>.</param>
    /// <param name="x">One tensor for each parameter.</param>
    /// <param name="b">The factor of <paramref name="y"/>.</param>
    /// <param name="y">As many, of the same shapes.</param>
    /// <exception cref="ArgumentException">The numbers or shapes differ.</exception>
    public static Tensor[] Combine(double a, IReadOnlyList<Tensor> x, double b, IReadOnlyList<Tensor> y)
    {
        Check(x, y);
        var result = new Tensor[x.Count];
        for (var i = 0; i < result.Length; i++)
        {
            result[i] = Tensor.Allocate(x[i].Shape);
            var first = x[i].AsSpan();
            var second = y[i].AsSpan();
            var to = result[i].MutableSpan;
            for (var k = 0; k < to.Length; k++) to[k] = (float)((a * first[k]) + (b * second[k]));
        }

        return result;
    }

    private static void Check(IReadOnlyList<Tensor> x, IReadOnlyList<Tensor> y)
    {
        ArgumentNullException.ThrowIfNull(x);
        ArgumentNullException.ThrowIfNull(y);
        if (x.Count != y.Count) throw new ArgumentException($"Two vectors of gradients have as many tensors; there were {x.Count} and {y.Count}.", nameof(y));
        for (var i = 0; i < x.Count; i++)
        {
            if (!x[i].Shape.Equals(y[i].Shape)) throw new ArgumentException($"Two vectors of gradients have the same shapes; tensor {i} has {x[i].Shape} and {y[i].Shape}.", nameof(y));
        }
    }
}
