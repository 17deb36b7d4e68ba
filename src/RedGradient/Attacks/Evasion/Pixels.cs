using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace RedGradient.Attacks.Evasion;

/// <summary>The few operations on an image's values that attacks are made of, each in place.</summary>
internal static class Pixels
{
    /// <summary>x + α·sign(direction); where the direction is 0 or NaN, x stays.</summary>
    public static void AddSign(Span<float> x, float alpha, ReadOnlySpan<float> direction)
    {
        ref var p = ref MemoryMarshal.GetReference(x);
        ref var d = ref MemoryMarshal.GetReference(direction);
        var length = Vector256.Create(alpha);
        nuint k = 0;
        for (; k + 8 <= (nuint)x.Length; k += 8)
        {
            var slope = Vector256.LoadUnsafe(ref d, k);
            var up = Vector256.GreaterThan(slope, Vector256<float>.Zero);
            var down = Vector256.LessThan(slope, Vector256<float>.Zero);
            (Vector256.LoadUnsafe(ref p, k) + ((length & up) - (length & down))).StoreUnsafe(ref p, k);
        }

        for (var i = (int)k; i < x.Length; i++)
        {
            x[i] += direction[i] > 0f ? alpha : direction[i] < 0f ? -alpha : 0f;
        }
    }

    /// <summary>x + α·direction/‖direction‖₂; a direction of length 0, or one that is not finite, leaves x as it is.</summary>
    public static void AddDirection(Span<float> x, float alpha, ReadOnlySpan<float> direction)
    {
        var size = Ball.Length(direction);
        if (size <= 0.0 || !double.IsFinite(size))
        {
            return;
        }

        var factor = alpha / size;
        for (var k = 0; k < x.Length; k++)
        {
            x[k] = (float)(x[k] + (factor * direction[k]));
        }
    }

    /// <summary>No value further than ε from the image's: the projection on an L∞ ball.</summary>
    public static void HoldWithin(Span<float> x, ReadOnlySpan<float> image, float epsilon)
    {
        ref var p = ref MemoryMarshal.GetReference(x);
        ref var c = ref MemoryMarshal.GetReference(image);
        var radius = Vector256.Create(epsilon);
        nuint k = 0;
        for (; k + 8 <= (nuint)x.Length; k += 8)
        {
            var center = Vector256.LoadUnsafe(ref c, k);
            Vector256.Min(Vector256.Max(Vector256.LoadUnsafe(ref p, k), center - radius), center + radius).StoreUnsafe(ref p, k);
        }

        for (var i = (int)k; i < x.Length; i++)
        {
            x[i] = Math.Min(Math.Max(x[i], image[i] - epsilon), image[i] + epsilon);
        }
    }

    /// <summary>A change from the image no longer than ε: the projection on an L2 ball.</summary>
    public static void ShortenTo(Span<float> x, ReadOnlySpan<float> image, float epsilon)
    {
        var square = 0.0;
        for (var k = 0; k < x.Length; k++)
        {
            var difference = (double)x[k] - image[k];
            square += difference * difference;
        }

        var size = Math.Sqrt(square);
        if (size <= epsilon)
        {
            return;
        }

        var factor = epsilon / size;
        for (var k = 0; k < x.Length; k++)
        {
            x[k] = factor < 1.0 ? (float)(image[k] + (factor * ((double)x[k] - image[k]))) : x[k];
        }
    }

    /// <summary>Every value inside the range; without a range x stays.</summary>
    public static void Clip(Span<float> x, ValueRange? range)
    {
        if (range is null)
        {
            return;
        }

        ref var p = ref MemoryMarshal.GetReference(x);
        var (minimum, maximum) = (Vector256.Create(range.Minimum), Vector256.Create(range.Maximum));
        nuint k = 0;
        for (; k + 8 <= (nuint)x.Length; k += 8)
        {
            Vector256.Min(Vector256.Max(Vector256.LoadUnsafe(ref p, k), minimum), maximum).StoreUnsafe(ref p, k);
        }

        for (var i = (int)k; i < x.Length; i++)
        {
            x[i] = Math.Min(Math.Max(x[i], range.Minimum), range.Maximum);
        }
    }
}
