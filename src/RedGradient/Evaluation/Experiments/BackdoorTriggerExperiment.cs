using System.Globalization;
using RedGradient.Attacks.Backdoors;
using RedGradient.Data;
using RedGradient.Lessons;
using RedGradient.Networks;

namespace RedGradient.Evaluation.Experiments;

/// <summary>How small and how faint a trigger may be, and how triggers of other kinds do: BadNets at 10%, and with right labels at 5%.</summary>
/// <remarks>The recipe of <see cref="BackdoorRateExperiment"/>, but 4 epochs. The clean-label poisons are made hard by an attack on a network of another seed, trained for 2 epochs.</remarks>
public sealed class BackdoorTriggerExperiment : Experiment
{
    private static readonly (string Name, Trigger Trigger)[] Triggers =
    [
        .. new[] { 1, 2, 3, 4 }.Select(side => (Invariant($"square {side}"), (Trigger)PatternTrigger.Square(side))),
        .. new[] { 0.1f, 0.2f, 0.5f }.Select(opacity => (Invariant($"square 3 opacity {opacity:0.00}"), (Trigger)(PatternTrigger.Square() with { Opacity = opacity }))),
        .. new[] { 0.05f, 0.1f, 0.2f }.Select(opacity => (Invariant($"blended {opacity:0.00}"), (Trigger)new BlendedTrigger { Opacity = opacity })),
        ("sinusoid", new SinusoidTrigger()),
        .. new[] { 1f, 2f }.Select(strength => (Invariant($"warp {strength:0.0}"), (Trigger)new WarpTrigger { Strength = strength })),
        ("clean label easy", new PatternTrigger()),
        ("clean label hard", new PatternTrigger()),
        ("clean label sinusoid", new SinusoidTrigger()),
    ];

    /// <inheritdoc/>
    public override string Name => "backdoor-trigger";

    /// <inheritdoc/>
    public override string Description => "Attack success and clean accuracy of triggers of several sizes, strengths and kinds on a CNN.";

    /// <inheritdoc/>
    public override IReadOnlyList<ExperimentPoint> Points() =>
        [.. Triggers.Select(trigger => new ExperimentPoint($"mnist, {trigger.Name}, seed 1", 1))];

    /// <inheritdoc/>
    public override IReadOnlyDictionary<string, double> Measure(ExperimentPoint point, CancellationToken cancellationToken = default)
    {
        var (train, test) = DigitTrial.Load(point);
        var (name, trigger) = Array.Find(Triggers, each => each.Name == point.Key.Split(", ")[1]);
        var goal = BackdoorGoal.AllToOne(BackdoorTrial.Target);
        var poisoned = name.StartsWith("clean label", StringComparison.Ordinal)
            ? new CleanLabelBackdoor { Trigger = trigger, Target = BackdoorTrial.Target, Surrogate = name.EndsWith("hard", StringComparison.Ordinal) ? Surrogate(train, cancellationToken) : null, Seed = point.Seed }.Poison(train, cancellationToken)
            : new BadNets { Trigger = trigger, Goal = goal, Seed = point.Seed }.Poison(train);
        var network = new Network(point.Seed, DigitTrial.Layers());
        Trainer.Train(network, poisoned.Data, BackdoorTrial.Recipe(point.Seed) with { Epochs = 4 }, cancellationToken);
        return BackdoorTrial.Numbers(AttackSuccess.Measure(network, test, trigger, goal));
    }

    private static Network Surrogate(DataSet train, CancellationToken cancellationToken)
    {
        var network = new Network(99, DigitTrial.Layers());
        Trainer.Train(network, train, BackdoorTrial.Recipe(99) with { Epochs = 2 }, cancellationToken);
        return network;
    }

    private static string Invariant(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
