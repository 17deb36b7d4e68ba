using RedGradient.Attacks.Evasion;
using RedGradient.Defenses.Evasion;
using RedGradient.Networks;
using RedGradient.Tensors;
using RedGradient.Tests.Attacks.Evasion;

namespace RedGradient.Tests.Defenses;

public class AdversarialTrainingTests
{
    [Theory]
    [InlineData(0f)]
    [InlineData(0.5f)]
    [InlineData(0.8f)]
    [InlineData(1f)]
    public void The_objective_is_the_mix_of_the_clean_and_the_attacked_loss(float cleanShare)
    {
        var batch = new TrainingBatch(Victim.Images, Victim.Labels, [.. Enumerable.Range(0, 40)], 1, 1);
        var pass = ForwardPass.Training(new SeededRandom(1));
        var found = AdversarialTraining.FastGradientSign(0.2f, cleanShare)(Victim.Network, batch, pass).ToScalar();
        var attacked = new FastGradientSign { Epsilon = 0.2f, Range = null }.Perturb(Victim.Network, Victim.Images, Victim.Labels).Perturbed;
        var clean = Losses.CrossEntropy(Victim.Network.Scores(Victim.Images), Victim.Labels).ToScalar();
        var hard = Losses.CrossEntropy(Victim.Network.Scores(attacked), Victim.Labels).ToScalar();
        Assert.Equal((cleanShare * clean) + ((1f - cleanShare) * hard), found, 1e-4f);
    }

    [Fact]
    public void Descent_draws_anew_at_each_step_and_the_same_in_each_run()
    {
        var objective = AdversarialTraining.ProjectedGradient(0.1f, steps: 2, range: ValueRange.Unit);
        var pass = ForwardPass.Training(new SeededRandom(1));
        float At(int epoch, int step) => objective(Victim.Network, new TrainingBatch(Victim.Images, Victim.Labels, [.. Enumerable.Range(0, 40)], epoch, step), pass).ToScalar();
        Assert.Equal(At(1, 1), At(1, 1));
        Assert.NotEqual(At(1, 1), At(1, 2));
        Assert.NotEqual(At(1, 2), At(2, 2));
    }

    [Theory]
    [InlineData("FGSM")]
    [InlineData("PGD")]
    public void It_makes_a_network_withstand_what_it_was_trained_against(string name)
    {
        const float epsilon = 0.08f;
        var objective = name == "FGSM"
            ? AdversarialTraining.FastGradientSign(epsilon, range: ValueRange.Unit)
            : AdversarialTraining.ProjectedGradient(epsilon, steps: 5, range: ValueRange.Unit);
        var network = new Network(1, new Flatten(), new Dense(784, 64), new Relu(), new Dense(64, 10));
        Trainer.Train(network, Victim.Data, new TrainingOptions { Epochs = 10, BatchSize = 64, Objective = objective, Optimizer = new Adam { LearningRate = 3e-3f } });
        var attack = name == "FGSM" ? (EvasionAttack)new FastGradientSign { Epsilon = epsilon } : new ProjectedGradientDescent { Epsilon = epsilon };
        var before = attack.Perturb(Victim.Network, Victim.Images, Victim.Labels);
        var after = attack.Perturb(network, Victim.Images, Victim.Labels);
        Assert.True(after.SuccessRate < before.SuccessRate - 0.2, $"{after.SuccessRate} against {before.SuccessRate}");
    }

    [Fact]
    public void Training_through_a_transformation_makes_the_network_used_to_it()
    {
        var resize = new RandomResize();
        var network = new Network(1, new Flatten(), new Dense(784, 32), new Relu(), new Dense(32, 10));
        Trainer.Train(network, Victim.Data, new TrainingOptions { Epochs = 15, BatchSize = 64, Objective = AdversarialTraining.Through(resize), Optimizer = new Adam { LearningRate = 3e-3f } });
        var (images, labels) = (Victim.Data.Inputs, Victim.Data.Labels);
        double Accuracy(Network model) => new DefendedClassifier(model, resize).Scores(images).ArgMax().Zip(labels).Count(pair => pair.First == pair.Second) / (double)labels.Length;
        Assert.True(Accuracy(network) > Accuracy(Victim.Network) + 0.1, $"{Accuracy(network)} against {Accuracy(Victim.Network)}");
    }

    [Fact]
    public void Numbers_out_of_range_and_targeted_attacks_are_refused()
    {
        Assert.Contains("-1 was given", Assert.Throws<ArgumentOutOfRangeException>(() => AdversarialTraining.FastGradientSign(-1f)).Message, StringComparison.Ordinal);
        Assert.Contains("from 0 to 1; 1.5", Assert.Throws<ArgumentOutOfRangeException>(() => AdversarialTraining.FastGradientSign(0.1f, 1.5f)).Message, StringComparison.Ordinal);
        Assert.Contains("NaN", Assert.Throws<ArgumentOutOfRangeException>(() => AdversarialTraining.FastGradientSign(0.1f, float.NaN)).Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentOutOfRangeException>(() => AdversarialTraining.ProjectedGradient(0.1f, 0));
        Assert.Contains("targeted", Assert.Throws<ArgumentException>(() => AdversarialTraining.Objective(new FastGradientSign { Targeted = true }, 0.5f)).Message, StringComparison.Ordinal);
    }
}
