using System.Globalization;
using Microsoft.CodeAnalysis.CSharp;

namespace RedGradient.Notebooks.Sessions.Magic;

/// <summary>Values that magic commands name, as C#.</summary>
internal static class MagicValue
{
    /// <summary>A literal: a number, true or false where the text is one and stands without quotation marks, a text otherwise.</summary>
    public static string Literal(string text, bool isText)
    {
        if (!isText)
        {
            if (text is "true" or "false" or "null") return text == "null" ? "(object)null" : text;
            if (int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var whole)) return whole.ToString(CultureInfo.InvariantCulture);
            if (long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var large)) return large.ToString(CultureInfo.InvariantCulture) + "L";
            if (double.TryParse(text, NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint | NumberStyles.AllowExponent, CultureInfo.InvariantCulture, out var number) && double.IsFinite(number))
            {
                return number.ToString("R", CultureInfo.InvariantCulture) + "d";
            }
        }

        return SymbolDisplay.FormatLiteral(text, quote: true);
    }

    /// <summary>Whether a text can be the name of a variable.</summary>
    public static bool IsName(string? text) => SyntaxFacts.IsValidIdentifier(text) && SyntaxFacts.GetKeywordKind(text!) == SyntaxKind.None;
}
