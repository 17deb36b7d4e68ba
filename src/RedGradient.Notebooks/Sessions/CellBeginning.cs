using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace RedGradient.Notebooks.Sessions;

/// <summary>Tells a cell that only needs more lines from one that is wrong already.</summary>
internal static class CellBeginning
{
    // A comment, a verbatim or raw text, a skipped region: what they lack comes at the end, wherever the compiler reports it.
    private static readonly HashSet<string> Unended = ["CS1035", "CS1039", "CS8997", "CS9000", "CS1027", "CS1038"];

    /// <summary>False when more input is needed and can still make the text right.</summary>
    public static bool IsComplete(SyntaxTree tree)
    {
        if (SyntaxFactory.IsCompleteSubmission(tree)) return true;
        var errors = tree.GetDiagnostics().Where(diagnostic => diagnostic.Severity == DiagnosticSeverity.Error).ToList();
        if (errors.Exists(error => Unended.Contains(error.Id))) return false;
        // What is missing is missing at the end; an error before it stays, whatever follows.
        var end = End(tree);
        return errors.Exists(error => error.Id == "CS1010" || error.Location.SourceSpan.Start < end);
    }

    private static int End(SyntaxTree tree)
    {
        var end = 0;
        foreach (var token in tree.GetRoot().DescendantTokens(descendIntoTrivia: true))
        {
            if (!token.IsMissing && token.Span.Length > 0) end = Math.Max(end, token.Span.End);
        }

        return end;
    }
}
