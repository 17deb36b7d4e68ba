using System.Globalization;
using RedGradient.Tensors;

namespace RedGradient.Tests.Tensors;

public class DeterministicMathTests
{
    [Fact]
    public void Exp() => Check(DeterministicMath.Exp, Math.Exp, Line(-740.0, 709.7, 40001), 2.0);

    [Fact]
    public void Log() => Check(DeterministicMath.Log, Math.Log, Powers(), 2.0);

    [Fact]
    public void Log_near_1() => Check(DeterministicMath.Log, Math.Log, Line(0.5, 2.0, 40001), 2.0);

    [Fact]
    public void Log2() => Check(DeterministicMath.Log2, Math.Log2, Powers(), 3.0);

    [Fact]
    public void Sin() => Check(DeterministicMath.Sin, Math.Sin, [.. Line(-20.0, 20.0, 40001), .. Line(-1e5, 1e5, 10007)], 2.0);

    [Fact]
    public void Cos() => Check(DeterministicMath.Cos, Math.Cos, [.. Line(-20.0, 20.0, 40001), .. Line(-1e5, 1e5, 10007)], 2.0);

    [Fact]
    public void Tanh() => Check(DeterministicMath.Tanh, Math.Tanh, [.. Line(-25.0, 25.0, 40001), .. Line(-0.03, 0.03, 4001)], 4.0);

    [Fact]
    public void Pow()
    {
        foreach (var x in Line(0.0, 12.0, 61))
        {
            foreach (var y in Line(-40.0, 40.0, 81))
            {
                var exact = Math.Pow(x, y);
                Assert.True(
                    exact == DeterministicMath.Pow(x, y) || Math.Abs(DeterministicMath.Pow(x, y) - exact) <= 1e-13 * exact,
                    string.Create(CultureInfo.InvariantCulture, $"{x}^{y}: {DeterministicMath.Pow(x, y):R} against {exact:R}"));
            }
        }
    }

    [Fact]
    public void Edges()
    {
        Assert.Equal(double.PositiveInfinity, DeterministicMath.Exp(double.PositiveInfinity));
        Assert.Equal(0.0, DeterministicMath.Exp(double.NegativeInfinity));
        Assert.Equal(1.0, DeterministicMath.Exp(0.0));
        Assert.Equal(double.Epsilon, DeterministicMath.Exp(-744.9));
        Assert.Equal(double.NegativeInfinity, DeterministicMath.Log(0.0));
        Assert.Equal(double.PositiveInfinity, DeterministicMath.Log(double.PositiveInfinity));
        Assert.Equal(0.0, DeterministicMath.Log(1.0));
        Assert.Equal(1.0, DeterministicMath.Tanh(double.PositiveInfinity));
        Assert.Equal(-1.0, DeterministicMath.Tanh(double.NegativeInfinity));
        Assert.Equal(0.0, DeterministicMath.Tanh(0.0));
        Assert.Equal(1.0, DeterministicMath.Cos(0.0));
        Assert.Equal(0.0, DeterministicMath.Sin(0.0));
        Assert.Equal(1.0, DeterministicMath.Pow(0.0, 0.0));
        Assert.Equal(0.0, DeterministicMath.Pow(0.0, 2.0));
        Assert.Equal(double.PositiveInfinity, DeterministicMath.Pow(0.0, -1.0));
        foreach (var function in new Func<double, double>[] { DeterministicMath.Exp, DeterministicMath.Log, DeterministicMath.Tanh, DeterministicMath.Sin, DeterministicMath.Cos })
        {
            Assert.Equal(double.NaN, function(double.NaN));
        }

        Assert.Equal(double.NaN, DeterministicMath.Log(-1.0));
        Assert.Equal(double.NaN, DeterministicMath.Sin(double.PositiveInfinity));
    }

    [Fact]
    public void Subnormal_arguments() => Check(DeterministicMath.Log, Math.Log, [double.Epsilon, 3e-320, 1e-310, 2.2250738585072009e-308], 2.0);

    private static void Check(Func<double, double> function, Func<double, double> reference, double[] arguments, double bound)
    {
        foreach (var x in arguments)
        {
            double actual = function(x), exact = reference(x);
            var spacing = Math.BitIncrement(Math.Max(Math.Abs(exact), 1e-290)) - Math.Max(Math.Abs(exact), 1e-290);
            Assert.True(
                Math.Abs(actual - exact) <= bound * spacing,
                string.Create(CultureInfo.InvariantCulture, $"at {x:R}: {actual:R} against {exact:R}, {Math.Abs(actual - exact) / spacing:F1} units apart"));
        }
    }

    private static double[] Line(double from, double to, int count) =>
        [.. Enumerable.Range(0, count).Select(i => from + ((to - from) * i / (count - 1)))];

    private static double[] Powers() => [.. Enumerable.Range(-3000, 6001).Select(i => Math.ScaleB(1.0 + (((i + 3000) % 97) / 97.0), i / 3))];
}
