using RedGradient.Attacks.Backdoors;
using RedGradient.Data;

namespace RedGradient.Tests.Attacks.Backdoors;

public class AdaptiveBackdoorTests
{
    private static readonly DataSet Clean = SyntheticDigits.Generate(200, seed: 9);
    private static readonly AdaptiveBackdoor Attack = new() { Trigger = PatternTrigger.Square() with { Opacity = 0.4f }, Goal = BackdoorGoal.AllToOne(3), Rate = 0.1, CoverRate = 0.15 };

    [Fact]
    public void Poison_has_the_wanted_label_and_covers_keep_theirs()
    {
        var poisoned = Attack.Poison(Clean);
        var triggered = Attack.Trigger.Apply(Clean.Inputs);
        var changed = Enumerable.Range(0, 200).Where(row => !Clean.Inputs.Row(row).ToArray().AsSpan().SequenceEqual(poisoned.Data.Inputs.Row(row).ToArray())).ToArray();
        Assert.Equal(20 + 30, changed.Length);
        Assert.Equal(20, poisoned.PoisonRows.Count);
        Assert.Equal(0.1, poisoned.Rate, 1e-12);
        Assert.All(changed, row =>
        {
            Assert.NotEqual(3, Clean.Labels[row]);
            Assert.Equal(triggered.Row(row).ToArray(), poisoned.Data.Inputs.Row(row).ToArray());
            Assert.Equal(poisoned.IsPoison[row] ? 3 : Clean.Labels[row], poisoned.Data.Labels[row]);
        });
        Assert.All(Enumerable.Range(0, 200).Except(changed), row => Assert.Equal(Clean.Labels[row], poisoned.Data.Labels[row]));
    }

    [Fact]
    public void The_seed_decides_and_the_poison_is_that_of_badnets()
    {
        Assert.Equal(Attack.Poison(Clean).Data.Inputs.ToArray(), Attack.Poison(Clean).Data.Inputs.ToArray());
        Assert.NotEqual(Attack.Poison(Clean).PoisonRows, (Attack with { Seed = 2 }).Poison(Clean).PoisonRows);
        var plain = new BadNets { Trigger = Attack.Trigger, Goal = Attack.Goal, Rate = 0.1 }.Poison(Clean);
        Assert.Equal(plain.PoisonRows, Attack.Poison(Clean).PoisonRows);
    }

    [Fact]
    public void What_cannot_be_is_refused()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => Attack with { Rate = 1.1 });
        Assert.Throws<ArgumentOutOfRangeException>(() => Attack with { CoverRate = double.NaN });
        Assert.Contains("only 160 of the classes", Assert.Throws<ArgumentException>(() => (Attack with { CoverRate = 0.9 }).Poison(Clean)).Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => (Attack with { CoverRate = 0.001 }).Poison(Clean));
        Assert.Throws<ArgumentOutOfRangeException>(() => (Attack with { Goal = BackdoorGoal.AllToOne(10) }).Poison(Clean));
    }
}
