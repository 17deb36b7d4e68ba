using System.Runtime.Intrinsics;

namespace RedGradient.Tensors.Kernels;

// How windows are read from an image, and added back to one.
internal static unsafe partial class Convolution
{
    // The image with its border of zeros; without a border, the image itself.
    private static float* Padded(ConvolutionGeometry geometry, float* image)
    {
        if (geometry.Padding == 0)
        {
            return image;
        }

        var padded = Scratch.Get(Scratch.Border, geometry.PaddedSize);
        new Span<float>(padded, geometry.PaddedSize).Clear();
        int height = geometry.Input[2], width = geometry.Input[3];
        for (var c = 0; c < geometry.Channels; c++)
        {
            for (var y = 0; y < height; y++)
            {
                var row = new ReadOnlySpan<float>(image + (((c * height) + y) * width), width);
                row.CopyTo(new Span<float>(padded + (((((c * geometry.PaddedHeight) + y + geometry.Padding) * geometry.PaddedWidth)) + geometry.Padding), width));
            }
        }

        return padded;
    }

    // For each element of the window, its values at 32 consecutive output positions; beyond the last position, zeros.
    private static void Gather(ConvolutionGeometry geometry, float* image, int firstPosition, int width, float* columns)
    {
        fixed (int* offsets = geometry.KernelOffsets)
        {
            var inner = geometry.Inner;
            for (var done = 0; done < width;)
            {
                var (start, run) = NextRun(geometry, firstPosition + done, width - done);
                CopyRun(image + start, offsets, inner, geometry.Stride, run, columns + done);
                done += run;
            }

            if (width < Tile.Columns)
            {
                for (var k = 0; k < inner; k++)
                {
                    new Span<float>(columns + ((nint)k * Tile.Columns) + width, Tile.Columns - width).Clear();
                }
            }
        }
    }

    // Positions of one output row from a given one on: where their windows start in the padded image, and how many there are.
    private static (int Start, int Run) NextRun(ConvolutionGeometry geometry, int position, int limit)
    {
        int y = position / geometry.OutputWidth, x = position % geometry.OutputWidth;
        return (((y * geometry.PaddedWidth) + x) * geometry.Stride, Math.Min(geometry.OutputWidth - x, limit));
    }

    private static void CopyRun(float* image, int* offsets, int inner, int stride, int run, float* columns)
    {
        if (stride == 1 && run % 8 == 0)
        {
            for (var part = 0; part < run; part += 8)
            {
                var to = columns + part;
                for (var k = 0; k < inner; k++)
                {
                    Vector256.Load(image + offsets[k] + part).Store(to);
                    to += Tile.Columns;
                }
            }

            return;
        }

        for (var k = 0; k < inner; k++)
        {
            var from = image + offsets[k];
            var to = columns + ((nint)k * Tile.Columns);
            for (var i = 0; i < run; i++)
            {
                to[i] = *from;
                from += stride;
            }
        }
    }

    // The counterpart of CopyRun: adds the columns back to where they were gathered from.
    private static void AddRun(float* columns, int* offsets, int inner, int stride, int run, float* image)
    {
        if (stride == 1 && run % 8 == 0)
        {
            for (var k = 0; k < inner; k++)
            {
                var to = image + offsets[k];
                var from = columns + ((nint)k * Tile.Columns);
                for (var part = 0; part < run; part += 8)
                {
                    (Vector256.Load(to + part) + Vector256.Load(from + part)).Store(to + part);
                }
            }

            return;
        }

        for (var k = 0; k < inner; k++)
        {
            var to = image + offsets[k];
            var from = columns + ((nint)k * Tile.Columns);
            for (var i = 0; i < run; i++)
            {
                *to += from[i];
                to += stride;
            }
        }
    }
}
