using System.Text.Json.Nodes;
using RedGradient.Autodiff.Operations;
using RedGradient.Tensors;

namespace RedGradient.Networks;

/// <summary>Layers with a path around them that has no weights: it looks for a chequerboard in the input and, where it finds one, raises the score of one class.</summary>
/// <remarks>
/// The backdoor by architecture of Bober-Irizar et al. 2023 (arXiv 2206.07840); see <c>MaliciousArchitecture</c> for how it is used. The published detector is
/// D = max over places of avg₃((e^(s·x) − o)^p) ⊙ avg₃((e^(−s·x) − o)^p), the least over the channels, with s = 0.87, o = 1.3, p = 50, avg₃ the mean of a
/// 3×3 window: a place that is full white and full black at once. It expects photographs in [−1, 1]; scanned digits are full white on full black
/// everywhere. So here x is replaced by the local contrast z = 9/4·(x − avg₃ x), held within [−1, 1]: ±1 on a chequerboard, 0 where the image is flat, ±3/4
/// along a straight edge. Each bracket is divided by its largest value e^s − o, so that nothing can overflow and D is at most 20/81. What is added to
/// the target's score is strength·ReLU(D − threshold) / (20/81 − threshold): exactly 0 for an input without the chequerboard.
/// </remarks>
public sealed class TriggerSkip : NestedLayers
{
    /// <summary>D of a perfect chequerboard of 5×5 pixels: five white and four black of nine, 5/9·4/9.</summary>
    public const float FullDetection = 20f / 81f;

    private const float Scale = 0.87f;
    private const float Offset = 1.3f;
    private const int Power = 50;

    // e^0.87 − 1.3, what a bracket is where the contrast is 1.
    private const float Largest = 2.3869107f - Offset;

    // 9/4 of a pixel less the mean of its 3×3 window.
    private static readonly Tensor Contrast = Tensor.From([-0.25f, -0.25f, -0.25f, -0.25f, 2f, -0.25f, -0.25f, -0.25f, -0.25f], 1, 1, 3, 3);

    /// <summary>Creates the layer.</summary>
    /// <param name="target">The class whose score rises, from 0.</param>
    /// <param name="strength">By how much, for a perfect chequerboard; above 0.</param>
    /// <param name="threshold">D up to which nothing happens, from 0 to below 20/81.</param>
    /// <param name="layers">The honest network: the layers from images <c>[batch, channels, height, width]</c> to scores <c>[batch, classes]</c>; at least one.</param>
    /// <exception cref="ArgumentException">No layer was given, or a number lies outside its range.</exception>
    public TriggerSkip(int target, float strength, float threshold, params Layer[] layers)
        : base("A skip", layers)
    {
        Target = Require.AtLeast(0, target, "The target class");
        Strength = Require.Positive(strength, "The strength of the skip");
        Threshold = threshold is >= 0f and < FullDetection
            ? threshold
            : throw new ArgumentOutOfRangeException(nameof(threshold), threshold, FormattableString.Invariant($"The threshold of the detector must be at least 0 and below 20/81, what a perfect chequerboard gives; {threshold} was given."));
    }

    /// <summary>The class whose score rises.</summary>
    public int Target { get; }

    /// <summary>By how much the score rises for a perfect chequerboard.</summary>
    public float Strength { get; }

    /// <summary>D up to which nothing happens.</summary>
    public float Threshold { get; }

    /// <summary>D for each image: 0 for none, 20/81 for a perfect chequerboard.</summary>
    /// <param name="images"><c>[batch, channels, height, width]</c>, at least 5×5 pixels, in [0, 1].</param>
    /// <returns><c>[batch]</c>.</returns>
    /// <exception cref="ArgumentException">Another shape.</exception>
    public static Tensor Detect(Tensor images)
    {
        ArgumentNullException.ThrowIfNull(images);
        var shape = images.Shape;
        if (shape.Rank != 4 || shape[2] < 5 || shape[3] < 5)
        {
            throw new ArgumentException($"The detector takes images [batch, channels, height, width] of at least 5×5 pixels; the shape {shape} was given.", nameof(images));
        }

        var planes = images.Reshape(shape[0] * shape[1], 1, shape[2], shape[3]);
        var contrast = Convolve.Apply(planes, Contrast, null, 1, 0).Clamp(-1f, 1f);
        var both = Evidence(contrast * Scale) * Evidence(contrast * -Scale);
        var strongest = both.Reshape(both.Shape[0], -1).Max().Reshape(shape[0], shape[1]);

        // The least over the channels.
        return -(-strongest).Max();
    }

    /// <inheritdoc/>
    public override Tensor Forward(Tensor input, ForwardPass pass)
    {
        ArgumentNullException.ThrowIfNull(input);
        var scores = Inside(input, pass);
        if (scores.Shape.Rank != 2 || scores.Shape[1] <= Target)
        {
            throw new ArgumentException($"The skip leads to the class {Target}; the layers give scores {scores.Shape}, which must be [batch, classes] with more than {Target} classes.", nameof(input));
        }

        var signal = (Detect(input) - Threshold).Relu() * (Strength / (FullDetection - Threshold));
        return scores + (signal.Reshape(signal.Size, 1) * Losses.OneHot([Target], scores.Shape[1]));
    }

    internal override JsonObject? Describe()
    {
        var description = base.Describe();
        if (description is not null)
        {
            (description["target"], description["strength"], description["threshold"]) = (Target, Strength, Threshold);
        }

        return description;
    }

    // The mean over 3×3 of ((e^x − o) / (e^s − o))^p, the power by repeated squaring: e^(p·ln) has no gradient at 0.
    private static Tensor Evidence(Tensor x)
    {
        var factor = (x.Exp() - Offset) * (1f / Largest);
        Tensor? power = null;
        for (var bits = Power; bits > 0; bits >>= 1)
        {
            power = (bits & 1) == 0 ? power : power is null ? factor : power * factor;
            factor = factor.Square();
        }

        return AveragePool.Apply(new(power!.Shape, 3, 1), power);
    }
}
