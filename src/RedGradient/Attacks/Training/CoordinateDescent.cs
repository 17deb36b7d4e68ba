using RedGradient.Tensors;

namespace RedGradient.Attacks.Training;

/// <summary>Coordinate descent with many candidates (in the manner of GCG, Zou et al. 2023): random single swaps among the most promising tokens of every position; the best of them is always taken.</summary>
/// <remarks>A step may go up, which leads out of a hollow; the answer is the best trigger seen.</remarks>
public sealed record CoordinateDescent : TokenTriggerSearch
{
    private readonly int candidates = 64;
    private readonly int swaps = 32;

    /// <summary>How many tokens a position are in the draw, at least 1; 64 by default (256 in the paper, of a vocabulary of 32,000).</summary>
    /// <exception cref="ArgumentOutOfRangeException">Less than 1.</exception>
    public int Candidates
    {
        get => candidates;
        init => candidates = Require.AtLeast(1, value, "The number of candidates a position");
    }

    /// <summary>How many swaps are tried in a step, at least 1; 32 by default (512 in the paper).</summary>
    /// <exception cref="ArgumentOutOfRangeException">Less than 1.</exception>
    public int Swaps
    {
        get => swaps;
        init => swaps = Require.AtLeast(1, value, "The number of swaps");
    }

    /// <inheritdoc/>
    public override string Name => FormattableString.Invariant($"GCG, {Candidates} × {Swaps}");

    private protected override (IReadOnlyList<int> Trigger, double Loss) Find(TokenTriggerRun run, int[] first, SeededRandom random, CancellationToken token)
    {
        var trigger = first;
        while (run.Left >= TokenTriggerRun.GradientCost)
        {
            var (_, gradient) = run.LossAndGradient(trigger);
            var known = run.Candidates(gradient, Candidates);
            var (next, lowest) = (trigger, double.PositiveInfinity);
            for (var swap = 0; swap < Swaps && run.Left > 0; swap++)
            {
                token.ThrowIfCancellationRequested();
                var place = random.NextInt32(trigger.Length);
                var tried = With(trigger, place, known[place][random.NextInt32(known[place].Length)]);
                var loss = run.Loss(tried);
                if (loss < lowest) (next, lowest) = (tried, loss);
            }

            trigger = next;
        }

        return (run.Best, run.BestLoss);
    }
}
