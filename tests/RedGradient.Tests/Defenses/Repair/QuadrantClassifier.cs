using RedGradient.Networks;
using RedGradient.Tensors;

namespace RedGradient.Tests.Defenses.Repair;

/// <summary>
/// Images of 4×4 with one quarter bright: four classes, each with the score of its quarter's sum. It has a backdoor one can read: the pixel in the middle of the last row, times
/// a weight, goes to class 2.
/// </summary>
internal sealed class QuadrantClassifier(float backdoor) : IDifferentiableClassifier
{
    public const int TriggerPixel = 14;

    /// <summary>How often it was asked for a gradient.</summary>
    public int Gradients { get; private set; }

    public Tensor Scores(Tensor batch)
    {
        var scores = new float[batch.Shape[0] * 4];
        for (var k = 0; k < batch.Size; k++)
        {
            var (image, pixel) = (k / 16, k % 16);
            foreach (var (c, weight) in Weights(pixel))
            {
                scores[(image * 4) + c] += weight * batch.AsSpan()[k];
            }
        }

        return Tensor.From(scores, batch.Shape[0], 4);
    }

    public Tensor Pullback(Tensor batch, Tensor scoreGradient)
    {
        Gradients++;
        var result = new float[batch.Size];
        for (var k = 0; k < result.Length; k++)
        {
            foreach (var (c, weight) in Weights(k % 16))
            {
                result[k] += weight * scoreGradient[k / 16, c];
            }
        }

        return Tensor.From(result, [.. batch.Shape]);
    }

    // The pixel of the trigger speaks for the backdoor alone.
    private IEnumerable<(int Class, float Weight)> Weights(int pixel)
    {
        if (pixel == TriggerPixel)
        {
            yield return (2, backdoor);
        }
        else
        {
            yield return ((2 * (pixel / 8)) + (pixel % 4 / 2), 4f);
        }
    }
}
