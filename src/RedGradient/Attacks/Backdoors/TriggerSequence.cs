namespace RedGradient.Attacks.Backdoors;

/// <summary>Two triggers, one after the other; made by <see cref="Trigger.Then"/>.</summary>
/// <param name="First">Put into the image.</param>
/// <param name="Second">Put on top.</param>
internal sealed record TriggerSequence(Trigger First, Trigger Second) : Trigger
{
    /// <inheritdoc/>
    public override string Name => $"{First.Name}, then {Second.Name}";

    /// <inheritdoc/>
    protected internal override void CheckFits(ImageSize size)
    {
        First.CheckFits(size);
        Second.CheckFits(size);
    }

    /// <inheritdoc/>
    protected internal override void Stamp(Span<float> image, ImageSize size)
    {
        First.Stamp(image, size);
        foreach (ref var value in image)
        {
            // The second sees an image like any other.
            value = Math.Clamp(value, 0f, 1f);
        }

        Second.Stamp(image, size);
    }
}
