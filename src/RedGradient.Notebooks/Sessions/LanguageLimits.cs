using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace RedGradient.Notebooks.Sessions;

/// <summary>What C# allows in a file but not in a cell, said in a sentence: cells are parts of one script.</summary>
internal static class LanguageLimits
{
    private const string Extensions =
        "C# allows no extension block in a cell, since the types of a cell lie inside the script; write a function with this before its first parameter at the top of the cell: static int Twice(this int x) => 2 * x;";

    /// <summary>The first thing in a cell that no cell may hold: its line and the sentence, or null.</summary>
    public static (int Line, string Message)? Find(SyntaxTree tree)
    {
        foreach (var node in tree.GetRoot().DescendantNodes())
        {
            var message = node switch
            {
                _ when node.IsKind(SyntaxKind.ExtensionBlockDeclaration) => Extensions,
                BaseNamespaceDeclarationSyntax => "C# allows no namespace in a cell; declare the types without one.",
                _ => null,
            };
            if (message is not null) return (node.GetLocation().GetLineSpan().StartLinePosition.Line + 1, message);
        }

        return null;
    }

    /// <summary>What a compiler's error means for a cell; null when its own words do.</summary>
    public static string? Explain(string errorId) => errorId switch
    {
        "CS1109" => "In a cell an extension method stands at the top, in no class: static int Twice(this int x) => 2 * x;",
        "CS8345" or "CS8175" or "CS4012" => "A variable of a cell is kept for later cells, which a Span cannot be; use it inside a function.",
        "CS1529" => "A using for a namespace stands before everything else in its cell.",
        _ => null,
    };
}
