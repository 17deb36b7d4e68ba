using RedGradient.Attacks.Evasion;
using RedGradient.Defenses.Evasion;
using RedGradient.Evaluation;
using RedGradient.Networks;
using RedGradient.Tests.Attacks.Evasion;

namespace RedGradient.Tests.Evaluation;

public class EvaluationTests
{
    private static readonly MaskingOptions Quick = new() { Epsilon = 0.15f, Queries = 400, Samples = 50, Steps = 20, Surrogate = Victim.Surrogate };

    [Fact]
    public void The_curve_over_epsilon_begins_at_the_clean_accuracy_and_falls_to_nothing()
    {
        float[] epsilons = [0f, 0.05f, 0.1f, 0.3f, 1f];
        var curve = AccuracyUnderAttack.Over(Victim.Network, Victim.Images, Victim.Labels, new ProjectedGradientDescent { Steps = 20 }, epsilons);
        Assert.Equal(epsilons, curve.Select(point => point.Epsilon));
        Assert.Equal(Victim.Network.Accuracy(Victim.Images, Victim.Labels), curve[0].Accuracy, 1e-6);
        Assert.Equal(curve.Select(point => point.Accuracy).OrderDescending(), curve.Select(point => point.Accuracy));
        Assert.Equal(0.0, curve[^1].Accuracy);
        Assert.Equal(1.0, curve[^1].Error);
        Assert.InRange(curve[^1].ConfidenceOnErrors, 0.1, 1.0);
    }

    [Fact]
    public void The_confidence_on_errors_is_the_mean_softmax_of_the_wrong_answers()
    {
        var result = new FastGradientSign { Epsilon = 0.1f }.Perturb(Victim.Network, Victim.Images, Victim.Labels);
        var probabilities = Victim.Network.Probabilities(result.Perturbed);
        var wrong = Enumerable.Range(0, 40).Where(i => result.PredictionsAfter[i] != Victim.Labels[i]).ToArray();
        Assert.Equal(wrong.Average(i => probabilities[i, result.PredictionsAfter[i]]), result.MeanConfidenceOfSuccesses, 1e-6);
        Assert.Equal(1.0 - result.Accuracy, (double)wrong.Length / 40);
    }

    [Fact]
    public void The_worst_case_counts_an_image_that_any_attack_fools()
    {
        IEvasionAttack[] attacks = [new FastGradientSign { Epsilon = 0.06f }, new RandomSearch { Epsilon = 0.2f, Samples = 10 }, new SquareAttack { Epsilon = 0.06f, MaximumQueries = 50 }];
        var worst = WorstCase.Over(Victim.Network, Victim.Images, Victim.Labels, attacks);
        var results = attacks.Select(attack => attack.Perturb(Victim.Network, Victim.Images, Victim.Labels)).ToArray();
        for (var i = 0; i < 40; i++)
        {
            Assert.Equal(results.FirstOrDefault(result => result.Succeeded[i])?.Attack, worst.FooledBy[i]);
        }

        Assert.Equal(worst.FooledBy.Count(name => name is null) / 40.0, worst.Accuracy);
        Assert.Equal(results.Select(result => (result.Attack, result.Accuracy)), worst.Accuracies);
        Assert.True(worst.Accuracy <= worst.Accuracies.Min(item => item.Accuracy));
        Assert.Equal(results.MinBy(result => result.Accuracy)!.Attack, worst.Strongest);
        Assert.Throws<ArgumentException>(() => WorstCase.Over(Victim.Network, Victim.Images, Victim.Labels, []));
    }

    [Fact]
    public void A_plain_network_shows_no_sign_of_masking()
    {
        var report = MaskingReport.Examine(Victim.Network, Victim.Images, Victim.Labels, Quick);
        Assert.Equal(4, report.Symptoms.Count);
        Assert.All(report.Symptoms, symptom => Assert.False(symptom.Fires, symptom.Reason));
        Assert.False(report.IsMasked);
        Assert.StartsWith("No sign of masking", report.Verdict, StringComparison.Ordinal);
        Assert.Equal(Victim.Network.Accuracy(Victim.Images, Victim.Labels), report.CleanAccuracy, 1e-6);
    }

    [Fact]
    public void Quantisation_looks_robust_and_is_found_out_and_broken()
    {
        var defended = new DefendedClassifier(Victim.Network, new InputQuantization());
        var bypass = new TransferAttack(new BackwardPassApproximation(defended), new ProjectedGradientDescent { Epsilon = 0.15f }) { Label = "BPDA" };
        AssertFoundOut(defended, Quick with { Bypasses = [bypass] }, "BPDA");
    }

    [Fact]
    public void A_saturating_temperature_looks_robust_and_is_found_out_and_broken()
    {
        var bypass = new ProjectedGradientDescent { Epsilon = 0.15f, Loss = ScoreLoss.Margin };
        AssertFoundOut(new SaturatedTemperature(Victim.Network, 1e4f), Quick with { Bypasses = [bypass] }, "PGD");
    }

    [Fact]
    public void A_random_defence_is_found_out_by_the_tests_and_broken_by_averaging()
    {
        var noise = new RandomNoise { StandardDeviation = 0.4f };
        var network = new Network(1, new Flatten(), new Dense(784, 64), new Relu(), new Dense(64, 10));
        Trainer.Train(network, Victim.Data, new TrainingOptions { Epochs = 25, BatchSize = 64, Objective = AdversarialTraining.Through(noise), Optimizer = new Adam { LearningRate = 3e-3f } });
        var defended = new DefendedClassifier(network, noise);
        var average = new ExpectationOverTransformation(defended, 10);
        var bypass = new TransferAttack(average, new ProjectedGradientDescent { Epsilon = 0.2f, Steps = 10, StopAtSuccess = false }) { Label = "EOT" };
        var report = MaskingReport.Examine(defended, Victim.Images, Victim.Labels, Quick with { Epsilon = 0.2f, Bypasses = [bypass] });
        var descent = report.GradientAttacks[1].Accuracy;

        // Descent that stops at the first success was lucky with one draw; the next draw undoes it.
        Assert.InRange(descent, 0.4, 1.0);
        Assert.InRange(report.Bypasses[^1].Accuracy, 0.0, 0.2);
        Assert.True(report.Symptoms[0].Fires, report.ToString());
        Assert.True(report.IsMasked);
    }

    [Fact]
    public void Wrong_options_get_a_sentence()
    {
        Assert.Contains("tolerance", Assert.Throws<ArgumentOutOfRangeException>(() => MaskingReport.Examine(Victim.Network, Victim.Images, Victim.Labels, Quick with { Tolerance = 2.0 })).Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentOutOfRangeException>(() => MaskingReport.Examine(Victim.Network, Victim.Images, Victim.Labels, Quick with { Epsilon = -1f }));
        Assert.Throws<ArgumentOutOfRangeException>(() => AccuracyUnderAttack.Over(Victim.Network, Victim.Images, Victim.Labels, new FastGradientSign(), [0.1f, float.NaN]));
        Assert.Contains("targeted", Assert.Throws<ArgumentException>(() => AccuracyUnderAttack.At(Victim.Network, Victim.Images, Victim.Labels, new FastGradientSign { Targeted = true })).Message, StringComparison.Ordinal);
    }

    private static void AssertFoundOut(IDifferentiableClassifier defended, MaskingOptions options, string expected)
    {
        var plain = new ProjectedGradientDescent { Epsilon = options.Epsilon }.Perturb(Victim.Network, Victim.Images, Victim.Labels);
        Assert.InRange(plain.Accuracy, 0.0, 0.1);
        var report = MaskingReport.Examine(defended, Victim.Images, Victim.Labels, options);
        Assert.All(report.GradientAttacks.Take(2), item => Assert.InRange(item.Accuracy, 0.6, 1.0));
        Assert.True(report.IsMasked);
        Assert.True(report.Symptoms[1].Fires, report.ToString());
        Assert.True(report.Symptoms[2].Fires, report.ToString());
        Assert.InRange(report.StrongestBypass.Accuracy, 0.0, 0.2);
        Assert.StartsWith(expected, report.Bypasses.Where(item => item.Accuracy < 0.2).Select(item => item.Attack).Last(), StringComparison.Ordinal);
        Assert.StartsWith("The gradient is masked", report.Verdict, StringComparison.Ordinal);
        Assert.Equal(5, report.ToString().Split('\n').Length);
    }
}
