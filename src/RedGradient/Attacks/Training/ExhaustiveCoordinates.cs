using RedGradient.Tensors;

namespace RedGradient.Attacks.Training;

/// <summary>Every allowed token at one position after the other, without a gradient; sweeps go on until one changes nothing. Its end is a trigger that no single swap improves.</summary>
public sealed record ExhaustiveCoordinates : TokenTriggerSearch
{
    /// <inheritdoc/>
    public override string Name => "exhaustive";

    private protected override (IReadOnlyList<int> Trigger, double Loss) Find(TokenTriggerRun run, int[] first, SeededRandom random, CancellationToken token)
    {
        var trigger = first;
        var lowest = run.Loss(first);
        var sinceChange = 0;
        for (var place = 0; run.Left > 0 && sinceChange < trigger.Length; place = (place + 1) % trigger.Length)
        {
            var best = trigger[place];
            foreach (var candidate in run.Goal.Allowed.Where(candidate => candidate != trigger[place]))
            {
                if (run.Left == 0) break;
                token.ThrowIfCancellationRequested();
                var loss = run.Loss(With(trigger, place, candidate));
                if (loss < lowest) (best, lowest) = (candidate, loss);
            }

            sinceChange = best == trigger[place] ? sinceChange + 1 : 1;
            trigger = With(trigger, place, best);
        }

        return (trigger, lowest);
    }
}
