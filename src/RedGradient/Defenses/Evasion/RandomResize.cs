using RedGradient.Tensors;

namespace RedGradient.Defenses.Evasion;

/// <summary>Shrinks every image to a random size and puts it at a random place on an empty picture, anew at every call.</summary>
/// <remarks>
/// After Xie et al. 2018 (arXiv 1711.01991), who resize and pad upwards; here the picture keeps its size, so the model behind needs no other input.
/// Bilinear. Differentiable, but each asking has another slope; broken by averaging, <see cref="Attacks.Evasion.ExpectationOverTransformation"/>.
/// </remarks>
public sealed record RandomResize : IInputTransformation
{
    private readonly float smallest = 0.75f;

    /// <inheritdoc/>
    public string Name => "random resize";

    /// <inheritdoc/>
    public bool IsRandom => true;

    /// <summary>The smallest size as a share of the picture's, above 0, at most 1; 0.75 by default: 21 of 28 pixels.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Not above 0 or above 1.</exception>
    public float Smallest
    {
        get => smallest;
        init => smallest = Require.PositiveShare(value, "The smallest size");
    }

    /// <inheritdoc/>
    public Tensor Apply(Tensor batch, SeededRandom random)
    {
        ArgumentNullException.ThrowIfNull(batch);
        ArgumentNullException.ThrowIfNull(random);
        return Walk(batch, batch, random, forward: true);
    }

    /// <inheritdoc/>
    public Tensor Pullback(Tensor batch, Tensor gradient, SeededRandom random)
    {
        ArgumentNullException.ThrowIfNull(batch);
        ArgumentNullException.ThrowIfNull(gradient);
        ArgumentNullException.ThrowIfNull(random);
        return Walk(batch, gradient, random, forward: false);
    }

    // Forward each pixel of the result gathers from four of the image; backward it gives to the same four.
    private Tensor Walk(Tensor batch, Tensor source, SeededRandom random, bool forward)
    {
        if (batch.Shape.Rank != 4)
        {
            throw new ArgumentException($"Only images [batch, channels, height, width] can be resized; the shape is {batch.Shape}.", nameof(batch));
        }

        int channels = batch.Shape[1], height = batch.Shape[2], width = batch.Shape[3];
        var result = new float[batch.Size];
        for (var i = 0; i < batch.Shape[0]; i++)
        {
            var own = random.Split(i);
            var share = own.NextUniform(Smallest, 1.0);
            int tall = Math.Max(1, (int)Math.Round(share * height)), wide = Math.Max(1, (int)Math.Round(share * width));
            int top = own.NextInt32(height - tall + 1), left = own.NextInt32(width - wide + 1);
            for (var channel = 0; channel < channels; channel++)
            {
                var place = ((i * channels) + channel) * height * width;
                var from = source.AsSpan().Slice(place, height * width);
                var to = result.AsSpan(place, height * width);
                for (var y = 0; y < tall; y++)
                {
                    var (y0, y1, fy) = Between(y, tall, height);
                    for (var x = 0; x < wide; x++)
                    {
                        var (x0, x1, fx) = Between(x, wide, width);
                        var k = ((top + y) * width) + left + x;
                        var (a, b, c, d) = ((y0 * width) + x0, (y0 * width) + x1, (y1 * width) + x0, (y1 * width) + x1);
                        if (forward)
                        {
                            to[k] = ((1f - fy) * (((1f - fx) * from[a]) + (fx * from[b]))) + (fy * (((1f - fx) * from[c]) + (fx * from[d])));
                        }
                        else
                        {
                            to[a] += (1f - fy) * (1f - fx) * from[k];
                            to[b] += (1f - fy) * fx * from[k];
                            to[c] += fy * (1f - fx) * from[k];
                            to[d] += fy * fx * from[k];
                        }
                    }
                }
            }
        }

        return new Tensor(result, batch.Shape);
    }

    // The two pixels of a line of the image between which a pixel of the shrunk one lies, and how far from the first.
    private static (int First, int Second, float Share) Between(int position, int shrunk, int full)
    {
        var center = ((position + 0.5f) * full / shrunk) - 0.5f;
        var first = Math.Clamp((int)MathF.Floor(center), 0, full - 1);
        return (first, Math.Min(first + 1, full - 1), Math.Clamp(center - first, 0f, 1f));
    }
}
