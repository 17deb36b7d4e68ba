using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace RedGradient.Notebooks.Jupyter.Assistance;

/// <summary>The place at which something is to be completed.</summary>
/// <param name="Compilation">The cell, compiled after the cells before it.</param>
/// <param name="Model">Its meaning.</param>
/// <param name="Root">Its tree, which ends at the cursor.</param>
/// <param name="Start">Where the word begins that is being typed.</param>
/// <param name="Prefix">What of the word is there.</param>
internal sealed record CompletionContext(Compilation Compilation, SemanticModel Model, SyntaxNode Root, int Start, string Prefix)
{
    /// <summary>The token before the word; none at the very beginning.</summary>
    public SyntaxToken Before => Start == 0 ? default : Preceding();

    /// <summary>What stands before a dot that precedes the word; null when there is no such dot.</summary>
    public ExpressionSyntax? Receiver() => Before.IsKind(SyntaxKind.DotToken) ? Before.Parent switch
    {
        MemberAccessExpressionSyntax access => access.Expression,
        QualifiedNameSyntax name => name.Left,
        MemberBindingExpressionSyntax binding => binding.FirstAncestorOrSelf<ConditionalAccessExpressionSyntax>()?.Expression,
        _ => null,
    }
    : null;

    private SyntaxToken Preceding()
    {
        var token = Root.FindToken(Start - 1);
        while (token.Span.End > Start || (token.Span.IsEmpty && token.SpanStart > 0) || token.IsKind(SyntaxKind.EndOfFileToken))
        {
            var previous = token.GetPreviousToken();
            if (previous.IsKind(SyntaxKind.None)) break;
            token = previous;
        }

        return token;
    }
}
