using System.Text.Json;
using RedGradient.Charts.Traces;

namespace RedGradient.Charts.Rendering;

/// <summary>The page of a Plotly figure: its size, and the one legend that all its subplots share.</summary>
/// <remarks>Plotly lets no legend wrap within a subplot, so there is one above all of them, in which the same series of several subplots stands once.</remarks>
internal sealed class PlotlyPage
{
    private const double TextSize = 13;
    private const double RowHeight = 21;

    // Of an entry: the key, and the gaps around key and text.
    private const double KeyWidth = 45;

    private readonly Dictionary<Trace, string> names = [];
    private readonly HashSet<string> written = [];

    /// <param name="width">The width of the page.</param>
    /// <param name="height">The height without the legend.</param>
    /// <param name="room">The width that the legend may take.</param>
    /// <param name="entries">The series of the legend, each with the title of its subplot.</param>
    public PlotlyPage(double width, double height, double room, IReadOnlyList<(string Panel, Trace Trace)> entries)
    {
        var looks = entries.GroupBy(entry => (entry.Trace.Style, entry.Trace.GetType())).Where(group => group.Select(entry => entry.Trace.Name).Distinct().Count() > 1);
        var same = entries.GroupBy(entry => entry.Trace.Name).Where(group => group.Select(entry => (entry.Trace.Style, entry.Trace.GetType())).Distinct().Count() > 1);
        var doubtful = looks.Concat<IEnumerable<(string Panel, Trace Trace)>>(same).SelectMany(group => group).Select(entry => entry.Trace).ToHashSet();
        foreach (var (panel, trace) in entries)
        {
            // One look for two series, or two looks for one name: the subplot tells them apart.
            names[trace] = doubtful.Contains(trace) && panel.Length > 0 ? $"{trace.Name} ({panel})" : trace.Name!;
        }

        var widths = names.Values.Distinct().Select(name => KeyWidth + TextMetrics.SafeWidth(name, TextSize)).ToArray();
        var columns = widths.Length == 0 || widths.Sum() <= room ? Math.Max(1, widths.Length) : Math.Max(1, (int)(room / widths.Max()));
        LegendHeight = widths.Length == 0 ? 0 : (Math.Ceiling((double)widths.Length / columns) * RowHeight) + 12;
        (Width, Height) = (width, Math.Round(height + LegendHeight));
    }

    public double Width { get; }

    public double Height { get; }

    public double LegendHeight { get; }

    /// <summary>The name under which a series stands in the legend; null where it does not.</summary>
    public string? NameOf(Trace trace) => names.GetValueOrDefault(trace);

    /// <summary>Whether a name is written for the first time.</summary>
    public bool IsNew(string name) => written.Add(name);

    public void WriteLegend(Utf8JsonWriter json, double left, double top)
    {
        json.WriteBoolean("showlegend", names.Count > 0);
        json.WriteStartObject("legend");
        json.WriteString("orientation", "h");
        json.Number("x", left / Width);
        json.WriteString("xanchor", "left");
        json.Number("y", 1 - (top / Height));
        json.WriteString("yanchor", "top");
        json.WriteString("bgcolor", "rgba(255,255,255,0)");
        json.Font("font", TextSize, Palette.Ink);
        json.WriteEndObject();
    }
}
