using RedGradient.Tensors;

namespace RedGradient.Attacks.Training;

/// <summary>First-order replacement (HotFlip, Ebrahimi et al. 2018): the swap that (e_v − e_x)·∇ promises most is made and never looked at.</summary>
/// <remarks>
/// The estimate is a tangent; where the loss bends, the swap may raise it, and the next one undoes the last. The search ends where no swap promises anything, or where the budget does. It compares
/// nothing, so its answer is the last trigger; the best one it passed stands in the run.
/// </remarks>
public sealed record FirstOrderReplacement : TokenTriggerSearch
{
    /// <inheritdoc/>
    public override string Name => "HotFlip";

    private protected override (IReadOnlyList<int> Trigger, double Loss) Find(TokenTriggerRun run, int[] first, SeededRandom random, CancellationToken token)
    {
        var (trigger, last) = (first, double.PositiveInfinity);
        while (run.Left >= TokenTriggerRun.GradientCost)
        {
            token.ThrowIfCancellationRequested();
            (last, var gradient) = run.LossAndGradient(trigger);
            // The last look is the answer's own.
            if (run.Left < TokenTriggerRun.GradientCost) break;
            var estimates = run.Goal.Estimates(gradient);
            var (place, replacement, promise) = (0, trigger[0], 0f);
            for (var position = 0; position < trigger.Length; position++)
            {
                foreach (var candidate in run.Goal.Allowed)
                {
                    var change = estimates[candidate, position] - estimates[trigger[position], position];
                    if (change < promise) (place, replacement, promise) = (position, candidate, change);
                }
            }

            if (promise == 0f) break;
            trigger = With(trigger, place, replacement);
        }

        return (trigger, last);
    }
}
