using RedGradient.Attacks.Evasion;
using RedGradient.Tensors;

namespace RedGradient.Tests.Attacks.Evasion;

/// <summary>What must hold for every attack of the table.</summary>
public class EveryAttackTests
{
    public static TheoryData<string> Names => AttackTable.Names;

    public static TheoryData<string> Bounded => AttackTable.Bounded;

    [Theory]
    [MemberData(nameof(Names))]
    public void The_result_stays_in_the_ball_and_in_the_range(string name)
    {
        var attack = AttackTable.All[name];
        var result = attack.Perturb(Victim.Network, Victim.Images, Victim.Labels);
        Assert.All(result.Perturbed.ToArray(), value => Assert.InRange(value, 0f, 1f));
        AssertInBall(attack, Victim.Images, result.Perturbed);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Without_a_range_the_result_leaves_it_but_not_the_ball(string name)
    {
        var attack = AttackTable.All[name] with { Range = null };
        var result = attack.Perturb(Victim.Network, Victim.Images, Victim.Labels);
        Assert.Contains(result.Perturbed.ToArray(), value => value is < 0f or > 1f);
        AssertInBall(attack, Victim.Images, result.Perturbed);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void The_same_seed_gives_the_same_bits_and_touches_nothing(string name)
    {
        var attack = AttackTable.All[name];
        var weights = Victim.Network.Parameters.Select(parameter => parameter.Value.ToArray()).ToArray();
        var images = Victim.Images.ToArray();
        var labels = (int[])Victim.Labels.Clone();
        var first = attack.Perturb(Victim.Network, Victim.Images, Victim.Labels);
        var second = attack.Perturb(Victim.Network, Victim.Images, Victim.Labels);
        Assert.Equal(first.Perturbed.ToArray(), second.Perturbed.ToArray());
        Assert.Equal(first.Queries, second.Queries);
        Assert.Equal(images, Victim.Images.ToArray());
        Assert.Equal(labels, Victim.Labels);
        Assert.All(weights.Zip(Victim.Network.Parameters), pair => Assert.Equal(pair.First, pair.Second.Value.ToArray()));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Another_seed_matters_exactly_where_there_is_chance(string name)
    {
        var attack = AttackTable.All[name];
        var first = attack.Perturb(Victim.Network, Victim.Images, Victim.Labels);
        var second = (attack with { Seed = 99 }).Perturb(Victim.Network, Victim.Images, Victim.Labels);
        var random = attack is ProjectedGradientDescent or SquareAttack or NaturalEvolutionStrategies or RandomSearch or UniversalPerturbation or TransferAttack;
        Assert.Equal(!random, first.Perturbed.ToArray().SequenceEqual(second.Perturbed.ToArray()));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void An_image_does_not_feel_its_neighbours(string name)
    {
        // A universal perturbation is made of all images.
        var attack = AttackTable.All[name];
        if (attack is UniversalPerturbation)
        {
            return;
        }

        var all = attack.Perturb(Victim.Network, Victim.Images, Victim.Labels);
        var few = attack.Perturb(Victim.Network, Victim.Images.Rows(0, 7), Victim.Labels[..7]);
        Assert.Equal(all.Perturbed.Rows(0, 7).ToArray(), few.Perturbed.ToArray());
        Assert.Equal(all.Queries[..7], few.Queries);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void The_result_says_what_the_model_says(string name)
    {
        var attack = AttackTable.All[name];
        var result = attack.Perturb(Victim.Network, Victim.Images, Victim.Labels);
        var after = Victim.Network.Predict(result.Perturbed);
        Assert.Equal(Victim.Network.Predict(Victim.Images), result.PredictionsBefore);
        Assert.Equal(after, result.PredictionsAfter);
        Assert.Equal(after.Zip(Victim.Labels, (prediction, label) => prediction != label), result.Succeeded);
        Assert.Equal((double)result.Succeeded.Count(x => x) / Victim.Labels.Length, result.SuccessRate);
        for (var i = 0; i < Victim.Labels.Length; i++)
        {
            var changes = Victim.Images.Row(i).ToArray().Zip(result.Perturbed.Row(i).ToArray(), (x, y) => (double)y - x).ToArray();
            Assert.Equal(changes.Count(x => x != 0.0), result.L0.Values[i]);
            Assert.Equal(Math.Sqrt(changes.Sum(x => x * x)), result.L2.Values[i], 1e-9);
            Assert.Equal(changes.Max(Math.Abs), result.LInfinity.Values[i]);
        }
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void It_fools_a_plain_network(string name)
    {
        var attack = AttackTable.All[name];
        var clean = 1.0 - Victim.Network.Accuracy(Victim.Images, Victim.Labels);
        var result = attack.Perturb(Victim.Network, Victim.Images, Victim.Labels);
        Assert.InRange(result.SuccessRate, attack is RandomSearch ? clean : 0.8, 1.0);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void A_foreign_model_is_attacked_and_asked_exactly_as_often_as_counted(string name)
    {
        var attack = AttackTable.All[name];
        var foreign = new ForeignClassifier(Victim.Network);
        var result = attack.Perturb(foreign, Victim.Images.Rows(0, 12), Victim.Labels[..12]);
        Assert.InRange(result.SuccessRate, attack is RandomSearch ? 0.0 : 0.7, 1.0);
        if (attack is not TransferAttack)
        {
            // Before and after, for the result, twelve images each.
            Assert.Equal(foreign.Forwards - 24, result.Queries.Sum());
            Assert.Equal(foreign.Backwards, result.Gradients.Sum());
        }
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void A_targeted_attack_leads_to_the_class_wanted(string name)
    {
        // One step, or one perturbation for every class, is often too weak for a class of one's choice; chance as well.
        var attack = AttackTable.All[name] with { Targeted = true };
        var wanted = Array.ConvertAll(Victim.Labels, label => (label + 1) % 10);
        var before = Victim.Network.Predict(Victim.Images).Zip(wanted).Count(pair => pair.First == pair.Second);
        var result = attack.Perturb(Victim.Network, Victim.Images, wanted);
        Assert.Equal(Victim.Network.Predict(result.Perturbed).Zip(wanted, (prediction, want) => prediction == want), result.Succeeded);
        var weak = attack is FastGradientSign or UniversalPerturbation or RandomSearch or TransferAttack or MomentumFastGradientSign or SquareAttack or NaturalEvolutionStrategies;
        Assert.InRange(result.SuccessRate, weak ? (before + (attack is RandomSearch ? 0 : 1)) / 40.0 : 0.6, 1.0);
        Assert.Throws<InvalidOperationException>(() => result.Accuracy);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void The_path_begins_at_the_image_or_in_its_ball_and_ends_at_the_result(string name)
    {
        var attack = AttackTable.All[name] with { RecordPath = true };
        var result = attack.Perturb(Victim.Network, Victim.Images.Rows(0, 10), Victim.Labels[..10]);
        Assert.Equal(10, result.Path!.Count);
        for (var i = 0; i < 10; i++)
        {
            var path = result.Path[i];
            Assert.Equal([28, 28], path.Shape.ToArray()[2..]);
            Assert.InRange(path.Shape[0], 1, 1000);
            for (var point = 0; point < path.Shape[0]; point++)
            {
                AssertInBall(attack, Victim.Images.Rows(i, 1), path.Rows(point, 1));
            }

            // Random search visits every sample and keeps the best.
            if (attack is not RandomSearch)
            {
                Assert.Equal(result.Perturbed.Row(i).ToArray(), path.Row(path.Shape[0] - 1).ToArray());
            }
        }

        Assert.Null(AttackTable.All[name].Perturb(Victim.Network, Victim.Images.Rows(0, 2), Victim.Labels[..2]).Path);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void A_cancelled_token_ends_it(string name)
    {
        using var source = new CancellationTokenSource();
        source.Cancel();
        Assert.ThrowsAny<OperationCanceledException>(() => AttackTable.All[name].Perturb(Victim.Network, Victim.Images, Victim.Labels, source.Token));
    }

    [Theory]
    [MemberData(nameof(Bounded))]
    public void A_ball_without_size_leaves_the_images(string name)
    {
        var attack = (BoundedAttack)AttackTable.All[name] with { Epsilon = 0f };
        var result = attack.Perturb(Victim.Network, Victim.Images, Victim.Labels);
        Assert.Equal(Victim.Images.ToArray(), result.Perturbed.ToArray());
        Assert.Equal(0.0, result.L2.Maximum);
    }

    private static void AssertInBall(EvasionAttack attack, Tensor images, Tensor perturbed)
    {
        if (AttackTable.BallOf(attack) is not var (epsilon, norm))
        {
            return;
        }

        var length = images.Size / images.Shape[0];
        var changes = images.ToArray().Zip(perturbed.ToArray(), (x, y) => (double)y - x).Chunk(length);
        Assert.All(changes, change => Assert.InRange(
            norm == PerturbationNorm.L2 ? Math.Sqrt(change.Sum(x => x * x)) : change.Max(Math.Abs), 0.0, epsilon + 1e-6));
    }
}
