using RedGradient.Attacks.Evasion;
using RedGradient.Tensors;

namespace RedGradient.Tests.Attacks.Evasion;

public class ScoreLossTests
{
    public static TheoryData<string> Losses => [ScoreLoss.CrossEntropy.Name, ScoreLoss.Margin.Name];

    [Theory]
    [MemberData(nameof(Losses))]
    public void The_gradient_is_the_difference_quotient(string name)
    {
        var loss = name == ScoreLoss.Margin.Name ? ScoreLoss.Margin : ScoreLoss.CrossEntropy;
        var random = new SeededRandom(3);
        for (var trial = 0; trial < 50; trial++)
        {
            var classes = 2 + random.NextInt32(9);
            var scores = Tensor.Normal(random, 0f, 2f, 4, classes);
            int[] labels = [.. Enumerable.Range(0, 4).Select(_ => random.NextInt32(classes))];
            var gradient = loss.Gradient(scores, labels);
            var direction = Tensor.Normal(random, 0f, 1e-3f, 4, classes);
            var up = loss.Values(scores + direction, labels);
            var down = loss.Values(scores - direction, labels);
            for (var i = 0; i < 4; i++)
            {
                var expected = (up[i] - down[i]) / 2f;
                var found = (gradient.Row(i) * direction.Row(i)).Sum().ToScalar();
                Assert.Equal(expected, found, 5e-6f);
            }
        }
    }

    [Fact]
    public void The_margin_is_positive_exactly_where_the_label_loses()
    {
        var scores = Tensor.Normal(new SeededRandom(5), 0f, 1f, 200, 5);
        var labels = Enumerable.Range(0, 200).Select(i => i % 5).ToArray();
        Assert.Equal(scores.ArgMax().Zip(labels, (best, label) => best != label), ScoreLoss.Margin.Values(scores, labels).Select(margin => margin > 0f));
    }

    [Fact]
    public void Cross_entropy_goes_blind_where_the_softmax_is_full_and_the_margin_does_not()
    {
        var scores = Tensor.From([0f, 5000f, 100f], 1, 3);
        Assert.Equal([0f, 0f, 0f], ScoreLoss.CrossEntropy.Gradient(scores, [1]).ToArray());
        Assert.Equal([0f, -1f, 1f], ScoreLoss.Margin.Gradient(scores, [1]).ToArray());
    }

    [Theory]
    [MemberData(nameof(Losses))]
    public void Wrong_labels_and_shapes_get_a_sentence(string name)
    {
        var loss = name == ScoreLoss.Margin.Name ? ScoreLoss.Margin : ScoreLoss.CrossEntropy;
        Assert.Contains("0 to 2", Assert.Throws<ArgumentException>(() => loss.Gradient(Tensor.Zeros(2, 3), [0, 3])).Message, StringComparison.Ordinal);
        Assert.Contains("[2, 3]", Assert.Throws<ArgumentException>(() => loss.Values(Tensor.Zeros(2, 3), [0])).Message, StringComparison.Ordinal);
        Assert.Contains("[3]", Assert.Throws<ArgumentException>(() => loss.Values(Tensor.Zeros(3), [0, 1, 2])).Message, StringComparison.Ordinal);
    }
}
