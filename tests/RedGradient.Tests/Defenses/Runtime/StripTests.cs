using RedGradient.Data;
using RedGradient.Defenses.Runtime;
using RedGradient.Evaluation;
using RedGradient.Networks;
using RedGradient.Tensors;
using RedGradient.Tests.Attacks.Evasion;

namespace RedGradient.Tests.Defenses.Runtime;

public class StripTests
{
    private static readonly StripOptions Options = new() { Overlays = 30 };

    [Theory]
    [InlineData(OverlayBlend.Sum)]
    [InlineData(OverlayBlend.ClippedSum)]
    public void The_entropy_is_the_mean_over_overlays_of_the_entropy_over_classes(OverlayBlend blend)
    {
        var strip = new Strip(Backdoored.Network, Backdoored.HeldOut, Options with { Blend = blend });
        var image = Backdoored.Judged.Inputs.Rows(0, 1).ToArray();
        var sum = 0.0;
        for (var n = 0; n < 30; n++)
        {
            var overlay = strip.Overlays.Rows(n, 1).ToArray();
            var blended = image.Zip(overlay, (x, o) => blend == OverlayBlend.Sum ? x + o : Math.Min(1f, x + o)).ToArray();
            var shares = Backdoored.Network.Probabilities(Tensor.From(blended, 1, 1, 28, 28)).ToArray();
            sum -= shares.Sum(share => share == 0f ? 0.0 : share * DeterministicMath.Log2(share));
        }

        Assert.Equal(sum / 30, strip.Entropy(Backdoored.Judged.Inputs.Rows(0, 1)), 1e-5);
    }

    [Fact]
    public void One_input_has_one_entropy_alone_and_in_any_batch()
    {
        var strip = new Strip(Backdoored.Network, Backdoored.HeldOut, Options);
        var images = Backdoored.Judged.Inputs.Rows(0, 5);
        var batch = strip.Entropies(images);
        for (var i = 0; i < 5; i++)
        {
            Assert.Equal(batch[i], strip.Entropy(images.Rows(i, 1)));
        }

        // A single image needs no batch dimension; a second object with the same options draws the same overlays, another seed others.
        Assert.Equal(batch[2], strip.Entropy(images.Rows(2, 1).Reshape(1, 28, 28)));
        Assert.Equal(batch, new Strip(Backdoored.Network, Backdoored.HeldOut, Options).Entropies(images));
        Assert.NotEqual(batch, new Strip(Backdoored.Network, Backdoored.HeldOut, Options with { Seed = 2 }).Entropies(images));
    }

    [Fact]
    public void Over_several_blocks_and_threads_a_batch_has_the_entropies_of_its_inputs_and_the_same_errors()
    {
        var options = Options with { Overlays = 2 };
        var images = Tensor.Concatenate(Backdoored.Judged.Inputs.Rows(0, 60), Backdoored.Judged.Inputs.Rows(0, 60));
        var network = new Network(1, new Flatten(), new Dense(784, 6), new Relu(), new Dense(6, 10));
        var strip = new Strip(network, Backdoored.HeldOut, options);
        double[] alone = [.. Enumerable.Range(0, 120).Select(i => strip.Entropy(images.Rows(i, 1)))];
        Assert.Equal(alone, strip.Entropies(images));
        var foreign = new Strip(new ForeignClassifier(network), Backdoored.HeldOut, options).Entropies(images);
        Assert.All(alone.Zip(foreign), pair => Assert.Equal(pair.First, pair.Second, 1e-4));
        Assert.Empty(strip.Entropies(images.Rows(0, 0)));

        // Infinite weights give scores that are no numbers.
        var broken = new Network(1, new Flatten(), new Dense(784, 10));
        broken.Parameters[0].Set(Tensor.Full(float.PositiveInfinity, broken.Parameters[0].Shape.ToArray()));
        Assert.Contains("finite", Assert.Throws<ArgumentException>(() => new Strip(broken, Backdoored.HeldOut, options).Entropies(images)).Message, StringComparison.Ordinal);
        Assert.Contains("[2, 1, 14, 56]", Assert.Throws<ArgumentException>(() => strip.Entropies(Tensor.Zeros(2, 1, 14, 56))).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Overlays_are_distinct_images_of_those_held_out()
    {
        var strip = new Strip(Backdoored.Network, Backdoored.HeldOut, Options);
        var known = Enumerable.Range(0, 40).Select(i => string.Join(' ', Backdoored.HeldOut.Rows(i, 1).ToArray())).ToHashSet();
        var drawn = Enumerable.Range(0, 30).Select(i => string.Join(' ', strip.Overlays.Rows(i, 1).ToArray())).ToHashSet();
        Assert.Equal(30, drawn.Count);
        Assert.Subset(known, drawn);
    }

    [Fact]
    public void Any_classifier_will_do_and_each_input_costs_N_passes_forward_and_none_back()
    {
        var foreign = new ForeignClassifier(new Network(1, new Flatten(), new Dense(784, 6), new Relu(), new Dense(6, 10)));
        new Strip(foreign, Backdoored.HeldOut, Options).Entropies(Backdoored.Judged.Inputs.Rows(0, 3));
        Assert.Equal(90, foreign.Forwards);
        Assert.Equal(0, foreign.Backwards);
    }

    [Fact]
    public void It_finds_the_trigger_of_a_backdoor()
    {
        var success = AttackSuccess.Measure(Backdoored.Network, Backdoored.Test, Backdoored.Square, RedGradient.Attacks.Backdoors.BackdoorGoal.AllToOne(7));
        Assert.True(success.Success.Value > 0.9, success.ToString());
        var strip = new Strip(Backdoored.Network, Backdoored.HeldOut, Options);
        var guard = new Guard(Backdoored.Network, StripDetector.Calibrate(strip, Backdoored.Calibration, 0.05));
        var rates = DetectionRates.Measure(guard, Backdoored.Judged, Backdoored.Attacked);
        Assert.InRange(rates.FalseRejections.Value, 0.0, 0.15);
        Assert.InRange(rates.FalseAcceptances.Value, 0.0, 0.25);
    }

    [Fact]
    public void Wrong_input_gets_a_sentence()
    {
        Assert.Contains("at least 2", Assert.Throws<ArgumentOutOfRangeException>(() => new StripOptions { Overlays = 1 }).Message, StringComparison.Ordinal);
        Assert.Contains("only 40 were given", Assert.Throws<ArgumentException>(() => new Strip(Backdoored.Network, Backdoored.HeldOut)).Message, StringComparison.Ordinal);
        var strip = new Strip(Backdoored.Network, Backdoored.HeldOut, Options);
        Assert.Contains("[2, 1, 28, 28]", Assert.Throws<ArgumentException>(() => strip.Entropy(Backdoored.HeldOut.Rows(0, 2))).Message, StringComparison.Ordinal);
        Assert.Contains("[1, 28]", Assert.Throws<ArgumentException>(() => strip.Entropy(Tensor.Zeros(1, 28))).Message, StringComparison.Ordinal);
        Assert.Contains("[784]", Assert.Throws<ArgumentException>(() => strip.Entropies(Tensor.Zeros(784))).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_cancelled_run_stops()
    {
        var strip = new Strip(Backdoored.Network, Backdoored.HeldOut, Options);
        Assert.Throws<OperationCanceledException>(() => strip.Entropies(Backdoored.Judged.Inputs, new CancellationToken(canceled: true)));
    }
}
