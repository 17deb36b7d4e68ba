using RedGradient.Data;
using RedGradient.Defenses.Repair;
using RedGradient.Defenses.Training;
using RedGradient.Networks;
using RedGradient.Tensors;
using RedGradient.Tests.Kernels;

namespace RedGradient.Tests.Defenses.Repair;

public class RepairTests
{
    [Theory]
    [InlineData(0.0)]
    [InlineData(0.04)]
    [InlineData(0.3)]
    [InlineData(1.0)]
    public void Pruning_stops_before_the_cut_that_costs_too_much(double maximumDrop)
    {
        var before = Values(Backdoored.Network);
        var result = new Pruning { MaximumDrop = maximumDrop }.Repair(Backdoored.Network, Backdoored.Validation);
        Assert.Equal(before, Values(Backdoored.Network));
        Assert.Equal(UnitActivations.Measure(Backdoored.Network, Backdoored.Validation.Inputs).Order(), result.Order);
        Assert.Equal(result.Order.Take(result.CutCount).Order(), Units.CutIn(result.Network, result.Layer));

        // The course, again, one cut at a time on a fresh copy.
        var copy = Backdoored.Network.Copy();
        for (var cuts = 0; cuts < result.ValidationAccuracy.Count; cuts++)
        {
            if (cuts > 0)
            {
                Units.Cut(copy, result.Layer, result.Order[cuts - 1]);
            }

            Assert.Equal(copy.Accuracy(Backdoored.Validation.Inputs, Backdoored.Validation.Labels), result.ValidationAccuracy[cuts]);
            Assert.Equal(cuts <= result.CutCount, result.ValidationAccuracy[cuts] >= result.ValidationAccuracy[0] - maximumDrop);
        }

        Assert.True(result.CutCount == 12 || result.ValidationAccuracy.Count == result.CutCount + 2);
        Assert.Equal(maximumDrop == 1.0, result.CutCount == 12);
    }

    [Fact]
    public void Pruning_goes_on_where_it_ended()
    {
        var half = Backdoored.Network.Copy();
        Units.Cut(half, 2, 3, 5);
        var result = new Pruning { MaximumDrop = 1.0 }.Repair(half, Backdoored.Validation);
        Assert.Equal(10, result.CutCount);
        Assert.DoesNotContain(3, result.Order);
        Assert.Equal(12, Units.CutIn(result.Network, 2).Length);
    }

    [Fact]
    public void Fine_tuning_keeps_cuts_and_the_network_it_was_given()
    {
        var pruned = Backdoored.Network.Copy();
        Units.Cut(pruned, 2, 0, 7);
        var before = Values(pruned);
        var tuned = (FineTuning.Strong with { Epochs = 2 }).Repair(pruned, Backdoored.Tuning);
        Assert.Equal(before, Values(pruned));
        Assert.NotEqual(before, Values(tuned));
        Assert.Equal([0, 7], Units.CutIn(tuned, 2));
        Assert.All(tuned.Activations(Backdoored.Test.Inputs, ForwardPass.Inference)[4].ToArray().Chunk(16).Where((_, i) => i % 12 is 0 or 7), channel => Assert.All(channel, value => Assert.Equal(0f, value)));
        Assert.Equal(Values(tuned), Values((FineTuning.Strong with { Epochs = 2 }).Repair(pruned, Backdoored.Tuning)));
    }

    [Fact]
    public void With_a_teacher_alone_labels_do_not_matter_and_without_one_the_teacher_does_not()
    {
        var few = Backdoored.Tuning.Take(64);
        var wrong = few.WithLabels([.. few.Labels.Select(label => (label + 1) % 10)]);
        var other = Backdoored.Fresh(5);
        var taught = FineTuning.Strong with { Epochs = 1, TeacherShare = 1.0 };
        Assert.Equal(Values(taught.Repair(Backdoored.Network, few)), Values(taught.Repair(Backdoored.Network, wrong)));
        Assert.NotEqual(Values(taught.Repair(Backdoored.Network, few)), Values(taught.Repair(Backdoored.Network, few, other)));
        var plain = new FineTuning { Epochs = 1 };
        Assert.Equal(Values(plain.Repair(Backdoored.Network, few)), Values(plain.Repair(Backdoored.Network, few, other)));
        Assert.NotEqual(Values(plain.Repair(Backdoored.Network, few)), Values(plain.Repair(Backdoored.Network, wrong)));
    }

    [Theory]
    [InlineData(0.0)]
    [InlineData(0.3)]
    [InlineData(1.0)]
    public void The_loss_mixes_labels_and_teacher(double share)
    {
        // One step of one batch without momentum: w − η·g, with g of the loss written out here.
        var data = new DataSet("random", Sample.Normal(1, 6, 4), [0, 1, 2, 0, 1, 2], 3);
        Network student = new(1, new Dense(4, 3)), teacher = new(2, new Dense(4, 3));
        var tuned = new FineTuning { Epochs = 1, BatchSize = 6, LearningRate = 0.5f, Momentum = 0f, TeacherShare = share }.Repair(student, data, teacher);
        var wanted = (Losses.OneHot(data.Labels, 3) * (float)(1.0 - share)) + (teacher.Probabilities(data.Inputs) * (float)share);
        var slope = data.Inputs.Transpose().MatMul(student.Probabilities(data.Inputs) - wanted) / 6f;
        var expected = (student.Parameters[0].Value - (slope * 0.5f)).ToArray();
        Assert.All(expected.Zip(tuned.Parameters[0].Value.ToArray()), pair => Assert.Equal(pair.First, pair.Second, 1e-5f));
    }

    [Fact]
    public void A_warm_up_multiplies_the_schedule()
    {
        // Two steps with a gradient of 1 each: rates 1/2 and 2/2 of a constant schedule.
        var data = new DataSet("one", Tensor.Ones(2, 1), [0, 0], 2);
        var network = new Network(1, new Dense(1, 2));
        network.Parameters[0].Set(Tensor.From([-50f, 50f], 1, 2));
        var tuned = new FineTuning { Epochs = 1, BatchSize = 1, LearningRate = 1f, Momentum = 0f, WarmupEpochs = 1 }.Repair(network, data);
        Assert.Equal(-48.5f, tuned.Parameters[0].Value[0, 0], 1e-4f);
    }

    [Fact]
    public void Fine_pruning_takes_the_highest_rate_that_keeps_the_accuracy()
    {
        var repair = new FinePruning { FineTuning = new FineTuning { Epochs = 3 }, LearningRates = [1e6f, 0.01f, 0.001f, 30f], MaximumDrop = 0.1 };
        var result = repair.Repair(Backdoored.Network, Backdoored.Tuning, Backdoored.Validation);
        Assert.Equal([1e6f, 30f, 0.01f], result.Trials.Select(trial => trial.Rate));
        Assert.All(result.Trials.SkipLast(1), trial => Assert.True(trial.Accuracy < result.AccuracyBefore - 0.1));
        Assert.Equal((0.01f, result.Trials[^1].Accuracy), (result.LearningRate, (double)result.Network.Accuracy(Backdoored.Validation.Inputs, Backdoored.Validation.Labels)));
        var again = (repair.FineTuning with { LearningRate = 0.01f }).Repair(result.Pruning!.Network, Backdoored.Tuning);
        Assert.Equal(Values(again), Values(result.Network));
    }

    [Fact]
    public void Where_no_rate_keeps_the_accuracy_the_best_is_given()
    {
        var repair = new FinePruning { Pruning = null, FineTuning = new FineTuning { Epochs = 1 }, LearningRates = [3f, 1f], MaximumDrop = 0.0 };
        var result = repair.Repair(Backdoored.Network, Backdoored.Tuning, Backdoored.Validation);
        Assert.Null(result.Pruning);
        Assert.Equal(result.Trials.Max(trial => trial.Accuracy), result.Network.Accuracy(Backdoored.Validation.Inputs, Backdoored.Validation.Labels));
        var hopeless = Assert.Throws<ArgumentException>(() => (repair with { LearningRates = [1e30f] }).Repair(Backdoored.Network, Backdoored.Tuning, Backdoored.Validation));
        Assert.Contains("smaller", hopeless.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void The_strong_recipe_removes_a_backdoor_that_the_usual_one_leaves()
    {
        var before = Backdoored.Measure(Backdoored.Network);
        var usual = Backdoored.Measure(new FineTuning { Epochs = 10 }.Repair(Backdoored.Network, Backdoored.Tuning));
        var strong = Backdoored.Measure((FineTuning.Strong with { Epochs = 20 }).Repair(Backdoored.Network, Backdoored.Tuning));
        Assert.True(before.Success.Value > 0.9, $"before: {before}");
        Assert.True(usual.Success.Value > 0.5, $"usual: {usual}");
        Assert.True(strong.Success.Value < 0.2 && strong.CleanAccuracy.Value > before.CleanAccuracy.Value - 0.05, $"strong: {strong} against {before}");
    }

    [Fact]
    public void Attention_is_where_the_squares_of_the_channels_are()
    {
        var features = Tensor.From([3f, 0f, 0f, 0f, 0f, 2f, 0f, 0f], 1, 2, 2, 2);
        var found = AttentionDistillation.Attention(features).ToArray();
        var length = Math.Sqrt((9.0 * 9.0) + (4.0 * 4.0));
        Assert.Equal([(float)(9.0 / length), (float)(4.0 / length), 0f, 0f], found.Select(value => MathF.Round(value, 5)), (x, y) => Math.Abs(x - y) < 1e-4f);
        Assert.All(AttentionDistillation.Attention(Tensor.Zeros(1, 2, 2, 2)).ToArray(), value => Assert.Equal(0f, value));
    }

    [Fact]
    public void Without_attention_its_distillation_is_fine_tuning()
    {
        var few = Backdoored.Tuning.Take(64);
        var plain = new FineTuning { Epochs = 1 };
        var none = new AttentionDistillation { Beta = 0f, Teacher = plain, Student = plain };
        Assert.Equal(Values(plain.Repair(Backdoored.Network, few)), Values(none.Repair(Backdoored.Network, few)));
        Assert.NotEqual(Values(plain.Repair(Backdoored.Network, few)), Values((none with { Beta = 5f }).Repair(Backdoored.Network, few)));
    }

    [Fact]
    public void Options_and_data_out_of_range_are_refused()
    {
        var (network, tuning) = (Backdoored.Network, Backdoored.Tuning);
        Assert.Contains("from 0 to 1; 1.5", Assert.Throws<ArgumentOutOfRangeException>(() => new Pruning { MaximumDrop = 1.5 }).Message, StringComparison.Ordinal);
        Assert.Contains("above 0; 0 was", Assert.Throws<ArgumentOutOfRangeException>(() => new FineTuning { LearningRate = 0f }).Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentOutOfRangeException>(() => new FineTuning { Epochs = 0 });
        Assert.Throws<ArgumentOutOfRangeException>(() => new FineTuning { TeacherShare = -0.1 });
        Assert.Contains("none was given", Assert.Throws<ArgumentException>(() => new FinePruning { LearningRates = [] }).Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentOutOfRangeException>(() => new FinePruning { LearningRates = [0.1f, -1f] });
        Assert.Throws<ArgumentOutOfRangeException>(() => new FinePruning { MaximumDrop = double.NaN });
        Assert.Throws<ArgumentOutOfRangeException>(() => new AttentionDistillation { Beta = -1f });
        Assert.Throws<ArgumentException>(() => new Pruning().Repair(network, tuning.Take(0)));
        Assert.Throws<ArgumentException>(() => new FineTuning().Repair(network, tuning.Take(0)));
        Assert.Contains("none among", Assert.Throws<ArgumentException>(() => new AttentionDistillation().Repair(new Network(1, new Dense(784, 10)), tuning)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_cancelled_token_ends_it()
    {
        using var source = new CancellationTokenSource();
        source.Cancel();
        Assert.Throws<OperationCanceledException>(() => new FinePruning().Repair(Backdoored.Network, Backdoored.Tuning, Backdoored.Validation, source.Token));
        Assert.Throws<OperationCanceledException>(() => new AttentionDistillation().Repair(Backdoored.Network, Backdoored.Tuning, source.Token));
    }

    private static float[][] Values(Network network) => [.. network.Parameters.Select(parameter => parameter.Value.ToArray())];
}
