using RedGradient.Attacks.Backdoors;
using RedGradient.Data;

namespace RedGradient.Tests.Attacks.Backdoors;

/// <summary>The two attacks made to pass run-time detection: what they put into the data.</summary>
public class DetectorEvadingBackdoorTests
{
    private static readonly DataSet Clean = SyntheticDigits.Generate(300, seed: 1);
    private static readonly PatternTrigger Square = PatternTrigger.Square();
    private static readonly SourceSpecificBackdoor Specific = new() { Trigger = Square, Source = 3, Target = 7 };
    private static readonly EntropyRaisingBackdoor Raising = new() { Backdoor = new BadNets { Trigger = Square, Goal = BackdoorGoal.AllToOne(7) } };

    [Fact]
    public void The_source_class_goes_to_the_target_and_covers_keep_their_label()
    {
        var poisoned = Specific.Poison(Clean);
        var stamped = Square.Apply(Clean.Inputs);
        var (poisons, covers) = (0, 0);
        for (var row = 0; row < 300; row++)
        {
            var expected = (poisoned.IsPoison[row] ? stamped : Clean.Inputs).Rows(row, 1).ToArray();
            Assert.Equal(expected, poisoned.Data.Inputs.Rows(row, 1).ToArray());
            var isSource = Clean.Labels[row] == 3;
            Assert.Equal(poisoned.IsPoison[row] && isSource ? 7 : Clean.Labels[row], poisoned.Data.Labels[row]);
            Assert.False(poisoned.IsPoison[row] && Clean.Labels[row] == 7);
            poisons += poisoned.IsPoison[row] && isSource ? 1 : 0;
            covers += poisoned.IsPoison[row] && !isSource ? 1 : 0;
        }

        Assert.Equal(15, poisons);
        Assert.Equal(30, covers);
    }

    [Fact]
    public void Blends_follow_the_backdoored_data_and_have_the_class_of_one_of_their_images()
    {
        var poisoned = Raising.Poison(Clean);
        var plain = Raising.Backdoor.Poison(Clean);
        Assert.Equal(375, poisoned.Data.Count);
        Assert.Equal(plain.Data.Inputs.ToArray(), poisoned.Data.Inputs.Rows(0, 300).ToArray());
        Assert.Equal(plain.Data.Labels, poisoned.Data.Labels[..300]);
        Assert.Equal(plain.PoisonRows.Count + 75, poisoned.PoisonRows.Count);
        Assert.Equal(0.2, 75.0 / 375);
        var square = Square.Render(1, 28, 28).ToArray();
        var others = 0;
        for (var row = 300; row < 375; row++)
        {
            var blend = poisoned.Data.Inputs.Rows(row, 1).ToArray();
            Assert.All(blend.Zip(square), pair => Assert.InRange(pair.First, pair.Second, 1f));
            others += poisoned.Data.Labels[row] != 7 ? 1 : 0;
        }

        // Hardly any blend is a seven: that is what moves the prediction away from the target.
        Assert.InRange(others, 55, 75);
        Assert.True((Raising with { Blend = OverlayBlend.Sum }).Poison(Clean).Data.Inputs.ToArray().Max() > 1f);
    }

    [Fact]
    public void The_seed_decides_and_the_clean_data_stay()
    {
        var before = Clean.Inputs.ToArray();
        Assert.Equal(Specific.Poison(Clean).PoisonRows, Specific.Poison(Clean).PoisonRows);
        Assert.NotEqual(Specific.Poison(Clean).PoisonRows, (Specific with { Seed = 2 }).Poison(Clean).PoisonRows);
        Assert.Equal(Raising.Poison(Clean).Data.Inputs.ToArray(), Raising.Poison(Clean).Data.Inputs.ToArray());
        Assert.NotEqual(Raising.Poison(Clean).Data.Labels, (Raising with { Seed = 2 }).Poison(Clean).Data.Labels);
        Assert.Equal(before, Clean.Inputs.ToArray());
    }

    [Fact]
    public void Wrong_options_get_a_sentence()
    {
        Assert.Contains("must differ", Assert.Throws<ArgumentException>(() => (Specific with { Source = 7 }).Poison(Clean)).Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentOutOfRangeException>(() => (Specific with { Source = 12 }).Poison(Clean));
        Assert.Contains("of the source class 3 can be taken", Assert.Throws<ArgumentException>(() => (Specific with { Rate = 0.5 }).Poison(Clean)).Message, StringComparison.Ordinal);
        Assert.Contains("of the classes for cover images can be taken", Assert.Throws<ArgumentException>(() => (Specific with { CoverRate = 0.95 }).Poison(Clean)).Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentOutOfRangeException>(() => Specific with { Rate = 1.5 });
        Assert.Throws<ArgumentOutOfRangeException>(() => Specific with { CoverRate = -0.5 });
        Assert.Throws<ArgumentOutOfRangeException>(() => (Raising with { BlendRate = 1.0 }).Poison(Clean));
        Assert.Contains("rounds to 0", Assert.Throws<ArgumentException>(() => (Raising with { BlendRate = 1e-6 }).Poison(Clean)).Message, StringComparison.Ordinal);
    }
}
