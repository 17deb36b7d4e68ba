using System.Runtime.Intrinsics;
using RedGradient.Tensors;
using RedGradient.Tensors.Kernels;

namespace RedGradient.Data;

/// <summary>Lays images over each other.</summary>
public static class Overlay
{
    /// <summary>Images with overlays added.</summary>
    /// <param name="images"><c>[n, …]</c> or <c>[1, …]</c>, images in [0, 1].</param>
    /// <param name="overlays">As many, or one for all, or many for one image.</param>
    /// <param name="blend">With or without clipping at 1.</param>
    /// <returns><c>[n, …]</c>, without history.</returns>
    /// <exception cref="ArgumentException">The shapes do not fit each other.</exception>
    public static Tensor Blend(Tensor images, Tensor overlays, OverlayBlend blend)
    {
        ArgumentNullException.ThrowIfNull(images);
        ArgumentNullException.ThrowIfNull(overlays);
        var (below, above) = (images.Shape.ToArray(), overlays.Shape.ToArray());
        if (below.Length == 0 || !below.Skip(1).SequenceEqual(above.Skip(1)) || (below[0] != above[0] && below[0] != 1 && above[0] != 1))
        {
            throw new ArgumentException($"Overlays are laid over images one by one, or one over all, or all over one, of the same size; given were images {images.Shape} and overlays {overlays.Shape}.", nameof(overlays));
        }

        var rows = Math.Max(below[0], above[0]);
        var result = Tensor.Allocate(below[0] == rows ? images.Shape : overlays.Shape);
        var size = rows == 0 ? 0 : result.Size / rows;
        for (var i = 0; i < rows; i++)
        {
            // One pass through the cache, without a sum in between.
            var x = images.AsSpan().Slice(below[0] == 1 ? 0 : i * size, size);
            var o = overlays.AsSpan().Slice(above[0] == 1 ? 0 : i * size, size);
            var target = result.MutableSpan.Slice(i * size, size);
            if (blend == OverlayBlend.ClippedSum)
            {
                Elementwise.Zip(default(ClippedSumFunction), x, o, target);
            }
            else
            {
                Elementwise.Zip(default(AddFunction), x, o, target);
            }
        }

        return result;
    }

    private readonly struct ClippedSumFunction : IBinaryFunction
    {
        public Vector256<float> Apply(Vector256<float> x, Vector256<float> y) => VectorMath.AtMost(x + y, Vector256.Create(1f));
    }
}
