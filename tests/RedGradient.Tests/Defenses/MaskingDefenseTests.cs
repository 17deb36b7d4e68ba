using RedGradient.Attacks.Evasion;
using RedGradient.Defenses.Evasion;
using RedGradient.Tensors;
using RedGradient.Tests.Attacks.Evasion;

namespace RedGradient.Tests.Defenses;

public class MaskingDefenseTests
{
    [Fact]
    public void Quantisation_rounds_to_its_levels_and_has_no_gradient()
    {
        var quantization = new InputQuantization { Levels = 5 };
        var values = quantization.Apply(Tensor.From([0f, 0.12f, 0.13f, 0.5f, 0.88f, 1f], 1, 6), new SeededRandom(1));
        Assert.Equal([0f, 0f, 0.25f, 0.5f, 1f, 1f], values.ToArray());
        var defended = new DefendedClassifier(Victim.Network, quantization);
        Assert.All(defended.Pullback(Victim.Images, Tensor.Ones(40, 10)).ToArray(), value => Assert.Equal(0f, value));
        Assert.Equal(Victim.Network.Scores(quantization.Apply(Victim.Images, new SeededRandom(1))).ToArray(), defended.Scores(Victim.Images).ToArray());
    }

    [Fact]
    public void The_backward_pass_approximation_is_the_pullback_of_the_model_behind()
    {
        var defended = new DefendedClassifier(Victim.Network, new InputQuantization());
        var approximation = new BackwardPassApproximation(defended);
        var seen = new InputQuantization().Apply(Victim.Images, new SeededRandom(1));
        var gradient = Tensor.Normal(new SeededRandom(2), 0f, 1f, 40, 10);
        Assert.Equal(Victim.Network.Pullback(seen, gradient).ToArray(), approximation.Pullback(Victim.Images, gradient).ToArray());
        Assert.Equal(defended.Scores(Victim.Images).ToArray(), approximation.Scores(Victim.Images).ToArray());
        var (scores, slope) = approximation.ScoresAndPullback(Victim.Images, _ => gradient);
        Assert.Equal(defended.Scores(Victim.Images).ToArray(), scores.ToArray());
        Assert.Equal(Victim.Network.Pullback(seen, gradient).ToArray(), slope.ToArray());
    }

    [Fact]
    public void A_random_defence_draws_anew_at_each_call_and_again_the_same_for_the_same_calls()
    {
        foreach (var transformation in new IInputTransformation[] { new RandomNoise(), new RandomResize() })
        {
            var first = new DefendedClassifier(Victim.Network, transformation, seed: 3);
            var second = new DefendedClassifier(Victim.Network, transformation, seed: 3);
            var other = new DefendedClassifier(Victim.Network, transformation, seed: 4);
            var scores = first.Scores(Victim.Images).ToArray();
            Assert.NotEqual(scores, first.Scores(Victim.Images).ToArray());
            Assert.Equal(scores, second.Scores(Victim.Images).ToArray());
            Assert.NotEqual(scores, other.Scores(Victim.Images).ToArray());
        }
    }

    [Fact]
    public void Forward_and_backward_of_one_call_share_their_draw()
    {
        // Resizing and the model are differentiated at one and the same draw: the difference quotient agrees.
        var random = new SeededRandom(9);
        var resize = new RandomResize();
        var x = Tensor.Uniform(random, 0f, 1f, 3, 2, 9, 7);
        var g = Tensor.Normal(random, 0f, 1f, 3, 2, 9, 7);
        for (var draw = 0; draw < 20; draw++)
        {
            // ⟨T x, g⟩ = ⟨x, Tᵀ g⟩ for a linear map.
            var source = random.Split(draw);
            var forward = (resize.Apply(x, source) * g).Sum().ToScalar();
            var backward = (x * resize.Pullback(x, g, source)).Sum().ToScalar();
            Assert.Equal(forward, backward, 1e-3f);
        }

        var calls = new DefendedClassifier(Victim.Network, resize);
        var same = new DefendedClassifier(Victim.Network, resize);
        var gradient = Tensor.Normal(random, 0f, 1f, 40, 10);
        var (scores, slope) = calls.ScoresAndPullback(Victim.Images, _ => gradient);
        Assert.Equal(same.Scores(Victim.Images).ToArray(), scores.ToArray());
        var again = new DefendedClassifier(Victim.Network, resize);
        Assert.Equal(again.Pullback(Victim.Images, gradient).ToArray(), slope.ToArray());
    }

    [Fact]
    public void Resizing_keeps_the_brightness_of_the_centre_and_the_whole_picture_at_full_size()
    {
        var resize = new RandomResize { Smallest = 1f };
        Assert.Equal(Victim.Images.ToArray(), resize.Apply(Victim.Images, new SeededRandom(1)).ToArray());
        var small = new RandomResize { Smallest = 0.5f }.Apply(Tensor.Ones(20, 1, 28, 28), new SeededRandom(2));
        Assert.All(small.ToArray(), value => Assert.True(value is 0f or > 0.9999f));
        Assert.All(Enumerable.Range(0, 20), i => Assert.InRange(Math.Sqrt(small.Row(i).Sum().ToScalar()), 13.9, 28.1));
        Assert.Throws<ArgumentException>(() => resize.Apply(Tensor.Zeros(3, 784), new SeededRandom(1)));
    }

    [Fact]
    public void Noise_has_its_spread_and_passes_the_gradient()
    {
        var noise = new RandomNoise { StandardDeviation = 0.3f };
        var values = noise.Apply(Tensor.Zeros(50, 784), new SeededRandom(1)).ToArray();
        Assert.Equal(0.0, values.Average(), 0.01);
        Assert.Equal(0.09, values.Average(value => (double)value * value), 0.003);
        var gradient = Tensor.Ones(2, 3);
        Assert.Same(gradient, noise.Pullback(Tensor.Zeros(2, 3), gradient, new SeededRandom(1)));
    }

    [Fact]
    public void A_saturating_temperature_keeps_the_answers_and_kills_the_training_gradient()
    {
        var hot = new SaturatedTemperature(Victim.Network, 1e4f);
        Assert.Equal(Victim.Network.Predict(Victim.Images), hot.Scores(Victim.Images).ArgMax());
        var answers = Victim.Network.Predict(Victim.Images);
        var (_, blind) = hot.ScoresAndPullback(Victim.Images, scores => ScoreLoss.CrossEntropy.Gradient(scores, answers));
        Assert.All(blind.ToArray(), value => Assert.Equal(0f, value));
        var (scaled, seeing) = hot.ScoresAndPullback(Victim.Images, scores => ScoreLoss.Margin.Gradient(scores, answers));
        Assert.Equal(hot.Scores(Victim.Images).ToArray(), scaled.ToArray());
        Assert.True(seeing.Abs().Sum().ToScalar() > 1f);
        var (_, direct) = Victim.Network.ScoresAndPullback(Victim.Images, scores => ScoreLoss.Margin.Gradient(scores, answers));
        Assert.Equal((direct * 1e4f).Sign().ToArray(), seeing.Sign().ToArray());
    }

    [Fact]
    public void Averaging_sees_through_the_noise()
    {
        var noisy = new DefendedClassifier(Victim.Network, new RandomNoise { StandardDeviation = 1f });
        var gradient = Tensor.From([.. Enumerable.Range(0, 400).Select(i => i % 10 == 3 ? 1f : 0f)], 40, 10);
        var expectation = new ExpectationOverTransformation(noisy, 200);
        var often = expectation.Pullback(Victim.Images, gradient);
        var reference = new ExpectationOverTransformation(noisy, 1000).Pullback(Victim.Images, gradient);
        var once = noisy.Pullback(Victim.Images, gradient);
        Assert.True((often - reference).Square().Sum().ToScalar() < 0.1f * (once - reference).Square().Sum().ToScalar());
        var result = new FastGradientSign().Perturb(new ExpectationOverTransformation(noisy, 7), Victim.Images, Victim.Labels);
        Assert.All(result.Queries.Concat(result.Gradients), count => Assert.Equal(7, count));
    }

    [Fact]
    public void Options_out_of_range_are_refused()
    {
        Assert.Contains("1 was given", Assert.Throws<ArgumentOutOfRangeException>(() => new InputQuantization { Levels = 1 }).Message, StringComparison.Ordinal);
        Assert.Contains("NaN", Assert.Throws<ArgumentOutOfRangeException>(() => new RandomNoise { StandardDeviation = float.NaN }).Message, StringComparison.Ordinal);
        Assert.Contains("1.5", Assert.Throws<ArgumentOutOfRangeException>(() => new RandomResize { Smallest = 1.5f }).Message, StringComparison.Ordinal);
        Assert.Contains("0 was given", Assert.Throws<ArgumentOutOfRangeException>(() => new SaturatedTemperature(Victim.Network, 0f)).Message, StringComparison.Ordinal);
    }
}
