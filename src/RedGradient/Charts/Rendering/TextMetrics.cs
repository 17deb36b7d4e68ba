namespace RedGradient.Charts.Rendering;

/// <summary>Estimates how wide a text is, from the proportions of Arial and its metric twins, with a little to spare.</summary>
internal static class TextMetrics
{
    /// <summary>The estimated width in the same unit as the font size.</summary>
    public static double Width(string text, double size, bool bold = false)
    {
        var total = 0.0;
        foreach (var character in text)
        {
            total += CharacterWidth(character);
        }

        return total * size * (bold ? 1.1 : 1.03);
    }

    /// <summary>Breaks a text at spaces so that each line fits; a single word that does not fit is cut with an ellipsis.</summary>
    public static List<string> Wrap(string text, double size, double width, bool bold = false, int maximumLines = int.MaxValue)
    {
        var lines = new List<string>();
        var line = "";
        foreach (var word in text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries))
        {
            var candidate = line.Length == 0 ? word : line + " " + word;
            if (line.Length > 0 && Width(candidate, size, bold) > width)
            {
                lines.Add(line);
                candidate = word;
            }

            line = Shorten(candidate, size, width, bold);
        }

        if (line.Length > 0)
        {
            lines.Add(line);
        }

        if (lines.Count > maximumLines)
        {
            lines[maximumLines - 1] = Shorten(lines[maximumLines - 1] + " " + lines[maximumLines] + "…", size, width, bold);
            lines.RemoveRange(maximumLines, lines.Count - maximumLines);
        }

        return lines;
    }

    /// <summary>Breaks a text into as few lines as <see cref="Wrap"/> does, without leaving a word or two alone on the last one.</summary>
    public static List<string> Balance(string text, double size, double width, bool bold = false)
    {
        var lines = Wrap(text, size, width, bold);
        for (var narrower = width * 0.97; lines.Count > 1 && Width(lines[^1], size, bold) < width * 0.35; narrower *= 0.97)
        {
            var candidate = Wrap(text, size, narrower, bold);
            if (candidate.Count > lines.Count || candidate.Exists(line => line.EndsWith('…')))
            {
                break;
            }

            lines = candidate;
        }

        return lines;
    }

    /// <summary>Cuts a text to a width, ending in an ellipsis where something was cut.</summary>
    public static string Shorten(string text, double size, double width, bool bold = false)
    {
        if (Width(text, size, bold) <= width)
        {
            return text;
        }

        var length = text.Length;
        while (length > 1 && Width(text[..length] + "…", size, bold) > width)
        {
            length--;
        }

        // A pair of surrogates is kept or cut as a whole.
        if (length > 1 && char.IsHighSurrogate(text[length - 1]))
        {
            length--;
        }

        return text[..length].TrimEnd() + "…";
    }

    private static double CharacterWidth(char character) => character switch
    {
        'i' or 'j' or 'l' or '\'' or '|' => 0.225,
        ' ' or '.' or ',' or ':' or ';' or 'f' or 't' or 'I' or '!' or '/' or '[' or ']' => 0.28,
        '(' or ')' or 'r' or '-' or '⁻' or '·' => 0.335,
        'm' or 'M' => 0.84,
        'w' => 0.73,
        'W' => 0.95,
        '@' or '…' => 1.0,
        '%' => 0.89,
        'c' or 'k' or 's' or 'v' or 'x' or 'y' or 'z' or 'J' => 0.5,
        >= '0' and <= '9' => 0.556,
        >= 'a' and <= 'z' => 0.556,
        >= 'A' and <= 'Z' => 0.71,
        >= '⁰' and <= '⁹' or '²' or '³' or '¹' => 0.36,
        >= '\u2e80' => 1.0,
        _ => 0.6,
    };
}
