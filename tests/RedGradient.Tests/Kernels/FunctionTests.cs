using System.Globalization;
using MathNet.Numerics;
using RedGradient.Tensors;

namespace RedGradient.Tests.Kernels;

/// <summary>Every function of one number against <see cref="Math"/> in double precision, over all exponents and over a dense line.</summary>
public class FunctionTests
{
    private static readonly float[] Grid = MakeGrid();

    [Fact]
    public void Exp_is_within_2_units() => CheckUlps(x => x.Exp(), Math.Exp, 2.0);

    [Fact]
    public void Log_is_within_2_units() => CheckUlps(x => x.Log(), Math.Log, 2.0);

    [Fact]
    public void Tanh_is_within_3_units() => CheckUlps(x => x.Tanh(), Math.Tanh, 3.0);

    [Fact]
    public void Sqrt_is_exact() => CheckBits(x => x.Sqrt(), MathF.Sqrt);

    [Fact]
    public void Abs_is_exact() => CheckBits(x => x.Abs(), MathF.Abs);

    [Fact]
    public void Negation_is_exact() => CheckBits(x => -x, x => -x);

    [Fact]
    public void Scaling_and_shifting_are_exact()
    {
        CheckBits(x => x * 1.7f, x => x * 1.7f);
        CheckBits(x => 1.7f * x, x => x * 1.7f);
        CheckBits(x => x + 0.3f, x => x + 0.3f);
        CheckBits(x => x - 0.3f, x => x - 0.3f);
        CheckBits(x => 0.3f - x, x => 0.3f - x);
        CheckBits(x => x / 3f, x => x / 3f);
        CheckBits(x => x.Square(), x => x * x);
    }

    [Fact]
    public void Sign_is_exact() => CheckValues(x => x.Sign(), x => x > 0f ? 1f : x < 0f ? -1f : 0f);

    [Fact]
    public void Relu_is_exact_and_keeps_not_a_number() => CheckValues(x => x.Relu(), x => x <= 0f ? 0f : x);

    [Fact]
    public void Leaky_relu_is_exact() => CheckBits(x => x.LeakyRelu(0.1f), x => x <= 0f ? x * 0.1f : x);

    [Fact]
    public void Clamp_is_exact_and_keeps_not_a_number() => CheckValues(x => x.Clamp(-0.5f, 2f), x => x < -0.5f ? -0.5f : x > 2f ? 2f : x);

    // Below −88 the exponential overflows and the result is 0 instead of a subnormal number.
    [Fact]
    public void Sigmoid_is_within_4_units_of_normal_numbers()
    {
        var actual = Tensor.From(Grid, Grid.Length).Sigmoid().ToArray();
        for (var i = 0; i < Grid.Length; i++)
        {
            var exact = 1.0 / (1.0 + Math.Exp(-(double)Grid[i]));
            if (exact < 2e-38)
            {
                Assert.InRange(actual[i], 0f, 3e-38f);
            }
            else
            {
                Assert.True(Compare.Ulps(actual[i], exact) <= 4.0, Describe(Grid[i], exact, actual[i]));
            }
        }
    }

    [Fact]
    public void Gelu_is_within_2e7_of_its_argument()
    {
        foreach (var x in Grid.Where(x => float.IsFinite(x)).Chunk(4096))
        {
            var actual = Tensor.From(x, x.Length).Gelu().ToArray();
            for (var i = 0; i < x.Length; i++)
            {
                var exact = x[i] * 0.5 * SpecialFunctions.Erfc(-x[i] / Math.Sqrt(2.0));
                Assert.True(Math.Abs(actual[i] - exact) <= (2.5e-7 * Math.Abs((double)x[i])) + 1e-44, Describe(x[i], exact, actual[i]));
            }
        }
    }

    [Fact]
    public void A_value_does_not_depend_on_its_place_in_the_tensor()
    {
        var functions = new Func<Tensor, Tensor>[] { x => x.Exp(), x => x.Log(), x => x.Tanh(), x => x.Sigmoid(), x => x.Gelu(), x => x.Sqrt() };
        foreach (var function in functions)
        {
            var whole = function(Tensor.From(Grid[..1000], 1000)).ToArray();
            foreach (var (start, length) in new[] { (0, 1), (1, 7), (3, 8), (5, 9), (17, 31), (100, 333) })
            {
                var part = function(Tensor.From(Grid[start..(start + length)], length)).ToArray();
                for (var i = 0; i < length; i++)
                {
                    Compare.SameBits(whole[start + i], part[i], "part");
                }
            }
        }
    }

    [Fact]
    public void An_empty_tensor_stays_empty()
    {
        foreach (var function in new Func<Tensor, Tensor>[] { x => x.Exp(), x => x.Log(), x => x.Tanh(), x => x.Sigmoid(), x => x.Gelu(), x => x.Relu(), x => x * 2f, x => x + x })
        {
            Assert.Equal(new Shape(0, 3), function(Tensor.Zeros(0, 3)).Shape);
        }
    }

    [Fact]
    public void Large_tensors_go_through_all_chunks()
    {
        var x = Sample.Normal(1, (1 << 18) + 13);
        var y = x.Exp().ToArray();
        var sum = (x + x.Square()).ToArray();
        var values = x.ToArray();
        for (var i = 0; i < values.Length; i++)
        {
            Assert.True(Compare.Ulps(y[i], Math.Exp(values[i])) <= 2.0);
            Assert.Equal(values[i] + (values[i] * values[i]), sum[i]);
        }
    }

    // Every 2^16th pattern of bits: all signs and exponents, subnormal numbers, infinities and values that are not numbers; then −120 to 120 in steps of 1/256.
    private static float[] MakeGrid()
    {
        var values = new List<float> { 0f, -0f, 1f, -1f, float.Epsilon, -float.Epsilon, float.MaxValue, float.MinValue, float.PositiveInfinity, float.NegativeInfinity, float.NaN };
        for (long bits = 0; bits <= uint.MaxValue; bits += (1 << 16) + 1)
        {
            values.Add(BitConverter.UInt32BitsToSingle((uint)bits));
        }

        for (var i = -30720; i <= 30720; i++)
        {
            values.Add(i / 256f);
        }

        return [.. values];
    }

    private static void CheckUlps(Func<Tensor, Tensor> function, Func<double, double> reference, double bound)
    {
        var actual = function(Tensor.From(Grid, Grid.Length)).ToArray();
        for (var i = 0; i < Grid.Length; i++)
        {
            var exact = reference(Grid[i]);
            if (!(Compare.Ulps(actual[i], exact) <= bound))
            {
                Assert.Fail(Describe(Grid[i], exact, actual[i]));
            }
        }
    }

    private static void CheckBits(Func<Tensor, Tensor> function, Func<float, float> reference)
    {
        var actual = function(Tensor.From(Grid, Grid.Length)).ToArray();
        for (var i = 0; i < Grid.Length; i++)
        {
            // The words are made up only where they are needed: there are a hundred thousand values.
            var expected = reference(Grid[i]);
            if (BitConverter.SingleToInt32Bits(expected) != BitConverter.SingleToInt32Bits(actual[i]))
            {
                Compare.SameBits(expected, actual[i], Describe(Grid[i], expected, actual[i]));
            }
        }
    }

    // Equal as numbers: +0 and −0 are the same.
    private static void CheckValues(Func<Tensor, Tensor> function, Func<float, float> reference)
    {
        var actual = function(Tensor.From(Grid, Grid.Length)).ToArray();
        for (var i = 0; i < Grid.Length; i++)
        {
            var expected = reference(Grid[i]);
            Assert.True(expected == actual[i] || (float.IsNaN(expected) && float.IsNaN(actual[i])), Describe(Grid[i], expected, actual[i]));
        }
    }

    private static string Describe(float x, double exact, float actual) =>
        string.Create(CultureInfo.InvariantCulture, $"at {x:R}: expected {exact:R}, got {actual:R}, {Compare.Ulps(actual, exact):F1} units apart");
}
