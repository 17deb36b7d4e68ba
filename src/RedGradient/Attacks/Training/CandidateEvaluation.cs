using RedGradient.Tensors;

namespace RedGradient.Attacks.Training;

/// <summary>Candidates that are evaluated (in the manner of AutoPrompt, Shin et al. 2020): at one random position the most promising tokens are tried, and the best is taken if it is strictly better.</summary>
/// <remarks>AutoPrompt tries candidates on fresh batches; here the goal's sentences are one batch, so that "strictly better" is a comparison on the same
/// sentences, and the search ends where no candidate of any position is.</remarks>
public sealed record CandidateEvaluation : TokenTriggerSearch
{
    private readonly int candidates = 10;

    /// <summary>How many tokens are tried in a step, at least 1; 10 by default.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Less than 1.</exception>
    public int Candidates
    {
        get => candidates;
        init => candidates = Require.AtLeast(1, value, "The number of candidates");
    }

    /// <inheritdoc/>
    public override string Name => FormattableString.Invariant($"AutoPrompt, {Candidates}");

    private protected override (IReadOnlyList<int> Trigger, double Loss) Find(TokenTriggerRun run, int[] first, SeededRandom random, CancellationToken token)
    {
        var (trigger, best) = (first, double.PositiveInfinity);
        int[][]? known = null;
        var open = new List<int>();
        while (run.Left > 0)
        {
            token.ThrowIfCancellationRequested();
            if (known is null)
            {
                if (run.Left < TokenTriggerRun.GradientCost) break;
                var (loss, gradient) = run.LossAndGradient(trigger);
                best = Math.Min(best, loss);
                known = run.Candidates(gradient, Candidates);
                open = [.. Enumerable.Range(0, trigger.Length)];
            }

            var place = open[random.NextInt32(open.Count)];
            open.Remove(place);
            var (better, lowest) = (trigger, best);
            foreach (var candidate in known[place].Where(candidate => candidate != trigger[place]))
            {
                if (run.Left == 0) break;
                var tried = With(trigger, place, candidate);
                var loss = run.Loss(tried);
                if (loss < lowest) (better, lowest) = (tried, loss);
            }

            // The gradient changes with the trigger alone: at a position that was tried in vain the same tokens would come again.
            if (!ReferenceEquals(better, trigger)) (trigger, best, known) = (better, lowest, null);
            else if (open.Count == 0) break;
        }

        return (trigger, best);
    }
}
