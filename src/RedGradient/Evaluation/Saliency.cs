using RedGradient.Autodiff;
using RedGradient.Networks;
using RedGradient.Tensors;

namespace RedGradient.Evaluation;

/// <summary>What a classifier looks at: the size of the gradient of its answer with respect to each pixel.</summary>
/// <remarks>Simonyan, Vedaldi and Zisserman 2014 (arXiv 1312.6034).</remarks>
public static class Saliency
{
    /// <summary>|∂/∂x (z_c − log Σ e^z)|: how strongly each pixel moves the log-probability of a class.</summary>
    /// <param name="classifier">The model.</param>
    /// <param name="images">Inputs <c>[n, …]</c>.</param>
    /// <param name="classes">c for each image; null for the class that the model answers.</param>
    /// <returns>Of the images' shape, each value at least 0.</returns>
    /// <exception cref="ArgumentException">Another number of classes than images, or a class that is not there.</exception>
    public static Tensor Of(IDifferentiableClassifier classifier, Tensor images, int[]? classes = null)
    {
        ArgumentNullException.ThrowIfNull(classifier);
        ArgumentNullException.ThrowIfNull(images);
        return classifier.ScoresAndPullback(images, scores =>
        {
            var tracked = scores.Track();
            return Gradient.Of(Losses.CrossEntropyPerExample(tracked, classes ?? scores.ArgMax()).Sum(), tracked);
        }).InputGradient.Abs();
    }

    /// <summary>The share of the saliency that lies on some pixels.</summary>
    /// <param name="saliency"><c>[n, …]</c>, each value at least 0.</param>
    /// <param name="pixels">For one image: above 0 for the pixels that count; as many numbers as an image has.</param>
    /// <returns>For each image from 0 to 1; NaN where the saliency is 0 everywhere.</returns>
    /// <exception cref="ArgumentException">Another number of pixels.</exception>
    public static double[] ShareOn(Tensor saliency, Tensor pixels)
    {
        ArgumentNullException.ThrowIfNull(saliency);
        ArgumentNullException.ThrowIfNull(pixels);
        var count = saliency.Shape.Rank == 0 ? 0 : saliency.Shape[0];
        if (count == 0 || saliency.Size / count != pixels.Size)
        {
            throw new ArgumentException($"The pixels that count are one image, as large as each of those of the saliency {saliency.Shape}; the shape {pixels.Shape} was given.", nameof(pixels));
        }

        var (values, chosen) = (saliency.ToArray(), pixels.ToArray());
        return [.. Enumerable.Range(0, count).Select(image =>
        {
            var (on, all) = (0.0, 0.0);
            for (var i = 0; i < chosen.Length; i++)
            {
                var value = values[(image * chosen.Length) + i];
                all += value;
                on += chosen[i] > 0f ? value : 0.0;
            }

            return on / all;
        })];
    }
}
