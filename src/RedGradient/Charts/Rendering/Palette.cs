namespace RedGradient.Charts.Rendering;

/// <summary>The colours, dashes and marker shapes of series, by their index.</summary>
/// <remarks>
/// The eight colours that Okabe and Ito proposed for readers with any colour vision, in an order that puts the strongest pairs first. A dash and a
/// marker go with each, so that colour is never the only difference.
/// </remarks>
internal static class Palette
{
    public const string Background = "#ffffff";
    public const string Border = "#e1e4e8";
    public const string Ink = "#1f2328";
    public const string Muted = "#57606a";
    public const string Grid = "#e8eaed";
    public const string AxisLine = "#8c959f";

    private static readonly string[] Colors =
        ["#0072b2", "#d55e00", "#009e73", "#cc79a7", "#e69f00", "#56b4e9", "#000000", "#b8a900"];

    private static readonly string[] Dashes = ["", "8 4", "2.5 3", "10 3 2.5 3", "5 2.5", "12 4", "1.5 4.5", "10 3 2.5 3 2.5 3"];

    private static readonly string[] PlotlyMarkers =
        ["circle", "square", "triangle-up", "diamond", "triangle-down", "cross", "x", "star"];

    /// <summary>How many different colours there are before they repeat.</summary>
    public static int Count => Colors.Length;

    /// <summary>The colour of a series.</summary>
    public static string Color(int index) => Colors[index % Colors.Length];

    /// <summary>The dash pattern of a series as an attribute value; empty for a solid line.</summary>
    public static string Dash(int index) => Dashes[index % Dashes.Length];

    /// <summary>The dash of a series in Plotly's words.</summary>
    public static string PlotlyDash(int index) => Dash(index) is { Length: > 0 } dash ? dash.Replace(" ", "px,", StringComparison.Ordinal) + "px" : "solid";

    /// <summary>The marker of a series, from 0 to 7; shifts by one each time the colours repeat, so that no pair occurs twice in 64.</summary>
    public static int Marker(int index) => (index + (index / Colors.Length)) % PlotlyMarkers.Length;

    /// <summary>How much larger Plotly's triangles, crosses and stars are asked for, to cover as much as ours.</summary>
    public static double PlotlyMarkerScale(int index) => Marker(index) is 2 or 4 ? 1.35 : Marker(index) is 3 or >= 5 ? 1.2 : 1;

    /// <summary>The marker of a series in Plotly's words.</summary>
    public static string PlotlyMarker(int index) => PlotlyMarkers[Marker(index)];
}
