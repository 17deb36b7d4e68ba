using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace RedGradient.Notebooks.Jupyter.Assistance;

/// <summary>What can follow a dot.</summary>
internal static class MemberCompletion
{
    public static IEnumerable<CompletionItem> Of(CompletionContext context, ExpressionSyntax receiver)
    {
        var (model, start) = (context.Model, context.Start);
        var symbol = model.GetSymbolInfo(receiver).Symbol ?? Speculate(model, start, receiver);
        var symbols = symbol switch
        {
            INamespaceSymbol space => model.LookupNamespacesAndTypes(start, space),
            INamedTypeSymbol type => Static(model, start, type),
            _ => Instance(model, start, TypeOf(model, start, receiver)),
        };
        return symbols.Where(CompletionItems.IsOffered).Select(CompletionItems.Of);
    }

    // A name before a dot is read as a type where a declaration could begin; it may be a variable all the same.
    private static ISymbol? Speculate(SemanticModel model, int position, ExpressionSyntax receiver)
    {
        var expression = SyntaxFactory.ParseExpression(receiver.ToString());
        return model.GetSpeculativeSymbolInfo(position, expression, SpeculativeBindingOption.BindAsExpression).Symbol
            ?? model.GetSpeculativeSymbolInfo(position, expression, SpeculativeBindingOption.BindAsTypeOrNamespace).Symbol;
    }

    private static ITypeSymbol? TypeOf(SemanticModel model, int position, ExpressionSyntax receiver)
    {
        var known = model.GetTypeInfo(receiver).Type;
        if (known is not null and not IErrorTypeSymbol) return known;
        var expression = SyntaxFactory.ParseExpression(receiver.ToString());
        return model.GetSpeculativeTypeInfo(position, expression, SpeculativeBindingOption.BindAsExpression).Type;
    }

    private static IEnumerable<ISymbol> Static(SemanticModel model, int position, INamedTypeSymbol type) =>
        model.LookupSymbols(position, type).Where(symbol => symbol.IsStatic || symbol is INamedTypeSymbol);

    private static IEnumerable<ISymbol> Instance(SemanticModel model, int position, ITypeSymbol? type) =>
        type is null or IErrorTypeSymbol or { SpecialType: SpecialType.System_Void }
            ? []
            : model.LookupSymbols(position, type, includeReducedExtensionMethods: true).Where(symbol => !symbol.IsStatic && symbol is not INamedTypeSymbol);
}
