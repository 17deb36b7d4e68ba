using System.Text;

namespace RedGradient.Notebooks.Book.Formulas;

/// <summary>Letters in the styles that LaTeX gives by command.</summary>
internal static class MathAlphabet
{
    private const string DoubleStruck = "CℂHℍNℕPℙQℚRℝZℤ";
    private const string Script = "BℬEℰFℱHℋIℐLℒMℳRℛ";

    /// <summary>Whether the command styles letters: <c>mathbf</c> and its kin.</summary>
    internal static bool IsStyle(string command) =>
        command is "mathbf" or "boldsymbol" or "bm" or "mathbb" or "mathcal" or "mathscr" or "mathrm" or "mathit" or "mathsf" or "mathtt";

    /// <summary>Letters as one upright identifier in a style.</summary>
    internal static string Identifier(string command, string letters) => command switch
    {
        // Weight, slant and family come from the style sheet: fonts with bold letters are everywhere, fonts with mathematical alphabets are not.
        "mathbf" => Element("bf", letters),
        "boldsymbol" or "bm" => Element(letters.All(char.IsAsciiLetter) ? "bf it" : "bf", letters),
        "mathit" => Element("it", letters),
        "mathsf" => Element("sf", letters),
        "mathtt" => Element("tt", letters),
        "mathbb" => Element("", Map(letters, DoubleStruck, 0x1D538, 0x1D552, 0x1D7D8)),
        "mathcal" or "mathscr" => Element("", Map(letters, Script, 0x1D49C, 0x1D4B6, '0')),
        _ => Element("", letters),
    };

    private static string Element(string style, string letters)
    {
        var attribute = style.Length == 0 ? "" : $" class=\"{style}\"";
        return $"<mi mathvariant=\"normal\"{attribute}>{HtmlText.Escape(letters)}</mi>";
    }

    private static string Map(string letters, string exceptions, int upper, int lower, int digit)
    {
        var mapped = new StringBuilder();
        foreach (var letter in letters)
        {
            var exception = exceptions.IndexOf(letter, StringComparison.Ordinal);
            if (exception >= 0 && exception % 2 == 0)
                mapped.Append(exceptions[exception + 1]);
            else if (char.IsAsciiLetterUpper(letter))
                mapped.Append(char.ConvertFromUtf32(upper + letter - 'A'));
            else if (char.IsAsciiLetterLower(letter))
                mapped.Append(char.ConvertFromUtf32(lower + letter - 'a'));
            else if (char.IsAsciiDigit(letter))
                mapped.Append(char.ConvertFromUtf32(digit + letter - '0'));
            else
                mapped.Append(letter);
        }

        return mapped.ToString();
    }
}
