using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using RedGradient.Notebooks.Sessions;

namespace RedGradient.Notebooks.Jupyter.Assistance;

/// <summary>What can stand at the cursor, by the semantic model of the session's next cell.</summary>
internal static class Completion
{
    // Of what the usings bring; a reader's own names are all there.
    private const int Most = 1_000;

    /// <summary>Finds completions.</summary>
    /// <returns>The index from which a completion replaces the text up to the cursor, and the completions.</returns>
    public static (int Start, IReadOnlyList<CompletionItem> Items) Of(Session session, string code, int position)
    {
        if (DirectiveCompletion.Of(code[..position], session.Folder) is { } named) return named;
        var start = position;
        while (start > 0 && SyntaxFacts.IsIdentifierPartCharacter(code[start - 1])) start--;
        var prefix = code[start..position];
        // What stands after the cursor would be taken for the rest of the expression that is being typed.
        var (compilation, tree) = session.Analyze(code[..position]);
        var root = tree.GetRoot();
        if (IsText(root, position) || (prefix.Length > 0 && char.IsAsciiDigit(prefix[0]))) return (position, []);
        var context = new CompletionContext(compilation, compilation.GetSemanticModel(tree), root, start, prefix);
        var items = context.Receiver() is { } receiver ? MemberCompletion.Of(context, receiver) : ScopeCompletion.Of(context);
        var ordered = items
            .Where(item => item.Text.StartsWith(prefix, StringComparison.OrdinalIgnoreCase) || item.Text.Contains("." + prefix, StringComparison.OrdinalIgnoreCase))
            .GroupBy(item => item.Text, StringComparer.Ordinal)
            .Select(group => group.First())
            .OrderBy(item => item.Distance)
            .ThenBy(item => item.Text.StartsWith(prefix, StringComparison.Ordinal) ? 0 : 1)
            .ThenBy(item => item.Text, StringComparer.OrdinalIgnoreCase)
            .ThenBy(item => item.Text, StringComparer.Ordinal)
            .ToLookup(item => item.Distance < 2);
        return (start, [.. ordered[true], .. ordered[false].Take(Most)]);
    }

    // In a comment and in a text every word is allowed.
    private static bool IsText(SyntaxNode root, int position)
    {
        if (position == 0) return false;
        var trivia = root.FindTrivia(position - 1);
        if (trivia.IsKind(SyntaxKind.SingleLineCommentTrivia) || trivia.IsKind(SyntaxKind.MultiLineCommentTrivia)) return true;
        var token = root.FindToken(position - 1, findInsideTrivia: true);
        if (token.Parent is InterpolatedStringTextSyntax) return true;
        return token.Parent is LiteralExpressionSyntax or ReferenceDirectiveTriviaSyntax or LoadDirectiveTriviaSyntax
            && token.Text is ['"' or '\'' or '@', ..] && token.SpanStart < position && (position < token.Span.End || token.GetDiagnostics().Any() || token.IsMissing);
    }
}
