namespace RedGradient.Charts.Rendering;

/// <summary>Says in words what a panel shows.</summary>
internal static class PanelDescription
{
    public static string Of(string kind, AxisPanel panel)
    {
        if (panel.Traces.Count == 0)
        {
            return $"{kind} without data.";
        }

        var (x, y) = panel.Axes();
        var axes = string.Join("; ", new[] { OfAxis("horizontal", panel.Horizontal, x), OfAxis("vertical", panel.Vertical, y) }.Where(text => text.Length > 0));
        var traces = string.Join("; ", panel.Traces.Select(trace => trace.Describe()));
        var marks = panel.Marks.Count == 0 ? "" : " Marked: " + string.Join("; ", panel.Marks.Select(OfMark)) + ".";
        return $"{kind}; {axes}. {(panel.Traces[0].Name is null ? Capitalized(traces) : traces)}.{marks}";
    }

    private static string OfAxis(string direction, AxisOptions options, Axis axis)
    {
        var name = options.Label.Length > 0 ? $"{direction} axis {options.Label}" : $"{direction} axis";
        if (axis.Categories is { } categories)
        {
            return categories.Count <= 6
                ? $"{name}: {string.Join(", ", categories)}"
                : $"{name}: {categories.Count} places from {categories[0]} to {categories[^1]}";
        }

        return $"{name} from {Numbers.Short(axis.Minimum)} to {Numbers.Short(axis.Maximum)}{(axis.Logarithmic ? ", logarithmic" : "")}";
    }

    private static string OfMark(Mark mark) => mark switch
    {
        { X: { } x, Y: { } y } => $"{mark.Label} at ({Numbers.Short(x)}, {Numbers.Short(y)})",
        _ => $"{mark.Label} at {Numbers.Short(mark.X ?? mark.Y ?? 0)}",
    };

    // Only our own words start with a capital: a series' name is kept as the author wrote it.
    private static string Capitalized(string text) => char.ToUpperInvariant(text[0]) + text[1..];
}
