using FsCheck;
using FsCheck.Fluent;
using RedGradient.Data;
using RedGradient.Tensors;

namespace RedGradient.Tests.Data;

public sealed class PointsTests
{
    private delegate DataSet Generator(int count, double noise, int seed);

    private static readonly Dictionary<string, Generator> Generators = new()
    {
        ["circle"] = Points.Circle,
        ["two-gaussians"] = Points.TwoGaussians,
        ["four-gaussians"] = Points.FourGaussians,
        ["xor"] = Points.Xor,
        ["spiral"] = Points.Spiral,
        ["interleaved-grid"] = Points.InterleavedGrid,
        ["moons"] = Points.Moons,
    };

    public static TheoryData<string> Names => [.. Generators.Keys];

    private static IEnumerable<(double X, double Y, int Label)> Examples(DataSet data) =>
        Enumerable.Range(0, data.Count).Select(i => ((double)data.Inputs.AsSpan()[2 * i], (double)data.Inputs.AsSpan()[(2 * i) + 1], data.Labels[i]));

    [Theory]
    [MemberData(nameof(Names))]
    public void Every_problem_is_reproducible_bounded_and_has_two_classes(string name) => Prop.ForAll(
        (from count in Gen.Choose(0, 60)
         from noise in Gen.Choose(0, 50)
         from seed in Gen.Choose(int.MinValue, int.MaxValue)
         select (count, noise: noise / 100.0, seed)).ToArbitrary(),
        sample =>
        {
            var data = Generators[name](sample.count, sample.noise, sample.seed);
            var again = Generators[name](sample.count + 5, sample.noise, sample.seed).Take(sample.count);
            return data.Name == name
                && data.Inputs.Shape.Equals(new Shape(sample.count, 2))
                && data.ClassCount == 2
                && data.Labels.SequenceEqual(again.Labels)
                && data.Inputs.ToArray().SequenceEqual(again.Inputs.ToArray())
                && data.Inputs.ToArray().All(value => Math.Abs(value) < 15f);
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(40).WithReplay(new Replay(new Rnd(11UL, 1UL), null)));

    [Theory]
    [MemberData(nameof(Names))]
    public void Both_classes_come_in_random_order(string name)
    {
        var labels = Generators[name](400, 0.1, 5).Labels;
        Assert.InRange(labels.Sum(), 150, 250);
        Assert.InRange(labels.Zip(labels.Skip(1)).Count(pair => pair.First != pair.Second), 150, 350);
    }

    [Fact]
    public void Without_noise_each_figure_has_the_form_documented()
    {
        Assert.All(Examples(Points.Circle(300)), p =>
        {
            var radius = Math.Sqrt((p.X * p.X) + (p.Y * p.Y));
            Assert.True(p.Label == 1 ? radius <= 2.501 : radius is > 3.499 and < 5.001);
        });
        Assert.All(Examples(Points.Xor(300)), p =>
        {
            Assert.Equal(p.Label, p.X * p.Y > 0.0 ? 1 : 0);
            Assert.InRange(Math.Abs(p.X), 0.299, 5.301);
            Assert.InRange(Math.Abs(p.Y), 0.299, 5.301);
        });
        Assert.All(Examples(Points.InterleavedGrid(300)), p =>
            Assert.Equal(p.Label, ((int)Math.Floor((p.X + 6.0) / 3.0) + (int)Math.Floor((p.Y + 6.0) / 3.0)) % 2));
        Assert.All(Examples(Points.Moons(300)), p =>
        {
            var (x, y) = p.Label == 0 ? (p.X + 2.0, p.Y + 1.0) : (2.0 - p.X, 1.0 - p.Y);
            Assert.InRange(Math.Sqrt((x * x) + (y * y)), 3.999, 4.001);
            Assert.True(y > -1e-3);
        });
        Assert.All(Examples(Points.Spiral(300)), p =>
        {
            // The angle of a point follows from its radius: 3.5 π a radius of 5, half a turn on for class 0.
            var radius = Math.Sqrt((p.X * p.X) + (p.Y * p.Y));
            var angle = (3.5 * Math.PI * radius / 5.0) + (p.Label == 1 ? 0.0 : Math.PI);
            Assert.Equal(radius * Math.Sin(angle), p.X, 3);
            Assert.Equal(radius * Math.Cos(angle), p.Y, 3);
        });
    }

    [Fact]
    public void The_clouds_lie_where_they_should()
    {
        var two = Examples(Points.TwoGaussians(2000, 0.0, 3)).ToArray();
        Assert.Equal(2.0, two.Where(p => p.Label == 1).Average(p => p.X), 1);
        Assert.Equal(-2.0, two.Where(p => p.Label == 0).Average(p => p.Y), 1);
        Assert.Equal(0.5, two.Where(p => p.Label == 1).Average(p => (p.X - 2.0) * (p.X - 2.0)), 1);
        var four = Examples(Points.FourGaussians(2000, 0.5, 3)).ToArray();
        Assert.True(four.Where(p => p.Label == 1).Average(p => p.X * p.Y) > 7.0);
        Assert.True(four.Where(p => p.Label == 0).Average(p => p.X * p.Y) < -7.0);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Counts_and_noise_out_of_range_are_refused(string name)
    {
        Assert.Contains("it is -1", Assert.Throws<ArgumentOutOfRangeException>(() => Generators[name](-1, 0.0, 1)).Message);
        foreach (var noise in new[] { -0.01, 0.51, double.NaN })
        {
            Assert.Contains("from 0 to 0.5", Assert.Throws<ArgumentOutOfRangeException>(() => Generators[name](10, noise, 1)).Message);
        }
    }
}
