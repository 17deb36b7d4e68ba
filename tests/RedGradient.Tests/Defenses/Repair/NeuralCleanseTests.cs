using RedGradient.Attacks.Backdoors;
using RedGradient.Data;
using RedGradient.Defenses.Repair;
using RedGradient.Evaluation;
using RedGradient.Evaluation.Experiments;
using RedGradient.Lessons;
using RedGradient.Networks;
using RedGradient.Tensors;

namespace RedGradient.Tests.Defenses.Repair;

public class NeuralCleanseTests
{
    [Fact]
    public void Finds_the_one_pixel_of_a_backdoor_that_can_be_read()
    {
        var classifier = new QuadrantClassifier(backdoor: 60f);
        var report = new NeuralCleanse().Examine(classifier, Quadrants(80));
        var trigger = report.Triggers[2];
        Assert.Equal([2], report.Flagged);
        Assert.Same(trigger, report.Smallest);
        Assert.True(trigger.Reached);
        Assert.InRange(trigger.MaskNorm, 0.05, 1.0);
        var strongest = Enumerable.Range(0, 16).MaxBy(k => trigger.Mask.AsSpan()[k]);
        Assert.Equal(QuadrantClassifier.TriggerPixel, strongest);
        Assert.True(trigger.Pattern.AsSpan()[strongest] > 0.9f);
        Assert.True(trigger.OverlapWith(PatternTrigger.Pixel(3, 2)) > 0.9);
        Assert.All(report.Triggers.Where(other => other.Target != 2), other => Assert.True(other.MaskNorm > 2.0));

        // Without the backdoor all four classes are alike but for one pixel.
        Assert.Empty(new NeuralCleanse().Examine(new QuadrantClassifier(backdoor: 0f), Quadrants(80)).Flagged);
    }

    [Fact]
    public void Masks_and_patterns_stay_within_0_and_1_and_success_is_what_the_trigger_does()
    {
        var classifier = new QuadrantClassifier(backdoor: 10f);
        foreach (var (seed, rounds, batch) in new[] { (1, 1, 1), (2, 3, 7), (3, 12, 500) })
        {
            var data = Quadrants(60);
            var trigger = new NeuralCleanse { Rounds = rounds, BatchSize = batch, Seed = seed, LearningRate = 3f }.Reverse(classifier, data, 1);
            Assert.Equal([1, 4, 4], [.. trigger.Mask.Shape]);
            Assert.Equal([1, 4, 4], [.. trigger.Pattern.Shape]);
            Assert.All(trigger.Mask.ToArray().Concat(trigger.Pattern.ToArray()), value => Assert.InRange(value, 0f, 1f));
            Assert.Equal(trigger.Mask.ToArray().Sum(value => (double)value), trigger.MaskNorm, 9);
            var success = AttackSuccess.Measure(classifier, data, trigger, BackdoorGoal.AllToOne(1)).Success.Value;
            Assert.Equal(success, trigger.Success, 9);
            Assert.Equal(1, trigger.Target);
        }
    }

    [Fact]
    public void The_trigger_is_put_in_as_the_equation_says()
    {
        var trigger = new NeuralCleanse { Rounds = 2 }.Reverse(new QuadrantClassifier(5f), Quadrants(20), 0);
        var images = Tensor.Uniform(new SeededRandom(4), 0f, 1f, 3, 1, 4, 4);
        var stamped = trigger.Apply(images);
        for (var k = 0; k < images.Size; k++)
        {
            double m = trigger.Mask.AsSpan()[k % 16], p = trigger.Pattern.AsSpan()[k % 16], x = images.AsSpan()[k];
            Assert.Equal(((1 - m) * x) + (m * p), stamped.AsSpan()[k], 6);
        }
    }

    [Fact]
    public void One_class_alone_gives_the_trigger_that_all_together_give_and_the_same_again()
    {
        var (classifier, data) = (new QuadrantClassifier(20f), Quadrants(50));
        var method = new NeuralCleanse { Rounds = 4, BatchSize = 8 };
        var all = method.Examine(classifier, data);
        foreach (var trigger in all.Triggers)
        {
            Assert.Equal(trigger.Mask.ToArray(), method.Reverse(classifier, data, trigger.Target).Mask.ToArray());
        }

        Assert.NotEqual(all.Triggers[0].Mask.ToArray(), (method with { Seed = 2 }).Reverse(classifier, data, 0).Mask.ToArray());
    }

    [Fact]
    public void It_asks_for_one_gradient_a_step()
    {
        var classifier = new QuadrantClassifier(20f);
        new NeuralCleanse { Rounds = 3, StepsPerRound = 4 }.Reverse(classifier, Quadrants(50), 0);
        Assert.Equal(12, classifier.Gradients);
    }

    [Fact]
    public void A_class_that_no_trigger_reaches_is_said_to_be_unreached_and_never_flagged()
    {
        // Class 4 has no score that an image can raise.
        var network = new Network(1, new Flatten(), new Dense(16, 5));
        network.Parameters[0].Set(Tensor.Zeros(16, 5));
        network.Parameters[1].Set(Tensor.From([1f, 1f, 1f, 1f, -5f], 5));
        var data = Quadrants(40);
        var report = new NeuralCleanse { Rounds = 2 }.Examine(network, new DataSet("five", data.Inputs, data.Labels, 5));
        Assert.False(report.Triggers[4].Reached);
        Assert.Equal(0.0, report.Triggers[4].Success);
        Assert.DoesNotContain(4, report.Flagged);
    }

    [Fact]
    public void The_anomaly_index_is_that_of_the_paper()
    {
        // Median 10; the deviations 9, 1, 0, 1, 2 have the median 1.
        var indices = CleanseReport.IndicesOf([1.0, 9.0, 10.0, 11.0, 12.0]);
        Assert.Equal([9 / 1.4826, 1 / 1.4826, 0.0, 1 / 1.4826, 2 / 1.4826], indices, new Within(1e-12));

        // An even number: median 5, deviations 4, 1, 1, 4, median 2.5.
        Assert.Equal([4 / (2.5 * 1.4826), 1 / (2.5 * 1.4826), 1 / (2.5 * 1.4826), 4 / (2.5 * 1.4826)], CleanseReport.IndicesOf([1.0, 4.0, 6.0, 9.0]), new Within(1e-12));
        Assert.Equal([0.0, 0.0, double.PositiveInfinity], CleanseReport.IndicesOf([3.0, 3.0, 8.0]));
        Assert.Throws<ArgumentException>(() => CleanseReport.IndicesOf([]));

        var random = new SeededRandom(8);
        for (var trial = 0; trial < 50; trial++)
        {
            double[] sizes = [.. Enumerable.Range(0, 3 + (trial % 9)).Select(_ => random.NextUniform(1, 100))];
            var before = CleanseReport.IndicesOf(sizes);
            Assert.Equal(before, CleanseReport.IndicesOf([.. sizes.Select(size => (3.0 * size) + 7.0)]), new Within(1e-9));
            Assert.Equal(before.Reverse(), CleanseReport.IndicesOf([.. sizes.Reverse()]));
        }
    }

    [Fact]
    public void Only_small_masks_are_flagged_and_with_a_share_of_1_the_index_decides_alone()
    {
        static CleanseReport Of(double share, params float[] norms) => new([.. norms.Select((norm, i) =>
            new ReversedTrigger(i, Tensor.Full(norm / 100f, 1, 10, 10), Tensor.Ones(1, 10, 10), success: 1.0, reached: true))], share);

        // A large outlier, a small one that is not small enough, and one that is.
        Assert.Empty(Of(0.5, 90f, 50f, 51f, 52f, 53f, 54f).Flagged);
        Assert.Equal([0], Of(0.5, 40f, 50f, 51f, 52f, 53f, 54f).SmallOutliers);
        Assert.Empty(Of(0.5, 40f, 50f, 51f, 52f, 53f, 54f).Flagged);
        Assert.Equal([0], Of(1.0, 40f, 50f, 51f, 52f, 53f, 54f).Flagged);
        Assert.Equal([0], Of(0.5, 5f, 50f, 51f, 52f, 53f, 54f).Flagged);
        Assert.Contains("class 0", Of(0.5, 5f, 50f, 51f, 52f, 53f, 54f).ToString(), StringComparison.Ordinal);
        Assert.StartsWith("No class", Of(0.5, 40f, 50f, 51f, 52f, 53f, 54f).ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void Overlap_counts_the_mask_inside_another_trigger_and_around_it()
    {
        var mask = new float[36];
        (mask[0], mask[7], mask[14], mask[35]) = (1f, 0.5f, 0.25f, 0.25f);
        var trigger = new ReversedTrigger(0, Tensor.From(mask, 1, 6, 6), Tensor.Ones(1, 6, 6), 1.0, reached: true);
        Assert.Equal(0.5, trigger.OverlapWith(PatternTrigger.Pixel(0, 0)));
        Assert.Equal(0.75, trigger.OverlapWith(PatternTrigger.Pixel(0, 0), margin: 1));
        Assert.Equal(0.875, trigger.OverlapWith(PatternTrigger.Pixel(0, 0), margin: 2));
        Assert.Equal(0.875, trigger.OverlapWith(PatternTrigger.Square(3) with { Row = 0, Column = 0, Value = 0f }));
        Assert.Equal(1.0, trigger.OverlapWith(PatternTrigger.Pixel(2, 2), margin: 10));
        Assert.Throws<ArgumentOutOfRangeException>(() => trigger.OverlapWith(PatternTrigger.Pixel(0, 0), margin: -1));
    }

    [Fact]
    public void A_real_backdoor_is_found_and_unlearned()
    {
        var clean = SyntheticDigits.Generate(800, seed: 12);
        var trigger = new NeuralCleanse().Reverse(Backdoored.Network, clean, 7);
        Assert.True(trigger.OverlapWith(Backdoored.Poison.Trigger, margin: 1) > 0.8, $"overlap {trigger.OverlapWith(Backdoored.Poison.Trigger, margin: 1):F2} of {trigger.MaskNorm:F1}");
        var before = Backdoored.Network.Parameters.SelectMany(parameter => parameter.Value.ToArray()).ToArray();
        var repaired = new TriggerUnlearning { Training = new() { Epochs = 2, BatchSize = 32 } }.Repair(Backdoored.Network, clean, trigger);
        Assert.Equal(before, Backdoored.Network.Parameters.SelectMany(parameter => parameter.Value.ToArray()));
        var (with, without) = (Backdoored.Measure(Backdoored.Network), Backdoored.Measure(repaired));
        Assert.True(without.Success.Value < 0.3 * with.Success.Value, $"{with} became {without}");
        Assert.True(without.CleanAccuracyDrop(with) < 0.05, $"{with} became {without}");
    }

    [Fact]
    public void Unlearning_stamps_the_share_asked_for_and_keeps_the_labels()
    {
        var clean = Backdoored.Tuning.Take(50);
        var seen = new List<float>();
        var training = new TrainingOptions
        {
            Epochs = 1,
            BatchSize = 50,
            Objective = (network, batch, pass) =>
            {
                // The bottom right pixel of the digits is black; the trigger makes it white.
                for (var i = 0; i < batch.Labels.Length; i++)
                {
                    seen.Add(batch.Inputs.AsSpan()[(i * 784) + 783]);
                    Assert.Equal(clean.Labels[batch.Rows[i]], batch.Labels[i]);
                }

                return Losses.CrossEntropy(network.Forward(batch.Inputs, pass), batch.Labels);
            },
        };
        new TriggerUnlearning { Share = 0.3, Training = training }.Repair(Backdoored.Fresh(1), clean, PatternTrigger.Pixel(27, 27));
        Assert.Equal(15, seen.Count(value => value == 1f));
        Assert.Equal(35, seen.Count(value => value == 0f));
    }

    [Fact]
    public void Bad_input_gets_a_sentence()
    {
        var (classifier, data) = (new QuadrantClassifier(1f), Quadrants(12));
        var method = new NeuralCleanse();
        Refused("outside [n", () => method.Reverse(classifier, new DataSet("flat", data.Inputs.Reshape(12, 16), data.Labels, 4), 0), "images [n, channels, height, width]");
        Refused("range", () => method.Reverse(classifier, data.WithInputs(data.Inputs * 2f), 0), "holds 2");
        Refused("class", () => method.Reverse(classifier, data, 4), "0 to 3; 4 was given");
        Refused("alone", () => method.Reverse(classifier, data.OfClass(1), 1), "images of other classes");
        Refused("two classes", () => method.Examine(classifier, data.OfClasses(0, 1).Relabel(0, 1)), "at least 3 classes; ");
        Refused("more classes", () => method.Reverse(classifier, new DataSet("more", data.Inputs, data.Labels, 6), 5), "has 4 classes, so it has no class 5");
        Refused("size", () => method.Reverse(classifier, data, 0).Apply(Tensor.Zeros(1, 1, 5, 5)), "does not fit [1, 5, 5]");
        Refused("empty", () => new TriggerUnlearning().Repair(Backdoored.Network, data.Take(0), PatternTrigger.Pixel()), "at least one clean image");
        Assert.Throws<ArgumentOutOfRangeException>(() => method with { Rounds = 0 });
        Assert.Throws<ArgumentOutOfRangeException>(() => method with { StepsPerRound = 0 });
        Assert.Throws<ArgumentOutOfRangeException>(() => method with { BatchSize = 0 });
        Assert.Throws<ArgumentOutOfRangeException>(() => method with { LearningRate = 0f });
        Assert.Throws<ArgumentOutOfRangeException>(() => method with { Success = 1.01 });
        Assert.Throws<ArgumentOutOfRangeException>(() => method with { InitialCost = float.NaN });
        Assert.Throws<ArgumentOutOfRangeException>(() => method with { CostFactor = 1f });
        Assert.Throws<ArgumentOutOfRangeException>(() => method with { LargestShare = -0.1 });
        Assert.Throws<ArgumentOutOfRangeException>(() => new TriggerUnlearning { Share = 2.0 });
        Assert.Throws<OperationCanceledException>(() => method.Reverse(classifier, data, 0, new CancellationToken(canceled: true)));
    }

    [Fact]
    public void The_experiment_has_ten_of_each_and_its_backdoors_have_all_targets()
    {
        var points = new NeuralCleanseExperiment().Points();
        Assert.Equal(40, points.Count);
        Assert.Equal(10, points.Count(point => point.Key.StartsWith("mnist, clean", StringComparison.Ordinal)));
        Assert.Equal(10, Enumerable.Range(1, 10).Select(seed => NeuralCleanseExperiment.Backdoor(seed).Goal.Target).Distinct().Count());
        Assert.Equal(4, Enumerable.Range(1, 10).Select(seed => NeuralCleanseExperiment.Backdoor(seed).Trigger.Name).Distinct().Count());
        Assert.Throws<InvalidOperationException>(() => new NeuralCleanseExperiment().Measure(new ExperimentPoint("fashion-mnist, clean, seed 01", 1)));
    }

    // Images of 4×4 with one bright quarter each, a little different.
    internal static DataSet Quadrants(int count)
    {
        var random = new SeededRandom(5);
        var values = new float[count * 16];
        for (var k = 0; k < values.Length; k++)
        {
            var pixel = k % 16;
            var bright = (2 * (pixel / 8)) + (pixel % 4 / 2) == k / 16 % 4;
            values[k] = pixel == QuadrantClassifier.TriggerPixel ? 0f : bright ? 0.5f + (0.5f * random.NextSingle()) : 0.2f * random.NextSingle();
        }

        values[0] = 1f;
        return new DataSet("quadrants", Tensor.From(values, count, 1, 4, 4), [.. Enumerable.Range(0, count).Select(i => i % 4)], 4);
    }

    private static void Refused(string what, Action action, string sentence)
    {
        var exception = Assert.ThrowsAny<ArgumentException>(action);
        Assert.True(exception.Message.Contains(sentence, StringComparison.Ordinal), $"{what}: {exception.Message}");
    }

    private sealed class Within(double tolerance) : IEqualityComparer<double>
    {
        public bool Equals(double x, double y) => Math.Abs(x - y) <= tolerance;

        public int GetHashCode(double value) => 0;
    }
}
