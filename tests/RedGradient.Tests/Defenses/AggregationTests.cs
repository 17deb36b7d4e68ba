using RedGradient.Attacks.Federated;
using RedGradient.Defenses.Federated;
using RedGradient.Networks;
using RedGradient.Tensors;
using RedGradient.Tests.Attacks.Evasion;

namespace RedGradient.Tests.Defenses;

public class AggregationTests
{
    private static Tensor Updates(int workers, int dimension, int seed = 1) => Tensor.Normal(new SeededRandom(seed), 1f, 1f, workers, dimension);

    [Theory]
    [InlineData(1, 3)]
    [InlineData(5, 7)]
    [InlineData(20, 11)]
    public void Mean_median_and_trimmed_mean_are_those_of_each_sorted_column(int workers, int dimension)
    {
        var updates = Updates(workers, dimension);
        for (var k = 0; k < dimension; k++)
        {
            var column = Enumerable.Range(0, workers).Select(i => (double)updates[i, k]).Order().ToArray();
            var median = workers % 2 == 1 ? column[workers / 2] : (column[(workers / 2) - 1] + column[workers / 2]) / 2;
            Assert.Equal(column.Average(), Aggregation.Mean(updates)[k], 1e-6);
            Assert.Equal(median, Aggregation.CoordinateMedian(updates)[k], 1e-6);
            for (var f = 0; 2 * f < workers; f++)
            {
                Assert.Equal(column[f..^f].Average(), Aggregation.TrimmedMean(updates, f)[k], 1e-6);
            }
        }
    }

    [Theory]
    [InlineData(5, 1)]
    [InlineData(9, 3)]
    [InlineData(20, 6)]
    [InlineData(20, 0)]
    public void Krum_scores_are_the_sums_of_the_smallest_distances(int workers, int byzantine)
    {
        var updates = Updates(workers, 6, seed: workers);
        var expected = new double[workers];
        for (var i = 0; i < workers; i++)
        {
            var distances = new List<double>();
            for (var j = 0; j < workers; j++)
            {
                if (j != i)
                {
                    distances.Add(Enumerable.Range(0, 6).Sum(k => ((double)updates[i, k] - updates[j, k]) * ((double)updates[i, k] - updates[j, k])));
                }
            }

            distances.Sort();
            expected[i] = distances.Take(workers - byzantine - 2).Sum();
        }

        var scores = Aggregation.KrumScores(updates, byzantine);
        for (var i = 0; i < workers; i++)
        {
            Assert.Equal(expected[i], scores[i], 1e-9);
        }

        var best = Array.IndexOf(expected, expected.Min());
        Assert.Equal(updates.Row(best).ToArray(), Aggregation.Krum(updates, byzantine).ToArray());
        var chosen = Enumerable.Range(0, workers).OrderBy(i => expected[i]).Take(2).ToArray();
        Assert.Equal((updates[chosen[0], 3] + updates[chosen[1], 3]) / 2, Aggregation.MultiKrum(updates, byzantine, 2)[3], 1e-6);
    }

    [Fact]
    public void The_robust_rules_stay_with_the_honest_workers_and_the_mean_does_not()
    {
        var updates = new GaussianUpdates().Corrupt(Updates(20, 400), 6, new SeededRandom(2));
        double Away(Tensor combined) => combined.ToArray().Average(value => Math.Abs(value - 1.0));
        Assert.True(Away(Aggregation.Mean(updates)) > 10);
        Assert.True(Away(Aggregation.CoordinateMedian(updates)) < 1);
        Assert.True(Away(Aggregation.TrimmedMean(updates, 6)) < 1);
        Assert.True(Away(Aggregation.Krum(updates, 6)) < 1.2);
        Assert.True(Away(Aggregation.MultiKrum(updates, 6)) < 0.4);
    }

    [Fact]
    public void The_order_of_the_workers_does_not_matter_to_a_robust_rule()
    {
        var updates = Updates(11, 5);
        var turned = updates.Rows([.. Enumerable.Range(0, 11).Select(i => (i * 4) % 11)]);
        Assert.Equal(Aggregation.CoordinateMedian(updates).ToArray(), Aggregation.CoordinateMedian(turned).ToArray());
        Assert.Equal(Aggregation.Krum(updates, 4).ToArray(), Aggregation.Krum(turned, 4).ToArray());
    }

    [Theory]
    [InlineData(4, 1, "n ≥ 2f + 3")]
    [InlineData(20, 9, "0 to 8; 9 was given")]
    [InlineData(2, 0, "no number of them")]
    [InlineData(20, -1, "-1 was given")]
    public void Krum_refuses_more_byzantine_workers_than_it_withstands(int workers, int byzantine, string part)
    {
        var error = Assert.Throws<ArgumentOutOfRangeException>(() => Aggregation.Krum(Updates(workers, 3), byzantine));
        Assert.Contains(part, error.Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentOutOfRangeException>(() => Aggregation.MultiKrum(Updates(workers, 3), byzantine));
    }

    [Fact]
    public void Bad_updates_get_a_sentence()
    {
        Assert.Contains("1 to 14; 15", Assert.Throws<ArgumentOutOfRangeException>(() => Aggregation.MultiKrum(Updates(20, 3), 6, 15)).Message, StringComparison.Ordinal);
        Assert.Contains("1 to 14; 0", Assert.Throws<ArgumentOutOfRangeException>(() => Aggregation.MultiKrum(Updates(20, 3), 6, 0)).Message, StringComparison.Ordinal);
        Assert.Contains("0 to 9; 10", Assert.Throws<ArgumentOutOfRangeException>(() => Aggregation.TrimmedMean(Updates(20, 3), 10)).Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentOutOfRangeException>(() => Aggregation.TrimmedMean(Updates(20, 3), -1));
        Assert.Contains("[workers, dimension]", Assert.Throws<ArgumentException>(() => Aggregation.Mean(Tensor.Ones(3))).Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => Aggregation.CoordinateMedian(Tensor.Zeros(0, 3)));
        var broken = Tensor.From([1f, 2f, float.NaN, 3f], 2, 2);
        Assert.Contains("Worker 1 sent NaN", Assert.Throws<ArgumentException>(() => Aggregation.Mean(broken)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void The_attacks_replace_the_last_workers_and_no_other()
    {
        var honest = Updates(10, 3000);
        foreach (var attack in new ByzantineAttack[] { new GaussianUpdates(), new InnerProductManipulation() })
        {
            var sent = attack.Corrupt(honest, 4, new SeededRandom(1));
            Assert.Equal(honest.Rows(0, 6).ToArray(), sent.Rows(0, 6).ToArray());
            Assert.NotEqual(honest.Rows(6, 4).ToArray(), sent.Rows(6, 4).ToArray());
            Assert.Equal(sent.ToArray(), attack.Corrupt(honest, 4, new SeededRandom(1)).ToArray());
            Assert.Equal(honest.ToArray(), attack.Corrupt(honest, 0, new SeededRandom(1)).ToArray());
            Assert.Contains("0 to 9 can be Byzantine; 10", Assert.Throws<ArgumentOutOfRangeException>(() => attack.Corrupt(honest, 10, new SeededRandom(1))).Message, StringComparison.Ordinal);
            Assert.Throws<ArgumentException>(() => attack.Corrupt(Tensor.Ones(3), 1, new SeededRandom(1)));
        }

        var noise = new GaussianUpdates().Corrupt(honest, 4, new SeededRandom(1)).Rows(6, 4).ToArray();
        Assert.InRange(Math.Sqrt(noise.Average(value => (double)value * value)), 195, 205);

        var backwards = new InnerProductManipulation { Scale = 0.3f }.Corrupt(honest, 4, new SeededRandom(1));
        Assert.Equal(-0.3 * Enumerable.Range(0, 6).Average(i => (double)honest[i, 7]), backwards[8, 7], 1e-6);
        Assert.Throws<ArgumentOutOfRangeException>(() => new GaussianUpdates { StandardDeviation = 0f });
        Assert.Throws<ArgumentOutOfRangeException>(() => new InnerProductManipulation { Scale = float.NaN });
    }

    [Fact]
    public void Noise_breaks_the_mean_and_not_krum_and_a_quiet_attack_breaks_krum_and_not_the_mean()
    {
        double Accuracy(int byzantine, Func<Tensor, Tensor> rule, ByzantineAttack? attack = null)
        {
            var network = new Network(1, new Flatten(), new Dense(784, 10));
            new DistributedTraining { Byzantine = byzantine, Attack = attack ?? new GaussianUpdates(), Steps = 40, Rule = rule, Optimizer = new Sgd { LearningRate = 0.2f } }.Run(network, Victim.Data);
            return network.Accuracy(Victim.Images, Victim.Labels);
        }

        Assert.True(Accuracy(0, Aggregation.Mean) > 0.6);
        Assert.True(Accuracy(6, Aggregation.Mean) < 0.4);
        Assert.True(Accuracy(6, updates => Aggregation.Krum(updates, 6)) > 0.5);

        // The quiet attack does the opposite.
        Assert.True(Accuracy(6, Aggregation.Mean, new InnerProductManipulation()) > 0.5);
        Assert.True(Accuracy(6, updates => Aggregation.Krum(updates, 6), new InnerProductManipulation()) < 0.3);
    }

    [Fact]
    public void Training_by_workers_is_the_same_every_time_and_refuses_what_cannot_be()
    {
        float[] Weights()
        {
            var network = new Network(1, new Flatten(), new Dense(784, 10));
            new DistributedTraining { Byzantine = 2, Workers = 7, Steps = 3, Rule = updates => Aggregation.Krum(updates, 2) }.Run(network, Victim.Data);
            return network.Parameters[0].Value.ToArray();
        }

        Assert.Equal(Weights(), Weights());
        var some = new Network(1, new Flatten(), new Dense(784, 10));
        Assert.Contains("20 of 20", Assert.Throws<ArgumentException>(() => new DistributedTraining { Byzantine = 20 }.Run(some, Victim.Data)).Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => new DistributedTraining().Run(some, Victim.Data.Take(0)));
        Assert.Throws<ArgumentOutOfRangeException>(() => new DistributedTraining { Workers = 0 });
        Assert.Throws<ArgumentOutOfRangeException>(() => new DistributedTraining { Byzantine = -1 });
        Assert.Throws<ArgumentOutOfRangeException>(() => new DistributedTraining { Steps = -1 });
        Assert.Throws<ArgumentOutOfRangeException>(() => new DistributedTraining { BatchSize = 0 });
        using var stopped = new CancellationTokenSource();
        stopped.Cancel();
        Assert.Throws<OperationCanceledException>(() => new DistributedTraining().Run(some, Victim.Data, stopped.Token));
    }
}
