using RedGradient.Attacks.Poisoning;
using RedGradient.Data;
using RedGradient.Defenses.Training;
using RedGradient.Networks;
using RedGradient.Tensors;

namespace RedGradient.Tests.Defenses;

public class SanitizationTests
{
    private static readonly DataSet Clean = SyntheticDigits.Generate(700, seed: 3);

    [Fact]
    public void Neighbours_vote_as_a_double_loop_says()
    {
        var data = new RandomLabelFlips { Rate = 0.3 }.Poison(Clean.Take(150)).Data;
        var expected = new List<int>();
        for (var row = 0; row < data.Count; row++)
        {
            var image = data.Inputs.Rows(row, 1).ToArray();
            var nearest = Enumerable.Range(0, data.Count).Where(other => other != row)
                .OrderBy(other => data.Inputs.Rows(other, 1).ToArray().Zip(image, (p, q) => ((double)p - q) * ((double)p - q)).Sum()).Take(5);
            var most = nearest.GroupBy(other => data.Labels[other]).MaxBy(group => group.Count())!;
            if (most.Count() >= 3 && most.Key != data.Labels[row])
            {
                expected.Add(row);
            }
        }

        Assert.NotEmpty(expected);
        Assert.Equal(expected, new NeighborSanitization { Neighbors = 5, Agreement = 0.6 }.Remove(data).Removed);
    }

    [Fact]
    public void Random_flips_are_found_and_can_be_put_right()
    {
        var poisoned = new RandomLabelFlips { Rate = 0.2 }.Poison(Clean);
        var kept = new NeighborSanitization().Remove(poisoned.Data);
        var (removed, all) = kept.Poisons(poisoned);
        Assert.True(removed >= 0.6 * all && removed >= 0.8 * kept.Removed.Count, $"{removed} of {all}, {kept.Removed.Count} removed");
        Assert.Equal(Clean.Count - kept.Removed.Count, kept.Data.Count);
        int Wrong(DataSet data) => data.Labels.Zip(Clean.Labels).Count(pair => pair.First != pair.Second);
        Assert.True(Wrong(new NeighborSanitization().Relabel(poisoned.Data)) < Wrong(poisoned.Data) / 2);
    }

    [Fact]
    public void Trimming_drops_the_share_and_finds_random_flips()
    {
        var poisoned = new RandomLabelFlips { Rate = 0.2 }.Poison(Clean);
        var trainings = new List<int>();
        var kept = new LossTrimming { Share = 0.2, Rounds = 2 }.Trim(poisoned.Data, data =>
        {
            trainings.Add(data.Count);
            var network = new Network(1, new Flatten(), new Dense(784, 32), new Relu(), new Dense(32, 10));
            Trainer.Train(network, data, new TrainingOptions { Epochs = 8, BatchSize = 32 });
            return network;
        });
        Assert.Equal([700, 560], trainings);
        Assert.Equal(140, kept.Removed.Count);
        Assert.True(kept.Poisons(poisoned).Removed >= 100, $"{kept.Poisons(poisoned).Removed}");
    }

    [Fact]
    public void Trimming_drops_the_examples_with_the_largest_loss()
    {
        // Two classes on a line; the network's logits are ±x, so the loss falls with x for class 1.
        var data = new DataSet("line", Tensor.From([-3f, 2f, 1f, -2f], 4, 1), [1, 1, 1, 1], 2);
        var network = new Network(1, new Dense(1, 2));
        network.Parameters[0].Set(Tensor.From([-1f, 1f], network.Parameters[0].Shape.ToArray()));
        Assert.Equal([0, 3], new LossTrimming { Share = 0.5, Rounds = 1 }.Trim(data, _ => network).Removed);
        Assert.Empty(new LossTrimming { Share = 0.0 }.Trim(data, _ => network).Removed);
    }

    [Fact]
    public void Bad_input_gets_a_sentence()
    {
        Refuses("at least 11 examples; the data set has 10", () => new NeighborSanitization().Remove(Clean.Take(10)));
        Refuses("at least 1; 0", () => new NeighborSanitization { Neighbors = 0 });
        Refuses("at most 1; 0 was given", () => new NeighborSanitization { Agreement = 0 });
        Refuses("at most 1; NaN", () => new NeighborSanitization { Agreement = double.NaN });
        Refuses("below 1; 1 was given", () => new LossTrimming { Share = 1 });
        Refuses("at least 1; 0", () => new LossTrimming { Rounds = 0 });
        Refuses("is empty", () => new LossTrimming().Trim(Clean.Take(0), _ => throw new InvalidOperationException("never called")));
        var kept = new LossTrimming { Share = 0.0 }.Trim(Clean, _ => new Network(1, new Flatten(), new Dense(784, 10)));
        Refuses("was given 700 examples; this poisoned data set has 350", () => kept.Poisons(new RandomLabelFlips().Poison(Clean.Take(350))));
    }

    private static void Refuses(string sentence, Func<object> act) =>
        Assert.Contains(sentence, Assert.ThrowsAny<ArgumentException>(act).Message, StringComparison.Ordinal);
}
