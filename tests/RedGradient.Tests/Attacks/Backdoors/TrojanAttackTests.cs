using RedGradient.Attacks.Backdoors;
using RedGradient.Evaluation;
using RedGradient.Networks;
using RedGradient.Tests.Attacks.Evasion;

namespace RedGradient.Tests.Attacks.Backdoors;

public class TrojanAttackTests
{
    private static readonly TrojanAttack Attack = new() { Target = 2 };

    [Fact]
    public void It_drives_the_chosen_units_and_then_the_class()
    {
        var network = Copy();
        var found = Attack.Implant(network, Victim.Data.Take(300));
        Assert.Equal(2, found.Units.Distinct().Count());
        Assert.All(found.Units, unit => Assert.InRange(unit, 0, 31));
        Assert.All(found.Units.Select((_, i) => i), i => Assert.True(found.DrivenActivations[i] > found.CleanActivations[i] + 0.15, $"{found.DrivenActivations[i]} after {found.CleanActivations[i]}"));
        Assert.True(found.Losses[^1] < found.Losses[0], $"{found.Losses[0]} to {found.Losses[^1]}");
        Assert.Equal(60, found.Losses.Count);

        var goal = BackdoorGoal.AllToOne(2);
        var (before, after) = (AttackSuccess.Measure(Victim.Network, Victim.Test, found.Trigger, goal), AttackSuccess.Measure(network, Victim.Test, found.Trigger, goal));
        Assert.True(after.Success.Value > 0.9 && before.Success.Value < 0.5, $"{before}; {after}");
        Assert.True(after.CleanAccuracyDrop(before) < 0.3, $"{before}; {after}");
    }

    [Fact]
    public void The_same_seed_gives_the_same_trigger()
    {
        var quick = Attack with { Steps = 5, Retraining = new() { Epochs = 0 } };
        var (first, again) = (quick.Implant(Copy(), Victim.Data.Take(40)), quick.Implant(Copy(), Victim.Data.Take(40)));
        Assert.Equal(first.Trigger.Picture.ToArray(), again.Trigger.Picture.ToArray());
        Assert.NotEqual(first.Trigger.Picture.ToArray(), (quick with { Seed = 2 }).Implant(Copy(), Victim.Data.Take(40)).Trigger.Picture.ToArray());
    }

    [Fact]
    public void A_cancelled_attack_ends_in_the_descent()
    {
        var network = Copy();
        var before = network.Scores(Victim.Test.Inputs).ToArray();
        Assert.Throws<OperationCanceledException>(() => Attack.Implant(network, Victim.Data.Take(40), new CancellationToken(canceled: true)));
        Assert.Equal(before, network.Scores(Victim.Test.Inputs).ToArray());
    }

    [Fact]
    public void What_cannot_be_trojaned_is_refused()
    {
        var some = Victim.Data.Take(20);
        Says(Assert.Throws<ArgumentException>(() => Attack.Implant(new Network(1, new Dense(784, 10)), some)), "hidden dense layer", "1 dense");
        Says(Assert.Throws<ArgumentException>(() => (Attack with { UnitCount = 33 }).Implant(Copy(), some)), "32 units", "33");
        Says(Assert.Throws<ArgumentOutOfRangeException>(() => (Attack with { Target = 10 }).Implant(Copy(), some)), "0 to 9");
        Says(Assert.Throws<ArgumentException>(() => (Attack with { Side = 40 }).Implant(Copy(), some)), "40×40");
        Says(Assert.Throws<ArgumentException>(() => Attack.Implant(Copy(), Victim.Data.Take(0))), "at least one");
        Assert.Throws<ArgumentOutOfRangeException>(() => Attack with { Target = -1 });
        Assert.Throws<ArgumentOutOfRangeException>(() => Attack with { Side = 0 });
        Assert.Throws<ArgumentOutOfRangeException>(() => Attack with { UnitCount = 0 });
        Assert.Throws<ArgumentOutOfRangeException>(() => Attack with { Steps = 0 });
        Assert.Throws<ArgumentOutOfRangeException>(() => Attack with { StepSize = 0f });
        Assert.Throws<ArgumentOutOfRangeException>(() => Attack with { Boost = float.NaN });
        Assert.Throws<ArgumentNullException>(() => Attack.Implant(null!, some));
        Assert.Throws<ArgumentNullException>(() => Attack.Implant(Copy(), null!));

        static void Says(Exception error, params string[] parts) => Assert.All(parts, part => Assert.Contains(part, error.Message, StringComparison.Ordinal));
    }

    private static Network Copy()
    {
        var network = new Network(1, new Flatten(), new Dense(784, 32), new Relu(), new Dense(32, 10));
        foreach (var (target, source) in network.Parameters.Zip(Victim.Network.Parameters))
        {
            target.Set(source.Value);
        }

        return network;
    }
}
