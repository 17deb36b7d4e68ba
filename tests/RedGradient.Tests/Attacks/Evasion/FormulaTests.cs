using RedGradient.Attacks.Evasion;
using RedGradient.Autodiff;
using RedGradient.Defenses.Evasion;
using RedGradient.Networks;
using RedGradient.Tensors;

namespace RedGradient.Tests.Attacks.Evasion;

/// <summary>Each attack against its formula, where the answer can be had another way.</summary>
public class FormulaTests
{
    private static readonly LinearClassifier Linear = LinearClassifier.Make(30, seed: 4);
    private static readonly Tensor Points = Tensor.Normal(new SeededRandom(8), 0f, 0.3f, 20, 30);
    private static readonly int[] Sides = [.. Enumerable.Range(0, 20).Select(i => Linear.Margin(Points.Row(i).AsSpan()) > 0.0 ? 1 : 0)];

    [Fact]
    public void FGSM_is_epsilon_times_the_sign_of_the_training_gradient()
    {
        var x = Victim.Images.Track();
        var gradient = Gradient.Of(Losses.CrossEntropy(Victim.Network.Forward(x), Victim.Labels), x);
        var expected = (Victim.Images + (0.25f * gradient.Sign())).ToArray();
        var result = new FastGradientSign { Range = null }.Perturb(Victim.Network, Victim.Images, Victim.Labels);
        Assert.Equal(expected, result.Perturbed.ToArray());
        Assert.All(result.Queries, count => Assert.Equal(1, count));
        Assert.All(result.Gradients, count => Assert.Equal(1, count));
        var clipped = new FastGradientSign().Perturb(Victim.Network, Victim.Images, Victim.Labels);
        Assert.Equal(expected.Select(value => Math.Clamp(value, 0f, 1f)), clipped.Perturbed.ToArray());
    }

    [Fact]
    public void FGSM_is_every_iterative_attack_with_one_step()
    {
        foreach (var range in new[] { ValueRange.Unit, null })
        {
            var expected = Run(new FastGradientSign { Epsilon = 0.1f, Range = range });
            Assert.Equal(expected, Run(new ProjectedGradientDescent { Epsilon = 0.1f, Range = range, Steps = 1, StepSize = 0.1f, RandomStart = false, StopAtSuccess = false }));
            Assert.Equal(expected, Run(new IterativeFastGradientSign { Epsilon = 0.1f, Range = range, Steps = 1, StopAtSuccess = false }));
            Assert.Equal(expected, Run(new MomentumFastGradientSign { Epsilon = 0.1f, Range = range, Steps = 1, StopAtSuccess = false }));
        }
    }

    [Fact]
    public void Momentum_that_forgets_is_plain_iteration()
    {
        Assert.Equal(Run(new IterativeFastGradientSign { Epsilon = 0.1f }), Run(new MomentumFastGradientSign { Epsilon = 0.1f, Decay = 0f }));
        Assert.NotEqual(Run(new IterativeFastGradientSign { Epsilon = 0.1f }), Run(new MomentumFastGradientSign { Epsilon = 0.1f, Decay = 1f }));
    }

    [Fact]
    public void Against_a_plane_FGSM_moves_the_margin_by_epsilon_times_the_one_norm()
    {
        // wᵀ·sign(w) = ‖w‖₁: why a thousand small changes add up.
        var result = new FastGradientSign { Epsilon = 0.05f, Range = null }.Perturb(Linear, Points, Sides);
        var expected = 0.05 * Linear.W.Sum(Math.Abs);
        for (var i = 0; i < Sides.Length; i++)
        {
            var moved = Linear.Margin(result.Perturbed.Row(i).AsSpan()) - Linear.Margin(Points.Row(i).AsSpan());
            Assert.Equal(Sides[i] == 1 ? -expected : expected, moved, 1e-5);
        }
    }

    [Fact]
    public void Against_a_plane_descent_in_L2_goes_straight_at_it()
    {
        var result = new ProjectedGradientDescent { Norm = PerturbationNorm.L2, Epsilon = 0.2f, Range = null, StopAtSuccess = false, RandomStart = false, Steps = 20 }.Perturb(Linear, Points, Sides);
        var length = Math.Sqrt(Linear.W.Sum(w => w * w));
        for (var i = 0; i < Sides.Length; i++)
        {
            var moved = Math.Abs(Linear.Margin(result.Perturbed.Row(i).AsSpan()) - Linear.Margin(Points.Row(i).AsSpan()));
            Assert.InRange(moved, 0.99 * 0.2 * length, (0.2 * length) + 1e-5);
        }
    }

    [Theory]
    [InlineData(PerturbationNorm.L2)]
    [InlineData(PerturbationNorm.LInfinity)]
    public void Against_a_plane_DeepFool_takes_one_step_of_the_distance(PerturbationNorm norm)
    {
        var result = new DeepFool { Norm = norm, Range = null }.Perturb(Linear, Points, Sides);
        Assert.Equal(1.0, result.SuccessRate);
        for (var i = 0; i < Sides.Length; i++)
        {
            var size = norm == PerturbationNorm.L2 ? Math.Sqrt(Linear.W.Sum(w => w * w)) : Linear.W.Sum(Math.Abs);
            var distance = Math.Abs(Linear.Margin(Points.Row(i).AsSpan())) / size;
            var found = norm == PerturbationNorm.L2 ? result.L2.Values[i] : result.LInfinity.Values[i];
            Assert.InRange(found, distance, (1.021 * distance) + 2e-4);
            Assert.Equal(2, result.Queries[i]);
            Assert.Equal(2, result.Gradients[i]);
        }
    }

    [Fact]
    public void Against_a_plane_Carlini_and_Wagner_find_the_distance()
    {
        var result = new CarliniWagner { Range = null, LearningRate = 0.002f, Steps = 1000 }.Perturb(Linear, Points, Sides);
        Assert.Equal(1.0, result.SuccessRate);
        var size = Math.Sqrt(Linear.W.Sum(w => w * w));
        for (var i = 0; i < Sides.Length; i++)
        {
            var distance = Math.Abs(Linear.Margin(Points.Row(i).AsSpan())) / size;
            Assert.InRange(result.L2.Values[i], distance - 1e-4, (1.02 * distance) + 0.002);
        }
    }

    [Fact]
    public void Carlini_and_Wagner_need_less_than_DeepFool_and_more_for_more_confidence()
    {
        var images = Victim.Images.Rows(0, 5);
        var labels = Victim.Labels[..5];
        var quick = new CarliniWagner { Steps = 400, LearningRate = 0.03f };
        var fool = new DeepFool().Perturb(Victim.Network, images, labels);
        var plain = quick.Perturb(Victim.Network, images, labels);
        var confident = (quick with { Confidence = 3f }).Perturb(Victim.Network, images, labels);
        Assert.True(plain.L2.Mean < fool.L2.Mean, $"{plain.L2.Mean} against {fool.L2.Mean}");
        Assert.True(confident.L2.Mean > plain.L2.Mean, $"{confident.L2.Mean} against {plain.L2.Mean}");
        Assert.All(ScoreLoss.Margin.Values(confident.ScoresAfter, labels), margin => Assert.True(margin > 2.99f, $"{margin}"));
    }

    [Fact]
    public void NES_estimates_the_gradient()
    {
        // One step in an L∞ ball along the estimate: most signs agree with the plane's.
        var result = new NaturalEvolutionStrategies { Directions = 400, Steps = 1, StepSize = 0.01f, Range = null, Epsilon = 0.01f }.Perturb(Linear, Points, Sides);
        var (right, all) = (0, 0);
        for (var i = 0; i < Sides.Length; i++)
        {
            for (var k = 0; k < 30; k++)
            {
                var moved = result.Perturbed[i, k] - Points[i, k];
                all++;
                right += Math.Sign(moved) == Math.Sign(Linear.W[k]) * (Sides[i] == 1 ? -1 : 1) ? 1 : 0;
            }
        }

        Assert.InRange((double)right / all, 0.9, 1.0);
        Assert.All(result.Queries, queries => Assert.InRange(queries, 1, 802));
    }

    [Fact]
    public void A_universal_perturbation_is_one_for_all_images_and_works_on_others()
    {
        var attack = new UniversalPerturbation { Epochs = 20, BatchSize = 16, Range = null };
        var result = attack.Perturb(Victim.Network, Victim.Images, Victim.Labels);
        var found = attack.Find(Victim.Network, Victim.Images, Victim.Labels);
        Assert.Equal((Victim.Images + found).ToArray(), result.Perturbed.ToArray());
        var others = Victim.Data.Take(200);
        var fooled = 1.0 - Victim.Network.Accuracy(attack.Apply(others.Inputs, found), others.Labels);
        Assert.InRange(fooled, 0.7, 1.0);
        Assert.Throws<ArgumentException>(() => attack.Apply(others.Inputs, Tensor.Zeros(784)));
    }

    [Fact]
    public void The_Square_attack_asks_no_more_than_it_may_and_stops_when_done()
    {
        var result = new SquareAttack { Epsilon = 0.05f, MaximumQueries = 50 }.Perturb(Victim.Network, Victim.Images, Victim.Labels);
        Assert.All(result.Queries, queries => Assert.InRange(queries, 1, 50));
        Assert.Contains(50, result.Queries);
        Assert.All(result.Gradients, gradients => Assert.Equal(0, gradients));
        for (var i = 0; i < result.Queries.Length; i++)
        {
            Assert.Equal(result.Queries[i] < 50, result.Succeeded[i] && result.Queries[i] < 50);
        }
    }

    [Fact]
    public void Transfer_to_itself_is_the_inner_attack()
    {
        var inner = new ProjectedGradientDescent { Steps = 5, Epsilon = 0.1f };
        var transfer = new TransferAttack(Victim.Network, inner).Perturb(Victim.Network, Victim.Images, Victim.Labels);
        var direct = inner.Perturb(Victim.Network, Victim.Images, Victim.Labels);
        Assert.Equal(direct.Perturbed.ToArray(), transfer.Perturbed.ToArray());
        Assert.Equal(direct.Queries, transfer.Queries);
        Assert.Equal("Transfer (PGD)", transfer.Attack);
    }

    [Fact]
    public void More_restarts_never_find_less()
    {
        // Behind a masked gradient the random starts are all there is.
        var masked = new DefendedClassifier(Victim.Network, new InputQuantization());
        var attack = new ProjectedGradientDescent { Epsilon = 0.25f, Steps = 2 };
        var once = attack.Perturb(masked, Victim.Images, Victim.Labels);
        var often = (attack with { Restarts = 20 }).Perturb(masked, Victim.Images, Victim.Labels);
        Assert.All(once.Succeeded.Zip(often.Succeeded), pair => Assert.True(!pair.First || pair.Second));
        Assert.True(often.SuccessRate > once.SuccessRate, $"{often.SuccessRate} against {once.SuccessRate}");
    }

    [Fact]
    public void Many_steps_find_at_least_what_one_step_finds_and_everything_without_a_bound()
    {
        foreach (var epsilon in new[] { 0.02f, 0.04f, 0.06f, 0.08f, 0.12f })
        {
            var oneStep = new FastGradientSign { Epsilon = epsilon }.Perturb(Victim.Network, Victim.Data.Inputs.Rows(0, 300), Victim.Data.Labels[..300]);
            var descent = new ProjectedGradientDescent { Epsilon = epsilon }.Perturb(Victim.Network, Victim.Data.Inputs.Rows(0, 300), Victim.Data.Labels[..300]);
            Assert.True(descent.SuccessRate >= oneStep.SuccessRate, $"ε = {epsilon}: {descent.SuccessRate} against {oneStep.SuccessRate}");
        }

        Assert.Equal(1.0, new ProjectedGradientDescent { Epsilon = 1f }.Perturb(Victim.Network, Victim.Images, Victim.Labels).SuccessRate);
    }

    [Fact]
    public void A_momentum_that_is_kept_makes_NES_stronger_than_single_estimates()
    {
        var attack = new NaturalEvolutionStrategies { Epsilon = 0.1f, Steps = 20, Directions = 10 };
        var with = attack.Perturb(Victim.Network, Victim.Images, Victim.Labels);
        var without = (attack with { Momentum = 0f }).Perturb(Victim.Network, Victim.Images, Victim.Labels);
        Assert.True(with.SuccessRate > without.SuccessRate, $"{with.SuccessRate} against {without.SuccessRate}");
    }

    private static float[] Run(EvasionAttack attack) => attack.Perturb(Victim.Network, Victim.Images, Victim.Labels).Perturbed.ToArray();
}
