namespace RedGradient.Tests.Evaluation;

/// <summary>What the committed measurements of Neural Cleanse must show.</summary>
public class NeuralCleanseEvidenceTests
{
    [Theory]
    [InlineData("mnist")]
    [InlineData("synthetic")]
    public void It_tells_backdoored_networks_from_clean_ones(string data)
    {
        var results = CommittedResults.Of("neural-cleanse");
        IReadOnlyDictionary<string, double>[] Of(string kind) => [.. Enumerable.Range(1, 10).Select(seed => results[FormattableString.Invariant($"{data}, {kind}, seed {seed:00}")].Values)];
        var (backdoored, clean) = (Of("backdoored"), Of("clean"));
        Assert.True(backdoored.Count(values => values["target alone is flagged"] == 1.0) >= 9);
        Assert.True(clean.Count(values => values["flagged"] == 0.0) >= 9);
        Assert.Equal(10, backdoored.Select(values => values["target"]).Distinct().Count());
        Assert.All(backdoored, values =>
        {
            Assert.True(values["attack success"] > 0.8);
            Assert.True(values["smallest: anomaly index"] > 2.0);
            Assert.True(values["overlap within 2 pixels"] > 0.8);
        });
    }
}
