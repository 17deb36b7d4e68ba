using RedGradient.Defenses.Runtime;
using RedGradient.Tensors;

namespace RedGradient.Tests.Defenses.Runtime;

public class GuardTests
{
    [Fact]
    public void It_gives_the_class_or_a_rejection_with_its_reason()
    {
        var images = Backdoored.Judged.Inputs.Rows(0, 12);
        var predictions = Backdoored.Network.Predict(images);
        var guard = new Guard(Backdoored.Network, new RejectsClass(predictions[0]));
        var answers = guard.Classify(images);
        for (var i = 0; i < 12; i++)
        {
            var rejected = predictions[i] == predictions[0];
            Assert.Equal(predictions[i], answers[i].Prediction);
            Assert.Equal(rejected, answers[i].IsRejected);
            Assert.Equal(rejected ? null : predictions[i], answers[i].Class);
            Assert.Equal(rejected ? "not wanted" : null, answers[i].Reason);
            Assert.Contains(rejected ? "rejected by class" : $"class {predictions[i]}", answers[i].ToString(), StringComparison.Ordinal);
        }
    }

    [Fact]
    public void Later_detectors_see_only_what_earlier_ones_let_pass()
    {
        var images = Backdoored.Judged.Inputs.Rows(0, 20);
        var predictions = Backdoored.Network.Predict(images);
        var second = new RejectsClass(predictions[1], "second");
        var guard = new Guard(Backdoored.Network, new RejectsClass(predictions[0], "first"), second);
        var answers = guard.Classify(images);
        var first = predictions.Count(p => p == predictions[0]);
        Assert.Equal(20 - first, second.Seen);
        Assert.Equal(first, answers.Count(answer => answer.RejectedBy == "first"));
        Assert.Equal(first, guard.Counters.RejectedByDetector["first"]);
    }

    [Fact]
    public void The_counters_add_up_by_class_and_detector()
    {
        var guard = new Guard(Backdoored.Network, new RejectsClass(7), new RejectsClass(3, "other"));
        Assert.Equal(0, guard.Counters.Seen);
        Assert.Equal(0.0, guard.Counters.RejectionRate);
        Parallel.For(0, 4, i => guard.Classify(Backdoored.Judged.Inputs.Rows(20 * i, 20)));
        var predictions = Backdoored.Network.Predict(Backdoored.Judged.Inputs);
        var counters = guard.Counters;
        Assert.Equal(80, counters.Seen);
        for (var c = 0; c < 10; c++)
        {
            var count = predictions.Count(p => p == c);
            Assert.Equal(c is 3 or 7 ? count : 0, counters.RejectedByClass[c]);
            Assert.Equal(c is 3 or 7 ? 0 : count, counters.AcceptedByClass[c]);
        }

        Assert.Equal(counters.Rejected, counters.RejectedByDetector.Values.Sum());
        Assert.Equal(counters.Rejected / 80.0, counters.RejectionRate);
        Assert.StartsWith("80 inputs, ", counters.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void A_guard_of_both_detectors_names_the_numbers_that_it_decided_by()
    {
        var strip = new Strip(Backdoored.Network, Backdoored.HeldOut, new StripOptions { Overlays = 30 });
        var detector = StripDetector.Calibrate(strip, Backdoored.Calibration, 0.05);
        var attacked = Backdoored.Attacked.Inputs.Rows(0, 20);
        var answers = new Guard(Backdoored.Network, detector, new Proximity(Backdoored.Clean)).Classify(attacked);
        Assert.Contains(answers, answer => answer.RejectedBy == "STRIP");
        Assert.True(answers.Count(answer => answer.IsRejected) >= 17);
        foreach (var (answer, entropy) in answers.Zip(strip.Entropies(attacked)))
        {
            Assert.Equal(detector.Threshold.Rejects(entropy), answer.RejectedBy == "STRIP");
            Assert.Contains(answer.RejectedBy == "STRIP" ? FormattableString.Invariant($"{entropy:F4} bits") : "nearest clean examples", answer.Reason ?? "nearest clean examples", StringComparison.Ordinal);
        }
    }

    [Fact]
    public void Wrong_detectors_get_a_sentence_and_a_cancelled_batch_is_not_counted()
    {
        Assert.Contains("at least one detector", Assert.Throws<ArgumentException>(() => new Guard(Backdoored.Network)).Message, StringComparison.Ordinal);
        Assert.Contains("\"class\"", Assert.Throws<ArgumentException>(() => new Guard(Backdoored.Network, new RejectsClass(1), new RejectsClass(2))).Message, StringComparison.Ordinal);
        var guard = new Guard(Backdoored.Network, new RejectsClass(1));
        Assert.Throws<OperationCanceledException>(() => guard.Classify(Backdoored.Judged.Inputs, new CancellationToken(canceled: true)));
        Assert.Equal(0, guard.Counters.Seen);
    }

    private sealed class RejectsClass(int unwanted, string name = "class") : IInputDetector
    {
        public int Seen { get; private set; }

        public string Name => name;

        public IReadOnlyList<string?> Examine(Tensor batch, int[] predictions, CancellationToken cancellationToken = default)
        {
            Seen += batch.Shape[0];
            return [.. predictions.Select(prediction => prediction == unwanted ? "not wanted" : null)];
        }
    }
}
