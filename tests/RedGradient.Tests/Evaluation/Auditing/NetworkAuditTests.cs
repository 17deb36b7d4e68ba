using RedGradient.Attacks.Backdoors;
using RedGradient.Data;
using RedGradient.Defenses.Repair;
using RedGradient.Evaluation.Auditing;
using RedGradient.Networks;
using RedGradient.Tensors;
using RedGradient.Tests.Attacks.Evasion;
using RedGradient.Tests.Defenses.Repair;

namespace RedGradient.Tests.Evaluation.Auditing;

public class NetworkAuditTests
{
    private static readonly AuditOptions Quick = new() { Images = 300, Probes = 40, Cleanse = new NeuralCleanse { Rounds = 14 } };

    private static readonly Lazy<Network> Clean = new(() => Trained(SyntheticDigits.Generate(1500, seed: 1)));
    private static readonly Lazy<Network> Bad = new(() => Trained(new BadNets { Trigger = PatternTrigger.Square(), Goal = BackdoorGoal.AllToOne(3), Rate = 0.15 }.Poison(SyntheticDigits.Generate(1500, seed: 1)).Data));

    private static DataSet Digits { get; } = SyntheticDigits.Generate(320, seed: 9);

    [Fact]
    public void A_backdoored_network_is_suspicious_and_a_clean_one_is_not()
    {
        var started = new List<string>();
        var bad = NetworkAudit.Run(Bad.Value, Digits, Quick, started.Add);
        Assert.Equal(NetworkAudit.Tests, started);
        Assert.Equal(NetworkAudit.Tests, bad.Findings.Select(finding => finding.Test));
        Assert.Equal(AuditVerdict.Suspicious, bad.Verdict);
        Assert.Contains("Neural Cleanse", bad.Reason, StringComparison.Ordinal);
        Assert.Equal([3], bad.Cleanse!.Flagged);
        Assert.Equal(3, bad.Patches.Class);

        var clean = NetworkAudit.Run(Clean.Value, Digits, Quick);
        Assert.Equal(AuditVerdict.NoSign, clean.Verdict);
        Assert.Contains("It rules out nothing", clean.Reason, StringComparison.Ordinal);
        foreach (var report in new[] { bad, clean })
        {
            Assert.Equal(300, report.Data.Count);
            Assert.Equal(300, report.Accuracy.Trials);
            Assert.All(report.Findings, finding => Assert.False(string.IsNullOrWhiteSpace(finding.CannotSee)));
            Assert.All(report.Findings.Where(finding => !finding.Decides), finding => Assert.Equal(AuditVerdict.CannotTell, finding.Verdict));
            Assert.All(report.Findings.SelectMany(finding => finding.Measures), measure => Assert.True(measure.Samples >= 0));
            Assert.Equal(["none", "FGSM", "PGD"], report.Robustness.Select(each => each.Attack));
            Assert.Equal(40, report.CleanEntropies.Count);
        }
    }

    [Fact]
    public void A_model_of_scores_alone_is_audited_by_patches()
    {
        // A trigger that a patch of the scan covers: without gradients nothing else is seen.
        var trigger = PatternTrigger.Square(4) with { Row = ^4, Column = ^4 };
        var network = Trained(new BadNets { Trigger = trigger, Goal = BackdoorGoal.AllToOne(3), Rate = 0.3 }.Poison(SyntheticDigits.Generate(1500, seed: 1)).Data);
        var bad = NetworkAudit.Run(new ScoresOnly(network), Digits, Quick);
        Assert.Equal(AuditVerdict.Suspicious, bad.Verdict);
        Assert.StartsWith("Patches and saliency found", bad.Reason, StringComparison.Ordinal);
        Assert.Equal((null, null, null, "the strongest patch"), (bad.Cleanse, bad.Saliency, bad.ParameterCount, bad.TriggerTried));
        Assert.Equal("a network behind a wall", bad.Architecture);
        Assert.Equal(["none", "Square"], bad.Robustness.Select(each => each.Attack));
        Assert.True(bad.TriggeredEntropies.Average() < bad.CleanEntropies.Average());

        var clean = NetworkAudit.Run(new ScoresOnly(Clean.Value), Digits, Quick);
        Assert.Equal(AuditVerdict.CannotTell, clean.Verdict);
        Assert.Equal("Nothing was found, but Neural Cleanse could not see enough here to say more. The code of this model was not seen: what waits there for an exact input no test on images finds.", clean.Reason);
    }

    [Fact]
    public void A_backdoor_in_the_code_of_a_layer_is_not_called_clean()
    {
        var network = new MaliciousArchitecture { Target = 7 }.Build(1, new Residual(new Identity()), new Dense(784, 32), new Relu(), new Dense(32, 10));
        Trainer.Train(network, SyntheticDigits.Generate(1500, seed: 1), new TrainingOptions { Epochs = 6, BatchSize = 32 });
        var report = NetworkAudit.Run(network, Digits, Quick with { Cleanse = new NeuralCleanse { Rounds = 4 } });
        Assert.Equal(AuditVerdict.CannotTell, report.Verdict);
        Assert.Contains("the layer TriggerSkip, whose code these tests do not read", report.Reason, StringComparison.Ordinal);
        Assert.StartsWith("TriggerSkip(7, ", report.Architecture, StringComparison.Ordinal);
        Assert.EndsWith(" around [Residual around [Identity], Dense(784, 32), Relu, Dense(32, 10)]", report.Architecture, StringComparison.Ordinal);
    }

    [Fact]
    public void A_model_of_another_framework_is_without_a_sign_only_where_its_code_was_looked_through()
    {
        var plain = NetworkAudit.Run(new Foreign(Clean.Value), Digits, Quick);
        Assert.Equal(AuditVerdict.NoSign, plain.Verdict);
        Assert.EndsWith("The code of the model was looked through and holds plain layers alone; its activations were not looked into.", plain.Reason, StringComparison.Ordinal);
        var conditions = NetworkAudit.Run(new Foreign(Clean.Value, "the operation torch.where", "the word if"), Digits, Quick);
        Assert.Equal(AuditVerdict.CannotTell, conditions.Verdict);
        Assert.StartsWith("Nothing was found on images, but the code of the model holds the operation torch.where, the word if, which is not a plain layer", conditions.Reason, StringComparison.Ordinal);
        var unseen = NetworkAudit.Run(new Unseen(Clean.Value), Digits, Quick);
        Assert.Equal(AuditVerdict.CannotTell, unseen.Verdict);
        Assert.Equal("Neural Cleanse and Patches and saliency found nothing. The code of this model was not seen: what waits there for an exact input no test on images finds.", unseen.Reason);
        Assert.Null(plain.Search);
    }

    [Fact]
    public void A_network_that_knows_nothing_is_not_judged()
    {
        var report = NetworkAudit.Run(new Network(1, new Flatten(), new Dense(784, 10)), Digits, Quick with { Cleanse = new NeuralCleanse { Rounds = 1 } });
        Assert.Equal(AuditVerdict.CannotTell, report.Verdict);
        Assert.Contains("not made for these images", report.Reason, StringComparison.Ordinal);
        Assert.Null(report.CleanUnits);
        Assert.Contains("no hidden layer", report.Findings[2].Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void Bad_input_gets_a_sentence()
    {
        var network = Clean.Value;
        Refused(() => NetworkAudit.Run(network, Digits.Take(199)), "at least 200 clean images; ");
        Refused(() => NetworkAudit.Run(network, new DataSet("flat", Digits.Inputs.Reshape(320, 784), Digits.Labels, 10)), "needs images [n, channels, height, width]");
        Refused(() => NetworkAudit.Run(network, Digits.WithInputs(Digits.Inputs - 1f)), "values from 0 to 1");
        Refused(() => NetworkAudit.Run(network, new DataSet("small", Digits.Inputs.Reshape(320, 1, 56, 14), Digits.Labels, 10)), "does not take the images of small, which are 1×56×14");
        Refused(() => NetworkAudit.Run(network, new DataSet("eleven", Digits.Inputs, Digits.Labels, 11)), "which has 11 classes; an audit needs [1, 11]");
        Refused(() => NetworkAudit.Run(network, Digits.WithLabels([.. Digits.Labels.Select(label => label % 2)])), "at least 3 classes");
        var broken = network.Copy();
        broken.Parameters[^1].Set(Tensor.Full(float.NaN, 10));
        Refused(() => NetworkAudit.Run(broken, Digits), "scores must be finite");
        Assert.Throws<ArgumentOutOfRangeException>(() => new AuditOptions { Images = 199 });
        Assert.Throws<ArgumentOutOfRangeException>(() => new AuditOptions { Probes = 19 });
        Assert.Throws<ArgumentOutOfRangeException>(() => new AuditOptions { Epsilon = 0f });
        Assert.Throws<OperationCanceledException>(() => NetworkAudit.Run(network, Digits, Quick, cancellationToken: new CancellationToken(canceled: true)));
    }

    [Fact]
    public void A_patch_scan_counts_what_moves_to_a_class()
    {
        // One white pixel, that of the backdoor, is enough; no other pixel is.
        var classifier = new QuadrantClassifier(backdoor: 60f);
        var pixel = new PatchScan { Side = 1 }.Examine(classifier, NeuralCleanseTests.Quadrants(40));
        Assert.Equal((2, 3, 2, 1, 1.0), (pixel.Class, pixel.Row, pixel.Column, pixel.Brightness, pixel.Share));
        Assert.True(pixel.IsSuspicious);
        Assert.Equal(1, pixel.Map(2, 1).Cast<double>().Count(share => share > PatchReport.Threshold));
        Assert.False(new PatchScan { Side = 1 }.Examine(new QuadrantClassifier(backdoor: 0f), NeuralCleanseTests.Quadrants(40)).IsSuspicious);

        // Larger patches as a plain loop counts.
        var report = new PatchScan { Side = 2 }.Examine(classifier, NeuralCleanseTests.Quadrants(40));
        Assert.Equal((2, 1, 40), (report.Side, report.Stride, report.ImageCount));
        Assert.Equal((3, 3), (report.Map(2, 1).GetLength(0), report.Map(2, 1).GetLength(1)));
        var data = NeuralCleanseTests.Quadrants(40);
        foreach (var (row, column, brightness) in new[] { (0, 0, 1), (1, 1, 1), (0, 2, 0), (2, 0, 0) })
        {
            var values = data.Inputs.ToArray();
            for (var i = 0; i < 40; i++)
            {
                for (var k = 0; k < 4; k++)
                {
                    values[(i * 16) + ((row + (k / 2)) * 4) + column + (k % 2)] = brightness;
                }
            }

            var before = classifier.Scores(data.Inputs).ArgMax();
            var after = classifier.Scores(Tensor.From(values, 40, 1, 4, 4)).ArgMax();
            for (var c = 0; c < 4; c++)
            {
                var (moved, others) = (0, 0);
                for (var i = 0; i < 40; i++)
                {
                    others += data.Labels[i] != c ? 1 : 0;
                    moved += data.Labels[i] != c && after[i] == c && before[i] != c ? 1 : 0;
                }

                Assert.Equal((double)moved / others, report.Map(c, brightness)[row, column], 9);
            }
        }

        Assert.Equal(4, report.LargestShares.Count);
        Assert.Equal(report.Share, report.LargestShares.Max());
        Assert.Throws<ArgumentOutOfRangeException>(() => report.Map(4, 0));
        Assert.Throws<ArgumentOutOfRangeException>(() => report.Map(0, 2));
    }

    [Fact]
    public void A_patch_must_fit_and_images_must_be_images()
    {
        var data = NeuralCleanseTests.Quadrants(8);
        var classifier = new QuadrantClassifier(1f);
        Refused(() => new PatchScan { Side = 5 }.Examine(classifier, data), "5×5 pixels does not fit images of 4×4");
        Refused(() => new PatchScan().Examine(classifier, data.OfClass(0)), "at least two classes");
        Refused(() => new PatchScan().Examine(classifier, new DataSet("flat", data.Inputs.Reshape(8, 16), data.Labels, 4)), "[n, channels, height, width]");
        Assert.Throws<ArgumentOutOfRangeException>(() => new PatchScan { Side = 0 });
        Assert.Throws<OperationCanceledException>(() => new PatchScan().Examine(classifier, data, new CancellationToken(canceled: true)));
    }

    private class Unseen(Network network) : IDifferentiableClassifier
    {
        public Tensor Scores(Tensor batch) => network.Scores(batch);

        public Tensor Pullback(Tensor batch, Tensor scoreGradient) => network.Pullback(batch, scoreGradient);
    }

    private sealed class Foreign(Network network, params string[] unread) : Unseen(network), IExaminedModel
    {
        public IReadOnlyList<string> UnreadCode => unread;
    }

    private static Network Trained(DataSet data)
    {
        var network = new Network(1, new Conv2D(1, 6, 5, stride: 2), new Relu(), new Conv2D(6, 12, 5, stride: 2), new Relu(), new Dense(192, 10));
        Trainer.Train(network, data, new TrainingOptions { Epochs = 10, BatchSize = 32, Optimizer = new Adam { LearningRate = 3e-3f } });
        return network;
    }

    private static void Refused(Action action, string sentence)
    {
        var exception = Assert.ThrowsAny<ArgumentException>(action);
        Assert.Contains(sentence, exception.Message, StringComparison.Ordinal);
    }
}
