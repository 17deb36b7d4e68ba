namespace RedGradient.Tests.Evaluation;

/// <summary>What the committed measurements of the training-time defences show.</summary>
public class TrainingDefenseEvidenceTests
{
    public static TheoryData<string, int> DataAndSeeds()
    {
        var all = new TheoryData<string, int>();
        foreach (var data in new[] { "synthetic", "mnist" })
        {
            foreach (var seed in Enumerable.Range(1, 3)) all.Add(data, seed);
        }

        return all;
    }

    // Nothing was chosen by looking at the last six.
    public static TheoryData<string, int> DataAndSeedsAndFreshOnes()
    {
        var all = DataAndSeeds();
        foreach (var data in new[] { "fresh synthetic", "mnist" })
        {
            foreach (var seed in Enumerable.Range(4, 3)) all.Add(data, seed);
        }

        return all;
    }

    [Theory]
    [MemberData(nameof(DataAndSeedsAndFreshOnes))]
    public void The_backdoor_is_isolated_and_unlearned_on_both_data_sets_in_every_seed(string data, int seed)
    {
        var values = CommittedResults.Of("anti-backdoor")[$"{data}, badnets, refined, seed {seed}"].Values;
        Assert.InRange(values["precision at 1%"], 0.9, 1.0);
        Assert.InRange(values["isolated: attack success"], 0.95, 1.0);
        Assert.InRange(values["round 2: attack success"], 0.0, data == "mnist" ? 0.1 : 0.05);
        Assert.True(values["round 2: clean accuracy"] >= Math.Max(values["isolated: clean accuracy"], values["trained: clean accuracy"]) - (data == "mnist" ? 0.03 : 0.02));
    }

    [Theory]
    [MemberData(nameof(DataAndSeeds))]
    public void Poison_with_covers_is_not_found(string data, int seed)
    {
        var values = CommittedResults.Of("anti-backdoor")[$"{data}, slow, refined, seed {seed}"].Values;
        Assert.InRange(values["precision at 1%"], 0.0, 0.2);
        Assert.InRange(values["isolated: attack success"], 0.8, 1.0);
    }

    [Theory]
    [MemberData(nameof(DataAndSeeds))]
    public void Ascent_as_the_authors_run_it_removes_the_backdoor_where_the_suspects_are_pure(string data, int seed)
    {
        var values = CommittedResults.Of("loss-guided-isolation")[$"{data}, batch mean, 8500 images, seed {seed}"].Values;
        Assert.InRange(values["precision at 1%"], 0.4, 1.0);
        Assert.InRange(values["trained: attack success"], 0.95, 1.0);
        Assert.InRange(values["ascent on poison alone: attack success"], 0.0, 0.1);
        Assert.True(values["ascent, epoch 5: attack success"] < values["ascent beside the rest: attack success"]);
    }

    [Fact]
    public void The_formula_of_the_paper_isolates_worse_than_the_program_of_its_authors_at_the_same_seed()
    {
        var results = CommittedResults.Of("loss-guided-isolation");
        Assert.All(results.Points.Where(point => point.Key.Contains("each example", StringComparison.Ordinal)), formula =>
        {
            var program = results[formula.Key.Replace("each example", "batch mean", StringComparison.Ordinal)];
            Assert.True(formula.Values["precision at 1%"] < program.Values["precision at 1%"], formula.Key);
        });
    }
}
