using RedGradient.Attacks.Training;
using RedGradient.Data;
using RedGradient.Defenses.Training;
using RedGradient.Networks;
using RedGradient.Tensors;

namespace RedGradient.Tests.Defenses.Training;

/// <summary>Monitors of the training loop, among them the defects that the article's has: each is a test that ours passes.</summary>
public class MonitorTests
{
    private static readonly string[] Names = ["0.weight"];

    [Fact]
    public void Median_and_scale_are_those_of_the_sorted_window_and_the_window_is_kept()
    {
        var history = new RobustHistory(window: 7, firstSteps: 3, threshold: 1e9, leastScale: 1e-9);
        Assert.True(double.IsNaN(history.Median));
        var random = new SeededRandom(1);
        List<double> all = [];
        for (var step = 1; step <= 40; step++)
        {
            all.Add(random.NextNormal());
            history.Judge(step, all[^1]);
            var last = all.TakeLast(7).Order().ToArray();
            Assert.Equal(last.Length, history.Count);
            var median = Middle(last);
            Assert.Equal(median, history.Median, 1e-12);
            Assert.Equal(Math.Max(1e-9, 1.4826022185056018 * Middle([.. last.Select(value => Math.Abs(value - median)).Order()])), history.Scale, 1e-12);
        }

        static double Middle(double[] sorted) => sorted.Length % 2 == 1 ? sorted[sorted.Length / 2] : (sorted[(sorted.Length / 2) - 1] + sorted[sorted.Length / 2]) / 2;
    }

    [Fact]
    public void Defect_a_a_gradient_of_any_size_is_compared_with_its_like()
    {
        // The article's stops with a shape error at its seventh step of 64 × 64.
        var monitor = new GradientMonitor();
        for (var step = 1; step <= 30; step++) monitor.Update(step, [Noise(step, 64)], Names);
        Assert.Equal(30, monitor.Observations.Count);
        Assert.Contains("began with 4096 numbers, and 9 were given.", Assert.Throws<ArgumentException>(() => monitor.Update(31, [Noise(1, 3)], Names)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Defect_b_the_window_is_the_one_that_was_asked_for()
    {
        // A level that doubled 20 steps ago is the usual one for a window of 10, and was not for one of 100.
        foreach (var (window, remembered) in new[] { (10, 10), (100, 60) })
        {
            var history = new RobustHistory(window, 5, threshold: 1e9, leastScale: 0.01);
            for (var step = 1; step <= 60; step++) history.Judge(step, step <= 40 ? 1 : 2);
            Assert.Equal(remembered, history.Count);
            Assert.Equal(window == 10 ? 2 : 1, history.Median);
        }
    }

    [Fact]
    public void Defect_c_the_hundredth_attack_rings_as_loud_as_the_first()
    {
        // The article's remembers what it flagged: with n honest values and k attacks before, z falls to √(n/k), under 3 from k = n/9 on.
        var random = new SeededRandom(1);
        var ours = new RobustHistory(50, 10, 3.5, 0.01);
        List<double> theirs = [];
        for (var step = 1; step <= 50; step++)
        {
            var value = 1 + (0.01 * random.NextNormal());
            ours.Judge(step, value);
            theirs.Add(value);
        }

        int foundByOurs = 0, foundByTheirs = 0;
        for (var k = 1; k <= 100; k++)
        {
            foundByOurs += ours.Judge(50 + k, 10).Count;
            var mean = theirs.Average();
            var z = (10 - mean) / Math.Sqrt(theirs.Average(value => (value - mean) * (value - mean)));
            if (k is 2 or 3) Assert.Equal(Math.Sqrt(50.0 / (k - 1)), z, 0.05);
            foundByTheirs += z > 3 ? 1 : 0;
            theirs.Add(10);
        }

        Assert.Equal((100, 6), (foundByOurs, foundByTheirs));
    }

    [Fact]
    public void Defect_d_an_attack_in_the_first_steps_is_named_when_judging_begins()
    {
        var history = new RobustHistory(50, 10, 3.5, 0.01);
        List<int> found = [];
        for (var step = 1; step <= 12; step++) found.AddRange(history.Judge(step, step is 1 or 4 ? 10 : 1 + (0.001 * step)).Select(each => each.Step));
        Assert.Equal([1, 4], found);
        Assert.Equal(10, history.Count);
    }

    [Fact]
    public void Defect_e_a_series_that_stood_still_has_a_scale()
    {
        var history = new RobustHistory(50, 10, 3.5, leastScale: 0.01);
        for (var step = 1; step <= 20; step++) Assert.Empty(history.Judge(step, 2));
        Assert.Empty(history.Judge(21, 2.03));
        Assert.Equal(10.0, Assert.Single(history.Judge(22, 2.1)).Score, 1e-6);
        Assert.Equal(double.PositiveInfinity, Assert.Single(history.Judge(23, double.NaN)).Score);
    }

    [Fact]
    public void Defect_f_norms_that_shrink_in_training_ring_no_more_than_steady_ones()
    {
        // Two per cent a step: raw norms far below the window's mean, logarithms a steady slope.
        var monitor = new GradientMonitor(new MonitorOptions { Window = 20 });
        for (var step = 1; step <= 150; step++) monitor.Update(step, [Noise(step, 16) * (float)Math.Pow(0.98, step)], Names);
        Assert.InRange(monitor.Steps(MonitorSignal.Norm).Count, 0, 3);
        monitor.Update(151, [Noise(151, 16) * (float)(3 * Math.Pow(0.98, 151))], Names);
        Assert.Contains(151, monitor.Steps(MonitorSignal.Norm));
    }

    [Fact]
    public void Defect_g_a_direction_of_the_gradients_own_length_already_rings_the_ranks()
    {
        var monitor = new GradientMonitor();
        for (var step = 1; step <= 40; step++) monitor.Update(step, [Noise(step, 64)], Names);
        Assert.Empty(monitor.Steps(MonitorSignal.StableRank));
        var random = new SeededRandom(99);
        var spike = Tensor.Normal(random, 0f, 1f, 64, 1).MatMul(Tensor.Normal(random, 0f, 1f, 1, 64));
        var gradient = Noise(41, 64);
        monitor.Update(41, [gradient + (spike * (float)(GradientGeometry.Norm([gradient]) / GradientGeometry.Norm([spike])))], Names);
        Assert.Contains(41, monitor.Steps(MonitorSignal.StableRank));
        Assert.Contains(41, monitor.Steps(MonitorSignal.EffectiveRank, "0.weight"));
        Assert.Empty(monitor.Steps(MonitorSignal.EffectiveRank, "2.weight"));
    }

    [Fact]
    public void Defect_h_a_turned_gradient_rings_though_its_cosine_is_far_above_minus_one_half()
    {
        // A steady direction with noise of its length: cosines to the mean near 0.7. One gradient across them all.
        var steady = Noise(1000, 64);
        var monitor = new GradientMonitor();
        for (var step = 1; step <= 40; step++) monitor.Update(step, [steady + Noise(step, 64)], Names);
        Assert.InRange(monitor.Observations[^1].Cosine, 0.5, 0.9);
        Assert.Empty(monitor.Steps(MonitorSignal.Direction));
        monitor.Update(41, [Noise(2000, 64) * 1.414f], Names);
        Assert.InRange(monitor.Observations[^1].Cosine, -0.25, 0.25);
        Assert.Equal([41], monitor.Steps(MonitorSignal.Direction));
        Assert.Empty(monitor.Steps(MonitorSignal.Norm));
    }

    [Fact]
    public void A_sketch_keeps_angles_to_about_a_sixteenth_and_depends_on_its_seed()
    {
        var x = Tensor.Normal(new SeededRandom(1), 0f, 1f, 5000);
        var errors = Enumerable.Range(0, 60).Select(k =>
        {
            var y = (x * (float)((k % 11 / 5.0) - 1)) + Tensor.Normal(new SeededRandom(100 + k), 0f, 1f, 5000);
            var sketch = new GradientSketch(seed: k);
            return GradientSketch.Cosine(sketch.Of([x]), sketch.Of([y])) - GradientGeometry.Cosine([x], [y]);
        }).ToArray();
        Assert.InRange(Math.Sqrt(errors.Average(error => error * error)), 0.02, 1.3 / 16);
        Assert.InRange(errors.Average(), -0.03, 0.03);
        Assert.Equal(new GradientSketch().Of([x]), new GradientSketch().Of([x.Reshape(50, 100)]));
        Assert.NotEqual(new GradientSketch().Of([x]), new GradientSketch(seed: 2).Of([x]));
        // As many places as numbers to keep: the sum of squares is kept on average.
        Assert.Equal(5000.0, Enumerable.Range(1, 40).Average(seed => new GradientSketch(seed: seed).Of([x]).Sum(value => value * value)), 250.0);
        Assert.Equal(0.0, GradientSketch.Cosine([0, 0], [1, 1]));
        Assert.Throws<ArgumentOutOfRangeException>(() => new GradientSketch(0));
    }

    [Fact]
    public void A_rotation_passes_the_norm_and_is_seen_in_the_sum_of_the_examples()
    {
        var data = SyntheticDigits.Generate(300, seed: 1);
        var network = new Network(1, new Dense(784, 10));
        var attack = new GoalAttackHook(network, new GradientRotation(), net => Losses.CrossEntropy(net.Forward(data.Inputs.Rows(0, 20)), new int[20]), new AttackSchedule { Share = 0.3 });
        var (norms, sums, early) = (new GradientMonitor(), new ExampleNormMonitor(), new ExampleNormMonitor(point: TrainingPoint.AfterBackward));
        Trainer.Train(network, data, new TrainingOptions { Epochs = 2, BatchSize = 10, Hooks = [attack, norms, sums, early] });
        Assert.InRange(attack.AttackedSteps.Count, 8, 30);
        Assert.Equal(attack.AttackedSteps, sums.Steps(MonitorSignal.Sum));
        // A monitor that stands before the attack sees nothing.
        Assert.Empty(early.Steps(MonitorSignal.Sum));
        Assert.InRange(norms.Steps(MonitorSignal.Norm).Count(attack.AttackedSteps.Contains), 0, 2);
    }

    [Fact]
    public void Norms_of_examples_name_the_class_that_is_amplified_and_count_missing_classes_as_none()
    {
        var random = new SeededRandom(1);
        var monitor = new ExampleNormMonitor();
        int[] labels = [.. Enumerable.Range(0, 40).Select(i => i % 4)];
        for (var step = 1; step <= 30; step++)
            monitor.Update(step, [.. labels.Select(label => Math.Exp(0.2 * random.NextNormal()) * (step == 25 && label == 2 ? 10 : 1))], labels, 5);
        Assert.Equal([25], monitor.Steps(MonitorSignal.ExampleNorm, "class 2"));
        Assert.Empty(monitor.Steps(MonitorSignal.Sum));
        Assert.All(monitor.Observations, seen => Assert.True(double.IsNaN(seen[4])));
        Assert.Equal("step 25: ExampleNorm of class 2 is ", monitor.Alerts.First(alert => alert.Where == "class 2").ToString()[..35]);
        Assert.Throws<ArgumentException>(() => monitor.Update(1, [1], [5], 5));
        Assert.Throws<ArgumentException>(() => monitor.Update(1, [1, 2], [0], 5));
        Assert.Throws<ArgumentException>(() => monitor.Update(1, [], [], 5));
    }

    [Fact]
    public void Options_that_cannot_be_are_refused_with_a_sentence()
    {
        foreach (var make in (Func<object>[])
        [
            () => new MonitorOptions { Window = 2 }, () => new MonitorOptions { FirstSteps = 2 }, () => new MonitorOptions { Threshold = 0 }, () => new MonitorOptions { Threshold = double.NaN },
            () => new GradientMonitor(new MonitorOptions { Window = 5, FirstSteps = 6 }), () => new ExampleNormMonitor(new MonitorOptions { Window = 5, FirstSteps = 6 }),
            () => new GradientMonitor(point: TrainingPoint.AfterStep), () => new ExampleNormMonitor(point: TrainingPoint.Loss), () => new ExampleNormMonitor(tolerance: 0),
            () => new RobustHistory(10, 5, 3, 0),
        ])
        {
            Assert.EndsWith(".", Assert.Throws<ArgumentOutOfRangeException>(make).Message.Split(" (Parameter")[0].Split("\n")[0], StringComparison.Ordinal);
        }

        Assert.Throws<ArgumentException>(() => new GradientMonitor().Update(1, [], []));
        Assert.Throws<ArgumentException>(() => new GradientMonitor().Update(1, [Noise(1, 2)], []));
        // A gradient of zeros, of one row, or not finite is an observation, not a reason to stop.
        var monitor = new GradientMonitor();
        for (var step = 1; step <= 15; step++) monitor.Update(step, [step == 14 ? Tensor.Zeros(4, 4) : step == 15 ? Tensor.Full(float.NaN, 4, 4) : Noise(step, 4)], Names);
        Assert.Equal([14, 15], monitor.Steps(MonitorSignal.Norm).TakeLast(2));
    }

    private static Tensor Noise(int seed, int size) => Tensor.Normal(new SeededRandom(seed), 0f, 0.01f, size, size);
}
