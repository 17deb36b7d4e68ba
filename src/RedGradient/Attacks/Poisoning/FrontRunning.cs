using RedGradient.Defenses.Training;
using RedGradient.Tensors;

namespace RedGradient.Attacks.Poisoning;

/// <summary>Front-running: an edit that is made just before a page's turn in the snapshot, and is in it for good though it is reverted soon after.</summary>
/// <remarks>
/// Carlini et al. 2024 (arXiv 2302.10149). A poison gets in if edit &lt; reading and reading + delay &lt; revert. The attacker knows the usual order and speed, and errs by
/// some time; reverts come after an exponentially distributed time. Immutable.
/// </remarks>
public sealed record FrontRunning
{
    private readonly double lead = 0.25;
    private readonly double error = 0.25;
    private readonly double revertHours = 2.0;

    /// <summary>How long before the expected reading the edit is made, in hours, at least 0; 0.25 by default.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Not a finite number of at least 0.</exception>
    public double Lead
    {
        get => lead;
        init => lead = Require.NotNegative(value, "The lead in hours");
    }

    /// <summary>The standard deviation of the error in the expected reading, in hours, at least 0; 0.25 by default.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Not a finite number of at least 0.</exception>
    public double Error
    {
        get => error;
        init => error = Require.NotNegative(value, "The error of the expected reading in hours");
    }

    /// <summary>The mean time until somebody reverts the edit, in hours, at least 0; 2 by default.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Not a finite number of at least 0.</exception>
    public double RevertHours
    {
        get => revertHours;
        init => revertHours = Require.NotNegative(value, "The mean time to a revert in hours");
    }

    /// <summary>Decides errors and reverts; 1 by default.</summary>
    public int Seed { get; init; } = 1;

    /// <summary>Edits every page once, each shortly before its expected reading.</summary>
    /// <param name="policy">How the snapshot is taken. The attacker expects one in the known order.</param>
    /// <param name="pages">The number of pages, at least 1.</param>
    /// <returns>One outcome a page.</returns>
    /// <exception cref="ArgumentOutOfRangeException">No page.</exception>
    public IReadOnlyList<FrontRunningOutcome> Run(SnapshotPolicy policy, int pages)
    {
        ArgumentNullException.ThrowIfNull(policy);
        var expected = (policy with { RandomOrder = false }).ReadingTimes(pages);
        var actual = policy.ReadingTimes(pages);
        var random = new SeededRandom(Seed);
        return [.. expected.Select((time, page) =>
        {
            var edit = time + (Error * random.NextNormal()) - Lead;
            var revert = edit - (RevertHours * DeterministicMath.Log(1.0 - random.NextDouble()));
            return new FrontRunningOutcome(edit, actual[page], revert, edit < actual[page] && actual[page] + policy.Delay < revert);
        })];
    }
}
