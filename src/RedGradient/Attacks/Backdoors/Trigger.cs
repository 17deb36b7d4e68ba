using RedGradient.Tensors;

namespace RedGradient.Attacks.Backdoors;

/// <summary>What an attacker puts into an image to wake a backdoor: x ⊕ T.</summary>
/// <remarks>
/// Immutable. Images are <c>[n, channels, height, width]</c> with values in [0, 1], and so is the result. Positions are <see cref="Index"/>es, so that
/// <c>^4</c> is the fourth row from below in images of any size. Triggers are put one after the other with <see cref="Then"/>.
/// </remarks>
public abstract record Trigger
{
    /// <summary>What the trigger is called in titles and tables.</summary>
    public abstract string Name { get; }

    /// <summary>The images with the trigger in each of them.</summary>
    /// <param name="images"><c>[n, channels, height, width]</c> in [0, 1]; they stay as they are.</param>
    /// <returns>Of the same shape, in [0, 1].</returns>
    /// <exception cref="ArgumentException">The images have another rank or a value outside [0, 1], or the trigger does not fit them; the message says how.</exception>
    public Tensor Apply(Tensor images)
    {
        ArgumentNullException.ThrowIfNull(images);
        if (images.Shape.Rank != 4)
        {
            throw new ArgumentException($"A trigger is put into images [n, channels, height, width]; the shape {images.Shape} was given.", nameof(images));
        }

        var size = new ImageSize(images.Shape[1], images.Shape[2], images.Shape[3]);
        CheckFits(size);
        var values = images.ToArray();
        CheckRange(values, images);
        for (var i = 0; i < images.Shape[0]; i++)
        {
            var image = values.AsSpan(i * size.Count, size.Count);
            Stamp(image, size);
            foreach (ref var value in image)
            {
                value = Math.Clamp(value, 0f, 1f);
            }
        }

        return new Tensor(values, images.Shape);
    }

    /// <summary>This trigger and then another one on top.</summary>
    /// <param name="next">Put into what this one gives.</param>
    public Trigger Then(Trigger next)
    {
        ArgumentNullException.ThrowIfNull(next);
        return new TriggerSequence(this, next);
    }

    /// <summary>A picture of the trigger: what it makes of an image of one grey.</summary>
    /// <param name="channels">Channels, at least 1.</param>
    /// <param name="height">Rows, at least 1.</param>
    /// <param name="width">Columns, at least 1.</param>
    /// <param name="background">The grey, from 0 (black) to 1; 0 by default. A trigger that only moves pixels leaves any grey as it is.</param>
    /// <returns><c>[1, channels, height, width]</c>.</returns>
    public Tensor Render(int channels, int height, int width, float background = 0f) =>
        Apply(Tensor.Full(background, 1, channels, height, width));

    /// <summary>Refuses images that the trigger does not fit.</summary>
    /// <param name="size">The size of the images.</param>
    /// <exception cref="ArgumentException">The trigger reaches outside the image or has another number of channels.</exception>
    protected internal abstract void CheckFits(ImageSize size);

    /// <summary>Puts the trigger into one image, in place; values outside [0, 1] are cut off afterwards.</summary>
    /// <param name="image">Channel by channel, row by row.</param>
    /// <param name="size">Its size, one that <see cref="CheckFits"/> accepted.</param>
    protected internal abstract void Stamp(Span<float> image, ImageSize size);

    private static void CheckRange(float[] values, Tensor images)
    {
        var wrong = Array.FindIndex(values, value => value is not (>= 0f and <= 1f));
        if (wrong >= 0)
        {
            throw new ArgumentException(
                FormattableString.Invariant($"A trigger is put into images with values from 0 to 1; image {wrong / (values.Length / images.Shape[0])} holds {values[wrong]}."),
                nameof(images));
        }
    }
}
