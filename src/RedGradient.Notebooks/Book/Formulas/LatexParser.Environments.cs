namespace RedGradient.Notebooks.Book.Formulas;

internal sealed partial class LatexParser
{
    private MathNode Fence()
    {
        var open = FenceMark("prefix");
        var row = ParseRow();
        if (!tokens.Take("\\right"))
            throw new FormatException("\\left has no \\right.");
        return new MathNode($"<mrow>{open}{string.Concat(row.Select(node => node.Markup))}{FenceMark("postfix")}</mrow>");
    }

    private string FenceMark(string form)
    {
        var mark = BracketText();
        return mark == "." ? "" : $"<mo stretchy=\"true\" form=\"{form}\" lspace=\"0\" rspace=\"0\">{HtmlText.Escape(mark)}</mo>";
    }

    private MathNode BigBracket(string name)
    {
        var size = name.TrimEnd('l', 'r', 'm') switch { "big" => "1.2em", "Big" => "1.8em", "bigg" => "2.4em", _ => "3em" };
        return new MathNode($"<mo stretchy=\"true\" minsize=\"{size}\" maxsize=\"{size}\" lspace=\"0\" rspace=\"0\">{HtmlText.Escape(BracketText())}</mo>");
    }

    private string BracketText()
    {
        var token = tokens.Next();
        if (token.IsEnd)
            throw new FormatException("A bracket is missing.");
        return token.IsCommand && LatexSymbols.Brackets.TryGetValue(token.Text[1..], out var bracket) ? bracket : token.Text;
    }

    private MathNode Environment()
    {
        var name = tokens.TakeRawGroup().TrimEnd('*');
        if (name is "array" or "alignedat" && tokens.Peek().Text == "{")
            tokens.TakeRawGroup();
        var rows = ParseRows();
        if (!tokens.Take("\\end") || tokens.TakeRawGroup().TrimEnd('*') != name)
            throw new FormatException($"\\begin{{{name}}} has no \\end{{{name}}}.");
        var table = TableOf(rows, name);
        var (open, close) = name switch
        {
            "pmatrix" => ("(", ")"),
            "bmatrix" => ("[", "]"),
            "Bmatrix" => ("{", "}"),
            "vmatrix" => ("|", "|"),
            "Vmatrix" => ("‖", "‖"),
            "cases" => ("{", ""),
            _ => ("", ""),
        };
        return new MathNode("<mrow>" + Mark(open, "prefix") + table + Mark(close, "postfix") + "</mrow>");

        static string Mark(string mark, string form) => mark.Length == 0 ? "" : $"<mo stretchy=\"true\" form=\"{form}\">{mark}</mo>";
    }

    private static string TableOf(IReadOnlyList<List<List<MathNode>>> rows, string environment)
    {
        var style = environment switch
        {
            "aligned" or "align" or "split" or "alignedat" or "eqnarray" => "aligned",
            "cases" => "cases",
            "gathered" or "gather" => "gathered",
            _ => "matrix",
        };
        var display = style is "aligned" or "gathered" ? " displaystyle=\"true\"" : "";
        return $"<mtable class=\"{style}\"{display}>{string.Concat(rows.Select(Row))}</mtable>";

        static string Row(List<List<MathNode>> cells) => "<mtr>" + string.Concat(cells.Select(Cell)) + "</mtr>";

        static string Cell(List<MathNode> nodes) => "<mtd>" + string.Concat(nodes.Select(node => node.Markup)) + "</mtd>";
    }
}
