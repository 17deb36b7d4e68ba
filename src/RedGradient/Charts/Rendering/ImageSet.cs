using RedGradient.Tensors;

namespace RedGradient.Charts.Rendering;

/// <summary>Images of one size and one channel, row by row.</summary>
internal sealed record ImageSet(IReadOnlyList<float[]> Images, int ImageHeight, int ImageWidth)
{
    public static ImageSet From(Tensor images)
    {
        ArgumentNullException.ThrowIfNull(images);
        var shape = images.Shape;
        var (height, width) = shape.Rank switch
        {
            4 when shape[1] == 1 => (shape[2], shape[3]),
            3 => (shape[1], shape[2]),
            2 when Side(shape[1]) > 0 => (Side(shape[1]), Side(shape[1])),
            _ => throw new ArgumentException($"Images have the shape [n, 1, height, width], [n, height, width] or, when square, [n, height × width]; these have {shape}.", nameof(images)),
        };
        if (shape.Size == 0)
        {
            throw new ArgumentException($"At least one image with at least one pixel is needed; these have the shape {shape}.", nameof(images));
        }

        var values = images.ToArray();
        return new ImageSet([.. Enumerable.Range(0, shape[0]).Select(i => values.AsSpan(i * height * width, height * width).ToArray())], height, width);
    }

    public static ImageSet From(IEnumerable<float[]> images)
    {
        ArgumentNullException.ThrowIfNull(images);
        var list = images.Select(image => image.ToArray()).ToArray();
        if (list.Length == 0 || Side(list[0].Length) <= 0)
        {
            throw new ArgumentException(list.Length == 0
                ? "At least one image is needed; none was given."
                : $"An image given as an array is square; {list[0].Length} is not the square of a whole number above 0.", nameof(images));
        }

        var odd = Array.Find(list, image => image.Length != list[0].Length);
        return odd is null
            ? new ImageSet(list, Side(list[0].Length), Side(list[0].Length))
            : throw new ArgumentException($"Images have one size; the first has {list[0].Length} pixels, another {odd.Length}.", nameof(images));
    }

    private static int Side(int size)
    {
        var side = (int)Math.Round(Math.Sqrt(size));
        return side * side == size ? side : -1;
    }
}
