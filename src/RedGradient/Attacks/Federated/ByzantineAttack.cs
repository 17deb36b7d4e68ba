using RedGradient.Tensors;

namespace RedGradient.Attacks.Federated;

/// <summary>What workers under an attacker's control send to the server in place of their updates.</summary>
/// <remarks>Immutable. The attacker knows what the honest workers send in the same step.</remarks>
public abstract record ByzantineAttack
{
    /// <summary>What the attack is called in titles and tables.</summary>
    public abstract string Name { get; }

    /// <summary>The updates of a step with those of the last workers replaced.</summary>
    /// <param name="updates">What all workers would send honestly, <c>[workers, dimension]</c>; it stays as it is.</param>
    /// <param name="byzantine">How many workers the attacker has, from 0 to below the number of workers.</param>
    /// <param name="random">The source of the attack's random numbers for this step.</param>
    /// <returns>Of the same shape; the first rows are honest.</returns>
    /// <exception cref="ArgumentException">The updates are no matrix.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The number of Byzantine workers lies outside its range.</exception>
    public Tensor Corrupt(Tensor updates, int byzantine, SeededRandom random)
    {
        ArgumentNullException.ThrowIfNull(updates);
        ArgumentNullException.ThrowIfNull(random);
        if (updates.Shape.Rank != 2)
        {
            throw new ArgumentException($"Updates are a matrix [workers, dimension]; the shape {updates.Shape} was given.", nameof(updates));
        }

        var (workers, dimension) = (updates.Shape[0], updates.Shape[1]);
        if (byzantine < 0 || byzantine >= workers)
        {
            throw new ArgumentOutOfRangeException(nameof(byzantine), byzantine, $"Of {workers} workers 0 to {workers - 1} can be Byzantine; {byzantine} was given.");
        }

        var values = updates.ToArray();
        var honest = workers - byzantine;
        for (var worker = honest; worker < workers; worker++)
        {
            Send(values.AsSpan(worker * dimension, dimension), values.AsSpan(0, honest * dimension), random);
        }

        return new Tensor(values, updates.Shape);
    }

    /// <summary>Writes one worker's update.</summary>
    /// <param name="update">To be overwritten; it holds the honest update.</param>
    /// <param name="honest">The updates of the honest workers, one after the other.</param>
    /// <param name="random">The source of random numbers.</param>
    protected abstract void Send(Span<float> update, ReadOnlySpan<float> honest, SeededRandom random);
}
