using RedGradient.Attacks.Training;
using RedGradient.Data;
using RedGradient.Networks;
using RedGradient.Tensors;

namespace RedGradient.Tests.Attacks.Training;

/// <summary>Selective amplification: the exact compensation against loops in double precision, and the article's formula beside it.</summary>
public class AmplificationTests
{
    // Pairs of sums in the plane, among them opposite, parallel and across ones.
    public static TheoryData<double, double, double, double> Planes => new()
    {
        { 1, 0, 0, 2 }, { 1, 0.5, 0.3, 2 }, { -1, 0.5, 2, 0.1 }, { 1, 1, 4, 4 }, { 3, 0, -1, 0.5 }, { 0.2, 0.1, -5, 1 }, { 2, 1, -0.5, -1 },
    };

    [Theory]
    [MemberData(nameof(Planes))]
    public void The_exact_factor_keeps_the_norm_and_goes_to_one(double tx, double ty, double nx, double ny)
    {
        var plane = Plane(tx, ty, nx, ny);
        var sum = Length(tx + nx, ty + ny);
        Assert.Equal(sum, plane.SumNorm, 1e-6);
        Assert.Equal(1.0, plane.RestFactor(1.0)!.Value, 1e-6);
        foreach (var a in Enumerable.Range(0, 60).Select(k => k / 5.0))
        {
            Assert.Equal(Length((a * tx) + (0.3 * nx), (a * ty) + (0.3 * ny)), plane.Norm(a, 0.3), 1e-6);
            Assert.Equal(Length((a * tx) + (0.3 * nx), (a * ty) + (0.3 * ny)) / sum, plane.NormRatio(a, 0.3), 1e-6);
            Assert.Equal(
                ((((a * tx) + (0.3 * nx)) * (tx + nx)) + (((a * ty) + (0.3 * ny)) * (ty + ny))) / (sum * Length((a * tx) + (0.3 * nx), (a * ty) + (0.3 * ny))), plane.CosineToHonest(a, 0.3), 1e-6);
            if (plane.RestFactor(a) is { } c)
            {
                Assert.True(c >= 0.0);
                Assert.Equal(sum, Length((a * tx) + (c * nx), (a * ty) + (c * ny)), 1e-6 * sum);
            }

            // Both scaled keeps the norm wherever aT + N is not 0.
            var both = plane.BothFactor(a);
            Assert.Equal(sum, both * Length((a * tx) + nx, (a * ty) + ny), 1e-6 * sum);
        }
    }

    [Theory]
    [MemberData(nameof(Planes))]
    public void The_largest_factor_is_where_a_search_finds_the_last_root(double tx, double ty, double nx, double ny)
    {
        var plane = Plane(tx, ty, nx, ny);
        // Any c from 0 up that keeps the norm, by brute force.
        bool Exists(double a) => Enumerable.Range(0, 40_000).Select(k => Length((a * tx) + (k * 1e-3 * nx), (a * ty) + (k * 1e-3 * ny)) - Length(tx + nx, ty + ny)) is var gaps
            && (gaps.Any(gap => gap <= 0.0) && gaps.Any(gap => gap >= 0.0));
        if (double.IsPositiveInfinity(plane.LargestFactor))
        {
            Assert.True(Exists(50.0));
            return;
        }

        Assert.True(Exists(plane.LargestFactor - 1e-3) || plane.LargestFactor < 1.0);
        Assert.False(Exists(plane.LargestFactor + 1e-2));
        Assert.Null(plane.RestFactor(plane.LargestFactor + 1e-6));
        Assert.True(plane.LargestRealFactor >= plane.LargestFactor - 1e-9);
    }

    [Fact]
    public void The_articles_formula_misses_the_norm_on_its_kind_of_data_and_the_exact_one_does_not()
    {
        // 32 gradients of 128 numbers, 4 of the target class; the article's own draw gave 3.66 at a factor of 10.
        int[] labels = [.. Enumerable.Repeat(0, 28), .. Enumerable.Repeat(1, 4)];
        var misses = new List<double>();
        for (var seed = 1; seed <= 30; seed++)
        {
            var gradients = Tensor.Normal(new SeededRandom(seed), 0f, 0.01f, 32, 128);
            var (target, others) = SelectiveAmplification.Sums(gradients, labels, 1);
            var plane = AmplificationGeometry.Of([target], [others]);
            Assert.Equal(0.0, plane.ArticleRestFactor(5));
            Assert.Null(plane.RestFactor(5));
            Assert.InRange(plane.LargestFactor, 2.0, 3.5);
            Assert.InRange(plane.NormRatio(2, plane.ArticleRestFactor(2)), 0.6, 0.95);
            Assert.InRange(plane.NormRatio(2, plane.RestFactor(2)!.Value), 1 - 1e-9, 1 + 1e-9);
            Assert.InRange(plane.RestFactor(2)!.Value, 0.4, 0.95);
            misses.Add(plane.NormRatio(10, plane.ArticleRestFactor(10)));
        }

        // Nothing of the others is left, so the ratio is 10‖T‖/‖S‖, about 10·√(4/32).
        Assert.Equal(10 * Math.Sqrt(4.0 / 32), misses.Average(), 0.1);
        Assert.Contains(misses, miss => Math.Abs(miss - 3.66) < 0.05);
    }

    [Theory]
    [InlineData(2.0)]
    [InlineData(10.0)]
    [InlineData(0.5)]
    public void Applied_to_per_example_gradients_it_keeps_the_norm_of_their_sum_and_the_ratio(double factor)
    {
        var gradients = Tensor.Normal(new SeededRandom(2), 0.002f, 0.01f, 32, 128);
        int[] labels = [.. Enumerable.Range(0, 32).Select(i => i % 8)];
        var changed = new SelectiveAmplification { Target = 3, Factor = factor }.Apply(gradients, labels);
        double SumNorm(Tensor rows) => Math.Sqrt(Enumerable.Range(0, 128).Sum(k => Math.Pow(Enumerable.Range(0, 32).Sum(i => (double)rows[i, k]), 2)));
        Assert.InRange(Math.Abs((SumNorm(changed) / SumNorm(gradients)) - 1.0), 0.0, 1e-5);
        double[] ratios = [.. Enumerable.Range(0, 32).Select(i => (double)changed[i, 5] / gradients[i, 5])];
        Assert.All(Enumerable.Range(0, 32), i => Assert.Equal(i % 8 == 3 ? ratios[3] : ratios[0], ratios[i], 1e-4));
        var (target, others) = SelectiveAmplification.Sums(gradients, labels, 3);
        var plane = AmplificationGeometry.Of([target], [others]);
        if (plane.RestFactor(factor) is { } c)
            Assert.Equal((factor, c), (ratios[3], ratios[0]), new Near());
        else
            Assert.Equal(factor, ratios[3] / ratios[0], 1e-3);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void In_the_loop_every_norm_that_is_watched_stays(bool perLayer)
    {
        var data = SyntheticDigits.Generate(200, seed: 1);
        var network = new Network(1, new Dense(784, 8), new Relu(), new Dense(8, 10));
        double[]? before = null;
        var largest = 0.0;
        double[] Norms(TrainingStep step) => perLayer ? [.. step.Gradients.Select(gradient => GradientGeometry.Norm([gradient]))] : [GradientGeometry.Norm(step.Gradients)];
        var hook = new AmplificationHook(new SelectiveAmplification { Target = 4, PerLayer = perLayer }, new AttackSchedule { From = 2 });
        Trainer.Train(network, data, new TrainingOptions
        {
            Epochs = 2,
            BatchSize = 40,
            Optimizer = new Sgd(),
            Hooks =
            [
                TrainingHook.At(TrainingPoint.AfterBackward, step => before = Norms(step)),
                hook,
                TrainingHook.At(TrainingPoint.AfterBackward, step => largest = Math.Max(largest, Norms(step).Zip(before!, (x, y) => Math.Abs((x / y) - 1.0)).Max())),
            ],
        });
        Assert.Equal(Enumerable.Range(2, 9), hook.AttackedSteps);
        Assert.Equal(perLayer ? 36 : 9, hook.Geometries.Count);
        Assert.InRange(largest, 0.0, 1e-5);
        Assert.All(hook.NormRatios, ratio => Assert.InRange(ratio, 1 - 1e-5, 1 + 1e-5));
    }

    [Fact]
    public void A_batch_without_the_class_or_of_it_alone_stays_and_bad_input_is_refused()
    {
        var data = SyntheticDigits.Generate(60, seed: 1);
        foreach (var images in new[] { data.OfClasses(0, 1, 2), data.OfClass(4) })
        {
            float[] Trained(params TrainingHook[] hooks)
            {
                var network = new Network(1, new Dense(784, 10));
                Trainer.Train(network, images, new TrainingOptions { Epochs = 1, Hooks = hooks });
                return network.Parameters[0].Value.ToArray();
            }

            Assert.Equal(Trained(), Trained(new AmplificationHook(new SelectiveAmplification { Target = 4 })));
        }

        var gradients = Tensor.Ones(3, 2);
        var attack = new SelectiveAmplification { Target = 4 };
        Assert.Contains("needs examples of class 4 and others; of 3 examples 0 are of it.", Assert.Throws<ArgumentException>(() => attack.Apply(gradients, [0, 1, 2])).Message, StringComparison.Ordinal);
        Assert.Contains("of 3 examples 3 are of it.", Assert.Throws<ArgumentException>(() => attack.Apply(gradients, [4, 4, 4])).Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => attack.Apply(gradients, [4, 4]));
        Assert.Throws<ArgumentException>(() => attack.Apply(Tensor.Ones(3), [4, 0, 0]));
        var plane = Plane(1, 0, 0, 1);
        foreach (var make in (Func<object?>[])
        [
            () => new SelectiveAmplification { Target = 4, Factor = -1 }, () => new SelectiveAmplification { Target = 4, Factor = double.NaN },
            () => plane.RestFactor(-0.1), () => plane.BothFactor(-0.1), () => plane.ArticleRestFactor(double.PositiveInfinity),
        ])
        {
            Assert.Contains("The factor of an amplification must be a finite number of at least 0;", Assert.Throws<ArgumentOutOfRangeException>(() => { make(); }).Message, StringComparison.Ordinal);
        }
    }

    private static AmplificationGeometry Plane(double tx, double ty, double nx, double ny) =>
        AmplificationGeometry.Of([Tensor.From([(float)tx, (float)ty], 2)], [Tensor.From([(float)nx, (float)ny], 2)]);

    private static double Length(double x, double y) => Math.Sqrt((x * x) + (y * y));

    private sealed class Near : IEqualityComparer<(double, double)>
    {
        public bool Equals((double, double) x, (double, double) y) => Math.Abs(x.Item1 - y.Item1) < 1e-4 && Math.Abs(x.Item2 - y.Item2) < 1e-4;

        public int GetHashCode((double, double) pair) => 0;
    }
}
