using RedGradient.Defenses.Repair;
using RedGradient.Networks;
using RedGradient.Tensors;
using RedGradient.Tests.Kernels;

namespace RedGradient.Tests.Defenses.Repair;

public class UnitActivationsTests
{
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void They_are_what_a_loop_over_inputs_and_places_gives(bool normalised)
    {
        // More inputs than go through at once.
        var x = Sample.Normal(1, 150, 2, 5, 5);
        Layer[] layers = normalised
            ? [new Conv2D(2, 4, 3), new BatchNormalization(4), new Relu(), new MaxPool2D(2), new Dense(4, 3)]
            : [new Conv2D(2, 4, 3), new Relu(), new MaxPool2D(2), new Dense(4, 3)];
        var network = new Network(1, layers);
        network.Forward(x, ForwardPass.Training(new SeededRandom(1)));
        var found = UnitActivations.Measure(network, x);
        var after = network.Activations(x, ForwardPass.Inference)[normalised ? 3 : 2];
        for (var unit = 0; unit < 4; unit++)
        {
            var values = (from n in Enumerable.Range(0, 150) from place in Enumerable.Range(0, 9) select (double)after[n, unit, place / 3, place % 3]).ToArray();
            var mean = values.Average();
            Assert.Equal(mean, found.Mean[unit], 1e-5);
            Assert.Equal(Math.Sqrt(values.Average(value => (value - mean) * (value - mean))), found.Deviation[unit], 1e-5);
            Assert.Equal(values.Count(value => value > 0) / 1350.0, found.ActiveShare[unit], 1e-9);
        }

        Assert.Equal(0, found.Layer);
        Assert.Equal(found.Order().Select(unit => found.Mean[unit]), found.Mean.Order());
    }

    [Fact]
    public void Dense_units_have_one_place()
    {
        var network = new Network(1, new Dense(3, 2), new Relu(), new Dense(2, 2));
        network.Parameters[0].Set(Tensor.From([1f, 0f, 0f, 1f, 0f, 0f], 3, 2));
        var found = UnitActivations.Measure(network, Tensor.From([1f, -2f, 9f, 3f, -4f, 9f], 2, 3), layer: 0);
        Assert.Equal([2.0, 0.0], found.Mean);
        Assert.Equal([1.0, 0.0], found.Deviation);
        Assert.Equal([1.0, 0.0], found.ActiveShare);
        Assert.Equal([1, 0], found.Order());
    }

    [Fact]
    public void The_last_layer_is_measured_too() =>
        Assert.Equal(2, UnitActivations.Measure(new Network(1, new Dense(3, 2)), Sample.Normal(1, 4, 3), layer: 0).Mean.Count);

    [Fact]
    public void No_inputs_and_no_units_are_refused()
    {
        Assert.Contains("none was given", Assert.Throws<ArgumentException>(() => UnitActivations.Measure(Backdoored.Fresh(1), Tensor.Zeros(0, 1, 28, 28))).Message, StringComparison.Ordinal);
        Assert.Contains("layer 3 was given", Assert.Throws<ArgumentException>(() => UnitActivations.Measure(Backdoored.Fresh(1), Backdoored.Test.Inputs, layer: 3)).Message, StringComparison.Ordinal);
    }
}
