using RedGradient.Tensors;

namespace RedGradient.Tests.Tensors;

public class SeededRandomTests
{
    // A change of these numbers changes every figure of the course.
    [Fact]
    public void The_numbers_of_a_seed_are_fixed()
    {
        var random = new SeededRandom(1);
        Assert.Equal([0.7029218331588505, 0.5204366199388569, 0.5741057000197225], new[] { random.NextDouble(), random.NextDouble(), random.NextDouble() });
        Assert.Equal([-0.8622981943105379, 1.5645937730756836, -0.31340542468416743], new[] { random.NextNormal(), random.NextNormal(), random.NextNormal() });
        Assert.Equal(0.55170983f, random.NextSingle());
        Assert.Equal([2, 5, 1, 0, 6, 3, 4, 7, 8, 9], random.Permutation(10));
        Assert.Equal(0.08315143703137307, random.Split(3).NextDouble());
        Assert.Equal(0.9492984775528297, new SeededRandom(-7).NextDouble());
    }

    [Fact]
    public void Uniform_numbers_fill_their_interval_evenly()
    {
        var random = new SeededRandom(2);
        var counts = new int[20];
        var sum = 0.0;
        for (var i = 0; i < 200_000; i++)
        {
            var x = random.NextUniform(-1.0, 3.0);
            Assert.InRange(x, -1.0, 3.0);
            counts[(int)((x + 1.0) * 5.0)]++;
            sum += x;
        }

        // Six standard deviations.
        Assert.Equal(1.0, sum / 200_000, 6.0 * (4.0 / Math.Sqrt(12.0)) / Math.Sqrt(200_000));
        Assert.All(counts, count => Assert.InRange(count, 10_000 - 600, 10_000 + 600));
    }

    [Fact]
    public void Single_numbers_stay_below_1()
    {
        var random = new SeededRandom(3);
        for (var i = 0; i < 100_000; i++)
        {
            Assert.InRange(random.NextSingle(), 0f, 0.99999994f);
        }
    }

    [Fact]
    public void Normal_numbers_have_the_moments_and_tails_of_the_distribution()
    {
        var random = new SeededRandom(4);
        var values = Enumerable.Range(0, 200_000).Select(_ => random.NextNormal()).ToArray();
        Assert.Equal(0.0, values.Average(), 0.015);
        Assert.Equal(1.0, values.Average(x => x * x), 0.02);
        Assert.Equal(0.0, values.Average(x => x * x * x), 0.06);
        Assert.Equal(3.0, values.Average(x => x * x * x * x), 0.15);
        Assert.Equal(0.6827, values.Count(x => Math.Abs(x) < 1.0) / 200_000.0, 0.007);
        Assert.Equal(0.9545, values.Count(x => Math.Abs(x) < 2.0) / 200_000.0, 0.004);

        // Neighbours are drawn in pairs: they must not know of each other.
        Assert.Equal(0.0, values.Zip(values.Skip(1), (x, y) => x * y).Average(), 0.015);
    }

    [Fact]
    public void Whole_numbers_cover_their_range()
    {
        var random = new SeededRandom(5);
        var counts = new int[7];
        for (var i = 0; i < 70_000; i++)
        {
            counts[random.NextInt32(7)]++;
        }

        Assert.All(counts, count => Assert.InRange(count, 9_400, 10_600));
        Assert.Equal(0, random.NextInt32(1));
        Assert.Contains("at least 1", Assert.Throws<ArgumentOutOfRangeException>(() => random.NextInt32(0)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_split_depends_on_seed_and_task_and_not_on_what_was_drawn()
    {
        SeededRandom fresh = new(6), used = new(6);
        for (var i = 0; i < 100; i++)
        {
            used.NextNormal();
        }

        Assert.Equal(fresh.Split(9).NextDouble(), used.Split(9).NextDouble());
        Assert.Equal(new SeededRandom(6).NextDouble(), fresh.NextDouble());
    }

    [Fact]
    public void Splits_differ_from_each_other_and_are_not_correlated()
    {
        var root = new SeededRandom(7);
        Assert.Equal(20_000, Enumerable.Range(0, 20_000).Select(task => root.Split(task).NextDouble()).Distinct().Count());
        var first = Enumerable.Range(0, 20_000).Select(task => root.Split(task).NextDouble() - 0.5).ToArray();
        Assert.Equal(0.0, first.Average(), 0.013);
        Assert.Equal(1.0 / 12.0, first.Average(x => x * x), 0.004);
        Assert.Equal(0.0, first.Zip(first.Skip(1), (x, y) => x * y).Average(), 0.004);

        // The same task of neighbouring seeds is another stream.
        Assert.NotEqual(new SeededRandom(8).Split(1).NextDouble(), new SeededRandom(9).Split(1).NextDouble());
    }

    [Fact]
    public void A_permutation_has_every_number_once_and_every_place_is_equally_likely()
    {
        var random = new SeededRandom(8);
        foreach (var count in new[] { 0, 1, 2, 17, 1000 })
        {
            Assert.Equal(Enumerable.Range(0, count), random.Permutation(count).Order());
        }

        var counts = new int[5, 5];
        for (var i = 0; i < 20_000; i++)
        {
            var order = random.Permutation(5);
            for (var place = 0; place < 5; place++)
            {
                counts[place, order[place]]++;
            }
        }

        Assert.All(counts.Cast<int>(), count => Assert.InRange(count, 3_650, 4_350));
        Assert.Throws<ArgumentOutOfRangeException>(() => random.Permutation(-1));
    }
}
