namespace RedGradient.Charts.Rendering;

/// <summary>Fills of bars that differ by their hatching as well as by their colour.</summary>
internal static class Hatching
{
    private static readonly string[] Shapes = ["", "/", ".", "-", "\\", "|", "x", "+"];

    /// <summary>The hatching in Plotly's words.</summary>
    public static string PlotlyShape(int style) => Shapes[style % Shapes.Length];

    /// <summary>The attribute value: the colour itself for the first style, a pattern for the others.</summary>
    public static string Fill(int style) => style == 0 ? Palette.Color(0) : $"url(#{Identifier(style)})";

    /// <summary>Defines the pattern of a style, if the picture does not have it yet: the cells of a grid share it.</summary>
    public static void Define(SvgBuilder svg, int style)
    {
        if (style == 0)
        {
            return;
        }

        var mark = Shapes[style % Shapes.Length] switch
        {
            "/" => "<path d=\"M-2 2L2 -2M0 8L8 0M6 10L10 6\"",
            "." => "<path d=\"M3 3h2v2h-2z\"",
            "-" => "<path d=\"M0 4H8\"",
            "\\" => "<path d=\"M-2 6L2 10M0 0L8 8M6 -2L10 2\"",
            "|" => "<path d=\"M4 0V8\"",
            "x" => "<path d=\"M0 0L8 8M0 8L8 0\"",
            "+" => "<path d=\"M4 0V8M0 4H8\"",
            _ => "<path d=\"\"",
        };
        svg.Define($"<pattern id=\"{Identifier(style)}\" width=\"8\" height=\"8\" patternUnits=\"userSpaceOnUse\"><rect width=\"8\" height=\"8\" fill=\"{Palette.Color(style)}\"/>{mark} fill=\"none\" stroke=\"#ffffff\" stroke-width=\"1.6\" stroke-opacity=\"0.75\"/></pattern>");
    }

    private static string Identifier(int style) => $"{SvgBuilder.Identifier}-bar{Numbers.Integer(style)}";
}
