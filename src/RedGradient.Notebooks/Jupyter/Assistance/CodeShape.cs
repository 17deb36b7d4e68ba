using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using RedGradient.Notebooks.Sessions;

namespace RedGradient.Notebooks.Jupyter.Assistance;

/// <summary>What can be said of a cell's text without its meaning.</summary>
internal static class CodeShape
{
    private static readonly CSharpParseOptions Options = new(Session.Language, kind: SourceCodeKind.Script);

    public static SyntaxTree Parse(string code) => CSharpSyntaxTree.ParseText(code, Options);

    public static bool HasErrors(string code) => Parse(code).GetDiagnostics().Any(diagnostic => diagnostic.Severity == DiagnosticSeverity.Error);

    /// <summary>How many braces are open at the end.</summary>
    public static int OpenBlocks(string code)
    {
        var open = 0;
        foreach (var token in Parse(code).GetRoot().DescendantTokens().Where(token => !token.IsMissing))
        {
            if (token.IsKind(SyntaxKind.OpenBraceToken)) open++;
            if (token.IsKind(SyntaxKind.CloseBraceToken)) open = Math.Max(0, open - 1);
        }

        return open;
    }
}
