using RedGradient.Charts.Traces;
using RedGradient.Tensors;

namespace RedGradient.Charts.Rendering;

/// <summary>Adds labelled points in the plane to a panel, one series a class.</summary>
internal static class ClassPoints
{
    public static void AddTo(AxisPanel panel, Tensor points, int[] labels, string[] classNames)
    {
        ArgumentNullException.ThrowIfNull(points);
        ArgumentNullException.ThrowIfNull(labels);
        ArgumentNullException.ThrowIfNull(classNames);
        if (points.Shape.Rank != 2 || points.Shape[1] != 2 || points.Shape[0] == 0)
        {
            throw new ArgumentException($"Points in the plane have the shape [n, 2] with n of at least 1; these have {points.Shape}.", nameof(points));
        }

        if (labels.Length != points.Shape[0])
        {
            throw new ArgumentException($"There are {points.Shape[0]} points but {labels.Length} labels; the lengths must be equal.", nameof(labels));
        }

        if (labels.Min() < 0)
        {
            throw new ArgumentException($"Labels are 0 or more; one is {labels.Min()}.", nameof(labels));
        }

        var values = points.ToArray();
        foreach (var label in labels.Distinct().Order())
        {
            var members = Enumerable.Range(0, labels.Length).Where(i => labels[i] == label).ToArray();
            var name = label < classNames.Length ? classNames[label] : $"class {label}";
            double[] xs = [.. members.Select(i => (double)values[2 * i])];
            double[] ys = [.. members.Select(i => (double)values[(2 * i) + 1])];
            Inputs.SomethingToDraw(name, xs.Select((x, i) => Extent.CanDraw(x) ? ys[i] : double.NaN));
            panel.Traces.Add(new PointTrace(xs, ys) { Name = name, Style = label });
        }
    }
}
