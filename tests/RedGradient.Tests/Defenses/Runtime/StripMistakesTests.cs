using RedGradient.Data;
using RedGradient.Defenses.Runtime;
using RedGradient.Evaluation;
using RedGradient.Tensors;

namespace RedGradient.Tests.Defenses.Runtime;

/// <summary>Two mistakes that re-implementations of STRIP are known for, made on purpose: each changes the result.</summary>
public class StripMistakesTests
{
    private static readonly Strip Strip = new(Backdoored.Network, Backdoored.HeldOut, new StripOptions { Overlays = 30 });

    [Fact]
    public void Entropy_over_the_overlays_in_place_of_the_classes_is_no_entropy_of_a_prediction()
    {
        // Summed along the wrong axis, a prediction that never moves has N equal numbers in its column: the very largest "entropy".
        var steady = Tensor.From([.. Enumerable.Repeat(new[] { 20f, 0f, 0f }, 30).SelectMany(row => row)], 30, 3);
        Assert.Equal(0.0, PredictionEntropy.OfScores(steady).Average(), 1e-6);
        Assert.Equal(DeterministicMath.Log2(30.0), OverSamples(steady), 1e-4);

        // On the backdoored network it turns the order around.
        var clean = Enumerable.Range(0, 40).Select(i => Backdoored.Judged.Inputs.Rows(i, 1)).ToArray();
        var attacked = Enumerable.Range(0, 40).Select(i => Backdoored.Attacked.Inputs.Rows(i, 1)).ToArray();
        double Area(Func<Tensor, double> entropy) => RocCurve.Of([.. clean.Select(x => -entropy(x))], [.. attacked.Select(x => -entropy(x))]).Area;
        var right = Area(Strip.Entropy);
        var wrong = Area(x => OverSamples(Backdoored.Network.Scores(Strip.Blend(x))));
        Assert.InRange(right, 0.9, 1.0);
        Assert.True(wrong < right - 0.1, FormattableString.Invariant($"The right entropy separates with area {right:F3}, the wrong one with {wrong:F3}."));
    }

    [Fact]
    public void A_two_sided_test_lowers_the_threshold_and_lets_triggers_pass()
    {
        var strip = new Strip(Backdoored.Network, Backdoored.HeldOut, new StripOptions { Overlays = 30, Blend = OverlayBlend.Sum });
        var threshold = EntropyThreshold.Fit(strip.Entropies(Backdoored.Calibration), 0.05);
        var attacked = strip.Entropies(Backdoored.Attacked.Inputs);

        // Half of the rate is spent above the mean, where no trigger ever is.
        var low = threshold.Mean + (threshold.StandardDeviation * NormalDistribution.Quantile(0.025));
        var high = threshold.Mean + (threshold.StandardDeviation * NormalDistribution.Quantile(0.975));
        Assert.True(low < threshold.Value);
        Assert.DoesNotContain(attacked, entropy => entropy > high);
        var (found, foundTwoSided) = (attacked.Count(threshold.Rejects), attacked.Count(entropy => entropy < low));
        Assert.True(found > foundTwoSided, $"One-sided {found} of {attacked.Length}, two-sided {foundTwoSided}.");
    }

    // The mean over classes of −Σₙ q log₂ q, where q is each column made a distribution over the N overlays.
    private static double OverSamples(Tensor scores)
    {
        var probabilities = scores.Softmax();
        var (rows, classes) = (scores.Shape[0], scores.Shape[1]);
        var sum = 0.0;
        for (var c = 0; c < classes; c++)
        {
            var column = Enumerable.Range(0, rows).Select(n => (double)probabilities[n, c]).ToArray();
            var total = column.Sum();
            sum -= column.Where(p => p > 0.0).Sum(p => p / total * DeterministicMath.Log2(p / total));
        }

        return sum / classes;
    }
}
