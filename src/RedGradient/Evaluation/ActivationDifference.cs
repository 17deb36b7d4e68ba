using RedGradient.Attacks.Backdoors;
using RedGradient.Autodiff;
using RedGradient.Networks;
using RedGradient.Tensors;

namespace RedGradient.Evaluation;

/// <summary>Which units of a layer carry a trigger: how much their mean value changes when it is put into the images.</summary>
public sealed class ActivationDifference
{
    private ActivationDifference(double[] clean, double[] triggered)
    {
        Clean = clean;
        Triggered = triggered;
        Difference = [.. triggered.Zip(clean, (after, before) => after - before)];
        Ranking = [.. Enumerable.Range(0, clean.Length).OrderByDescending(unit => Math.Abs(Difference[unit]))];
    }

    /// <summary>The mean value of each unit (of a convolution: of each channel) on clean images.</summary>
    public IReadOnlyList<double> Clean { get; }

    /// <summary>The same with the trigger.</summary>
    public IReadOnlyList<double> Triggered { get; }

    /// <summary>With the trigger less without, for each unit.</summary>
    public IReadOnlyList<double> Difference { get; }

    /// <summary>The units, the one that changes most first.</summary>
    public IReadOnlyList<int> Ranking { get; }

    /// <summary>Measures a layer.</summary>
    /// <param name="network">The network.</param>
    /// <param name="images">Clean images <c>[n, channels, height, width]</c> in [0, 1], at least one.</param>
    /// <param name="trigger">Put into them.</param>
    /// <param name="layer">The layer whose output is looked at, from 0.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no such layer.</exception>
    /// <exception cref="ArgumentException">No image was given, or the trigger does not fit.</exception>
    public static ActivationDifference Measure(Network network, Tensor images, Trigger trigger, int layer)
    {
        ArgumentNullException.ThrowIfNull(network);
        ArgumentNullException.ThrowIfNull(images);
        ArgumentNullException.ThrowIfNull(trigger);
        if (layer < 0 || layer >= network.Layers.Count)
        {
            throw new ArgumentOutOfRangeException(nameof(layer), layer, $"The network has {network.Layers.Count} layers, numbered from 0; the layer {layer} was asked for.");
        }

        var triggered = trigger.Apply(images);
        if (images.Shape[0] == 0)
        {
            throw new ArgumentException("The means of units need at least one image; none was given.", nameof(images));
        }

        return new ActivationDifference(Means(network, images, layer), Means(network, triggered, layer));
    }

    private static double[] Means(Network network, Tensor images, int layer)
    {
        // Images that go through at once: all activations of a test set would not fit the cache.
        const int Piece = 256;
        using var off = Gradient.Off();
        var sums = Array.Empty<double>();
        var count = images.Shape[0];
        for (var start = 0; start < count; start += Piece)
        {
            var output = network.Activations(images.Rows(start, Math.Min(Piece, count - start)), ForwardPass.Inference)[layer + 1];
            var (units, places) = (output.Shape[1], output.Size / (output.Shape[0] * output.Shape[1]));
            sums = sums.Length == 0 ? new double[units] : sums;
            var values = output.AsSpan();
            for (var i = 0; i < values.Length; i++)
            {
                sums[i / places % units] += values[i] / ((double)places * count);
            }
        }

        return sums;
    }
}
