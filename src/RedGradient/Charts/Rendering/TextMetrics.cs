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

    /// <summary>The width in the widest of the fonts that stand in where Arial is missing (DejaVu Sans, Verdana): what must never be cut off is measured by it.</summary>
    public static double SafeWidth(string text, double size, bool bold = false)
    {
        var total = 0.0;
        foreach (var character in text)
        {
            total += WidestCharacter(character);
        }

        return total * size * (bold ? 1 : 0.94);
    }

    /// <summary>The size, down to a least one, at which a text surely fits into a room.</summary>
    public static double FittingSize(string text, double size, double least, double room) =>
        Math.Clamp(size * room / Math.Max(1, SafeWidth(text, size)), least, size);

    /// <summary>Breaks a text at spaces so that each line fits; a single word that does not fit is cut with an ellipsis.</summary>
    public static List<string> Wrap(string text, double size, double width, bool bold = false, int maximumLines = int.MaxValue, bool safe = false)
    {
        var lines = new List<string>();
        var line = "";
        foreach (var word in text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries))
        {
            var candidate = line.Length == 0 ? word : line + " " + word;
            if (line.Length > 0 && Measure(candidate, size, bold, safe) > width)
            {
                lines.Add(line);
                candidate = word;
            }

            line = Shorten(candidate, size, width, bold, safe);
        }

        if (line.Length > 0)
        {
            lines.Add(line);
        }

        if (lines.Count > maximumLines)
        {
            lines[maximumLines - 1] = Shorten(lines[maximumLines - 1] + " " + lines[maximumLines] + "…", size, width, bold, safe);
            lines.RemoveRange(maximumLines, lines.Count - maximumLines);
        }

        return lines;
    }

    /// <summary>Breaks a text into as few lines as <see cref="Wrap"/> does, without leaving a word or two alone on the last one.</summary>
    public static List<string> Balance(string text, double size, double width, bool bold = false, bool safe = false)
    {
        var lines = Wrap(text, size, width, bold, safe: safe);
        for (var narrower = width * 0.97; lines.Count > 1 && Measure(lines[^1], size, bold, safe) < width * 0.35; narrower *= 0.97)
        {
            var candidate = Wrap(text, size, narrower, bold, safe: safe);
            if (candidate.Count > lines.Count || candidate.Exists(line => line.EndsWith('…')))
            {
                break;
            }

            lines = candidate;
        }

        return lines;
    }

    /// <summary>Cuts a text to a width, ending in an ellipsis where something was cut.</summary>
    public static string Shorten(string text, double size, double width, bool bold = false, bool safe = false)
    {
        if (Measure(text, size, bold, safe) <= width)
        {
            return text;
        }

        var length = text.Length;
        while (length > 1 && Measure(text[..length] + "…", size, bold, safe) > width)
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

    private static double Measure(string text, double size, bool bold, bool safe) => safe ? SafeWidth(text, size, bold) : Width(text, size, bold);

    // Of bold letters; those of the plain font are at most 0.94 as wide.
    private static double WidestCharacter(char character) => character switch
    {
        'i' or 'j' or 'l' or '\'' or ' ' or '|' or '\u00a0' => 0.365,
        '.' or ',' or ':' or ';' or '!' or '/' or 'I' or 'J' => 0.41,
        'f' or 't' or 'r' or '(' or ')' or '[' or ']' or '-' or '⁻' or '·' => 0.5,
        's' or 'c' or 'z' or '"' => 0.6,
        'w' or '+' or '=' or '−' or '→' or '×' or '<' or '>' or '±' or '≤' or '≥' or '≈' or '–' => 0.93,
        'm' or 'M' or '%' or '@' or '…' or '—' => 1.07,
        'W' => 1.11,
        >= 'a' and <= 'z' => 0.72,
        >= '0' and <= '9' => 0.7,
        >= 'A' and <= 'Z' => 0.85,
        >= '⁰' and <= '⁹' or '²' or '³' or '¹' => 0.48,
        >= '\u2e80' => 1.1,
        _ => 0.8,
    };

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
