using System.Globalization;
using RedGradient.Attacks.Evasion;
using RedGradient.Networks;
using RedGradient.Tensors;

namespace RedGradient.Tests.Attacks.Evasion;

public class RefusalTests
{
    public static TheoryData<string> Names => AttackTable.Names;

    public static TheoryData<string> Bounded => AttackTable.Bounded;

    [Theory]
    [MemberData(nameof(Names))]
    public void A_label_that_is_no_class_is_named(string name)
    {
        foreach (var wrong in new[] { 10, -1 })
        {
            var labels = (int[])Victim.Labels.Clone();
            labels[3] = wrong;
            Refuses(name, Victim.Images, labels, "image 3", $" {wrong};", "0 to 9");
        }
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void A_value_outside_the_range_is_named(string name)
    {
        Refuses(name, With(Victim.Images, 784 + 5, 255f), Victim.Labels, "Image 1", "255 at element 5", "0 to 1");
        Refuses(name, With(Victim.Images, 0, -0.25f), Victim.Labels, "Image 0", "-0.25", "0 to 1");
        Refuses(name, With(Victim.Images, 7, float.NaN), Victim.Labels, "NaN at element 7", "finite");
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Images_and_labels_must_be_as_many_and_there_must_be_some(string name)
    {
        Refuses(name, Victim.Images, Victim.Labels[..39], "[40, 1, 28, 28]", "39 labels");
        Refuses(name, Tensor.Zeros(0, 1, 28, 28), [], "at least one image", "[0, 1, 28, 28]");
        Refuses(name, Tensor.Zeros(784), [1], "[784]");
        Assert.Throws<ArgumentNullException>(() => AttackTable.All[name].Perturb(null!, Victim.Images, Victim.Labels));
        Assert.Throws<ArgumentNullException>(() => AttackTable.All[name].Perturb(Victim.Network, null!, Victim.Labels));
        Assert.Throws<ArgumentNullException>(() => AttackTable.All[name].Perturb(Victim.Network, Victim.Images, null!));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void A_model_with_the_wrong_scores_is_refused(string name)
    {
        var attack = AttackTable.All[name];
        var images = Victim.Images.Rows(0, 2);
        var flat = Assert.ThrowsAny<ArgumentException>(() => attack.Perturb(new Broken(_ => Tensor.Zeros(20)), images, [0, 1]));
        Assert.Contains("[20]", flat.Message, StringComparison.Ordinal);
        var infinite = Assert.ThrowsAny<ArgumentException>(() => attack.Perturb(new Broken(_ => Tensor.Full(float.NaN, 2, 10)), images, [0, 1]));
        Assert.Contains("NaN", infinite.Message, StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Images_of_another_shape_than_the_model_s_are_refused(string name)
    {
        var error = Assert.ThrowsAny<ArgumentException>(() => AttackTable.All[name].Perturb(Victim.Network, Tensor.Zeros(2, 1, 20, 20), [0, 1]));
        Assert.Contains("400", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Bounded))]
    public void A_radius_that_is_none_is_refused(string name)
    {
        var attack = (BoundedAttack)AttackTable.All[name];
        foreach (var wrong in new[] { -0.5f, float.NaN, float.PositiveInfinity })
        {
            var error = Assert.Throws<ArgumentOutOfRangeException>(() => attack with { Epsilon = wrong });
            Assert.Contains("The radius ε must be a finite number of at least 0", error.Message, StringComparison.Ordinal);
            Assert.Contains(wrong.ToString(CultureInfo.InvariantCulture), error.Message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void Options_out_of_range_are_refused()
    {
        Action[] wrong =
        [
            () => _ = new ProjectedGradientDescent { Steps = 0 },
            () => _ = new ProjectedGradientDescent { StepSize = 0f },
            () => _ = new ProjectedGradientDescent { Restarts = 0 },
            () => _ = new IterativeFastGradientSign { Steps = -1 },
            () => _ = new IterativeFastGradientSign { StepSize = float.NaN },
            () => _ = new MomentumFastGradientSign { Decay = -1f },
            () => _ = new MomentumFastGradientSign { Steps = 0 },
            () => _ = new MomentumFastGradientSign { StepSize = -1f },
            () => _ = new DeepFool { MaximumSteps = 0 },
            () => _ = new DeepFool { Overshoot = -0.1f },
            () => _ = new CarliniWagner { SearchSteps = 0 },
            () => _ = new CarliniWagner { Steps = 0 },
            () => _ = new CarliniWagner { LearningRate = 0f },
            () => _ = new CarliniWagner { Confidence = -1f },
            () => _ = new CarliniWagner { InitialConstant = 0f },
            () => _ = new UniversalPerturbation { Epochs = 0 },
            () => _ = new UniversalPerturbation { BatchSize = 0 },
            () => _ = new UniversalPerturbation { StepSize = 0f },
            () => _ = new SquareAttack { MaximumQueries = 1 },
            () => _ = new SquareAttack { Share = 1.5 },
            () => _ = new NaturalEvolutionStrategies { Directions = 0 },
            () => _ = new NaturalEvolutionStrategies { Steps = 0 },
            () => _ = new NaturalEvolutionStrategies { Sigma = 0f },
            () => _ = new NaturalEvolutionStrategies { StepSize = 0f },
            () => _ = new NaturalEvolutionStrategies { Momentum = -1f },
            () => _ = new RandomSearch { Samples = 0 },
            () => _ = new ExpectationOverTransformation(Victim.Network, 0),
        ];
        Assert.All(wrong, action => Assert.Contains(" was given.", Assert.Throws<ArgumentOutOfRangeException>(action).Message, StringComparison.Ordinal));
        Assert.Contains("1 and 0", Assert.Throws<ArgumentException>(() => new ValueRange(1f, 0f)).Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => new ValueRange(0f, float.NaN));
    }

    private static void Refuses(string name, Tensor images, int[] labels, params string[] parts)
    {
        var error = Assert.ThrowsAny<ArgumentException>(() => AttackTable.All[name].Perturb(Victim.Network, images, labels));
        Assert.All(parts, part => Assert.Contains(part, error.Message, StringComparison.Ordinal));
    }

    private static Tensor With(Tensor images, int element, float value)
    {
        var values = images.ToArray();
        values[element] = value;
        return Tensor.From(values, [.. images.Shape]);
    }

    private sealed class Broken(Func<Tensor, Tensor> scores) : IDifferentiableClassifier
    {
        public Tensor Scores(Tensor batch) => scores(batch);

        public Tensor Pullback(Tensor batch, Tensor scoreGradient) => Tensor.Zeros(batch.Shape);
    }
}
