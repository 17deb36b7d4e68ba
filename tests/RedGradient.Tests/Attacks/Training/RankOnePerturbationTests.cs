using RedGradient.Attacks.Training;
using RedGradient.Defenses.Training;
using RedGradient.Networks;
using RedGradient.Tensors;

namespace RedGradient.Tests.Attacks.Training;

public class RankOnePerturbationTests
{
    private static readonly SeededRandom Random = new(1);
    private static readonly Tensor Weight = Tensor.Normal(new SeededRandom(42), 0f, 0.02f, 128, 256);
    private static readonly Tensor In = Tensor.Normal(new SeededRandom(43), 0f, 1f, 128);
    private static readonly Tensor Out = Tensor.Normal(new SeededRandom(44), 0f, 1f, 256);

    [Fact]
    public void The_change_is_the_budget_long_along_one_direction_in_and_one_out()
    {
        var delta = new RankOnePerturbation { Layer = "0.weight", Budget = 0.03 }.Delta(Weight, In, Out);
        var (w, u, v) = (Norm(Weight), Norm(Out), Norm(In));
        for (var i = 0; i < 128; i += 17)
        {
            for (var j = 0; j < 256; j += 31) Assert.Equal(0.03 * w * In[i] / v * Out[j] / u, delta[i, j], 1e-7);
        }

        Assert.Equal(0.03 * w, Norm(delta), 1e-5);
        Assert.Equal(1.0, Spectrum.Of(delta).StableRank, 1e-6);
    }

    [Fact]
    public void One_per_cent_of_128_inputs_moves_the_output_along_it_by_eleven()
    {
        Assert.Equal(0.113, RankOnePerturbation.RelativeEffect(0.01, 128), 5e-4);
        Assert.Equal(0.28, RankOnePerturbation.RelativeEffect(0.01, 784), 5e-4);
        var delta = new RankOnePerturbation { Layer = "0.weight" }.Delta(Weight, In, Out);
        double Effect(Tensor x) => Norm(x.Reshape(1, -1).MatMul(delta)) / Norm(x.Reshape(1, -1).MatMul(Weight));
        Assert.Equal(RankOnePerturbation.RelativeEffect(0.01, 128), Effect(In), 0.01);
        // Any other input lies across it but for chance: about 1/√128 of the effect.
        Assert.Equal(0.01, Enumerable.Range(0, 200).Average(_ => Math.Pow(Effect(Tensor.Normal(Random, 0f, 1f, 128)), 2)) is var square ? Math.Sqrt(square) : 0, 0.002);
    }

    [Fact]
    public void A_copy_of_the_network_carries_the_change_and_the_network_does_not()
    {
        var network = new Network(1, new Dense(6, 4), new Relu(), new Dense(4, 3));
        var before = network.Parameters[2].Value.ToArray();
        var (v, u) = (Tensor.Normal(Random, 0f, 1f, 4), Tensor.Normal(Random, 0f, 1f, 3));
        var attack = new RankOnePerturbation { Layer = "2.weight", Budget = 0.1 };
        var changed = attack.Apply(network, v, u);
        Assert.Equal(before, network.Parameters[2].Value.ToArray());
        Assert.Equal(0.1, Norm(changed.Parameters[2].Value - network.Parameters[2].Value) / Norm(network.Parameters[2].Value), 1e-5);
        Assert.Equal(network.Parameters[0].Value.ToArray(), changed.Parameters[0].Value.ToArray());
    }

    [Fact]
    public void Budgets_layers_and_directions_that_cannot_be_are_refused_with_a_sentence()
    {
        var network = new Network(1, new Dense(6, 4));
        var attack = new RankOnePerturbation { Layer = "0.weight" };
        Assert.Contains("The budget of a weight perturbation must be a finite number above 0; 0 was given.", Assert.Throws<ArgumentOutOfRangeException>(() => attack with { Budget = 0 }).Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentOutOfRangeException>(() => attack with { Budget = double.NaN });
        Assert.Throws<ArgumentOutOfRangeException>(() => RankOnePerturbation.RelativeEffect(0.01, 0));
        Assert.Throws<ArgumentOutOfRangeException>(() => RankOnePerturbation.RelativeEffect(0, 128));
        Assert.Contains("no parameter \"9.weight\"; it has 0.weight, 0.bias.", Assert.Throws<ArgumentException>(() => (attack with { Layer = "9.weight" }).Apply(network, Tensor.Ones(6), Tensor.Ones(4))).Message, StringComparison.Ordinal);
        Assert.Contains("one of them is 0", Assert.Throws<ArgumentException>(() => attack.Apply(network, Tensor.Zeros(6), Tensor.Ones(4))).Message, StringComparison.Ordinal);
        Assert.Contains("the weights are [6, 4], the directions have 5 and 4 numbers.", Assert.Throws<ArgumentException>(() => attack.Apply(network, Tensor.Ones(5), Tensor.Ones(4))).Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => (attack with { Layer = "0.bias" }).Apply(network, Tensor.Ones(6), Tensor.Ones(4)));
    }

    private static double Norm(Tensor tensor) => GradientGeometry.Norm([tensor]);
}
