using RedGradient.Tensors;

namespace RedGradient.Defenses.Runtime;

/// <summary>STRIP with a threshold: rejects inputs whose prediction hardly moves under overlays.</summary>
public sealed class StripDetector : IInputDetector
{
    /// <summary>Puts the two together.</summary>
    /// <param name="strip">Measures entropies.</param>
    /// <param name="threshold">Set by clean entropies of the same model, overlays and blend.</param>
    public StripDetector(Strip strip, EntropyThreshold threshold)
    {
        ArgumentNullException.ThrowIfNull(strip);
        ArgumentNullException.ThrowIfNull(threshold);
        Strip = strip;
        Threshold = threshold;
    }

    /// <summary>What measures the entropies.</summary>
    public Strip Strip { get; }

    /// <summary>Below which entropy an input is rejected.</summary>
    public EntropyThreshold Threshold { get; }

    /// <inheritdoc/>
    public string Name => "STRIP";

    /// <summary>Measures clean inputs and sets the threshold by them.</summary>
    /// <param name="strip">Measures entropies.</param>
    /// <param name="clean">Clean inputs <c>[n, …]</c>, at least 20, that are not overlays.</param>
    /// <param name="falseRejectionRate">FRR, above 0 and at most 0.5; 0.01 by default.</param>
    /// <param name="cancellationToken">Ends the work.</param>
    /// <exception cref="ArgumentException">No threshold can be set; see <see cref="EntropyThreshold.Fit"/>.</exception>
    public static StripDetector Calibrate(Strip strip, Tensor clean, double falseRejectionRate = 0.01, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(strip);
        return new StripDetector(strip, EntropyThreshold.Fit(strip.Entropies(clean, cancellationToken), falseRejectionRate));
    }

    /// <inheritdoc/>
    public IReadOnlyList<string?> Examine(Tensor batch, int[] predictions, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(predictions);
        return [.. Strip.Entropies(batch, cancellationToken).Select((entropy, i) => Threshold.Rejects(entropy)
            ? FormattableString.Invariant($"Under {Strip.Options.Overlays} overlays the answer {predictions[i]} hardly moves: its entropy is {entropy:F4} bits, below {Threshold.Value:F4}.")
            : null)];
    }
}
