namespace RedGradient.Notebooks.Book.Formulas;

/// <summary>Reads a formula by recursive descent: a row of pieces, each with its scripts.</summary>
/// <param name="source">The LaTeX between the dollar signs.</param>
internal sealed partial class LatexParser(string source)
{
    // A formula nested deeper than this is no formula of a lesson, and must not exhaust the stack.
    private const int DeepestNesting = 100;

    private static readonly MathNode ThinSpace = new("<mspace width=\"0.1667em\"/>");

    private readonly LatexTokens tokens = new(source);
    private int depth;

    internal IReadOnlyList<MathNode> ParseAll()
    {
        var rows = ParseRows();
        var rest = tokens.Peek();
        if (!rest.IsEnd)
            throw new FormatException($"{rest.Text} has no partner.");
        return rows is [[var only]] ? only : [new MathNode(TableOf(rows, "aligned"))];
    }

    /// <summary>A row up to a token that ends it, which is left standing.</summary>
    private List<MathNode> ParseRow()
    {
        var row = new List<MathNode>();
        while (!EndsRow(tokens.Peek().Text))
        {
            var node = WithScripts(ParseAtom());
            if (node.Markup.Length == 0)
                continue;
            if (node.IsFunction && row.Count > 0 && !row[^1].Markup.StartsWith("<mo", StringComparison.Ordinal))
                row.Add(ThinSpace);
            row.Add(node);
            if (node.IsFunction && !OpensArgument(tokens.Peek().Text))
                row.Add(ThinSpace);
        }

        return row;
    }

    private List<List<List<MathNode>>> ParseRows()
    {
        var rows = new List<List<List<MathNode>>> { new() { ParseRow() } };
        while (true)
        {
            if (tokens.Take("&"))
            {
                rows[^1].Add(ParseRow());
            }
            else if (tokens.Take("\\\\"))
            {
                rows.Add([ParseRow()]);
            }
            else
            {
                if (rows.Count > 1 && rows[^1] is [{ Count: 0 }])
                    rows.RemoveAt(rows.Count - 1);
                return rows;
            }
        }
    }

    private static bool EndsRow(string token) => token is "" or "}" or "&" or "\\\\" or "\\right" or "\\end";

    private static bool OpensArgument(string token) =>
        token is "(" or "[" or "\\left" or "\\{" or "\\lbrace" or "" or "}" or ")" or "," or "&" or "\\\\" or "\\right" or "\\end" || token.StartsWith("\\big", StringComparison.OrdinalIgnoreCase);

    private MathNode WithScripts(MathNode atom)
    {
        string? below = null;
        string? above = null;
        var takesLimits = atom.TakesLimits;
        while (true)
        {
            var token = tokens.Peek().Text;
            if (token is "\\limits" or "\\nolimits")
            {
                tokens.Next();
                takesLimits = token == "\\limits";
            }
            else if (token == "_" && below is null)
            {
                tokens.Next();
                below = ParseArgument();
            }
            else if (token == "^" && above is null)
            {
                tokens.Next();
                above = ParseArgument();
            }
            else if (token == "'" && above is null)
            {
                above = ParsePrimes();
            }
            else if (token is "_" or "^" or "'")
            {
                throw new FormatException("A formula has two scripts in the same place.");
            }
            else
            {
                break;
            }
        }

        if (below is null && above is null)
            return atom;
        var element = (below, above, takesLimits) switch
        {
            (not null, not null, true) => "munderover",
            (not null, null, true) => "munder",
            (null, not null, true) => "mover",
            (not null, not null, false) => "msubsup",
            (not null, null, false) => "msub",
            _ => "msup",
        };
        var script = atom.Markup.Length == 0 ? "<mrow></mrow>" : atom.Markup;
        return atom with { Markup = $"<{element}>{script}{below}{above}</{element}>" };
    }

    private string ParsePrimes()
    {
        var primes = "";
        while (tokens.Take("'"))
            primes += "′";
        var marks = $"<mo lspace=\"0\" rspace=\"0\">{primes}</mo>";
        return tokens.Take("^") ? $"<mrow>{marks}{ParseArgument()}</mrow>" : marks;
    }

    /// <summary>One argument of a command: a group in braces, or the next piece alone.</summary>
    private string ParseArgument()
    {
        var token = tokens.Peek();
        if (token.Text != "{" && EndsRow(token.Text))
            throw new FormatException("An argument is missing.");
        return token.Text == "{" ? MathNode.Row(ParseGroup()) : NonEmpty(ParseAtom().Markup);
    }

    private static string NonEmpty(string markup) => markup.Length == 0 ? "<mrow></mrow>" : markup;

    private List<MathNode> ParseGroup()
    {
        tokens.Next();
        var row = ParseRow();
        if (!tokens.Take("}"))
            throw new FormatException("A brace is not closed.");
        return row;
    }

    private MathNode ParseAtom()
    {
        if (++depth > DeepestNesting)
            throw new FormatException("The formula is nested too deeply.");
        var atom = ParseAtomItself();
        depth--;
        return atom;
    }

    private MathNode ParseAtomItself()
    {
        var token = tokens.Peek();
        if (token.Text == "{")
            return new MathNode(MathNode.Row(ParseGroup()));
        if (token.Text is "_" or "^" or "'")
            return new MathNode("");
        tokens.Next();
        if (token.IsCommand)
            return ParseCommand(token.Text[1..]);
        var first = token.Text[0];
        if (char.IsAsciiDigit(first))
            return new MathNode($"<mn>{token.Text}</mn>");
        return char.IsLetter(first) || first > '\u2fff'
            ? new MathNode($"<mi>{HtmlText.Escape(token.Text)}</mi>")
            : Character(token.Text);
    }

    private static MathNode Character(string text) => text switch
    {
        "-" => new MathNode("<mo>−</mo>"),
        "*" => new MathNode("<mo>∗</mo>"),
        "~" => new MathNode("<mspace width=\"0.3333em\"/>"),
        "(" or "[" => new MathNode($"<mo stretchy=\"false\" form=\"prefix\">{text}</mo>"),
        ")" or "]" => new MathNode($"<mo stretchy=\"false\" form=\"postfix\">{text}</mo>"),
        "|" => new MathNode("<mo stretchy=\"false\" lspace=\"0\" rspace=\"0\">|</mo>"),
        "/" => new MathNode("<mo lspace=\"0\" rspace=\"0\">/</mo>"),
        "=" or "<" or ">" or "≤" or "≥" or "≈" => new MathNode($"<mo form=\"infix\">{HtmlText.Escape(text)}</mo>", IsRelation: true),
        "," or ";" => new MathNode($"<mo separator=\"true\">{text}</mo>", IsRelation: true),
        _ => new MathNode($"<mo>{HtmlText.Escape(text)}</mo>"),
    };
}
