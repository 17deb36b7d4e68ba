using RedGradient.Tensors;

namespace RedGradient.Attacks.Training;

/// <summary>A way to look for a trigger of tokens.</summary>
/// <remarks>Immutable. All ways start from the same random trigger for the same seed, and differ in what they ask the network and what they do with the answer.</remarks>
public abstract record TokenTriggerSearch
{
    /// <summary>What it is called in titles.</summary>
    public abstract string Name { get; }

    /// <summary>Looks for a trigger.</summary>
    /// <param name="goal">What it is after.</param>
    /// <param name="evaluations">What the search may cost, in forward passes over the goal's sentences, at least 3: see <see cref="TokenTriggerRun"/>.</param>
    /// <param name="seed">Decides the first trigger and every random choice.</param>
    /// <param name="cancellationToken">Ends the search; the ambient token if none is given.</param>
    /// <returns>The trigger and the course of the search.</returns>
    /// <exception cref="ArgumentOutOfRangeException">Fewer than 3 evaluations.</exception>
    /// <exception cref="OperationCanceledException">The token was cancelled.</exception>
    public TokenTriggerResult Search(TokenTriggerGoal goal, int evaluations, int seed, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(goal);
        var run = goal.Start(Require.AtLeast(TokenTriggerRun.GradientCost, evaluations, "The number of evaluations of a search"));
        var random = new SeededRandom(seed);
        var first = Drawn(goal, random.Split(0));
        var (trigger, loss) = Find(run, first, random.Split(1), AmbientCancellation.Or(cancellationToken));
        return new TokenTriggerResult(trigger, loss, run);
    }

    private protected abstract (IReadOnlyList<int> Trigger, double Loss) Find(TokenTriggerRun run, int[] first, SeededRandom random, CancellationToken token);

    private protected static int[] Drawn(TokenTriggerGoal goal, SeededRandom random) =>
        [.. Enumerable.Range(0, goal.Length).Select(_ => goal.Allowed[random.NextInt32(goal.Allowed.Count)])];

    private protected static int[] With(int[] trigger, int place, int token)
    {
        int[] changed = [.. trigger];
        changed[place] = token;
        return changed;
    }
}
