namespace RedGradient.Attacks.Backdoors;

/// <summary>A few pixels of one brightness in a fixed place: the pattern backdoor of BadNets.</summary>
/// <remarks>Gu, Dolan-Gavitt and Garg 2017 (arXiv 1708.06733), section 4.1: x'ᵢ = (1 − opacity)·xᵢ + opacity·value where the pattern has a pixel.</remarks>
public sealed record PatternTrigger : Trigger
{
    private readonly IReadOnlyList<string> pattern = ["#.#", ".#.", "#.#"];
    private readonly float opacity = 1f;
    private readonly float value = 1f;

    /// <summary>One bright pixel, the smallest trigger: by default the second from below and from the right.</summary>
    /// <param name="row">Its row; <c>^2</c> by default.</param>
    /// <param name="column">Its column; <c>^2</c> by default.</param>
    public static PatternTrigger Pixel(Index? row = null, Index? column = null) => new() { Pattern = ["#"], Row = row ?? ^2, Column = column ?? ^2 };

    /// <summary>A bright square, bottom right, one pixel from the edge.</summary>
    /// <param name="side">Its side in pixels, at least 1; 3 by default, the 9-pixel square of STRIP.</param>
    public static PatternTrigger Square(int side = 3)
    {
        Require.AtLeast(1, side, "The side of the square");
        return new PatternTrigger { Pattern = [.. Enumerable.Repeat(new string('#', side), side)], Row = ^(side + 1), Column = ^(side + 1) };
    }

    /// <inheritdoc/>
    public override string Name => $"{Pattern.Sum(line => line.Count(mark => mark == '#'))}-pixel pattern";

    /// <summary>The pattern as a drawing, one string a row: <c>#</c> is a pixel of it, <c>.</c> none. By default a cross of 5 pixels.</summary>
    /// <exception cref="ArgumentException">No rows, rows of different lengths, another character, or no pixel at all.</exception>
    public IReadOnlyList<string> Pattern
    {
        get => pattern;
        init => pattern = Check(value);
    }

    /// <summary>The row of the drawing's first line; <c>^4</c> by default.</summary>
    public Index Row { get; init; } = ^4;

    /// <summary>The column of the drawing's first character; <c>^4</c> by default.</summary>
    public Index Column { get; init; } = ^4;

    /// <summary>The brightness of the pixels, from 0 to 1; 1 by default.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Outside.</exception>
    public float Value
    {
        get => this.value;
        init => this.value = (float)Require.Share(value, "The brightness of the pattern");
    }

    /// <summary>How much of the pixel below is covered, from 0 to 1; 1 by default.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Outside.</exception>
    public float Opacity
    {
        get => opacity;
        init => opacity = (float)Require.Share(value, "The opacity of the pattern");
    }

    /// <inheritdoc/>
    protected internal override void CheckFits(ImageSize size) => Place(size);

    /// <inheritdoc/>
    protected internal override void Stamp(Span<float> image, ImageSize size)
    {
        var (top, left) = Place(size);
        for (var channel = 0; channel < size.Channels; channel++)
        {
            for (var row = 0; row < Pattern.Count; row++)
            {
                for (var column = 0; column < Pattern[row].Length; column++)
                {
                    if (Pattern[row][column] == '#')
                    {
                        ref var pixel = ref image[(((channel * size.Height) + top + row) * size.Width) + left + column];
                        pixel = ((1f - Opacity) * pixel) + (Opacity * Value);
                    }
                }
            }
        }
    }

    private (int Row, int Column) Place(ImageSize size) => size.Place(Row, Column, Pattern.Count, Pattern[0].Length, "pattern");

    private static IReadOnlyList<string> Check(IReadOnlyList<string> pattern)
    {
        ArgumentNullException.ThrowIfNull(pattern);
        var width = pattern.Count == 0 ? 0 : pattern[0].Length;
        if (width == 0 || pattern.Any(line => line.Length != width || line.Any(mark => mark is not ('#' or '.'))) || pattern.All(line => !line.Contains('#', StringComparison.Ordinal)))
        {
            throw new ArgumentException($"A pattern is drawn with rows of equal length of '#' and '.', with at least one '#'; given was [{string.Join(", ", pattern)}].", nameof(pattern));
        }

        return [.. pattern];
    }
}
