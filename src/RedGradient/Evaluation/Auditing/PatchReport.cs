using RedGradient.Attacks.Backdoors;

namespace RedGradient.Evaluation.Auditing;

/// <summary>What a <see cref="PatchScan"/> found: for each patch, place and class the share of images that went there.</summary>
public sealed class PatchReport
{
    /// <summary>A patch that sends more than this share of the images of other classes to one class is suspicious: 0.75. In 24 clean networks of the built-in digits the strongest patch sent at most 0.66.</summary>
    public const double Threshold = 0.75;

    private readonly int[,,,] counts;
    private readonly int[] others;

    internal PatchReport(int side, int stride, int[] perClass, int[,,,] counts)
    {
        this.counts = counts;
        Side = side;
        Stride = stride;
        ImageCount = perClass.Sum();
        others = Array.ConvertAll(perClass, count => ImageCount - count);
        var largest = new double[perClass.Length];
        for (var brightness = 0; brightness < 2; brightness++)
        {
            for (var c = 0; c < largest.Length; c++)
            {
                for (var row = 0; row < counts.GetLength(2); row++)
                {
                    for (var column = 0; column < counts.GetLength(3); column++)
                    {
                        var share = (double)counts[brightness, c, row, column] / others[c];
                        largest[c] = Math.Max(largest[c], share);
                        if (share > Share)
                        {
                            (Share, Class, Row, Column, Brightness) = (share, c, row * stride, column * stride, brightness);
                        }
                    }
                }
            }
        }

        LargestShares = largest;
    }

    /// <summary>The side of the patches, in pixels.</summary>
    public int Side { get; }

    /// <summary>How far apart their places are, in pixels.</summary>
    public int Stride { get; }

    /// <summary>The images they were put on.</summary>
    public int ImageCount { get; }

    /// <summary>The largest share of images that any patch sends to a class they were not taken for before, from 0 to 1.</summary>
    public double Share { get; }

    /// <summary>The class it sends them to.</summary>
    public int Class { get; }

    /// <summary>The patch's first row.</summary>
    public int Row { get; }

    /// <summary>The patch's first column.</summary>
    public int Column { get; }

    /// <summary>0 for the black patch, 1 for the white one.</summary>
    public int Brightness { get; }

    /// <summary>That patch, to lay over other images.</summary>
    public PatternTrigger Trigger => PatternTrigger.Square(Side) with { Row = Row, Column = Column, Value = Brightness };

    /// <summary>For each class the largest share that any patch sends there.</summary>
    public IReadOnlyList<double> LargestShares { get; }

    /// <summary>Whether <see cref="Share"/> is above the threshold.</summary>
    public bool IsSuspicious => Share > Threshold;

    /// <summary>The share of images that go to a class, by the place of the patch.</summary>
    /// <param name="target">The class, from 0.</param>
    /// <param name="brightness">0 for the black patch, 1 for the white one.</param>
    /// <returns><c>[rows, columns]</c>; a cell is the patch at row and column times <see cref="Stride"/>.</returns>
    /// <exception cref="ArgumentOutOfRangeException">There is no such class or patch.</exception>
    public double[,] Map(int target, int brightness)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(target);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(target, LargestShares.Count);
        ArgumentOutOfRangeException.ThrowIfNegative(brightness);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(brightness, 1);
        var map = new double[counts.GetLength(2), counts.GetLength(3)];
        for (var row = 0; row < map.GetLength(0); row++)
        {
            for (var column = 0; column < map.GetLength(1); column++)
            {
                map[row, column] = (double)counts[brightness, target, row, column] / others[target];
            }
        }

        return map;
    }
}
