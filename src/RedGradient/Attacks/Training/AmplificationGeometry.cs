using RedGradient.Networks;
using RedGradient.Tensors;

namespace RedGradient.Attacks.Training;

/// <summary>The plane in which some examples are amplified and the others pay for it: T the sum of the target's gradients, N that of the others, S = T + N.</summary>
/// <remarks>
/// aT + cN has the norm of S where the line of the points aT + cN meets the circle of radius ‖S‖: c = [−a·T·N ± √(a²(T·N)² − ‖N‖²(a²‖T‖² − ‖S‖²))]/‖N‖². Of the two roots the one that
/// goes to 1 as a goes to 1 is meant. Below 0 it would have the others unlearned, and counts as none.
/// </remarks>
/// <param name="TargetNorm">‖T‖.</param>
/// <param name="RestNorm">‖N‖.</param>
/// <param name="Product">T·N.</param>
public sealed record AmplificationGeometry(double TargetNorm, double RestNorm, double Product)
{
    /// <summary>‖S‖.</summary>
    public double SumNorm => Norm(1.0, 1.0);

    /// <summary>The cosine of T and N; 0 where one of them is 0.</summary>
    public double Cosine => TargetNorm > 0.0 && RestNorm > 0.0 ? Product / (TargetNorm * RestNorm) : 0.0;

    /// <summary>a_max = ‖S‖/‖T − proj_N T‖: up to it the root is real. There the line touches the circle. +∞ where T lies along N.</summary>
    public double LargestRealFactor
    {
        get
        {
            // A length below rounding is none.
            var across = TargetNorm * Math.Sqrt(Math.Max(0.0, 1.0 - (Cosine * Cosine)));
            return across > 1e-9 * TargetNorm ? SumNorm / across : double.PositiveInfinity;
        }
    }

    /// <summary>The largest factor that can be paid for without unlearning the others: a_max where T and N point away from each other, else ‖S‖/‖T‖, where c reaches 0.</summary>
    public double LargestFactor => TargetNorm == 0.0 ? double.PositiveInfinity : Product >= 0.0 ? SumNorm / TargetNorm : LargestRealFactor;

    /// <summary>From the two sums.</summary>
    /// <param name="target">T, one tensor for each parameter taken together.</param>
    /// <param name="rest">N, of the same shapes.</param>
    /// <exception cref="ArgumentException">The numbers or shapes differ.</exception>
    public static AmplificationGeometry Of(IReadOnlyList<Tensor> target, IReadOnlyList<Tensor> rest) =>
        new(GradientGeometry.Norm(target), GradientGeometry.Norm(rest), GradientGeometry.Dot(target, rest));

    /// <summary>‖aT + cN‖.</summary>
    /// <param name="a">The factor of the target.</param>
    /// <param name="c">The factor of the others.</param>
    public double Norm(double a, double c) =>
        Math.Sqrt(Math.Max(0.0, (a * a * TargetNorm * TargetNorm) + (2.0 * a * c * Product) + (c * c * RestNorm * RestNorm)));

    /// <summary>‖aT + cN‖/‖S‖: what a monitor of the norm sees, 1 for nothing.</summary>
    /// <param name="a">The factor of the target.</param>
    /// <param name="c">The factor of the others.</param>
    public double NormRatio(double a, double c) => Norm(a, c) / SumNorm;

    /// <summary>The cosine of aT + cN and S.</summary>
    /// <param name="a">The factor of the target.</param>
    /// <param name="c">The factor of the others.</param>
    public double CosineToHonest(double a, double c) =>
        ((a * TargetNorm * TargetNorm) + ((a + c) * Product) + (c * RestNorm * RestNorm)) / (Norm(a, c) * SumNorm);

    /// <summary>The factor c of the others that keeps the norm exactly; null where there is none from 0 up.</summary>
    /// <param name="a">The factor of the target, at least 0.</param>
    /// <exception cref="ArgumentOutOfRangeException">Negative or not finite.</exception>
    public double? RestFactor(double a)
    {
        CheckFactor(a);
        if (RestNorm == 0.0) return a == 1.0 ? 1.0 : null;
        var (product, square) = (Product / (RestNorm * RestNorm), RestNorm * RestNorm);
        var underRoot = (a * a * product * product) - (((a * a * TargetNorm * TargetNorm) - (SumNorm * SumNorm)) / square);
        if (underRoot < 0.0) return null;
        // At a = 1 the roots are −product ± |1 + product|.
        var c = (-a * product) + (Math.Sqrt(underRoot) * (1.0 + product >= 0.0 ? 1.0 : -1.0));
        return c >= 0.0 ? c : null;
    }

    /// <summary>What both sums are scaled by to keep the norm and the ratio a : 1: ‖S‖/‖aT + N‖. It exists unless aT + N is 0.</summary>
    /// <param name="a">The factor of the target, at least 0.</param>
    /// <exception cref="ArgumentOutOfRangeException">Negative or not finite.</exception>
    public double BothFactor(double a)
    {
        CheckFactor(a);
        return SumNorm / Norm(a, 1.0);
    }

    /// <summary>The factor of the others by the formula of the article, max(0, (‖S‖ − ‖aT‖)/‖N‖), which is wrong: norms do not add. For comparison.</summary>
    /// <param name="a">The factor of the target, at least 0.</param>
    /// <exception cref="ArgumentOutOfRangeException">Negative or not finite.</exception>
    public double ArticleRestFactor(double a)
    {
        CheckFactor(a);
        return Math.Max(0.0, (SumNorm - (a * TargetNorm)) / RestNorm);
    }

    internal static double CheckFactor(double a) => Require.NotNegative(a, "The factor of an amplification");
}
