using RedGradient.Attacks.Training;
using RedGradient.Evaluation.Experiments;
using RedGradient.Lessons;

namespace RedGradient.Tests.Evaluation;

/// <summary>The committed results of the trigger searches: what lesson 9 says about those that it reads.</summary>
public class TriggerSearchTests
{
    private static readonly ExperimentResults Committed = CommittedResults.Of("trigger-search");

    [Fact]
    public void Both_classifiers_read_their_language()
    {
        Assert.InRange(Mean("mean embedding", new RandomTokens(), "accuracy"), 0.95, 0.97);
        Assert.InRange(Mean("convolution", new RandomTokens(), "accuracy"), 0.93, 0.96);
    }

    [Fact]
    public void On_the_mean_embedding_all_searches_that_take_the_best_token_tie_and_chance_is_far_behind()
    {
        TokenTriggerSearch[] tie = [new FirstOrderReplacement(), new CandidateEvaluation(), new CoordinateDescent(), new ExhaustiveCoordinates()];
        foreach (var search in tie) Assert.Equal(Seeds("mean embedding", tie[0], "flipped"), Seeds("mean embedding", search, "flipped"));
        var article = Mean("mean embedding", new DrawFromTop(), "flipped");
        var gradient = Mean("mean embedding", tie[0], "flipped");
        Assert.InRange(article, gradient - 0.03, gradient);
        Assert.True(Mean("mean embedding", new RandomTokens(), "flipped") < gradient - 0.1);
    }

    [Fact]
    public void On_the_convolution_promises_have_to_be_checked()
    {
        double Flipped(TokenTriggerSearch search) => Mean("convolution", search, "flipped");
        var (auto, first) = (Flipped(new CandidateEvaluation()), Flipped(new FirstOrderReplacement()));
        Assert.True(auto > first + 0.1, $"{auto}, {first}");
        Assert.True(auto > Flipped(new DrawFromTop()) + 0.05);
        Assert.True(Flipped(new DrawFromTop()) > first);
        Assert.InRange(Flipped(new CoordinateDescent()), auto - 0.03, auto);
        Assert.True(first > Flipped(new RandomTokens()) + 0.1);
        Assert.All(Seeds("convolution", new CandidateEvaluation(), "flipped").Zip(Seeds("convolution", new FirstOrderReplacement(), "flipped")), pair => Assert.True(pair.First >= pair.Second));
    }

    [Fact]
    public void A_course_never_goes_up_and_a_cost_never_beyond_the_budget()
    {
        foreach (var point in Committed.Points)
        {
            var losses = TriggerSearchExperiment.Stages.Select(stage => point.Values[TriggerSearchExperiment.BestLossAt(stage)]).ToArray();
            Assert.Equal(losses.OrderDescending(), losses);
            Assert.Equal(point.Values["best loss"], losses[^1]);
            Assert.InRange(point.Values["evaluations"], 1, TriggerSearchScene.Budget);
            Assert.True(point.Values["flipped"] > point.Values["flipped without a trigger"], point.Key);
        }
    }

    private static double Mean(string model, TokenTriggerSearch search, string number) => Seeds(model, search, number).Average();

    private static double[] Seeds(string model, TokenTriggerSearch search, string number) =>
        [.. Enumerable.Range(1, 5).Select(seed => Committed[TriggerSearchExperiment.KeyOf(model, search.Name, seed)].Values[number])];
}
