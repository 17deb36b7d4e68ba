using RedGradient.Attacks.Training;
using RedGradient.Data;
using RedGradient.Networks;
using RedGradient.Tensors;

namespace RedGradient.Tests.Attacks.Training;

/// <summary>Poison gradient and rotation against the formulas in double precision.</summary>
public class GradientAttackTests
{
    public static TheoryData<double, bool> Angles
    {
        get
        {
            var data = new TheoryData<double, bool>();
            foreach (var degrees in (double[])[1, 30, 45, 90, 135, 180])
            {
                data.Add(degrees, true);
                data.Add(degrees, false);
            }

            return data;
        }
    }

    [Theory]
    [MemberData(nameof(Angles))]
    public void A_rotation_keeps_the_norm_turns_by_its_angle_and_leans_to_the_goal(double degrees, bool perLayer)
    {
        var (gradients, goal) = (Draw(1), Draw(2));
        var bent = new GradientRotation { Degrees = degrees, PerLayer = perLayer }.Bend(gradients, goal);
        foreach (var (before, after, aim) in Groups(gradients, bent, goal, perLayer))
        {
            Assert.InRange(Math.Abs((Norm(after) / Norm(before)) - 1.0), 0.0, 1e-5);
            Assert.Equal(Math.Cos(degrees * Math.PI / 180), Dot(before, after) / (Norm(before) * Norm(after)), 1e-5);
            // In the plane of gradient and goal, on the goal's side: the part across the gradient points along the goal's part across it.
            var share = Dot(before, aim) / Dot(before, before);
            var across = aim.Zip(before, (t, g) => t - (share * g)).ToArray();
            Assert.Equal(Math.Sin(degrees * Math.PI / 180), Dot(across, after) / (Norm(across) * Norm(after)), 1e-5);
        }
    }

    [Theory]
    [InlineData(0.1, true)]
    [InlineData(0.5, false)]
    [InlineData(2.0, true)]
    public void A_poison_has_its_length_and_direction_and_the_norm_follows_the_formula(double strength, bool perLayer)
    {
        var (gradients, goal) = (Draw(1), Draw(2));
        var bent = new PoisonGradient { Strength = strength, PerLayer = perLayer }.Bend(gradients, goal);
        foreach (var (before, after, aim) in Groups(gradients, bent, goal, perLayer))
        {
            var added = after.Zip(before, (x, y) => x - y).ToArray();
            Assert.Equal(strength, Norm(added) / Norm(before), 1e-5);
            Assert.Equal(1.0, Dot(added, aim) / (Norm(added) * Norm(aim)), 1e-5);
            Assert.Equal(PoisonGradient.NormRatio(strength, Dot(before, aim) / (Norm(before) * Norm(aim))), Norm(after) / Norm(before), 1e-5);
        }
    }

    [Fact]
    public void The_bounds_on_the_poison_are_those_of_the_closed_form()
    {
        // A poison of half the length across the gradient lengthens it by 11.8%, not by half.
        Assert.Equal(1.118, PoisonGradient.NormRatio(0.5, 0.0), 5e-4);
        // Honest norms with a coefficient of variation of 0.1 let 0.83 of the gradient pass at 3 deviations.
        Assert.Equal(Math.Sqrt((1.3 * 1.3) - 1.0), PoisonGradient.LargestStrength(0.3, 0.0), 1e-12);
        Assert.Equal(0.83, PoisonGradient.LargestStrength(0.3, 0.0), 5e-3);
        foreach (var cosine in (double[])[-1, -0.4, 0, 0.7, 1])
        {
            foreach (var longer in (double[])[0, 0.05, 0.5]) Assert.Equal(1.0 + longer, PoisonGradient.NormRatio(PoisonGradient.LargestStrength(longer, cosine), cosine), 1e-9);
        }

        // A random direction meets a goal by chance alone: its cosine is about 1 over the root of the dimension.
        var goal = Tensor.Normal(new SeededRandom(1), 0f, 1f, 64, 64);
        var squares = Enumerable.Range(2, 100).Average(seed => Math.Pow(GradientGeometry.Cosine([goal], [Tensor.Normal(new SeededRandom(seed), 0f, 1f, 64, 64)]), 2));
        Assert.Equal(1.0 / 64, Math.Sqrt(squares), 0.003);
    }

    [Fact]
    public void What_cannot_be_bent_stays()
    {
        var (gradients, goal) = (Draw(1), Draw(2));
        foreach (var attack in (GoalAttack[])[new GradientRotation(), new PoisonGradient()])
        {
            Assert.All(attack.Bend([gradients[0] * 0f, gradients[1]], goal)[0].ToArray(), value => Assert.Equal(0f, value));
            Assert.Equal(gradients[0].ToArray(), attack.Bend(gradients, [goal[0] * 0f, goal[1]])[0].ToArray());
        }

        // A goal along the gradient has no part across it.
        Assert.Equal(gradients[0].ToArray(), new GradientRotation().Bend([gradients[0]], [gradients[0] * 2f])[0].ToArray());
        Assert.Throws<ArgumentException>(() => new GradientRotation().Bend(gradients, [goal[0]]));
        Assert.Throws<ArgumentException>(() => new PoisonGradient().Bend(gradients, [goal[1], goal[0]]));
    }

    [Fact]
    public void Numbers_outside_their_range_and_unknown_layers_are_refused()
    {
        foreach (var make in (Func<object>[])
        [
            () => new GradientRotation { Degrees = 0 }, () => new GradientRotation { Degrees = 181 }, () => new GradientRotation { Degrees = double.NaN },
            () => new PoisonGradient { Strength = 0 }, () => new PoisonGradient { Strength = -1 }, () => PoisonGradient.NormRatio(-0.1, 0), () => PoisonGradient.NormRatio(0.1, 1.1),
            () => PoisonGradient.LargestStrength(-0.1, 0), () => PoisonGradient.LargestStrength(0.1, double.NaN),
            () => new AttackSchedule { Share = 1.1 }, () => new AttackSchedule { Share = -0.1 }, () => new AttackSchedule { From = 0 },
        ])
        {
            Assert.EndsWith(".", Assert.Throws<ArgumentOutOfRangeException>(make).Message.Split(" (Parameter")[0], StringComparison.Ordinal);
        }

        var network = Small();
        Assert.Equal(
            "The network has no parameter \"7.weight\"; it has 0.weight, 0.bias, 2.weight, 2.bias.",
            Assert.Throws<ArgumentException>(() => new GoalAttackHook(network, new GradientRotation(), Goal, parameters: ["0.weight", "7.weight"])).Message);
        Assert.Throws<ArgumentOutOfRangeException>(() => new GoalAttackHook(network, new GradientRotation(), Goal, point: TrainingPoint.Loss));
    }

    [Fact]
    public void A_schedule_attacks_its_share_the_same_steps_each_time()
    {
        var schedule = new AttackSchedule { Share = 0.3, Seed = 4, From = 11 };
        var covered = Enumerable.Range(1, 2000).Where(schedule.Covers).ToArray();
        Assert.InRange(covered.Length, 520, 680);
        Assert.True(covered.Min() >= 11);
        Assert.Equal(covered, Enumerable.Range(1, 2000).Where((schedule with { }).Covers));
        Assert.NotEqual(covered, Enumerable.Range(1, 2000).Where((schedule with { Seed = 5 }).Covers));
        Assert.DoesNotContain(Enumerable.Range(1, 100), step => new AttackSchedule { Share = 0 }.Covers(step));
        Assert.Equal(100, Enumerable.Range(1, 100).Count(new AttackSchedule().Covers));
    }

    [Theory]
    [InlineData(TrainingPoint.AfterBackward)]
    [InlineData(TrainingPoint.BeforeStep)]
    public void In_the_loop_it_bends_the_named_layers_of_the_scheduled_steps_alone_and_reaches_its_goal(TrainingPoint point)
    {
        var data = Points.Circle(200, 0.0, seed: 1);
        double Train(Network network, GoalAttackHook? hook, List<(int Step, bool Moved, bool Others)> seen)
        {
            Tensor[]? before = null;
            var eyes = new[]
            {
                TrainingHook.At(point, step => before = [.. step.Gradients.Select(gradient => gradient.Keep())]),
                TrainingHook.At(point, step => seen.Add((step.Number, !Same(before![2], step.Gradients[2]), !Same(before![0], step.Gradients[0])))),
            };
            Trainer.Train(network, data, new TrainingOptions { Epochs = 3, BatchSize = 20, Hooks = hook is null ? eyes : [eyes[0], hook, eyes[1]] });
            return Goal(network).ToScalar();
        }

        var (honest, victim) = (Small(), Small());
        var attack = new GoalAttackHook(victim, new GradientRotation { Degrees = 60 }, Goal, new AttackSchedule { Share = 0.5 }, point, ["2.weight"]);
        List<(int Step, bool Moved, bool Others)> calm = [], bent = [];
        var (without, with) = (Train(honest, null, calm), Train(victim, attack, bent));
        Assert.DoesNotContain(calm, step => step.Moved);
        Assert.Equal(attack.AttackedSteps, bent.Where(step => step.Moved).Select(step => step.Step));
        Assert.InRange(attack.AttackedSteps.Count, 8, 22);
        Assert.DoesNotContain(bent, step => step.Others);
        Assert.True(with < without, $"{with} against {without}");
    }

    // Every point shall be of class 0.
    private static Tensor Goal(Network network) => Losses.CrossEntropy(network.Forward(Points.Circle(40, 0.0, seed: 2).Inputs), new int[40]);

    private static Network Small() => new(1, new Dense(2, 8), new Relu(), new Dense(8, 2));

    private static bool Same(Tensor x, Tensor y) => x.AsSpan().SequenceEqual(y.AsSpan());

    private static Tensor[] Draw(int seed)
    {
        var random = new SeededRandom(seed);
        return [Tensor.Normal(random, 0.1f, 1f, 7, 5), Tensor.Normal(random, 0.1f, 0.01f, 31)];
    }

    private static IEnumerable<(double[] Before, double[] After, double[] Aim)> Groups(Tensor[] before, Tensor[] after, Tensor[] aim, bool perLayer)
    {
        static double[] Flat(IEnumerable<Tensor> tensors) => [.. tensors.SelectMany(tensor => tensor.ToArray()).Select(value => (double)value)];
        return perLayer
            ? Enumerable.Range(0, before.Length).Select(i => (Flat([before[i]]), Flat([after[i]]), Flat([aim[i]])))
            : [(Flat(before), Flat(after), Flat(aim))];
    }

    private static double Dot(double[] x, double[] y) => x.Zip(y, (a, b) => a * b).Sum();

    private static double Norm(double[] x) => Math.Sqrt(Dot(x, x));
}
