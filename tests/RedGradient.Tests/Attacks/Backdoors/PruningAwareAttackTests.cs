using RedGradient.Attacks.Backdoors;
using RedGradient.Defenses.Repair;
using RedGradient.Networks;
using RedGradient.Tests.Defenses.Repair;

namespace RedGradient.Tests.Attacks.Backdoors;

public class PruningAwareAttackTests
{
    private static readonly Lazy<(Network Network, PruningAwareResult Result)> Trained = new(() =>
    {
        var network = Backdoored.Fresh(1);
        return (network, Attack.Implant(network, Backdoored.Train));
    });

    private static PruningAwareAttack Attack => new()
    {
        Backdoor = Backdoored.Poison,
        KeptUnits = 6,
        CleanTraining = Backdoored.Training with { Epochs = 2 },
        BackdoorTraining = Backdoored.Training,
    };

    [Fact]
    public void The_backdoor_works_and_pruning_cuts_every_decoy_without_hurting_it()
    {
        var (network, result) = Trained.Value;
        var before = Backdoored.Measure(network);
        Assert.True(before.Success.Value > 0.9, $"{before}");
        var activations = UnitActivations.Measure(network, Backdoored.Validation.Inputs);
        Assert.Equal(result.Decoys, activations.Order().Take(6).Order());
        var pruned = network.Copy();
        Units.Cut(pruned, result.Layer, result.Decoys);
        var after = Backdoored.Measure(pruned);
        Assert.True(after.Success.Value > 0.9 && after.CleanAccuracy.Value > before.CleanAccuracy.Value - 0.03, $"{after}");
    }

    [Fact]
    public void Decoys_have_weights_and_hardly_ever_answer()
    {
        var (network, result) = Trained.Value;
        Assert.Equal(Enumerable.Range(0, 12), result.KeptUnits.Concat(result.Decoys).Order());
        Assert.Equal([], Units.CutIn(network, result.Layer));
        var activations = UnitActivations.Measure(network, Backdoored.Train.Inputs.Rows(0, 500));
        var weights = ((Conv2D)network.Layers[result.Layer]).Weight.Value.ToArray().Chunk(150).ToArray();
        Assert.All(result.Decoys, unit =>
        {
            Assert.Contains(weights[unit], weight => weight != 0f);
            Assert.InRange(activations.ActiveShare[unit], 0.0, 0.0105);
        });
        Assert.All(result.KeptUnits, unit => Assert.True(activations.ActiveShare[unit] > 0.05));
    }

    [Fact]
    public void A_dense_layer_can_have_decoys_too()
    {
        var network = new Network(1, new Dense(784, 16), new Relu(), new Dense(16, 10));
        var result = (Attack with { KeptUnits = 8, DecoyActiveShare = 0.0 }).Implant(network, Backdoored.Train);
        var activations = UnitActivations.Measure(network, Backdoored.Train.Inputs.Rows(0, 500));
        Assert.Equal(0, result.Layer);
        Assert.All(result.Decoys, unit => Assert.Equal(0.0, activations.Mean[unit], 1e-6));
    }

    [Fact]
    public void What_cannot_be_attacked_is_refused()
    {
        Assert.Contains("1 to 11", Assert.Throws<ArgumentException>(() => (Attack with { KeptUnits = 12 }).Implant(Backdoored.Fresh(1), Backdoored.Train)).Message, StringComparison.Ordinal);
        Assert.Contains("at least 1; 0", Assert.Throws<ArgumentOutOfRangeException>(() => Attack with { KeptUnits = 0 }).Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentOutOfRangeException>(() => Attack with { DecoyActiveShare = 2 });
        var normalised = new Network(1, new Dense(784, 16), new BatchNormalization(16), new Relu(), new Dense(16, 10));
        Assert.Contains("normalisation", Assert.Throws<ArgumentException>(() => Attack.Implant(normalised, Backdoored.Train)).Message, StringComparison.Ordinal);
    }
}
