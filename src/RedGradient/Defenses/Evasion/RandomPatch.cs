using RedGradient.Tensors;

namespace RedGradient.Defenses.Evasion;

/// <summary>Covers a random rectangle of some images with black or white, anew at every call.</summary>
/// <remarks>
/// Random erasing (Zhong et al. 2020, arXiv 1708.04896) with two shades. A network that learns the true labels of patched images learns that a patch says nothing: the
/// defender needs no trigger for it, only the guess that a trigger is small.
/// </remarks>
public sealed record RandomPatch : IInputTransformation
{
    private readonly int maximumSide = 6;
    private readonly double share = 0.5;

    /// <inheritdoc/>
    public string Name => "random patch";

    /// <inheritdoc/>
    public bool IsRandom => true;

    /// <summary>The longest side of the rectangle in pixels, at least 1; 6 by default. A longer one than the image has is cut to it.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Less than 1.</exception>
    public int MaximumSide
    {
        get => maximumSide;
        init => maximumSide = Require.AtLeast(1, value, "The longest side of a patch");
    }

    /// <summary>How many of the images get a patch, from 0 to 1; 0.5 by default.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Outside.</exception>
    public double Share
    {
        get => share;
        init => share = Require.Share(value, "The share of patched images");
    }

    /// <inheritdoc/>
    /// <exception cref="ArgumentException">The batch is not <c>[batch, channels, height, width]</c>.</exception>
    public Tensor Apply(Tensor batch, SeededRandom random) => Cover(batch, batch, random, shade => shade);

    /// <inheritdoc/>
    public Tensor Pullback(Tensor batch, Tensor gradient, SeededRandom random) => Cover(batch, gradient, random, _ => 0f);

    private Tensor Cover(Tensor batch, Tensor source, SeededRandom random, Func<float, float> cover)
    {
        ArgumentNullException.ThrowIfNull(batch);
        ArgumentNullException.ThrowIfNull(source);
        ArgumentNullException.ThrowIfNull(random);
        if (batch.Shape.Rank != 4)
        {
            throw new ArgumentException($"Only images [batch, channels, height, width] can be patched; the shape is {batch.Shape}.", nameof(batch));
        }

        int channels = batch.Shape[1], height = batch.Shape[2], width = batch.Shape[3];
        var result = source.ToArray();
        for (var i = 0; i < batch.Shape[0]; i++)
        {
            var own = random.Split(i);
            if (own.NextDouble() >= Share)
            {
                continue;
            }

            int tall = 1 + own.NextInt32(Math.Min(MaximumSide, height)), wide = 1 + own.NextInt32(Math.Min(MaximumSide, width));
            int top = own.NextInt32(height - tall + 1), left = own.NextInt32(width - wide + 1);
            var value = cover(own.NextInt32(2));
            for (var channel = 0; channel < channels; channel++)
            {
                for (var row = top; row < top + tall; row++)
                {
                    result.AsSpan((((((i * channels) + channel) * height) + row) * width) + left, wide).Fill(value);
                }
            }
        }

        return new Tensor(result, batch.Shape);
    }
}
