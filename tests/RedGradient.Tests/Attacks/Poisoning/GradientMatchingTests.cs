using RedGradient.Attacks.Poisoning;
using RedGradient.Autodiff;
using RedGradient.Data;
using RedGradient.Networks;
using RedGradient.Tensors;

namespace RedGradient.Tests.Attacks.Poisoning;

public class GradientMatchingTests
{
    private static readonly DataSet Clean = SyntheticDigits.Generate(300, seed: 3);
    private static readonly Tensor Target = SyntheticDigits.Generate(20, seed: 9).Inputs.Rows(1, 1);
    private static readonly int TargetLabel = SyntheticDigits.Generate(20, seed: 9).Labels[1];
    private static readonly int Wanted = (TargetLabel + 3) % 10;
    private static readonly Network[] Surrogates = [Train(1), Train(2)];

    private static readonly GradientMatching Attack = new() { Epsilon = 0.2f, Rate = 0.05, Steps = 12, Restarts = 2 };

    [Fact]
    public void The_matching_loss_is_one_minus_the_cosine_of_all_gradients()
    {
        var network = Surrogates[0];
        var poisons = Clean.OfClass(Wanted).Take(6);
        double dot = 0, first = 0, second = 0;
        var goal = PerExampleGradients.Of(network, Target, [Wanted]).ToTensors();
        var each = PerExampleGradients.Of(network, poisons.Inputs, poisons.Labels).ToTensors();
        for (var p = 0; p < goal.Length; p++)
        {
            var (wanted, all) = (goal[p].ToArray(), each[p].ToArray());
            for (var k = 0; k < wanted.Length; k++)
            {
                var sum = 0.0;
                for (var i = 0; i < poisons.Count; i++)
                {
                    sum += all[(i * wanted.Length) + k];
                }

                dot += wanted[k] * sum;
                first += (double)wanted[k] * wanted[k];
                second += sum * sum;
            }
        }

        Assert.Equal(1.0 - (dot / Math.Sqrt(first * second)), MatchingLoss.Of(network, Target, Wanted, poisons.Inputs, poisons.Labels).ToScalar(), 4);
        Assert.Equal(0.0, MatchingLoss.Of(network, Target, Wanted, Target, [Wanted]).ToScalar(), 4);
    }

    [Fact]
    public void Its_gradient_agrees_with_finite_differences()
    {
        // A smooth activation, small sizes, differences in a random direction.
        var network = new Network(3, new Dense(6, 5), new Tanh(), new Dense(5, 3));
        var random = new SeededRandom(4);
        var target = Tensor.Normal(random, 0f, 1f, 1, 6);
        var poisons = Tensor.Normal(random, 0f, 1f, 4, 6);
        int[] labels = [1, 1, 1, 1];
        var tracked = poisons.Track();
        var gradient = Gradient.Of(MatchingLoss.Of(network, target, 1, tracked, labels), tracked);
        for (var trial = 0; trial < 10; trial++)
        {
            var direction = Tensor.Normal(random, 0f, 1f, 4, 6);
            double Value(float step) => MatchingLoss.Of(network, target, 1, poisons + (step * direction), labels).ToScalar();
            var slope = (Value(0.01f) - Value(-0.01f)) / 0.02;
            Assert.Equal(slope, (gradient * direction).Sum().ToScalar(), 2e-3 * (1.0 + Math.Abs(slope)));
        }
    }

    [Theory]
    [InlineData(PoisonChoice.Random, null)]
    [InlineData(PoisonChoice.NearestToTarget, 0.05f)]
    [InlineData(PoisonChoice.LargestGradient, 0.05f)]
    public void Poisons_keep_label_ball_range_and_ink(PoisonChoice choice, float? ink)
    {
        var result = (Attack with { Choice = choice, InkThreshold = ink }).Poison(Clean, Target, TargetLabel, Wanted, Surrogates);
        var poisoned = result.Poisoned;
        Assert.Equal(15, poisoned.PoisonRows.Count);
        Assert.Equal(Clean.Labels, poisoned.Data.Labels);
        Assert.All(poisoned.PoisonRows, row => Assert.Equal(Wanted, Clean.Labels[row]));
        Assert.Equal(Clean.Select([.. poisoned.PoisonRows]).Inputs.ToArray().Order(), result.Originals.Inputs.ToArray().Order());
        var (before, after, goal) = (Clean.Inputs.ToArray(), poisoned.Data.Inputs.ToArray(), Target.ToArray());
        for (var i = 0; i < before.Length; i++)
        {
            Assert.InRange(after[i], 0f, 1f);
            Assert.InRange(after[i] - before[i], -0.200001f, 0.200001f);
            if (!poisoned.IsPoison[i / 784] || (ink is not null && before[i] <= ink && goal[i % 784] <= ink))
            {
                Assert.Equal(before[i], after[i]);
            }
        }
    }

    [Fact]
    public void The_loss_falls_and_the_best_restart_is_taken()
    {
        var result = (Attack with { Steps = 40 }).Poison(Clean, Target, TargetLabel, Wanted, Surrogates);
        Assert.Equal(40, result.LossCurve.Count);
        Assert.Equal(2, result.RestartLosses.Count);
        Assert.Equal(result.RestartLosses.Min(), result.Loss);
        Assert.True(result.Loss < 0.7 * result.LossCurve[0], $"{result.LossCurve[0]} to {result.Loss}");
        var poison = result.Poisoned.Poison();
        Assert.Equal(result.Loss, Surrogates.Average(network => MatchingLoss.Of(network, Target, Wanted, poison.Inputs, poison.Labels).ToScalar()), 3);
    }

    [Fact]
    public void One_step_on_the_poisons_makes_the_target_look_more_like_the_class_wanted()
    {
        var poison = (Attack with { Steps = 40, Restarts = 1 }).Poison(Clean, Target, TargetLabel, Wanted, Surrogates).Poisoned.Poison();
        var student = Train(1);
        double Loss() => Losses.CrossEntropy(student.Scores(Target), [Wanted]).ToScalar();
        var before = Loss();
        Trainer.Train(student, poison, new TrainingOptions { Epochs = 1, BatchSize = poison.Count, Optimizer = new Sgd { LearningRate = 0.1f } });
        Assert.True(Loss() < before, $"{before} to {Loss()}");
    }

    [Fact]
    public void The_seed_decides_the_poisons_and_the_clean_data_and_the_surrogates_stay()
    {
        var (inputs, weights) = (Clean.Inputs.ToArray(), Surrogates[0].Parameters[0].Value.ToArray());
        float[] Values(int seed) => (Attack with { Seed = seed, SurrogatesPerStep = 1 }).Poison(Clean, Target, TargetLabel, Wanted, Surrogates).Poisoned.Data.Inputs.ToArray();
        Assert.Equal(Values(5), Values(5));
        Assert.NotEqual(Values(5), Values(6));
        Assert.Equal(inputs, Clean.Inputs.ToArray());
        Assert.Equal(weights, Surrogates[0].Parameters[0].Value.ToArray());
    }

    [Fact]
    public void Rematching_trains_surrogates_on_the_poison_found_so_far()
    {
        var seen = new List<DataSet>();
        var result = (Attack with { Rematches = 2, Restarts = 1, Steps = 4 }).Poison(Clean, Target, TargetLabel, Wanted, Surrogates, data =>
        {
            seen.Add(data);
            return [Surrogates[seen.Count % 2]];
        });
        Assert.Equal(2, seen.Count);
        Assert.Equal(12, result.LossCurve.Count);
        Assert.All(seen, data => Assert.Equal(15, Enumerable.Range(0, Clean.Count).Count(row => !data.Inputs.Rows(row, 1).ToArray().SequenceEqual(Clean.Inputs.Rows(row, 1).ToArray()))));
    }

    [Fact]
    public void Bad_input_gets_a_sentence()
    {
        Refuses("in the poison class already", () => Attack.Poison(Clean, Target, Wanted, Wanted, Surrogates));
        Refuses("rounds to 0 poisons", () => (Attack with { Rate = 0.001 }).Poison(Clean, Target, TargetLabel, Wanted, Surrogates));
        Refuses($"only {Clean.ClassCounts()[Wanted]} of class {Wanted}", () => (Attack with { Rate = 0.5 }).Poison(Clean, Target, TargetLabel, Wanted, Surrogates));
        Refuses("at least one surrogate", () => Attack.Poison(Clean, Target, TargetLabel, Wanted, []));
        Refuses("retrain", () => (Attack with { Rematches = 1 }).Poison(Clean, Target, TargetLabel, Wanted, Surrogates));
        Refuses("The class wanted is 10", () => Attack.Poison(Clean, Target, TargetLabel, 10, Surrogates));
        Refuses("[3]", () => Attack.Poison(Clean, Tensor.Zeros(3), TargetLabel, Wanted, Surrogates));
        Refuses("above 0; 0", () => new GradientMatching { Epsilon = 0f });
        Refuses("above 0; NaN", () => new GradientMatching { StepSize = float.NaN });
        Refuses("at least 1; 0", () => new GradientMatching { Steps = 0 });
        Refuses("at least 1; 0", () => new GradientMatching { Restarts = 0 });
        Refuses("at least 1; 0", () => new GradientMatching { SurrogatesPerStep = 0 });
        Refuses("at least 0; -1", () => new GradientMatching { InkThreshold = -1f });
        Refuses("at least 0; -1", () => new GradientMatching { Rematches = -1 });
    }

    [Fact]
    public void It_can_be_cancelled()
    {
        using var source = new CancellationTokenSource();
        source.Cancel();
        Assert.Throws<OperationCanceledException>(() => Attack.Poison(Clean, Target, TargetLabel, Wanted, Surrogates, cancellationToken: source.Token));
    }

    private static Network Train(int seed)
    {
        var network = new Network(seed, new Flatten(), new Dense(784, 16), new Relu(), new Dense(16, 10));
        Trainer.Train(network, Clean, new TrainingOptions { Epochs = 3, BatchSize = 32, Seed = seed });
        return network;
    }

    private static void Refuses(string sentence, Func<object> act) =>
        Assert.Contains(sentence, Assert.ThrowsAny<ArgumentException>(act).Message, StringComparison.Ordinal);
}
