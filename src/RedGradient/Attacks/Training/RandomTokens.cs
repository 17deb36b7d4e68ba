using RedGradient.Tensors;

namespace RedGradient.Attacks.Training;

/// <summary>Random triggers, the best of which is kept: what any search by gradients has to beat.</summary>
public sealed record RandomTokens : TokenTriggerSearch
{
    /// <inheritdoc/>
    public override string Name => "random";

    private protected override (IReadOnlyList<int> Trigger, double Loss) Find(TokenTriggerRun run, int[] first, SeededRandom random, CancellationToken token)
    {
        run.Loss(first);
        while (run.Left > 0)
        {
            token.ThrowIfCancellationRequested();
            run.Loss(Drawn(run.Goal, random));
        }

        return (run.Best, run.BestLoss);
    }
}
