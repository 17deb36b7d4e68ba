using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Text;

namespace RedGradient.Notebooks.Sessions.Magic;

/// <summary>
/// Makes <c>Console.Clear()</c> clear the cell's output: the console itself clears only a terminal. What is written instead is as long, so that
/// nothing moves.
/// </summary>
internal static class ConsoleClear
{
    private const string Instead = nameof(CellLanguage.clear_output) + "()";

    public static string Replace(string code)
    {
        if (!code.Contains("Console.Clear()", StringComparison.Ordinal)) return code;
        var root = CSharpSyntaxTree.ParseText(code, new CSharpParseOptions(LanguageVersion.Preview, kind: SourceCodeKind.Script)).GetRoot();
        var calls = root.DescendantNodes().OfType<InvocationExpressionSyntax>()
            .Where(call => call.ToString() is "Console.Clear()" or "System.Console.Clear()" && call.Span.Length >= Instead.Length)
            .Select(call => new TextChange(call.Span, Instead.PadRight(call.Span.Length)));
        return SourceText.From(code).WithChanges(calls).ToString();
    }
}
