using RedGradient.Attacks.Backdoors;
using RedGradient.Data;
using RedGradient.Evaluation.Auditing;
using RedGradient.Networks;
using RedGradient.Tests.Attacks.Evasion;
using RedGradient.Tests.Defenses.Repair;

namespace RedGradient.Tests.Evaluation.Auditing;

public class PatchSearchTests
{
    private static DataSet Digits { get; } = SyntheticDigits.Generate(200, seed: 9);

    // Each place is odd in row or column, so that the squares of a scan, four pixels in steps of two, cover none exactly.
    [Theory]
    [InlineData(1, 3, 21, 3)]
    [InlineData(2, 22, 5, 0)]
    [InlineData(3, 11, 23, 7)]
    public void A_shifted_trigger_is_found_by_scores_alone_and_none_in_a_clean_network(int seed, int row, int column, int target)
    {
        var training = SyntheticDigits.Generate(800, seed);
        var trigger = PatternTrigger.Square() with { Row = row, Column = column };
        var bad = new ScoresOnly(Trained(seed, new BadNets { Trigger = trigger, Goal = BackdoorGoal.AllToOne(target), Rate = 0.15, Seed = seed }.Poison(training).Data));
        var clean = new ScoresOnly(Trained(seed, training));
        var found = new PatchSearch().Examine(bad, Digits.Take(60));
        Assert.True(found.IsSuspicious, $"{found.Share}");
        Assert.Equal(target, found.Class);
        Assert.InRange(found.Trigger.Row.Value, row - 1, row);
        Assert.InRange(found.Trigger.Column.Value, column - 1, column);
        var nothing = new PatchSearch().Examine(clean, Digits.Take(60));
        Assert.False(nothing.IsSuspicious, $"{nothing.Share}");
        if (seed > 1) return;

        // The audit says what the search says.
        var report = NetworkAudit.Run(bad, Digits, Quick);
        Assert.Equal(AuditVerdict.Suspicious, report.Verdict);
        Assert.Equal((target, report.Search!.Trigger.Value), (report.Search.Class, 1f));
        Assert.Contains(FormattableString.Invariant($"squares of 2, 3, 4 pixels at every place, tried with {report.Search.Queries:N0} queries"), report.Findings[1].Reason, StringComparison.Ordinal);
        report = NetworkAudit.Run(clean, Digits, Quick);
        Assert.Equal(AuditVerdict.CannotTell, report.Verdict);
        Assert.Equal("Nothing was found, but Neural Cleanse could not see enough here to say more. The code of this model was not seen: what waits there for an exact input no test on images finds.", report.Reason);
    }

    [Fact]
    public void Every_place_is_tried_within_the_queries_and_fewer_queries_make_larger_steps()
    {
        var network = new Network(1, new Flatten(), new Dense(784, 10));
        var report = new PatchSearch().Examine(network, Digits.Take(60));

        // 27², 26² and 25² places in two colours; twelve images each, then all sixty for the strongest 32, and each set once without a square.
        Assert.Equal((4060, 1, (4061 * 12) + (33 * 60)), (report.Candidates, report.Stride, report.Queries));
        Assert.Equal([4, 3, 2], report.Sides);
        var search = new PatchSearch { Queries = 10_000 };
        var coarse = search.Examine(network, Digits.Take(60));
        Assert.True(coarse.Stride > 1);
        Assert.InRange(coarse.Queries, 1, search.Queries);
    }

    [Fact]
    public void Bad_input_gets_a_sentence()
    {
        var classifier = new QuadrantClassifier(1f);
        var data = NeuralCleanseTests.Quadrants(8);
        Refused(() => new PatchSearch().Examine(classifier, data.OfClass(0)), "at least two classes");
        Refused(() => new PatchSearch().Examine(classifier, new DataSet("thin", data.Inputs.Reshape(8, 1, 1, 16), data.Labels, 4)), "images of 1×16");
        Refused(() => new PatchSearch { Queries = 10_000 }.Examine(classifier, NeuralCleanseTests.Quadrants(200)), "10000 queries are too few for 200 images; take at most 151");
        Assert.Contains("10000", Assert.Throws<ArgumentOutOfRangeException>(() => new PatchSearch { Queries = 9_999 }).Message.Replace(",", "", StringComparison.Ordinal), StringComparison.Ordinal);
        Assert.Throws<OperationCanceledException>(() => new PatchSearch().Examine(classifier, data, new CancellationToken(canceled: true)));
    }

    private static readonly AuditOptions Quick = new() { Images = 200, Probes = 40 };

    private static Network Trained(int seed, DataSet data)
    {
        var network = new Network(seed, new Flatten(), new Dense(784, 32), new Relu(), new Dense(32, 10));
        Trainer.Train(network, data, new TrainingOptions { Epochs = 12, BatchSize = 32, Optimizer = new Adam { LearningRate = 3e-3f } });
        return network;
    }

    private static void Refused(Action action, string sentence) => Assert.Contains(sentence, Assert.ThrowsAny<ArgumentException>(action).Message, StringComparison.Ordinal);
}
