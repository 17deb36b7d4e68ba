using RedGradient.Defenses.Runtime;
using RedGradient.Tensors;

namespace RedGradient.Tests.Defenses.Runtime;

public class PredictionEntropyTests
{
    [Fact]
    public void Entropies_have_their_closed_forms()
    {
        // All equal: log₂ of the number of classes. Two of four equal and the rest hopeless: 1 bit. One alone: 0.
        Assert.Equal(2.0, PredictionEntropy.OfScores(Tensor.From([3f, 3f, 3f, 3f], 1, 4))[0], 1e-14);
        Assert.Equal(1.0, PredictionEntropy.OfScores(Tensor.From([900f, 900f, -900f, -900f], 1, 4))[0], 1e-14);
        Assert.Equal(0.0, PredictionEntropy.OfScores(Tensor.From([1e30f, 0f, 0f], 1, 3))[0]);

        // Two classes with p = 1/4: 2 − ¾ log₂ 3.
        var scores = Tensor.From([(float)DeterministicMath.Log(3.0), 0f], 1, 2);
        Assert.Equal(2.0 - (0.75 * DeterministicMath.Log2(3.0)), PredictionEntropy.OfScores(scores)[0], 1e-7);
    }

    [Fact]
    public void Entropies_agree_with_the_definition_on_random_scores_and_stay_in_their_range()
    {
        var scores = Tensor.Normal(new SeededRandom(1), 0f, 3f, 200, 7);
        var entropies = PredictionEntropy.OfScores(scores);
        for (var i = 0; i < 200; i++)
        {
            var powers = Enumerable.Range(0, 7).Select(c => DeterministicMath.Exp(scores[i, c])).ToArray();
            var shares = powers.Select(power => power / powers.Sum()).ToArray();
            Assert.Equal(-shares.Sum(share => share * DeterministicMath.Log2(share)), entropies[i], 1e-12);
            Assert.InRange(entropies[i], 0.0, DeterministicMath.Log2(7.0));
        }

        // A constant added to all scores of a row changes no probability.
        Assert.All(entropies.Zip(PredictionEntropy.OfScores(scores + 4f)), pair => Assert.Equal(pair.First, pair.Second, 1e-5));
    }

    [Fact]
    public void Scores_without_an_entropy_get_a_sentence()
    {
        Assert.Contains("[n, classes]", Assert.Throws<ArgumentException>(() => PredictionEntropy.OfScores(Tensor.Zeros(3))).Message, StringComparison.Ordinal);
        Assert.Contains("Row 1", Assert.Throws<ArgumentException>(() => PredictionEntropy.OfScores(Tensor.From([0f, 0f, 1f, float.NaN], 2, 2))).Message, StringComparison.Ordinal);
    }
}
