using System.Numerics;
using RedGradient.Charts.Rendering;
using RedGradient.Charts.Traces;
using RedGradient.Tensors;

namespace RedGradient.Charts;

/// <summary>Lines, each with a dash and, when it has few points, markers of its own; made by <see cref="Chart.Line"/>.</summary>
public sealed class LineChart : AxisChart<LineChart>
{
    internal LineChart(string title, string xLabel, string yLabel)
        : base("Line chart", title, xLabel, yLabel)
    {
    }

    /// <summary>Adds a line through values at 1, 2, 3, …, as for one value per epoch.</summary>
    /// <param name="name">The name in the legend.</param>
    /// <param name="ys">At least one value; those that are not finite leave a gap.</param>
    /// <exception cref="ArgumentException">The series is empty or has no finite value.</exception>
    public LineChart Add<T>(string name, IEnumerable<T> ys)
        where T : INumber<T>
    {
        var heights = Inputs.Numbers(name, ys);
        return Add(name, Enumerable.Range(1, heights.Length), heights);
    }

    /// <summary>Adds a line through a tensor's values at 1, 2, 3, ….</summary>
    /// <inheritdoc cref="Add{T}(string, IEnumerable{T})"/>
    public LineChart Add(string name, Tensor ys) => Add(name, Inputs.Numbers(name, ys));

    /// <summary>Adds a line through points.</summary>
    /// <inheritdoc cref="AxisChart{TSelf}.AddLine{TX, TY}"/>
    public LineChart Add<TX, TY>(string name, IEnumerable<TX> xs, IEnumerable<TY> ys)
        where TX : INumber<TX>
        where TY : INumber<TY> => AddLine(name, xs, ys);

    /// <summary>Adds a line with a band around it, as for a mean and its spread.</summary>
    /// <param name="name">The name in the legend.</param>
    /// <param name="xs">Horizontal values.</param>
    /// <param name="ys">As many vertical values.</param>
    /// <param name="low">As many lower edges of the band.</param>
    /// <param name="high">As many upper edges.</param>
    /// <exception cref="ArgumentException">The series is empty, has no finite value, or the lengths differ.</exception>
    public LineChart Add<TX, TY>(string name, IEnumerable<TX> xs, IEnumerable<TY> ys, IEnumerable<TY> low, IEnumerable<TY> high)
        where TX : INumber<TX>
        where TY : INumber<TY>
    {
        var places = Points(name, xs, ys, out var heights);
        var (lower, upper) = (Inputs.Numbers(name, low), Inputs.Numbers(name, high));
        Inputs.SameLength(name, "vertical values", heights.Length, "lower edges", lower.Length);
        Inputs.SameLength(name, "vertical values", heights.Length, "upper edges", upper.Length);
        return Include(new LineTrace(places, heights, lower, upper) { Name = Named(name), Style = Panel.NextStyle });
    }

    /// <summary>Makes the horizontal axis logarithmic; values at or below 0 leave gaps.</summary>
    /// <exception cref="ArgumentException">The range set before reaches 0 or below.</exception>
    public LineChart LogX() => Logarithmic(Panel.Horizontal);

    /// <summary>Makes the vertical axis logarithmic; values at or below 0 leave gaps.</summary>
    /// <exception cref="ArgumentException">The range set before reaches 0 or below.</exception>
    public LineChart LogY() => Logarithmic(Panel.Vertical);
}
