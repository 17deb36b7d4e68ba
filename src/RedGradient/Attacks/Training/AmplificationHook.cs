using RedGradient.Networks;

namespace RedGradient.Attacks.Training;

/// <summary>Puts a <see cref="SelectiveAmplification"/> into a training loop that works on per-example gradients, after the backward pass.</summary>
/// <remarks>A batch without the target class, or of that class alone, stays as it is.</remarks>
/// <param name="attack">What is done.</param>
/// <param name="schedule">At which steps; all where null.</param>
public sealed class AmplificationHook(SelectiveAmplification attack, AttackSchedule? schedule = null) : TrainingHook
{
    private readonly SelectiveAmplification attack = attack ?? throw new ArgumentNullException(nameof(attack));
    private readonly AttackSchedule schedule = schedule ?? new AttackSchedule();
    private readonly List<int> attacked = [];
    private readonly List<AmplificationGeometry> geometries = [];
    private readonly List<double> ratios = [];

    /// <summary>The numbers of the steps that were attacked.</summary>
    public IReadOnlyList<int> AttackedSteps => attacked;

    /// <summary>The sums that the attack met, in the order of the steps; for each parameter one where each keeps its norm.</summary>
    public IReadOnlyList<AmplificationGeometry> Geometries => geometries;

    /// <summary>‖g'‖/‖g‖, measured on the gradients before and after, as many as <see cref="Geometries"/>.</summary>
    public IReadOnlyList<double> NormRatios => ratios;

    /// <inheritdoc/>
    public override void AfterBackward(TrainingStep current)
    {
        ArgumentNullException.ThrowIfNull(current);
        var labels = current.Batch.Labels;
        var count = labels.Count(label => label == attack.Target);
        if (!schedule.Covers(current.Number) || count == 0 || count == labels.Length) return;
        var examples = current.Examples;
        var target = examples.Sum([.. labels.Select(label => label == attack.Target ? 1f : 0f)]);
        var rest = examples.Sum([.. labels.Select(label => label == attack.Target ? 0f : 1f)]);
        foreach (var group in attack.PerLayer ? Enumerable.Range(0, target.Length).Select(p => (int?)p) : [null])
        {
            var members = group is { } one ? [one] : Enumerable.Range(0, target.Length).ToArray();
            var geometry = AmplificationGeometry.Of([.. members.Select(p => target[p])], [.. members.Select(p => rest[p])]);
            var (a, c, _) = attack.Factors(geometry);
            var before = GradientGeometry.Norm([.. members.Select(p => current.Gradients[p])]);
            examples.SetFactors(group, [.. labels.Select(label => (float)(label == attack.Target ? a : c))]);
            var after = GradientGeometry.Norm([.. members.Select(p => current.Gradients[p])]);
            geometries.Add(geometry);
            ratios.Add(before > 0.0 ? after / before : 1.0);
        }

        attacked.Add(current.Number);
    }
}
