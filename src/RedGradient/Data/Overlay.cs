using RedGradient.Tensors;

namespace RedGradient.Data;

/// <summary>Lays images over each other.</summary>
public static class Overlay
{
    /// <summary>Images with overlays added.</summary>
    /// <param name="images"><c>[n, …]</c> or <c>[1, …]</c>, images in [0, 1].</param>
    /// <param name="overlays">Of the same shape, or with 1 and n exchanged: one image then meets each of the others.</param>
    /// <param name="blend">With or without clipping at 1.</param>
    /// <returns><c>[n, …]</c>.</returns>
    /// <exception cref="ArgumentException">The shapes do not fit each other.</exception>
    public static Tensor Blend(Tensor images, Tensor overlays, OverlayBlend blend)
    {
        ArgumentNullException.ThrowIfNull(images);
        ArgumentNullException.ThrowIfNull(overlays);
        var sum = images + overlays;
        return blend == OverlayBlend.ClippedSum ? sum.Clamp(0f, 1f) : sum;
    }
}
