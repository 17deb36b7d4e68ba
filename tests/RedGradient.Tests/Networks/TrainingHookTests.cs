using RedGradient.Data;
using RedGradient.Defenses.Training;
using RedGradient.Networks;
using RedGradient.Tensors;
using RedGradient.Tests.Data;

namespace RedGradient.Tests.Networks;

/// <summary>The seven points of the training loop.</summary>
public sealed class TrainingHookTests : IDisposable
{
    private static readonly DataSet Images = SyntheticDigits.Generate(50, seed: 1);
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Theory]
    [InlineData("dense")]
    [InlineData("convolution")]
    [InlineData("normalised")]
    public void Hooks_that_do_nothing_change_no_bit_and_without_hooks_nobody_is_called(string kind)
    {
        float[] Trained(params TrainingHook[] hooks)
        {
            var network = Make(kind);
            Trainer.Train(network, Images, Options(hooks));
            return Bits(network);
        }

        var plain = Trained();
        Assert.Equal(plain, Trained([.. Enum.GetValues<TrainingPoint>().Select(point => TrainingHook.At(point, _ => { }))]));
        // Put back what is there: the values that a hook gives are those that the loop uses.
        Assert.Equal(plain, Trained(new PutBack()));
        var network = Make(kind);
        Assert.Null(HookCalls.Of([], network, new Adam().Start(network.Parameters), [.. network.Parameters]));
    }

    [Fact]
    public void Monitors_that_only_look_change_no_bit()
    {
        var (plain, watched) = (Make("dense"), Make("dense"));
        Trainer.Train(plain, Images, Options());
        Trainer.Train(watched, Images, Options(new GradientMonitor(), new ExampleNormMonitor()));
        Assert.Equal(Bits(plain), Bits(watched));
    }

    [Fact]
    public void The_points_come_in_order_and_a_later_hook_sees_what_an_earlier_one_did()
    {
        List<(int Number, TrainingPoint Point)> seen = [];
        List<float> ratios = [];
        var hooks = Enum.GetValues<TrainingPoint>().Select(point => TrainingHook.At(point, step => seen.Add((step.Number, step.Point)))).ToList();
        hooks.Add(TrainingHook.At(TrainingPoint.BeforeStep, step => step.Gradients = [.. step.Gradients.Select(gradient => gradient * 3f)]));
        Tensor? before = null;
        hooks.Insert(0, TrainingHook.At(TrainingPoint.BeforeStep, step => before = step.Gradients[0].Keep()));
        hooks.Add(TrainingHook.At(TrainingPoint.BeforeStep, step => ratios.Add(step.Gradients[0].Square().Sum().ToScalar() / before!.Square().Sum().ToScalar())));
        Trainer.Train(Make("dense"), Images, Options([.. hooks]));
        Assert.Equal(Enumerable.Range(1, 6).SelectMany(step => Enum.GetValues<TrainingPoint>().Select(point => (step, point))), seen);
        Assert.All(ratios, ratio => Assert.Equal(9f, ratio, 1e-4f));
    }

    [Fact]
    public void Each_point_reaches_what_it_says()
    {
        var data = Images.Take(20);
        var once = new TrainingOptions { Epochs = 1, BatchSize = 20, Optimizer = new Sgd { LearningRate = 1f } };
        float[] Run(TrainingHook? hook, TrainingOptions options, out TrainingHistory history)
        {
            var network = Make("dense");
            history = Trainer.Train(network, data, options with { Hooks = hook is null ? [] : [hook] });
            return Bits(network);
        }

        var start = Bits(Make("dense"));
        var plain = Run(null, once, out var honest);

        // Other labels are the same as another data set.
        int[] turned = [.. data.Labels.Select(label => (label + 1) % 10)];
        var relabelled = Make("dense");
        Trainer.Train(relabelled, new DataSet("turned", data.Inputs, turned, 10), once);
        Assert.Equal(Bits(relabelled), Run(TrainingHook.At(TrainingPoint.BeforeForward, step => step.Batch = step.Batch with { Labels = [.. step.Batch.Labels.Select(label => (label + 1) % 10)] }), once, out _));

        // Scores of a third give another loss; the loss doubled is reported at one point and not at the next, and moves the weights at both.
        Run(TrainingHook.At(TrainingPoint.AfterForward, step => step.Outputs = step.Outputs * 0.3f), once, out var flat);
        Assert.NotEqual(honest.StepLosses[0], flat.StepLosses[0]);
        var atLoss = Run(TrainingHook.At(TrainingPoint.Loss, step => step.Loss *= 2f), once, out var twice);
        Assert.Equal(2f * honest.StepLosses[0], twice.StepLosses[0], 1e-5f);
        var later = Run(TrainingHook.At(TrainingPoint.BeforeBackward, step => step.Loss *= 2f), once, out var hidden);
        Assert.Equal(honest.StepLosses[0], hidden.StepLosses[0]);
        Assert.Equal(atLoss, later);

        // The norm is that after the backward pass; what comes before the optimiser is in no report, and stands after clipping.
        static void Longer(TrainingStep step) => step.Gradients = [.. step.Gradients.Select(gradient => gradient * 10f)];
        Run(TrainingHook.At(TrainingPoint.AfterBackward, Longer), once, out var seen);
        Assert.Equal(10.0 * honest.Epochs[0].GradientNorm, seen.Epochs[0].GradientNorm, 1e-3);
        var unseen = Run(TrainingHook.At(TrainingPoint.BeforeStep, Longer), once, out var quiet);
        Assert.Equal(honest.Epochs[0].GradientNorm, quiet.Epochs[0].GradientNorm);
        for (var i = 0; i < plain.Length; i++) Assert.Equal(10f * (plain[i] - start[i]), unseen[i] - start[i], 1e-4f);
        var clipped = once with { ClipNorm = 0.1f };
        double Moved(float[] end) => Math.Sqrt(end.Zip(start, (x, y) => (double)(x - y) * (x - y)).Sum());
        Assert.Equal(0.1, Moved(Run(TrainingHook.At(TrainingPoint.AfterBackward, Longer), clipped, out _)), 1e-3);
        Assert.Equal(1.0, Moved(Run(TrainingHook.At(TrainingPoint.BeforeStep, Longer), clipped, out _)), 1e-3);

        // The weights after the step.
        Assert.All(Run(TrainingHook.At(TrainingPoint.AfterStep, step => step.Network.Parameters[0].Set(Tensor.Zeros(step.Network.Parameters[0].Shape))), once, out _)[..7840], value => Assert.Equal(0f, value));
    }

    public static TheoryData<TrainingPoint> Points => [.. Enum.GetValues<TrainingPoint>()];

    [Theory]
    [MemberData(nameof(Points))]
    public void A_hook_that_throws_is_named_and_leaves_the_weights_of_the_last_whole_step(TrainingPoint point)
    {
        // With running values, momentum, and a hook that has already reached into the weights.
        float[]? whole = null;
        TrainingOptions With(int failing, int epochs) => Options(
            TrainingHook.At(TrainingPoint.AfterStep, step => whole = Bits(step.Network)),
            TrainingHook.At(point, step =>
            {
                if (step.Number != failing) return;
                step.Network.Parameters[0].Set(Tensor.Zeros(step.Network.Parameters[0].Shape));
                throw new FormatException("no more");
            })) with
        { Epochs = epochs };
        var network = Make("normalised");
        var error = Assert.Throws<TrainingHookException>(() => Trainer.Train(network, Images, With(failing: 5, epochs: 2)));
        Assert.Equal($"Hook 2 of 2 failed at {point} in epoch 2, step 2; the weights are those of the last whole step. It said: no more", error.Message);
        Assert.Equal((2, 2, point), (error.Epoch, error.Step, error.Point));
        Assert.IsType<FormatException>(error.InnerException);

        var expected = Make("normalised");
        Assert.Throws<OperationCanceledException>(() => Trainer.Train(expected, Images, Options(TrainingHook.At(TrainingPoint.BeforeForward, step =>
        {
            if (step.Number == 5) throw new OperationCanceledException();
        })) with
        { Epochs = 2 }));
        Assert.Equal(Bits(expected), Bits(network));
        Assert.NotEqual(Bits(Make("normalised")), Bits(network));
    }

    [Fact]
    public void After_a_hook_failed_a_checkpoint_goes_on_to_the_bits_of_an_unbroken_run()
    {
        var hook = TrainingHook.At(TrainingPoint.BeforeStep, step => step.Gradients = [.. step.Gradients.Select(gradient => gradient * (step.Number % 3))]);
        var unbroken = Make("normalised");
        var course = Trainer.Train(unbroken, Images, Options(hook));
        var network = Make("normalised");
        var options = Options(hook) with { Checkpoint = new Checkpointing(folder["run.rgck"]) };
        Assert.Throws<TrainingHookException>(() => Trainer.Train(network, Images, options with
        {
            Hooks = [hook, TrainingHook.At(TrainingPoint.AfterStep, step => { if (step.Number == 4) throw new InvalidOperationException(); })],
        }));
        Assert.Equal(course.StepLosses, Trainer.Train(network, Images, options).StepLosses);
        Assert.Equal(Bits(unbroken), Bits(network));
    }

    [Fact]
    public void What_a_hook_may_not_do_is_said_in_a_sentence()
    {
        string Said(TrainingPoint point, Action<TrainingStep> action) => Assert.Throws<TrainingHookException>(() => Trainer.Train(Make("dense"), Images, Options(TrainingHook.At(point, action)))).Message;
        Assert.Contains("The gradients of a step are there from AfterBackward on; this was at Loss.", Said(TrainingPoint.Loss, step => _ = step.Gradients), StringComparison.Ordinal);
        Assert.Contains("The outputs of a step are there from AfterForward on; this was at BeforeForward.", Said(TrainingPoint.BeforeForward, step => _ = step.Outputs), StringComparison.Ordinal);
        Assert.Contains("The batch of a step can be touched at BeforeForward; this was at Loss.", Said(TrainingPoint.Loss, step => step.Batch = step.Batch), StringComparison.Ordinal);
        Assert.Contains("The loss of a step can be touched from Loss to BeforeBackward; this was at BeforeStep.", Said(TrainingPoint.BeforeStep, step => step.Loss = step.Loss), StringComparison.Ordinal);
        Assert.Contains("one gradient for each of 2 parameters; 1 were given.", Said(TrainingPoint.BeforeStep, step => step.Gradients = [step.Gradients[0]]), StringComparison.Ordinal);
        Assert.Contains("The gradient of 0.bias of a step must keep the shape [10]; [784, 10] was given.", Said(TrainingPoint.BeforeStep, step => step.Gradients = [step.Gradients[0], step.Gradients[0]]), StringComparison.Ordinal);
        Assert.Contains("one label for each input", Said(TrainingPoint.BeforeForward, step => step.Batch = step.Batch with { Labels = [1] }), StringComparison.Ordinal);
        Assert.Contains("from AfterBackward to BeforeStep; this was at AfterStep.", Said(TrainingPoint.AfterStep, step => _ = step.Examples), StringComparison.Ordinal);
        var diverged = Assert.Throws<TrainingDivergedException>(() => Trainer.Train(Make("dense"), Images, Options(TrainingHook.At(TrainingPoint.BeforeStep, step => step.Gradients = [.. step.Gradients.Select(gradient => gradient * float.NaN)]))));
        Assert.Contains("after the hooks is NaN in epoch 1, step 1.", diverged.Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => new TrainingOptions { Hooks = null! });
        Assert.Throws<ArgumentException>(() => new TrainingOptions { Hooks = [null!] });
        Assert.Throws<ArgumentOutOfRangeException>(() => TrainingHook.At((TrainingPoint)7, _ => { }));
    }

    [Theory]
    [InlineData("dense")]
    [InlineData("convolution")]
    public void The_gradients_of_a_steps_examples_add_up_to_the_steps_and_their_factors_move_it(string kind)
    {
        Trainer.Train(Make(kind), Images, Options(TrainingHook.At(TrainingPoint.AfterBackward, step =>
        {
            var examples = step.Examples;
            Assert.Equal(step.Batch.Labels.Length, examples.Count);
            Assert.InRange(examples.Mismatch(), 0.0, 1e-5);
            var honest = examples.Norms();
            var factors = Enumerable.Range(0, examples.Count).Select(i => i % 2 == 0 ? 3f : 0.5f).ToArray();
            var sums = examples.Sum(factors);
            examples.SetFactors(null, factors);
            for (var p = 0; p < sums.Length; p++)
                Assert.InRange(GradientGeometry.Norm(GradientGeometry.Combine(examples.Count, [step.Gradients[p]], -1.0, [sums[p]])), 0.0, 1e-4 * (1.0 + GradientGeometry.Norm([sums[p]])));
            Assert.All(examples.Norms().Zip(honest), pair => Assert.True(Math.Abs((pair.First / pair.Second) - 3.0) < 1e-5 || Math.Abs((pair.First / pair.Second) - 0.5) < 1e-5));
            Assert.InRange(examples.Mismatch(), 0.0, 1e-5);
            examples.SetFactors(1, [.. factors.Select(_ => 0f)]);
            Assert.Equal(0.0, GradientGeometry.Norm([step.Gradients[1]]));
            Assert.InRange(examples.Mismatch(), 0.0, 1e-5);
            step.Gradients = [.. step.Gradients.Select(gradient => gradient * 1.1f)];
            Assert.Equal(0.1, examples.Mismatch(), 1e-3);
            Assert.Throws<ArgumentException>(() => examples.SetFactors(null, [1f]));
            Assert.Throws<ArgumentException>(() => examples.SetFactors(null, [.. factors.Select(_ => float.NaN)]));
            Assert.Throws<ArgumentOutOfRangeException>(() => examples.SetFactors(9, factors));
        })) with
        { Epochs = 1 });
    }

    [Fact]
    public void Norm_dot_cosine_and_sums_are_those_of_one_long_vector()
    {
        var random = new SeededRandom(3);
        Tensor[] x = [Tensor.Normal(random, 0f, 1f, 3, 5), Tensor.Normal(random, 0f, 1f, 4)], y = [Tensor.Normal(random, 0f, 1f, 3, 5), Tensor.Normal(random, 0f, 1f, 4)];
        double[] flatX = [.. x.SelectMany(t => t.ToArray())], flatY = [.. y.SelectMany(t => t.ToArray())];
        var (dot, square, other) = (flatX.Zip(flatY, (a, b) => a * b).Sum(), flatX.Sum(a => a * a), flatY.Sum(b => b * b));
        Assert.Equal(dot, GradientGeometry.Dot(x, y), 1e-6);
        Assert.Equal(Math.Sqrt(square), GradientGeometry.Norm(x), 1e-6);
        Assert.Equal(dot / Math.Sqrt(square * other), GradientGeometry.Cosine(x, y), 1e-6);
        Assert.Equal(0.0, GradientGeometry.Cosine(x, [.. y.Select(t => t * 0f)]));
        var sum = GradientGeometry.Combine(2.0, x, -3.0, y).SelectMany(t => t.ToArray()).ToArray();
        for (var i = 0; i < sum.Length; i++) Assert.Equal((2.0 * flatX[i]) - (3.0 * flatY[i]), sum[i], 1e-6);
        Assert.Throws<ArgumentException>(() => GradientGeometry.Dot(x, [y[0]]));
        Assert.Throws<ArgumentException>(() => GradientGeometry.Combine(1.0, x, 1.0, [y[1], y[0]]));
    }

    private sealed class PutBack : TrainingHook
    {
        public override void BeforeForward(TrainingStep current) => current.Batch = current.Batch with { };

        public override void AfterForward(TrainingStep current) => current.Outputs = current.Outputs;

        public override void AtLoss(TrainingStep current) => current.Loss = current.Loss;

        public override void BeforeBackward(TrainingStep current) => current.Loss = current.Loss;

        public override void AfterBackward(TrainingStep current) => current.Gradients = [.. current.Gradients];

        public override void BeforeStep(TrainingStep current) => current.Gradients = [.. current.Gradients];

        public override void AfterStep(TrainingStep current) => current.Network.Parameters[0].Set(current.Network.Parameters[0].Value);
    }

    private static float[] Bits(Network network) => [.. network.Parameters.Concat(network.Layers.SelectMany(layer => layer.Buffers)).SelectMany(parameter => parameter.Value.ToArray())];

    private static TrainingOptions Options(params TrainingHook[] hooks) => new() { Epochs = 2, BatchSize = 20, Hooks = hooks };

    private static Network Make(string kind) => kind switch
    {
        "dense" => new Network(1, new Dense(784, 10)),
        "convolution" => new Network(1, new Conv2D(1, 3, 5), new Relu(), new MaxPool2D(2), new Dense(432, 10)),
        _ => new Network(1, new Dense(784, 12), new BatchNormalization(12), new Relu(), new Dropout(0.2f), new Dense(12, 10)),
    };
}
