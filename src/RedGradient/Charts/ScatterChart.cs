using System.Numerics;
using RedGradient.Charts.Rendering;
using RedGradient.Tensors;

namespace RedGradient.Charts;

/// <summary>Points, each series or class with a colour and a marker of its own; made by <see cref="Chart.Scatter"/>.</summary>
public sealed class ScatterChart : AxisChart<ScatterChart>
{
    internal ScatterChart(string title, string xLabel, string yLabel)
        : base("Scatter chart", title, xLabel, yLabel)
    {
    }

    /// <summary>Adds points.</summary>
    /// <inheritdoc cref="AxisChart{TSelf}.AddPoints{TX, TY}"/>
    public ScatterChart Add<TX, TY>(string name, IEnumerable<TX> xs, IEnumerable<TY> ys)
        where TX : INumber<TX>
        where TY : INumber<TY> => AddPoints(name, xs, ys);

    /// <summary>Adds points in the plane, one series for each class that occurs.</summary>
    /// <param name="points">Shape <c>[n, 2]</c>.</param>
    /// <param name="labels">A class for each point, 0 or more.</param>
    /// <param name="classNames">Names for the classes; "class 0", "class 1", … by default.</param>
    /// <exception cref="ArgumentException">The shape is another one, the lengths differ, or a label is negative.</exception>
    public ScatterChart Add(Tensor points, int[] labels, params string[] classNames)
    {
        ClassPoints.AddTo(Panel, points, labels, classNames);
        return this;
    }

    /// <summary>Makes the horizontal axis logarithmic; points at or below 0 are left out.</summary>
    /// <exception cref="ArgumentException">The range set before reaches 0 or below.</exception>
    public ScatterChart LogX() => Logarithmic(Panel.Horizontal);

    /// <summary>Makes the vertical axis logarithmic; points at or below 0 are left out.</summary>
    /// <exception cref="ArgumentException">The range set before reaches 0 or below.</exception>
    public ScatterChart LogY() => Logarithmic(Panel.Vertical);
}
