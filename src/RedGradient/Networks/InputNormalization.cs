using System.Globalization;
using RedGradient.Tensors;

namespace RedGradient.Networks;

/// <summary>What a model expects done to images in [0, 1] before it sees them: (x − mean) / deviation, channel by channel. Immutable.</summary>
/// <remarks>It stands inside the classifier, so that ε of an attack is measured in pixels and gradients are those of the pixels. A wrong one drops a model to chance without a word.</remarks>
public sealed record InputNormalization
{
    private InputNormalization()
    {
    }

    /// <summary>Images go in as they are.</summary>
    public static InputNormalization None { get; } = new();

    /// <summary>For each channel what is taken away.</summary>
    public IReadOnlyList<float> Mean { get; private init; } = [];

    /// <summary>For each channel what is divided by.</summary>
    public IReadOnlyList<float> StandardDeviation { get; private init; } = [];

    /// <summary>How many channels it is for; 0 for <see cref="None"/>, which fits any.</summary>
    public int Channels => Mean.Count;

    /// <summary>A batch as the model wants it.</summary>
    /// <param name="batch">Images <c>[n, channels, …]</c>.</param>
    /// <returns>Of the same shape.</returns>
    /// <exception cref="ArgumentException">The batch has another number of channels.</exception>
    public Tensor Apply(Tensor batch)
    {
        ArgumentNullException.ThrowIfNull(batch);
        if (Channels == 0) return batch;
        if (batch.Shape.Rank < 2 || batch.Shape[1] != Channels) throw new ArgumentException($"The normalisation is for {Channels} channels; the batch is {batch.Shape}.", nameof(batch));
        var values = batch.ToArray();
        var plane = Math.Max(1, batch.Size / Math.Max(1, batch.Shape[0] * Channels));
        for (var i = 0; i < values.Length; i++)
        {
            var channel = i / plane % Channels;
            values[i] = (values[i] - Mean[channel]) / StandardDeviation[channel];
        }

        return new Tensor(values, batch.Shape);
    }

    /// <summary>A normalisation by channel: <c>Of([0.1307f], [0.3081f])</c> is the usual one of MNIST.</summary>
    /// <param name="mean">One finite number a channel.</param>
    /// <param name="standardDeviation">One a channel, each above 0.</param>
    /// <exception cref="ArgumentException">The numbers of channels differ, there is none, or a value is not allowed.</exception>
    public static InputNormalization Of(IReadOnlyList<float> mean, IReadOnlyList<float> standardDeviation)
    {
        ArgumentNullException.ThrowIfNull(mean);
        ArgumentNullException.ThrowIfNull(standardDeviation);
        if (mean.Count == 0 || mean.Count != standardDeviation.Count)
        {
            throw new ArgumentException($"A normalisation has one mean and one deviation for each of at least one channel; {mean.Count} means and {standardDeviation.Count} deviations were given.", nameof(mean));
        }

        foreach (var value in mean)
        {
            if (!float.IsFinite(value)) throw new ArgumentException(FormattableString.Invariant($"A mean must be a finite number; {value} was given."), nameof(mean));
        }

        foreach (var value in standardDeviation)
        {
            if (!(value > 0f && float.IsFinite(value))) throw new ArgumentException(FormattableString.Invariant($"A deviation must be a finite number above 0; {value} was given."), nameof(standardDeviation));
        }

        return new() { Mean = [.. mean], StandardDeviation = [.. standardDeviation] };
    }

    /// <summary>In words.</summary>
    public override string ToString() => Channels == 0
        ? "input as it is"
        : string.Create(CultureInfo.InvariantCulture, $"input less {string.Join(", ", Mean)}, divided by {string.Join(", ", StandardDeviation)}");
}
