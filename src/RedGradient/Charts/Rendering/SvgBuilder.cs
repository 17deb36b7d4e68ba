using System.Text;

namespace RedGradient.Charts.Rendering;

/// <summary>Writes SVG elements with presentation attributes only: no script, no style sheet, no foreign object.</summary>
internal sealed class SvgBuilder
{
    /// <summary>Stands for the picture's identifier until the content, whose hash it is, is complete; cannot occur in escaped text.</summary>
    public const string Identifier = "\u0001";

    private readonly StringBuilder text = new();
    private readonly HashSet<string> definitions = [];
    private int clips;

    /// <summary>What was written so far.</summary>
    public override string ToString() => text.ToString();

    /// <summary>Writes markup as it is.</summary>
    public void Raw(string markup) => text.Append(markup);

    /// <summary>Writes markup as it is and ends the line.</summary>
    public void Markup(string markup) => text.Append(markup).Append('\n');

    /// <summary>Writes the markup of a definition the first time it is asked for.</summary>
    public void Define(string markup)
    {
        if (definitions.Add(markup))
        {
            Markup(markup);
        }
    }

    /// <summary>A rectangle.</summary>
    public void Rectangle(double x, double y, double width, double height, string fill, string more = "") =>
        Markup($"<rect x=\"{N(x)}\" y=\"{N(y)}\" width=\"{N(width)}\" height=\"{N(height)}\" fill=\"{fill}\"{more}/>");

    /// <summary>A straight line.</summary>
    public void Line(double x1, double y1, double x2, double y2, string stroke, double width = 1, string dash = "") =>
        Markup($"<line x1=\"{N(x1)}\" y1=\"{N(y1)}\" x2=\"{N(x2)}\" y2=\"{N(y2)}\" stroke=\"{stroke}\" stroke-width=\"{N(width)}\"{DashAttribute(dash)}/>");

    /// <summary>An unfilled path.</summary>
    public void Stroke(string path, string stroke, double width, string dash = "") =>
        Markup($"<path d=\"{path}\" fill=\"none\" stroke=\"{stroke}\" stroke-width=\"{N(width)}\" stroke-linejoin=\"round\"{DashAttribute(dash)}/>");

    /// <summary>A filled path.</summary>
    public void Fill(string path, string fill, string more = "") => Markup($"<path d=\"{path}\" fill=\"{fill}\"{more}/>");

    /// <summary>One line of text.</summary>
    public void Text(double x, double y, string content, double size, string fill = Palette.Ink, string anchor = "start", bool bold = false, double rotation = 0, bool halo = false)
    {
        var attributes = new StringBuilder($"<text x=\"{N(x)}\" y=\"{N(y)}\" font-size=\"{N(size)}\" fill=\"{fill}\"");
        if (anchor != "start")
        {
            attributes.Append(" text-anchor=\"").Append(anchor).Append('"');
        }

        if (bold)
        {
            attributes.Append(" font-weight=\"600\"");
        }

        if (rotation != 0)
        {
            attributes.Append($" transform=\"rotate({N(rotation)} {N(x)} {N(y)})\"");
        }

        if (halo)
        {
            // A light edge keeps a label readable over lines and colours.
            attributes.Append(" stroke=\"#ffffff\" stroke-width=\"3\" stroke-linejoin=\"round\" paint-order=\"stroke\"");
        }

        Markup(attributes.Append('>').Append(Escape(content)).Append("</text>").ToString());
    }

    /// <summary>Opens a group that shows nothing outside a rectangle; ended by <see cref="EndGroup"/>.</summary>
    public void BeginClip(double x, double y, double width, double height)
    {
        var name = $"{Identifier}-clip{Numbers.Integer(clips++)}";
        Markup($"<clipPath id=\"{name}\"><rect x=\"{N(x)}\" y=\"{N(y)}\" width=\"{N(width)}\" height=\"{N(height)}\"/></clipPath>");
        Markup($"<g clip-path=\"url(#{name})\">");
    }

    /// <summary>Ends a group.</summary>
    public void EndGroup() => Markup("</g>");

    /// <summary>Text made safe for XML: markup escaped, characters that XML forbids replaced.</summary>
    public static string Escape(string content)
    {
        var builder = new StringBuilder(content.Length);
        for (var i = 0; i < content.Length; i++)
        {
            var character = content[i];
            if (char.IsHighSurrogate(character) && i + 1 < content.Length && char.IsLowSurrogate(content[i + 1]))
            {
                builder.Append(character).Append(content[++i]);
                continue;
            }

            builder.Append(character switch
            {
                '&' => "&amp;",
                '<' => "&lt;",
                '>' => "&gt;",
                '"' => "&quot;",
                '\t' or '\n' or '\r' => " ",
                < ' ' or '\ufffe' or '\uffff' => "\ufffd",
                _ when char.IsSurrogate(character) => "\ufffd",
                _ => character.ToString(),
            });
        }

        return builder.ToString();
    }

    private static string DashAttribute(string dash) => dash.Length == 0 ? "" : $" stroke-dasharray=\"{dash}\"";

    private static string N(double value) => Numbers.Coordinate(value);
}
