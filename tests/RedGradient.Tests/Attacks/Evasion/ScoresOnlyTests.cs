using RedGradient.Attacks.Evasion;
using RedGradient.Defenses.Runtime;
using RedGradient.Evaluation;

namespace RedGradient.Tests.Attacks.Evasion;

/// <summary>Models that give no gradients.</summary>
public class ScoresOnlyTests
{
    public static TheoryData<string> Names => AttackTable.Names;

    [Theory]
    [MemberData(nameof(Names))]
    public void An_attack_by_scores_finds_the_same_and_one_by_gradients_says_that_it_cannot(string name)
    {
        var attack = AttackTable.All[name];
        var wall = new ScoresOnly(Victim.Network);
        Assert.Equal(name is not ("Square" or "NES" or "Random corners" or "Random points" or "Transfer"), attack.NeedsGradients);
        if (attack.NeedsGradients)
        {
            var error = Assert.Throws<ArgumentException>(() => attack.Perturb(wall, Victim.Images, Victim.Labels));
            Assert.StartsWith($"{attack.Name} follows the gradient, and ScoresOnly gives scores alone. By scores alone work SquareAttack, NaturalEvolutionStrategies", error.Message, StringComparison.Ordinal);
            return;
        }

        var (images, labels) = (Victim.Images.Rows(0, 10), Victim.Labels[..10]);
        Assert.Equal(attack.Perturb(Victim.Network, images, labels).Perturbed.ToArray(), attack.Perturb(wall, images, labels).Perturbed.ToArray());
    }

    [Fact]
    public void A_surrogate_of_scores_alone_serves_an_attack_by_scores_alone()
    {
        var wall = new ScoresOnly(Victim.Surrogate);
        var (images, labels) = (Victim.Images.Rows(0, 5), Victim.Labels[..5]);
        new TransferAttack(wall, new RandomSearch { Samples = 2 }).Perturb(Victim.Network, images, labels);
        Assert.Contains("follows the gradient", Assert.Throws<ArgumentException>(() => new TransferAttack(wall, new FastGradientSign()).Perturb(Victim.Network, images, labels)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Strip_and_evaluation_ask_for_scores_alone()
    {
        var wall = new ScoresOnly(Victim.Network);
        var options = new StripOptions { Overlays = 10 };
        var some = Victim.Images.Rows(0, 8);
        Assert.Equal(new Strip(Victim.Network, Victim.Images, options).Entropies(some), new Strip(wall, Victim.Images, options).Entropies(some));
        var attack = new RandomSearch { Samples = 3, Epsilon = 0.1f };
        Assert.Equal(AccuracyUnderAttack.At(Victim.Network, Victim.Images, Victim.Labels, attack), AccuracyUnderAttack.At(wall, Victim.Images, Victim.Labels, attack));
        Assert.Equal(attack.Perturb(wall, Victim.Images, Victim.Labels).Accuracy, WorstCase.Over(wall, Victim.Images, Victim.Labels, [attack]).Accuracy);
    }
}
