using RedGradient.Tensors;

namespace RedGradient.Defenses.Evasion;

/// <summary>Moves every image by a random whole number of pixels up or down and left or right, anew at every call; what comes in from outside is 0.</summary>
public sealed record RandomShift : IInputTransformation
{
    private readonly int maximum = 2;

    /// <inheritdoc/>
    public string Name => "random shift";

    /// <inheritdoc/>
    public bool IsRandom => true;

    /// <summary>The longest way in each direction, in pixels, at least 0; 2 by default.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Negative.</exception>
    public int Maximum
    {
        get => maximum;
        init => maximum = Require.AtLeast(0, value, "The longest shift");
    }

    /// <inheritdoc/>
    /// <exception cref="ArgumentException">The batch is not <c>[batch, channels, height, width]</c>.</exception>
    public Tensor Apply(Tensor batch, SeededRandom random) => Move(batch, batch, random, 1);

    /// <inheritdoc/>
    public Tensor Pullback(Tensor batch, Tensor gradient, SeededRandom random) => Move(batch, gradient, random, -1);

    // The derivative backwards is the move backwards.
    private Tensor Move(Tensor batch, Tensor source, SeededRandom random, int direction)
    {
        ArgumentNullException.ThrowIfNull(batch);
        ArgumentNullException.ThrowIfNull(source);
        ArgumentNullException.ThrowIfNull(random);
        if (batch.Shape.Rank != 4)
        {
            throw new ArgumentException($"Only images [batch, channels, height, width] can be shifted; the shape is {batch.Shape}.", nameof(batch));
        }

        int channels = batch.Shape[1], height = batch.Shape[2], width = batch.Shape[3];
        var from = source.AsSpan();
        var result = new float[batch.Size];
        for (var i = 0; i < batch.Shape[0]; i++)
        {
            var own = random.Split(i);
            var down = direction * (own.NextInt32((2 * Maximum) + 1) - Maximum);
            var right = direction * (own.NextInt32((2 * Maximum) + 1) - Maximum);
            var (left, end) = (Math.Max(0, right), Math.Min(width, width + right));
            for (var line = 0; line < channels * height && left < end; line++)
            {
                var row = line % height;
                if (row - down >= 0 && row - down < height)
                {
                    var place = ((i * channels * height) + line) * width;
                    from.Slice(place - (down * width) + left - right, end - left).CopyTo(result.AsSpan(place + left));
                }
            }
        }

        return new Tensor(result, batch.Shape);
    }
}
