namespace RedGradient.Notebooks.Book.Formulas;

internal sealed partial class LatexParser
{
    private MathNode ParseCommand(string name)
    {
        if (LatexSymbols.Identifiers.TryGetValue(name, out var letter))
            return new MathNode(char.IsUpper(letter[0]) ? $"<mi mathvariant=\"normal\">{letter}</mi>" : $"<mi>{HtmlText.Escape(letter)}</mi>");
        if (LatexSymbols.LargeOperators.TryGetValue(name, out var large))
            return new MathNode($"<mo>{large}</mo>", TakesLimits: large is not ("∫" or "∬" or "∮"));
        if (LatexSymbols.Functions.Contains(name))
            return new MathNode($"<mi>{name}</mi>", IsFunction: true);
        if (LatexSymbols.LimitFunctions.Contains(name))
            return LimitFunction(name);
        if (LatexSymbols.Spaces.TryGetValue(name, out var width))
            return new MathNode($"<mspace width=\"{width}\"/>");
        if (LatexSymbols.Brackets.TryGetValue(name, out var bracket))
            return Bracket(bracket, name);
        if (LatexSymbols.Operators.TryGetValue(name, out var symbol))
            return Operator(symbol);
        if (LatexSymbols.Accents.TryGetValue(name, out var accent))
            return Accent(name, accent);
        return MathAlphabet.IsStyle(name) ? Styled(name) : ParseStructure(name);
    }

    private MathNode ParseStructure(string name) => name switch
    {
        "frac" or "dfrac" or "tfrac" or "cfrac" => Fraction(name),
        "binom" or "dbinom" or "tbinom" => Binomial(),
        "sqrt" => Root(),
        "text" or "textrm" or "mbox" or "textnormal" => new MathNode($"<mtext>{Spaced(tokens.TakeRawGroup())}</mtext>"),
        "textbf" => new MathNode($"<mtext class=\"bf\">{Spaced(tokens.TakeRawGroup())}</mtext>"),
        "textit" or "emph" => new MathNode($"<mtext class=\"it\">{Spaced(tokens.TakeRawGroup())}</mtext>"),
        "texttt" => new MathNode($"<mtext class=\"tt\">{Spaced(tokens.TakeRawGroup())}</mtext>"),
        "operatorname" => new MathNode($"<mi>{FunctionName()}</mi>", IsFunction: true),
        "operatorname*" => LimitFunction(FunctionName()),
        "left" => Fence(),
        "big" or "Big" or "bigg" or "Bigg" or "bigl" or "bigr" or "Bigl" or "Bigr" or "biggl" or "biggr" or "bigm" or "Bigm" => BigBracket(name),
        "begin" => Environment(),
        "underbrace" => new MathNode($"<munder>{ParseArgument()}<mo stretchy=\"true\">⏟</mo></munder>", TakesLimits: true),
        "underline" => new MathNode($"<munder>{ParseArgument()}<mo stretchy=\"true\">_</mo></munder>"),
        "underset" => Swapped("munder"),
        "overset" or "stackrel" => Swapped("mover"),
        "boxed" => new MathNode($"<mrow class=\"boxed\">{ParseArgument()}</mrow>"),
        "phantom" => new MathNode($"<mphantom>{ParseArgument()}</mphantom>"),
        "mathop" => new MathNode(ParseArgument(), TakesLimits: true),
        "mathbin" or "mathrel" or "mathord" or "mathopen" or "mathclose" or "mathinner" => new MathNode(ParseArgument()),
        "not" => new MathNode(ParseArgument().Replace("</mo>", "\u0338</mo>", StringComparison.Ordinal)),
        "middle" => new MathNode($"<mo stretchy=\"true\" lspace=\"0.1667em\" rspace=\"0.1667em\">{HtmlText.Escape(BracketText())}</mo>"),
        "bmod" => new MathNode("<mo lspace=\"0.2222em\" rspace=\"0.2222em\">mod</mo>"),
        "pmod" => new MathNode($"<mrow><mspace width=\"1em\"/><mo stretchy=\"false\">(</mo><mi>mod</mi><mspace width=\"0.3333em\"/>{ParseArgument()}<mo stretchy=\"false\">)</mo></mrow>"),
        " " or "space" or "nobreakspace" => new MathNode("<mspace width=\"0.3333em\"/>"),
        "displaystyle" => new MathNode($"<mstyle displaystyle=\"true\">{MathNode.Row(ParseRow())}</mstyle>"),
        "textstyle" or "scriptstyle" => new MathNode($"<mstyle displaystyle=\"false\">{MathNode.Row(ParseRow())}</mstyle>"),
        "label" or "tag" or "color" => Ignored(),
        "nonumber" or "notag" or "limits" or "nolimits" or "allowbreak" or "hline" => new MathNode(""),
        _ => new MathNode($"<mtext class=\"latex\">\\{HtmlText.Escape(name)}</mtext>"),
    };

    private static MathNode Operator(string symbol) => symbol switch
    {
        "∇" or "∂" or "∀" or "∃" or "¬" => new MathNode($"<mo form=\"prefix\" lspace=\"0\" rspace=\"0\">{symbol}</mo>"),
        "|" or "‖" => new MathNode($"<mo stretchy=\"false\" lspace=\"0\" rspace=\"0\">{symbol}</mo>"),
        ":" => new MathNode("<mo lspace=\"0\" rspace=\"0.2222em\">:</mo>"),
        _ => new MathNode(
            $"<mo form=\"infix\" stretchy=\"false\">{HtmlText.Escape(symbol)}</mo>",
            IsRelation: symbol is "≤" or "≥" or "≠" or "<" or ">" or "≈" or "≡" or "∼" or "∝" or "∈" or "→" or "←" or "⇒" or "⇔" or "↦" or "≔" or "⟹" or "⟺"),
    };

    private static MathNode LimitFunction(string name) => new(
        $"<mo form=\"prefix\" movablelimits=\"true\" lspace=\"0\" rspace=\"0\">{name switch { "argmax" => "arg max", "argmin" => "arg min", "limsup" => "lim sup", "liminf" => "lim inf", _ => name }}</mo>",
        TakesLimits: true,
        IsFunction: true);

    private static MathNode Bracket(string bracket, string name)
    {
        var form = bracket is "}" or "⟩" or "⌋" or "⌉" or "]" || name is "rVert" or "rvert" ? "postfix" : "prefix";
        return new MathNode($"<mo stretchy=\"false\" form=\"{form}\" lspace=\"0\" rspace=\"0\">{bracket}</mo>");
    }

    private static string Spaced(string text) => HtmlText.Escape(text.Replace("$", "", StringComparison.Ordinal)).Replace(' ', '\u00a0');

    private string FunctionName() =>
        HtmlText.Escape(tokens.TakeRawGroup().Replace("\\,", " ", StringComparison.Ordinal).Replace("\\", "", StringComparison.Ordinal));

    private MathNode Styled(string style)
    {
        if (tokens.Peek().Text == "{")
        {
            var before = tokens.TakeRawGroup();
            if (before.Length > 0 && before.All(character => char.IsLetterOrDigit(character) || character is ' ' or '-'))
                return new MathNode(MathAlphabet.Identifier(style, before));
            var inner = new LatexParser(before) { depth = depth }.ParseAll();
            var css = style switch { "mathbf" or "boldsymbol" or "bm" => "bf", "mathtt" => "tt", "mathsf" => "sf", _ => "" };
            return new MathNode($"<mrow class=\"{css}\">{string.Concat(inner.Select(node => node.Markup))}</mrow>");
        }

        var token = tokens.Peek();
        if (!token.IsCommand && token.Text.Length > 0 && char.IsLetterOrDigit(token.Text[0]))
            return new MathNode(MathAlphabet.Identifier(style, tokens.Next().Text));
        return new MathNode($"<mrow class=\"{(style is "mathbf" or "boldsymbol" or "bm" ? "bf" : "")}\">{ParseArgument()}</mrow>");
    }

    private MathNode Accent(string name, string accent)
    {
        var stretchy = name.StartsWith("wide", StringComparison.Ordinal) || name.StartsWith("over", StringComparison.Ordinal) ? "true" : "false";
        var element = $"<mover accent=\"true\">{ParseArgument()}<mo stretchy=\"{stretchy}\">{accent}</mo></mover>";
        return new MathNode(element, TakesLimits: name == "overbrace");
    }

    private MathNode Fraction(string name)
    {
        var fraction = $"<mfrac>{ParseArgument()}{ParseArgument()}</mfrac>";
        return new MathNode(name switch
        {
            "dfrac" or "cfrac" => $"<mstyle displaystyle=\"true\">{fraction}</mstyle>",
            "tfrac" => $"<mstyle displaystyle=\"false\">{fraction}</mstyle>",
            _ => fraction,
        });
    }

    private MathNode Binomial() =>
        new($"<mrow><mo form=\"prefix\">(</mo><mfrac linethickness=\"0\">{ParseArgument()}{ParseArgument()}</mfrac><mo form=\"postfix\">)</mo></mrow>");

    private MathNode Root()
    {
        if (!tokens.Take("["))
            return new MathNode($"<msqrt>{ParseArgument()}</msqrt>");
        var index = "";
        while (!tokens.Take("]"))
        {
            if (EndsRow(tokens.Peek().Text))
                throw new FormatException("The index of a root is not closed.");
            index += WithScripts(ParseAtom()).Markup;
        }

        return new MathNode($"<mroot>{ParseArgument()}<mrow>{index}</mrow></mroot>");
    }

    private MathNode Swapped(string element)
    {
        var script = ParseArgument();
        return new MathNode($"<{element}>{ParseArgument()}{script}</{element}>");
    }

    private MathNode Ignored()
    {
        tokens.TakeRawGroup();
        return new MathNode("");
    }
}
