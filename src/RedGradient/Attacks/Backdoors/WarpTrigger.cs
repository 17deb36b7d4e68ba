using RedGradient.Tensors;

namespace RedGradient.Attacks.Backdoors;

/// <summary>A smooth warp of the whole image, the same for all: nothing is put over it, its pixels only move (WaNet).</summary>
/// <remarks>
/// Nguyen and Tran 2021 (arXiv 2102.10369). A grid of k × k points gets uniform displacements, divided by their mean size; bicubic interpolation
/// spreads them over the image; each pixel then takes the bilinear value at its displaced place, held within the image. The paper counts the strength in
/// the picture's own coordinates, where its s = 0.5 is a quarter of a pixel for any size; here it is in pixels.
/// </remarks>
public sealed record WarpTrigger : Trigger
{
    // Keys' cubic convolution, with the coefficient that image libraries use.
    private const double Cubic = -0.75;

    private readonly int gridSize = 4;
    private readonly float strength = 1f;

    /// <inheritdoc/>
    public override string Name => FormattableString.Invariant($"warp by {Strength} pixels");

    /// <summary>k, control points along each side, at least 2; 4 by default.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Less than 2.</exception>
    public int GridSize
    {
        get => gridSize;
        init => gridSize = Require.AtLeast(2, value, "The number of control points along a side of the warp");
    }

    /// <summary>The mean displacement of the control points along each axis, in pixels, above 0; 1 by default.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Not a finite number above 0.</exception>
    public float Strength
    {
        get => strength;
        init => strength = Require.Positive(value, "The strength of the warp");
    }

    /// <summary>Decides the displacements; 1 by default.</summary>
    public int Seed { get; init; } = 1;

    /// <inheritdoc/>
    protected internal override void CheckFits(ImageSize size)
    {
    }

    /// <inheritdoc/>
    protected internal override void Stamp(Span<float> image, ImageSize size)
    {
        var (down, right) = ControlPoints();
        var source = image.ToArray();
        for (var row = 0; row < size.Height; row++)
        {
            for (var column = 0; column < size.Width; column++)
            {
                var y = Math.Clamp(row + Interpolate(down, row, column, size), 0.0, size.Height - 1.0);
                var x = Math.Clamp(column + Interpolate(right, row, column, size), 0.0, size.Width - 1.0);
                var (top, left) = ((int)y, (int)x);
                var (below, beside) = (Math.Min(top + 1, size.Height - 1), Math.Min(left + 1, size.Width - 1));
                var (v, u) = (y - top, x - left);
                for (var channel = 0; channel < size.Channels; channel++)
                {
                    var start = channel * size.Height * size.Width;
                    double At(int i, int j) => source[start + (i * size.Width) + j];
                    image[start + (row * size.Width) + column] =
                        (float)(((1.0 - v) * (((1.0 - u) * At(top, left)) + (u * At(top, beside)))) + (v * (((1.0 - u) * At(below, left)) + (u * At(below, beside)))));
                }
            }
        }
    }

    private (double[] Down, double[] Right) ControlPoints()
    {
        var random = new SeededRandom(Seed);
        var all = Enumerable.Range(0, 2 * GridSize * GridSize).Select(_ => random.NextUniform(-1.0, 1.0)).ToArray();
        var scale = Strength / all.Average(Math.Abs);
        return ([.. all[..(GridSize * GridSize)].Select(value => scale * value)], [.. all[(GridSize * GridSize)..].Select(value => scale * value)]);
    }

    // The corners of the grid lie on the corner pixels; outside, the grid goes on with its border values.
    private double Interpolate(double[] grid, int row, int column, ImageSize size)
    {
        var y = size.Height == 1 ? 0.0 : row * (GridSize - 1.0) / (size.Height - 1);
        var x = size.Width == 1 ? 0.0 : column * (GridSize - 1.0) / (size.Width - 1);
        var (top, left) = ((int)y, (int)x);
        var sum = 0.0;
        for (var i = top - 1; i <= top + 2; i++)
        {
            for (var j = left - 1; j <= left + 2; j++)
            {
                sum += Weight(y - i) * Weight(x - j) * grid[(Math.Clamp(i, 0, GridSize - 1) * GridSize) + Math.Clamp(j, 0, GridSize - 1)];
            }
        }

        return sum;
    }

    private static double Weight(double distance)
    {
        var d = Math.Abs(distance);
        return d <= 1.0 ? (((((Cubic + 2.0) * d) - (Cubic + 3.0)) * d) * d) + 1.0
            : d < 2.0 ? Cubic * (((((d - 5.0) * d) + 8.0) * d) - 4.0)
            : 0.0;
    }
}
