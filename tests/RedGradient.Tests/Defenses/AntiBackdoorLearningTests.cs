using RedGradient.Attacks.Backdoors;
using RedGradient.Attacks.Poisoning;
using RedGradient.Data;
using RedGradient.Defenses.Training;
using RedGradient.Evaluation;
using RedGradient.Networks;

namespace RedGradient.Tests.Defenses;

public class AntiBackdoorLearningTests
{
    private static readonly DataSet Test = SyntheticDigits.Generate(300, seed: 12);
    private static readonly PatternTrigger Trigger = PatternTrigger.Square(4);
    private static readonly BackdoorGoal Goal = BackdoorGoal.AllToOne(7);
    private static readonly PoisonedDataSet Poisoned = new BadNets { Trigger = Trigger, Goal = Goal }.Poison(SyntheticDigits.Generate(1500, seed: 11));

    private static Network Fresh() => new(1, new Flatten(), new Dense(784, 64), new Relu(), new Dense(64, 10));

    [Fact]
    public void The_backdoor_is_learned_isolated_and_unlearned()
    {
        var network = Fresh();
        var result = new AntiBackdoorLearning().Run(network, Poisoned.Data);
        Assert.Equal(["isolated", "trained", "unlearned", "round 1", "round 2"], result.States.Select(state => state.Step));
        AttackSuccess After(string step) => AttackSuccess.Measure(result.After(step).Network, Test, Trigger, Goal);
        Assert.True(After("isolated").Success.Value > 0.9, $"{After("isolated")}");
        Assert.True(After("round 2").Success.Value < 0.1, $"{After("round 2")}");
        // So small a network with so few digits pays more than the CNN of the experiment, which loses nothing.
        Assert.True(After("round 2").CleanAccuracy.Value > After("isolated").CleanAccuracy.Value - 0.1, $"{After("isolated")}, {After("round 2")}");
        Assert.Equal(15, result.After("isolated").Suspects.Count);
        Assert.True(IsolationQuality.Measure(result.After("isolated").Suspects, Poisoned).Precision.Value > 0.9);
        Assert.True(IsolationQuality.Measure(result.After("round 1").Suspects, Poisoned).Recall.Value > 0.9);

        // The states are copies, and the last one is the network itself.
        Assert.Equal(network.Parameters[0].Value.ToArray(), result.States[^1].Network.Parameters[0].Value.ToArray());
        Assert.NotEqual(network.Parameters[0].Value.ToArray(), result.States[0].Network.Parameters[0].Value.ToArray());
        Assert.Equal(16, result.Record.Count);
        Assert.Equal(result.Record.Score(12), result.Scores);
        Assert.Contains("isolated, trained", Assert.Throws<ArgumentException>(() => result.After("cured")).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void The_papers_form_has_three_steps_and_leaves_out_no_more_than_it_isolates()
    {
        var trainedOn = new HashSet<int>();
        var paper = AntiBackdoorLearning.Paper with
        {
            Isolating = AntiBackdoorLearning.Paper.Isolating with { Epochs = 1 },
            Training = new TrainingOptions
            {
                Epochs = 1,
                Objective = (network, batch, pass) =>
                {
                    trainedOn.UnionWith(batch.Rows);
                    return Objectives.CrossEntropy(network, batch, pass);
                },
            },
        };
        var result = paper.Run(Fresh(), Poisoned.Data);
        Assert.Equal(["isolated", "trained", "unlearned"], result.States.Select(state => state.Step));
        Assert.Equal(1485, trainedOn.Count);
    }

    [Fact]
    public void Settings_that_cannot_be_get_a_sentence()
    {
        Assert.Contains("0 epochs", Assert.Throws<ArgumentException>(() => new AntiBackdoorLearning { Isolating = new TrainingOptions { Epochs = 0 } }.Run(Fresh(), Poisoned.Data)).Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => new AntiBackdoorLearning().Run(Fresh(), Poisoned.Data.Take(0)));
        Assert.Contains("at most 1; 1.5", Assert.Throws<ArgumentOutOfRangeException>(() => new AntiBackdoorLearning { IsolationRate = 1.5 }).Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentOutOfRangeException>(() => new AntiBackdoorLearning { IsolationRate = 0 });
        Assert.Contains("below 1", Assert.Throws<ArgumentOutOfRangeException>(() => new AntiBackdoorLearning { SetAsideRate = 1 }).Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentOutOfRangeException>(() => new AntiBackdoorLearning { Looks = 0 });
        Assert.Throws<ArgumentOutOfRangeException>(() => new AntiBackdoorLearning { LooksPerEpoch = 0 });
        Assert.Throws<ArgumentOutOfRangeException>(() => new AntiBackdoorLearning { Rounds = -1 });
        Assert.Throws<ArgumentOutOfRangeException>(() => new AntiBackdoorLearning { Rise = 0 });
        Assert.Throws<ArgumentOutOfRangeException>(() => new AntiBackdoorLearning { UnlearningSteps = 0 });
        using var stopped = new CancellationTokenSource();
        stopped.Cancel();
        Assert.Throws<OperationCanceledException>(() => new AntiBackdoorLearning().Run(Fresh(), Poisoned.Data, stopped.Token));
    }
}
