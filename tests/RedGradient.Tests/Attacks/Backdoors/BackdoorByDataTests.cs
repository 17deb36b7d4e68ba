using RedGradient.Attacks.Backdoors;
using RedGradient.Attacks.Evasion;
using RedGradient.Attacks.Poisoning;
using RedGradient.Tests.Attacks.Evasion;

namespace RedGradient.Tests.Attacks.Backdoors;

public class BackdoorByDataTests
{
    private static readonly Trigger Square = PatternTrigger.Square();

    [Theory]
    [InlineData(0.01)]
    [InlineData(0.1)]
    [InlineData(0.5)]
    public void Replaced_images_have_the_trigger_and_the_label_and_the_others_are_untouched(double rate)
    {
        var poisoned = new BadNets { Trigger = Square, Goal = BackdoorGoal.AllToOne(3), Rate = rate }.Poison(Victim.Data);
        Assert.Equal(rate, poisoned.Rate, 1e-9);
        Assert.Equal(Victim.Data.Count, poisoned.Data.Count);
        var triggered = Square.Apply(Victim.Data.Inputs);
        for (var row = 0; row < Victim.Data.Count; row++)
        {
            var source = poisoned.IsPoison[row] ? triggered : Victim.Data.Inputs;
            Assert.True(source.Rows(row, 1).AsSpan().SequenceEqual(poisoned.Data.Inputs.Rows(row, 1).AsSpan()));
            Assert.Equal(poisoned.IsPoison[row] ? 3 : Victim.Data.Labels[row], poisoned.Data.Labels[row]);
            Assert.False(poisoned.IsPoison[row] && Victim.Data.Labels[row] == 3, "Poison is never drawn from the target class.");
        }
    }

    [Fact]
    public void Added_poison_comes_after_the_clean_images()
    {
        var clean = Victim.Data.Take(60);
        var poisoned = new BadNets { Trigger = Square, Goal = BackdoorGoal.AllToAll, Rate = 0.6, Design = PoisoningDesign.Add }.Poison(clean);
        Assert.Equal(150, poisoned.Data.Count);
        Assert.Equal(clean.Inputs.ToArray(), poisoned.Clean().Inputs.ToArray());
        Assert.Equal(Enumerable.Range(60, 90), poisoned.PoisonRows);

        // Every image once before any comes again: labels one further.
        var expected = clean.Labels.Select(label => (label + 1) % 10).Order().ToArray();
        Assert.Equal(expected, poisoned.Poison().Labels[..60].Order());
    }

    [Fact]
    public void The_seed_decides_who_is_poisoned_and_one_class_may_be_the_only_one()
    {
        int[] Rows(int seed) => [.. new BadNets { Trigger = Square, Goal = BackdoorGoal.FromTo(1, 2), Rate = 0.03, Seed = seed }.Poison(Victim.Data).PoisonRows];
        Assert.Equal(Rows(1), Rows(1));
        Assert.NotEqual(Rows(1), Rows(2));
        Assert.All(Rows(1), row => Assert.Equal(1, Victim.Data.Labels[row]));
    }

    [Fact]
    public void What_cannot_be_poisoned_is_refused()
    {
        var attack = new BadNets { Trigger = Square, Goal = BackdoorGoal.FromTo(1, 2), Rate = 0.5 };
        Says(Assert.Throws<ArgumentException>(() => attack.Poison(Victim.Data)), "0.5 of 1000", "is 500, but only", "1 → 2");
        Says(Assert.Throws<ArgumentOutOfRangeException>(() => (attack with { Goal = BackdoorGoal.AllToOne(10) }).Poison(Victim.Data)), "every class → 10", "0 to 9");
        Says(Assert.Throws<ArgumentException>(() => (attack with { Rate = 0.0001 }).Poison(Victim.Data)), "rounds to 0");
        Says(Assert.Throws<ArgumentOutOfRangeException>(() => attack with { Rate = 1.5 }), "1.5");
        Assert.Throws<ArgumentException>(() => (attack with { Rate = 0.01, Trigger = PatternTrigger.Square(40) }).Poison(Victim.Data));
        Assert.Throws<ArgumentNullException>(() => attack.Poison(null!));
    }

    [Fact]
    public void Clean_labels_stay_and_only_the_target_class_is_touched()
    {
        var attack = new CleanLabelBackdoor { Trigger = Square, Target = 4, Rate = 0.03 };
        var poisoned = attack.Poison(Victim.Data);
        Assert.Equal(30, poisoned.PoisonRows.Count);
        Assert.Equal(Victim.Data.Labels, poisoned.Data.Labels);
        Assert.All(poisoned.PoisonRows, row => Assert.Equal(4, Victim.Data.Labels[row]));
        Assert.Equal(Square.Apply(Victim.Data.Select([.. poisoned.PoisonRows]).Inputs).ToArray(), poisoned.Poison().Inputs.ToArray());
        Assert.NotEqual(poisoned.PoisonRows, (attack with { Seed = 2 }).Poison(Victim.Data).PoisonRows);
    }

    [Fact]
    public void With_a_surrogate_the_images_are_made_hard_within_the_ball_before_the_trigger()
    {
        var attack = new CleanLabelBackdoor
        {
            Trigger = Square,
            Target = 4,
            Rate = 0.03,
            Surrogate = Victim.Surrogate,
            Perturbation = new ProjectedGradientDescent { Epsilon = 0.1f, Steps = 5, StopAtSuccess = false },
        };
        var poisoned = attack.Poison(Victim.Data);
        var before = Victim.Data.Select([.. poisoned.PoisonRows]);
        var after = poisoned.Poison();
        Assert.True(Victim.Surrogate.Accuracy(after.Inputs, after.Labels) < Victim.Surrogate.Accuracy(Square.Apply(before.Inputs), before.Labels) - 0.3f);
        var square = Square.Render(1, 28, 28).ToArray();
        var change = (after.Inputs - before.Inputs).ToArray();
        for (var i = 0; i < change.Length; i++)
        {
            Assert.True(square[i % 784] == 1f || Math.Abs(change[i]) < 0.1001f);
        }
    }

    [Fact]
    public void A_clean_label_backdoor_that_cannot_be_is_refused()
    {
        var attack = new CleanLabelBackdoor { Trigger = Square, Target = 4, Rate = 0.3 };
        Says(Assert.Throws<ArgumentException>(() => attack.Poison(Victim.Data)), "is 300, but only", "class 4");
        Says(Assert.Throws<ArgumentOutOfRangeException>(() => (attack with { Target = 10 }).Poison(Victim.Data)), "10", "0 to 9");
        Assert.Throws<ArgumentOutOfRangeException>(() => attack with { Target = -1 });
        Assert.Throws<ArgumentOutOfRangeException>(() => attack with { Rate = -0.1 });
        Assert.Throws<ArgumentNullException>(() => attack.Poison(null!));
        Assert.Throws<OperationCanceledException>(() => (attack with { Rate = 0.03, Surrogate = Victim.Surrogate }).Poison(Victim.Data, new CancellationToken(canceled: true)));
    }

    private static void Says(Exception error, params string[] parts) => Assert.All(parts, part => Assert.Contains(part, error.Message, StringComparison.Ordinal));
}
