namespace RedGradient.Attacks.Backdoors;

/// <summary>The size of one image.</summary>
/// <param name="Channels">Colour channels; 1 for grey.</param>
/// <param name="Height">Rows.</param>
/// <param name="Width">Columns.</param>
public readonly record struct ImageSize(int Channels, int Height, int Width)
{
    /// <summary>Numbers of one image.</summary>
    public int Count => Channels * Height * Width;

    /// <summary>Where a rectangle lies in the image.</summary>
    /// <param name="row">Its first row.</param>
    /// <param name="column">Its first column.</param>
    /// <param name="height">Its rows.</param>
    /// <param name="width">Its columns.</param>
    /// <param name="what">What it is called in the message.</param>
    /// <returns>The first row and column, counted from the top left.</returns>
    /// <exception cref="ArgumentException">It reaches outside the image.</exception>
    internal (int Row, int Column) Place(Index row, Index column, int height, int width, string what)
    {
        var (top, left) = (row.GetOffset(Height), column.GetOffset(Width));
        return top >= 0 && left >= 0 && top + height <= Height && left + width <= Width
            ? (top, left)
            : throw new ArgumentException($"The {what} of {height}×{width} pixels at row {row}, column {column} reaches outside images of {Height}×{Width}; it must lie inside.");
    }
}
