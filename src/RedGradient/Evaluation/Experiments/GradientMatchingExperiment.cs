using System.Globalization;
using RedGradient.Attacks.Poisoning;
using RedGradient.Data;
using RedGradient.Lessons;
using RedGradient.Networks;
using RedGradient.Tensors;

namespace RedGradient.Evaluation.Experiments;

/// <summary>Gradient matching against ten fixed targets, one a digit, over a grid of ε and the rate, and what happens without its parts.</summary>
/// <remarks>
/// Targets were fixed by rule: for each digit the first test image that the attacker's clean network reads correctly; the class wanted is that network's
/// second choice. Network 784-128-10, default training. Attacker: seeds 11 to 14 at four stages (before training, after 1, 3 and 10 epochs). Victims: seeds 1 to 3 from
/// scratch on the poisoned data; and fine-tuned by the same recipe from clean weights, those of seed 11, which the attacker has, and of seed 1, which it has not.
/// </remarks>
public sealed class GradientMatchingExperiment : Experiment
{
    private const int Radius = 64;
    private const double Rate = 0.05;
    private static readonly int[] Radii = [16, 32, 48, Radius];
    private static readonly double[] Rates = [0.01, 0.02, Rate];

    /// <inheritdoc/>
    public override string Name => "gradient-matching";

    /// <inheritdoc/>
    public override string Description => "Success of clean-label gradient matching against ten fixed digits, over ε and the poisoning rate, from scratch and fine-tuned.";

    /// <summary>The networks that are trained on poison.</summary>
    internal static int[] VictimSeeds { get; } = [1, 2, 3];

    /// <inheritdoc/>
    public override IReadOnlyList<ExperimentPoint> Points() =>
    [
        .. Radii.SelectMany(radius => Rates.SelectMany(rate => Of("mnist", "ink", radius, rate))),
        .. Of("mnist", "all pixels", Radius, Rate),
        .. Radii.Skip(1).SelectMany(radius => Rates.SelectMany(rate => Of("mnist", "blend", radius, rate))),
        .. Of("synthetic", "ink", Radius, Rate),
    ];

    /// <summary>The attack of a variant: <c>ink</c> changes only pixels with ink, <c>all pixels</c> is the paper's.</summary>
    /// <param name="variant">One of the two.</param>
    /// <param name="epsilon">ε.</param>
    /// <param name="rate">ρ.</param>
    public static GradientMatching Attack(string variant, float epsilon, double rate) => new()
    {
        Epsilon = epsilon,
        Rate = rate,
        Steps = 60,
        Restarts = 1,
        SurrogatesPerStep = 2,
        Choice = PoisonChoice.NearestToTarget,
        InkThreshold = variant == "ink" ? 0.05f : null,
    };

    /// <inheritdoc/>
    public override IReadOnlyDictionary<string, double> Measure(ExperimentPoint point, CancellationToken cancellationToken = default)
    {
        var scene = GradientMatchingScene.Of(point);
        var parts = point.Key.Split(", ");
        var attack = Attack(parts[1], int.Parse(parts[2].Split(' ')[1], CultureInfo.InvariantCulture) / 255f, double.Parse(parts[3].Split(' ')[1], CultureInfo.InvariantCulture));
        var target = scene.Targets[point.Seed];
        var image = scene.Test.Inputs.Rows(target.Row, 1);
        var values = new Dictionary<string, double> { ["row"] = target.Row, ["class wanted"] = target.Wanted };
        DataSet poisoned;
        if (parts[1] == "blend")
        {
            poisoned = Blend(scene.Train, image, target.Wanted, attack);
        }
        else
        {
            var result = attack.Poison(scene.Train, image, target.Label, target.Wanted, scene.Surrogates(), cancellationToken: cancellationToken);
            (values["loss before"], values["loss after"], poisoned) = (result.LossCurve[0], result.Loss, result.Poisoned.Data);
        }

        // The smaller budgets make do with one victim of each kind.
        var all = attack.Rate == Rate && parts[2] == $"epsilon {Radius}";
        for (var i = 0; i < (all ? VictimSeeds.Length : 1); i++)
        {
            var seed = VictimSeeds[i];
            var fit = PoisoningTrial.Fit(PoisoningTrial.Mlp(seed), poisoned, seed, cancellationToken);
            Add(FormattableString.Invariant($"scratch {seed}"), fit, scene.Victims[i]);
        }

        Add("tuned", PoisoningTrial.Fit(scene.Published.Copy(), poisoned, 21, cancellationToken), scene.Published);
        if (all)
        {
            Add("tuned, weights unknown", PoisoningTrial.Fit(scene.Victims[0].Copy(), poisoned, 21, cancellationToken), scene.Victims[0]);
        }

        return values;

        void Add(string name, Network victim, Network clean)
        {
            var scores = victim.Scores(image);
            values[$"{name}: flipped"] = scores.ArgMax()[0] == target.Wanted ? 1 : 0;
            values[$"{name}: margin"] = scores[0, target.Wanted] - scores[0, target.Label];
            values[$"{name}: accuracy"] = victim.Accuracy(scene.Test.Inputs, scene.Test.Labels);
            values[$"{name}: clean accuracy"] = clean.Accuracy(scene.Test.Inputs, scene.Test.Labels);
            values[$"{name}: clean flipped"] = clean.Predict(image)[0] == target.Wanted ? 1 : 0;
        }
    }

    // No gradient at all: the same originals, each moved towards the target as far as ε lets it.
    private static DataSet Blend(DataSet train, Tensor image, int wanted, GradientMatching attack)
    {
        var goal = image.ToArray();
        var values = train.Inputs.ToArray();
        var count = PoisoningRate.CountOf(attack.Rate, train.Count, PoisoningDesign.Replace);
        var nearest = Enumerable.Range(0, train.Count).Where(row => train.Labels[row] == wanted)
            .OrderBy(row => SquaredDistances.Between(values.AsSpan(row * goal.Length, goal.Length), goal)).Take(count);
        foreach (var row in nearest.ToArray())
        {
            for (var k = 0; k < goal.Length; k++)
            {
                ref var value = ref values[(row * goal.Length) + k];
                value += Math.Clamp(goal[k] - value, -attack.Epsilon, attack.Epsilon);
            }
        }

        return train.WithInputs(new Tensor(values, train.Inputs.Shape));
    }

    private static IEnumerable<ExperimentPoint> Of(string data, string variant, int radius, double rate) =>
        from digit in Enumerable.Range(0, 10)
        select new ExperimentPoint(string.Create(CultureInfo.InvariantCulture, $"{data}, {variant}, epsilon {radius:00}, rate {rate:0.000}, digit {digit}"), digit);
}
