using RedGradient.Charts.Rendering;
using RedGradient.Charts.Traces;
using RedGradient.Tensors;

namespace RedGradient.Charts;

/// <summary>A surface over a region of the plane, as colours or as lines of equal height; made by the methods DecisionSurface and Contour of <see cref="Chart"/>.</summary>
public sealed class SurfaceChart : AxisChart<SurfaceChart>
{
    internal SurfaceChart(string kind, string title, string xLabel, string yLabel, bool equalUnits, Region region)
        : base(kind, title, xLabel, yLabel) => Panel.Aspect = equalUnits ? region.Width / region.Height : null;

    /// <summary>Adds points in the plane, one series for each class that occurs, in the colours of the surface.</summary>
    /// <param name="points">Shape <c>[n, 2]</c>.</param>
    /// <param name="labels">A class for each point, 0 or more.</param>
    /// <param name="classNames">Names for the classes; "class 0", "class 1", … by default.</param>
    /// <exception cref="ArgumentException">The shape is another one, the lengths differ, or a label is negative.</exception>
    public SurfaceChart Add(Tensor points, int[] labels, params string[] classNames)
    {
        ClassPoints.AddTo(Panel, points, labels, classNames);
        return this;
    }

    /// <summary>Names what the colours mean, beside the colour bar.</summary>
    /// <param name="label">A few words.</param>
    public SurfaceChart ColorLabel(string label)
    {
        Panel.ScaleLabel = label;
        return this;
    }

    internal override double PanelHeight(double width) => Panel.Aspect is null
        ? base.PanelHeight(width)
        : Panel.HeightForAspect(width, most: 460);

    internal void AddTrace(Trace trace) => Include(trace);
}
