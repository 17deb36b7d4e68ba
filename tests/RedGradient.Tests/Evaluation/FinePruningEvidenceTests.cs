using RedGradient.Lessons;

namespace RedGradient.Tests.Evaluation;

/// <summary>What the committed measurements of fine-pruning must show.</summary>
public class FinePruningEvidenceTests
{
    private static readonly ExperimentResults Results = CommittedResults.Of("fine-pruning");

    public static TheoryData<string, int> Networks
    {
        get
        {
            var data = new TheoryData<string, int>();
            foreach (var attack in new[] { "BadNets", "pruning-aware" })
            {
                for (var seed = 4; seed <= 6; seed++)
                {
                    data.Add(attack, seed);
                }
            }

            return data;
        }
    }

    [Theory]
    [MemberData(nameof(Networks))]
    public void On_mnist_pruning_alone_fails_and_fine_pruning_repairs(string attack, int seed)
    {
        var numbers = Results[$"mnist, {attack}, seed {seed}"].Values;
        Assert.True(numbers["none: attack success"] >= 0.95);
        Assert.True(numbers["pruning: attack success"] >= 0.95);
        Assert.True(numbers["fine-pruning: attack success"] <= (attack == "BadNets" ? 0.05 : 0.2));
        Assert.True(numbers["fine-pruning: clean accuracy"] >= numbers["none: clean accuracy"] - 0.02);
    }

    [Theory]
    [InlineData(4)]
    [InlineData(5)]
    [InlineData(6)]
    public void The_rate_of_the_usual_recipe_decides_between_left_in_and_destroyed(int seed)
    {
        var numbers = Results[$"mnist, BadNets, seed {seed}"].Values;
        Assert.True(numbers["usual, rate 0.01: attack success"] >= 0.15);
        Assert.True(numbers["usual, rate 0.05: attack success"] <= 0.05);
        Assert.True(numbers["usual, rate 0.05: clean accuracy"] <= numbers["none: clean accuracy"] - 0.02);
        Assert.True(numbers["usual, rate 0.10: clean accuracy"] <= 0.5);
    }
}
