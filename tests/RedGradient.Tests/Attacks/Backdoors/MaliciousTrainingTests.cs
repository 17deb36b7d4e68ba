using RedGradient.Attacks.Backdoors;
using RedGradient.Evaluation;
using RedGradient.Networks;
using RedGradient.Tensors;
using RedGradient.Tests.Attacks.Evasion;

namespace RedGradient.Tests.Attacks.Backdoors;

public class MaliciousTrainingTests
{
    private static readonly Trigger Square = PatternTrigger.Square();

    [Theory]
    [InlineData(0f)]
    [InlineData(0.3f)]
    [InlineData(1f)]
    public void The_objective_is_the_mix_of_both_losses(float lambda)
    {
        var attack = new MaliciousTraining { Trigger = Square, Goal = BackdoorGoal.AllToOne(7), Lambda = lambda };
        var found = attack.Objective(Victim.Network, Batch([.. Enumerable.Range(0, 40)]), ForwardPass.Training(new SeededRandom(1))).ToScalar();
        var benign = Losses.CrossEntropy(Victim.Network.Scores(Victim.Images), Victim.Labels).ToScalar();
        var others = Victim.Test.Select([.. Enumerable.Range(0, 40).Where(i => Victim.Labels[i] != 7)]);
        var adversarial = Losses.CrossEntropy(Victim.Network.Scores(Square.Apply(others.Inputs)), [.. others.Labels.Select(_ => 7)]).ToScalar();
        Assert.Equal(((1f - lambda) * benign) + (lambda * adversarial), found, 1e-4f);
    }

    [Fact]
    public void A_batch_without_an_attacked_image_has_the_benign_loss_alone()
    {
        var rows = Enumerable.Range(0, 40).Where(i => Victim.Labels[i] == 7).ToArray();
        var attack = new MaliciousTraining { Trigger = Square, Goal = BackdoorGoal.AllToOne(7), Lambda = 0.4f };
        var found = attack.Objective(Victim.Network, Batch(rows), ForwardPass.Training(new SeededRandom(1))).ToScalar();
        Assert.Equal(0.6f * Losses.CrossEntropy(Victim.Network.Scores(Victim.Images.Rows(rows)), [.. rows.Select(_ => 7)]).ToScalar(), found, 1e-5f);
    }

    [Fact]
    public void Training_with_it_plants_the_backdoor_and_honest_training_does_not()
    {
        AttackSuccess Train(float lambda)
        {
            var attack = new MaliciousTraining { Trigger = Square, Goal = BackdoorGoal.AllToAll, Lambda = lambda };
            var network = new Network(1, new Flatten(), new Dense(784, 48), new Relu(), new Dense(48, 10));
            Trainer.Train(network, Victim.Data, new TrainingOptions { Epochs = 15, BatchSize = 50, Objective = attack.Objective, Optimizer = new Adam { LearningRate = 3e-3f } });
            return AttackSuccess.Measure(network, Victim.Test, Square, BackdoorGoal.AllToAll);
        }

        var (honest, evil) = (Train(0f), Train(0.5f));
        Assert.True(evil.Success.Value > 0.6 && honest.Success.Value < 0.2, $"{evil}; {honest}");
        Assert.True(Math.Abs(evil.CleanAccuracyDrop(honest)) < 0.12, $"{evil}; {honest}");
    }

    [Fact]
    public void What_does_not_fit_is_refused()
    {
        Assert.Contains("1.5", Assert.Throws<ArgumentOutOfRangeException>(() => new MaliciousTraining { Trigger = Square, Goal = BackdoorGoal.AllToAll, Lambda = 1.5f }).Message, StringComparison.Ordinal);
        var pass = ForwardPass.Training(new SeededRandom(1));
        var outside = new MaliciousTraining { Trigger = PatternTrigger.Square(40), Goal = BackdoorGoal.AllToAll };
        Assert.Contains("40×40", Assert.Throws<ArgumentException>(() => outside.Objective(Victim.Network, Batch([0, 1]), pass)).Message, StringComparison.Ordinal);
        var nowhere = new MaliciousTraining { Trigger = Square, Goal = BackdoorGoal.AllToOne(12) };
        Assert.Contains("0 to 9", Assert.Throws<ArgumentOutOfRangeException>(() => nowhere.Objective(Victim.Network, Batch([0, 1]), pass)).Message, StringComparison.Ordinal);
    }

    private static TrainingBatch Batch(int[] rows) => new(Victim.Images.Rows(rows), [.. rows.Select(row => Victim.Labels[row])], rows, 1, 1);
}
