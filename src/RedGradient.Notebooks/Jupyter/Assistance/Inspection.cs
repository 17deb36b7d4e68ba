using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using RedGradient.Notebooks.Sessions;

namespace RedGradient.Notebooks.Jupyter.Assistance;

/// <summary>Finds what the word under the cursor means, or the function whose arguments the cursor stands among.</summary>
internal static class Inspection
{
    public static SymbolDescription? Of(Session session, string code, int position, bool withMembers)
    {
        var (compilation, tree) = session.Analyze(code);
        var model = compilation.GetSemanticModel(tree);
        var symbols = Symbols(model, tree.GetRoot(), position);
        return symbols.Length == 0 ? null : new SymbolDescription(symbols, withMembers);
    }

    private static ImmutableArray<ISymbol> Symbols(SemanticModel model, SyntaxNode root, int position)
    {
        foreach (var token in Around(root, position).Where(token => token.IsKind(SyntaxKind.IdentifierToken) || SyntaxFacts.IsPredefinedType(token.Kind())))
        {
            if (Meaning(model, token) is { Length: > 0 } meaning) return meaning;
        }

        // Between the parentheses of a call: the call.
        for (var node = Around(root, position).LastOrDefault().Parent; node is not null; node = node.Parent)
        {
            if (node is ArgumentListSyntax { Parent: { } call } && Call(model, call) is { Length: > 0 } meaning) return meaning;
        }

        return [];
    }

    // At the end of a word the word is meant, not what follows it.
    private static IEnumerable<SyntaxToken> Around(SyntaxNode root, int position)
    {
        yield return root.FindToken(Math.Min(position, root.FullSpan.End));
        if (position > 0) yield return root.FindToken(position - 1);
    }

    private static ImmutableArray<ISymbol> Meaning(SemanticModel model, SyntaxToken token)
    {
        var node = token.Parent!;
        if (model.GetDeclaredSymbol(node) is { } declared) return [declared];
        // "new Dense(" means the constructor.
        if (node.Parent is ObjectCreationExpressionSyntax creation && creation.Type == node && Call(model, creation) is { Length: > 0 } constructors) return constructors;
        var info = model.GetSymbolInfo(node);
        if (info.Symbol is { } symbol) return [symbol];
        if (info.CandidateSymbols.Length > 0) return info.CandidateSymbols;
        var group = model.GetMemberGroup(node);
        if (group.Length > 0) return group;
        return model.GetTypeInfo(node).Type is { } type and not IErrorTypeSymbol ? [type] : [];
    }

    private static ImmutableArray<ISymbol> Call(SemanticModel model, SyntaxNode call)
    {
        var info = model.GetSymbolInfo(call);
        if (info.Symbol is { } symbol) return [symbol];
        if (info.CandidateSymbols.Length > 0) return info.CandidateSymbols;
        return call is InvocationExpressionSyntax invocation ? model.GetMemberGroup(invocation.Expression) : model.GetMemberGroup(call);
    }
}
