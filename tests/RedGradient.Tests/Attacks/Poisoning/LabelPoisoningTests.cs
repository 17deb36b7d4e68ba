using RedGradient.Attacks.Poisoning;
using RedGradient.Data;
using RedGradient.Tensors;

namespace RedGradient.Tests.Attacks.Poisoning;

public class LabelPoisoningTests
{
    private static readonly DataSet Clean = SyntheticDigits.Generate(400, seed: 3);

    [Theory]
    [InlineData(PoisoningDesign.Replace, 0.25, 400, 100)]
    [InlineData(PoisoningDesign.Add, 0.2, 500, 100)]
    [InlineData(PoisoningDesign.Replace, 1.0, 400, 400)]
    public void Random_flips_reach_the_rate_and_never_keep_a_label(PoisoningDesign design, double rate, int size, int poisons)
    {
        var poisoned = new RandomLabelFlips { Rate = rate, Design = design }.Poison(Clean);
        Assert.Equal(size, poisoned.Data.Count);
        Assert.Equal(poisons, poisoned.PoisonRows.Count);
        Assert.Equal(rate, poisoned.Rate, 10);
        if (design == PoisoningDesign.Replace)
        {
            Assert.All(Enumerable.Range(0, size), row => Assert.Equal(poisoned.IsPoison[row], poisoned.Data.Labels[row] != Clean.Labels[row]));
            Assert.Equal(Clean.Inputs.ToArray(), poisoned.Data.Inputs.ToArray());
        }
        else
        {
            Assert.Equal(Clean.Labels, poisoned.Data.Labels[..Clean.Count]);
            Assert.All(poisoned.PoisonRows, row => Assert.NotEqual(TrueLabel(poisoned.Data, row), poisoned.Data.Labels[row]));
        }
    }

    [Fact]
    public void Random_flips_use_every_wrong_label_about_equally_often()
    {
        var many = new DataSet("zeros", Tensor.Zeros(9000, 1), new int[9000], 10);
        var counts = new RandomLabelFlips { Rate = 1.0, Seed = 4 }.Poison(many).Data.ClassCounts();
        Assert.Equal(0, counts[0]);
        Assert.All(counts[1..], count => Assert.InRange(count, 850, 1150));
    }

    [Fact]
    public void Class_flips_touch_one_class_and_give_one_label()
    {
        var poisoned = new ClassFlips { Source = 4, Target = 9, Rate = 0.05 }.Poison(Clean);
        Assert.Equal(20, poisoned.PoisonRows.Count);
        Assert.All(poisoned.PoisonRows, row => Assert.Equal((4, 9), (Clean.Labels[row], poisoned.Data.Labels[row])));
        Assert.Equal(Clean.ClassCounts()[4] - 20, poisoned.Data.ClassCounts()[4]);
    }

    [Fact]
    public void Copies_of_the_target_stay_within_the_noise_and_carry_the_wrong_label()
    {
        var target = SyntheticDigits.Generate(10, seed: 8).Inputs.Rows(3, 1);
        foreach (var design in Enum.GetValues<PoisoningDesign>())
        {
            var poisoned = new TargetCopies { Rate = 0.02, Noise = 0.1f, Design = design }.Poison(Clean, target, 3, 8);
            var poison = poisoned.Poison();
            Assert.Equal(8, poison.Count);
            Assert.All(poison.Labels, label => Assert.Equal(8, label));
            Assert.All((poison.Inputs - target).ToArray(), change => Assert.InRange(change, -0.1000001f, 0.1000001f));
            Assert.All(poison.Inputs.ToArray(), value => Assert.InRange(value, 0f, 1f));
            Assert.Equal(design == PoisoningDesign.Add ? 408 : 400, poisoned.Data.Count);
        }
    }

    [Fact]
    public void The_seed_decides_everything()
    {
        int[] Labels(int seed) => new RandomLabelFlips { Rate = 0.3, Seed = seed }.Poison(Clean).Data.Labels;
        Assert.Equal(Labels(7), Labels(7));
        Assert.NotEqual(Labels(7), Labels(8));
    }

    [Fact]
    public void A_rate_that_rounds_to_no_poison_is_refused()
    {
        Refuses("rounds to 0 poisons", () => new RandomLabelFlips { Rate = 0.001 }.Poison(Clean));
        Refuses("rounds to 0 poisons", () => new ClassFlips { Source = 1, Target = 2, Rate = 0.0 }.Poison(Clean));
        Refuses("rounds to 0 poisons", () => new TargetCopies { Rate = 0.0005 }.Poison(Clean, Clean.Inputs.Rows(0, 1), 1, 2));
    }

    [Theory]
    [InlineData(-0.1)]
    [InlineData(1.1)]
    [InlineData(double.NaN)]
    public void A_rate_outside_its_range_is_refused(double rate)
    {
        Refuses("from 0 to 1", () => new RandomLabelFlips { Rate = rate });
        Refuses("from 0 to 1", () => new ClassFlips { Source = 1, Target = 2, Rate = rate });
        Refuses("from 0 to 1", () => new TargetCopies { Rate = rate });
        Refuses("from 0 to 1", () => new GradientMatching { Rate = rate });
    }

    [Fact]
    public void A_class_with_too_few_examples_is_refused()
    {
        var count = Clean.ClassCounts()[4];
        Refuses($"only {count} of class 4", () => new ClassFlips { Source = 4, Target = 9, Rate = 0.5 }.Poison(Clean));
        Refuses($"only {count} of class 4", () => new TargetCopies { Rate = 0.5 }.Poison(Clean, Clean.Inputs.Rows(0, 1), 1, 4));
        Refuses("None of class 4", () => new ClassFlips { Source = 4, Target = 9, Rate = 0.1, Design = PoisoningDesign.Add }.Poison(Clean.OfClasses(1, 2)));
        Refuses("cannot be reached by adding", () => new RandomLabelFlips { Rate = 1.0, Design = PoisoningDesign.Add }.Poison(Clean));
    }

    [Fact]
    public void A_target_in_the_poison_class_is_refused()
    {
        Refuses("in the poison class already", () => new TargetCopies().Poison(Clean, Clean.Inputs.Rows(0, 1), 5, 5));
        Refuses("must differ; both are 5", () => new ClassFlips { Source = 5, Target = 5 }.Poison(Clean));
    }

    [Fact]
    public void Classes_and_shapes_that_do_not_fit_are_named()
    {
        Refuses("The source class is 10", () => new ClassFlips { Source = 10, Target = 1 }.Poison(Clean));
        Refuses("The target class is 12", () => new ClassFlips { Source = 1, Target = 12 }.Poison(Clean));
        Refuses("at least 0", () => new ClassFlips { Source = -1, Target = 1 });
        Refuses("at least 0", () => new ClassFlips { Source = 1, Target = -1 });
        Refuses("The class wanted is -1", () => new TargetCopies().Poison(Clean, Clean.Inputs.Rows(0, 1), 5, -1));
        Refuses("The target's class is 10", () => new TargetCopies().Poison(Clean, Clean.Inputs.Rows(0, 1), 10, 1));
        Refuses("[5]", () => new TargetCopies().Poison(Clean, Tensor.Zeros(5), 5, 1));
        Refuses("-1", () => new TargetCopies { Noise = -1f });
        Refuses("at least 2 classes", () => new RandomLabelFlips().Poison(new DataSet("one", Tensor.Zeros(20, 1), new int[20], 1)));
    }

    private static void Refuses(string sentence, Func<object> act) =>
        Assert.Contains(sentence, Assert.ThrowsAny<ArgumentException>(act).Message, StringComparison.Ordinal);

    // Copies come after the clean examples; the image tells whose they are.
    private static int TrueLabel(DataSet data, int row)
    {
        var image = data.Inputs.Rows(row, 1).ToArray();
        var origin = Enumerable.Range(0, Clean.Count).First(i => Clean.Inputs.Rows(i, 1).ToArray().SequenceEqual(image));
        return Clean.Labels[origin];
    }
}
