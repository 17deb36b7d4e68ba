using RedGradient.Tensors;

namespace RedGradient.Attacks.Training;

/// <summary>The rule of the gradient-attacks article: at every position at once a token is drawn from the most promising, and none is evaluated.</summary>
/// <remarks>The loss that comes with each gradient is the only thing it sees of a trigger; the best of those is the answer.</remarks>
public sealed record DrawFromTop : TokenTriggerSearch
{
    private readonly int candidates = 10;

    /// <summary>From how many tokens is drawn, at least 1; 10 by default.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Less than 1.</exception>
    public int Candidates
    {
        get => candidates;
        init => candidates = Require.AtLeast(1, value, "The number of candidates");
    }

    /// <inheritdoc/>
    public override string Name => FormattableString.Invariant($"article, top {Candidates}");

    private protected override (IReadOnlyList<int> Trigger, double Loss) Find(TokenTriggerRun run, int[] first, SeededRandom random, CancellationToken token)
    {
        var trigger = first;
        while (run.Left >= TokenTriggerRun.GradientCost)
        {
            token.ThrowIfCancellationRequested();
            var (_, gradient) = run.LossAndGradient(trigger);
            trigger = [.. run.Candidates(gradient, Candidates).Select(tokens => tokens[random.NextInt32(tokens.Length)])];
        }

        return (run.Best, run.BestLoss);
    }
}
