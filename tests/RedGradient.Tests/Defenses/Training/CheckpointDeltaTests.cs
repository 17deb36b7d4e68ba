using RedGradient.Attacks.Training;
using RedGradient.Data;
using RedGradient.Defenses.Training;
using RedGradient.Networks;
using RedGradient.Tensors;

namespace RedGradient.Tests.Defenses.Training;

public class CheckpointDeltaTests
{
    private static readonly Lazy<Network[]> Run = new(Train);

    [Fact]
    public void A_change_is_measured_by_its_spectrum_and_its_size()
    {
        var before = Tensor.Normal(new SeededRandom(1), 0f, 1f, 12, 8);
        var change = Tensor.Normal(new SeededRandom(2), 0f, 0.1f, 12, 8);
        var measures = DeltaMeasures.Of(before, before + change);
        var spectrum = Spectrum.Of(before + change - before);
        Assert.Equal(spectrum.Norm / GradientGeometry.Norm([before]), measures.RelativeNorm, 1e-6);
        Assert.Equal((spectrum.EnergyShare, spectrum.StableRank, spectrum.EffectiveRank, spectrum.TopShare), (measures.EnergyShare, measures.StableRank, measures.EffectiveRank, measures.TopShare));
        Assert.Throws<ArgumentException>(() => DeltaMeasures.Of(before, Tensor.Ones(8, 12)));
    }

    [Fact]
    public void Honest_changes_pass_at_the_rate_asked_for_and_a_change_in_one_direction_does_not()
    {
        var all = Run.Value;
        var detector = CheckpointDeltaDetector.Fit(all[..30]);
        Assert.Equal(29, detector.Honest("2.weight").Count);
        var later = all[30..].Zip(all[31..], (before, after) => detector.Examine(before, after)).ToArray();
        Assert.InRange(later.Count(findings => findings[1].IsSuspicious), 0, 4);
        var attack = new RankOnePerturbation { Layer = "2.weight", Budget = 0.03 };
        for (var i = 30; i < 38; i++)
        {
            var bent = attack.Apply(all[i + 1], Tensor.Normal(new SeededRandom(i), 0f, 1f, 24), Tensor.Normal(new SeededRandom(i + 100), 0f, 1f, 10));
            var finding = detector.Examine(all[i], bent).Single(each => each.Layer == "2.weight");
            Assert.True(finding.IsSuspicious);
            Assert.Contains("The energy share of the first direction of 2.weight is", string.Join(" ", finding.Reasons), StringComparison.Ordinal);
        }

        // Nothing of what was learned from stands out at a rate of 0.
        var strict = CheckpointDeltaDetector.Fit(all[..30], falseAlarmRate: 0);
        Assert.All(all[..29].Zip(all[1..30], strict.Examine), findings => Assert.DoesNotContain(findings, finding => finding.IsSuspicious));
    }

    [Fact]
    public void A_layer_without_honest_changes_is_named_and_other_layers_are_refused()
    {
        var detector = CheckpointDeltaDetector.Fit(Run.Value[..5]);
        var other = new Network(1, new Dense(784, 24), new Relu(), new Dense(24, 24), new Dense(24, 10));
        var finding = detector.Examine(other, other.Copy()).Single(each => each.Layer == "3.weight");
        Assert.Equal(["3.weight has no honest changes to compare with."], finding.Reasons);
        Assert.Contains("have the same weights", Assert.Throws<ArgumentException>(() => detector.Examine(Run.Value[0], other)).Message, StringComparison.Ordinal);
        Assert.Contains("3 checkpoints or more; 2 were given.", Assert.Throws<ArgumentException>(() => CheckpointDeltaDetector.Fit(Run.Value[..2])).Message, StringComparison.Ordinal);
        Assert.Contains("no honest changes of \"9.weight\"", Assert.Throws<ArgumentException>(() => detector.Honest("9.weight")).Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentOutOfRangeException>(() => CheckpointDeltaDetector.Fit(Run.Value[..5], -0.1));
        Assert.Throws<ArgumentOutOfRangeException>(() => CheckpointDeltaDetector.Fit(Run.Value[..5], double.NaN));
    }

    private static Network[] Train()
    {
        var data = SyntheticDigits.Generate(400, seed: 1);
        var network = new Network(1, new Dense(784, 24), new Relu(), new Dense(24, 10));
        Trainer.Train(network, data, new TrainingOptions { Epochs = 5, BatchSize = 20 });
        List<Network> saved = [];
        Trainer.Train(network, data, new TrainingOptions
        {
            Epochs = 10,
            BatchSize = 20,
            Hooks = [TrainingHook.At(TrainingPoint.AfterStep, step => { if (step.Number % 5 == 0) saved.Add(step.Network.Copy()); })],
        });
        return [.. saved];
    }
}
