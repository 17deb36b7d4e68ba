using System.Runtime.CompilerServices;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace RedGradient.Notebooks.Jupyter.Assistance;

/// <summary>What can begin a word: names in scope, keywords, named arguments, properties to be set, and types whose namespace has no using yet.</summary>
internal static class ScopeCompletion
{
    private const int ShortestTypeName = 3;

    // A library that an earlier cell referred to is a reference of that cell.
    private static readonly ConditionalWeakTable<Compilation, IAssemblySymbol[]> Libraries = [];

    private static readonly IReadOnlyList<string> Keywords =
        [.. SyntaxFacts.GetKeywordKinds().Select(SyntaxFacts.GetText), "async", "await", "nameof", "record", "var", "when", "with", "yield", "init", "get", "set", "required"];

    public static IEnumerable<CompletionItem> Of(CompletionContext context)
    {
        if (context.Before.Parent is InitializerExpressionSyntax initializer && Created(context, initializer) is { } type) return Settable(context, type);
        var inScope = Scope.Of(context).ToList();
        var names = inScope.Select(item => item.Text).ToHashSet(StringComparer.Ordinal);
        var items = NamedArguments(context).Concat(inScope);
        return context.Prefix.Length == 0
            ? items
            : items.Concat(Keywords.Select(keyword => new CompletionItem(keyword, "keyword", ""))).Concat(NotYetInScope(context, names));
    }

    private static ITypeSymbol? Created(CompletionContext context, InitializerExpressionSyntax initializer) => initializer.Parent switch
    {
        BaseObjectCreationExpressionSyntax when !initializer.IsKind(SyntaxKind.ObjectInitializerExpression) && initializer.Expressions.Count > 1 => null,
        BaseObjectCreationExpressionSyntax creation when !context.Before.IsKind(SyntaxKind.EqualsToken) => context.Model.GetTypeInfo(creation).Type,
        WithExpressionSyntax with when !context.Before.IsKind(SyntaxKind.EqualsToken) => context.Model.GetTypeInfo(with.Expression).Type,
        _ => null,
    };

    private static IEnumerable<CompletionItem> Settable(CompletionContext context, ITypeSymbol type) =>
        context.Model.LookupSymbols(context.Start, type)
            .Where(symbol => symbol is IPropertySymbol { IsReadOnly: false, IsStatic: false } or IFieldSymbol { IsReadOnly: false, IsStatic: false, IsConst: false })
            .Where(CompletionItems.IsOffered)
            .Select(CompletionItems.Of);

    private static IEnumerable<CompletionItem> NamedArguments(CompletionContext context)
    {
        if (context.Before.Parent is not ArgumentListSyntax { Parent: { } call }) return [];
        var candidates = context.Model.GetMemberGroup(call is InvocationExpressionSyntax invocation ? invocation.Expression : call)
            .Concat(context.Model.GetSymbolInfo(call).CandidateSymbols);
        return candidates.OfType<IMethodSymbol>().SelectMany(method => method.Parameters)
            .Select(parameter => new CompletionItem(parameter.Name + ":", "param", parameter.ToDisplayString(Signatures.Short), 0));
    }

    // A reader who types the name of an attack should find it before the using is written. The framework is too large for that.
    private static IEnumerable<CompletionItem> NotYetInScope(CompletionContext context, HashSet<string> names)
    {
        if (context.Prefix.Length < ShortestTypeName) return [];
        var framework = Path.GetDirectoryName(typeof(object).Assembly.Location);
        return Scope.Chain(context.Compilation)
            .SelectMany(cell => Libraries.GetValue(cell, each => [.. each.References.OfType<PortableExecutableReference>()
                .Where(reference => reference.FilePath is { } path && Path.GetDirectoryName(path) != framework && path != typeof(ScopeCompletion).Assembly.Location)
                .Select(each.GetAssemblyOrModuleSymbol).OfType<IAssemblySymbol>()]))
            .Distinct<IAssemblySymbol>(SymbolEqualityComparer.Default)
            .SelectMany(assembly => Types(assembly.GlobalNamespace))
            .Where(type => type.Name.StartsWith(context.Prefix, StringComparison.OrdinalIgnoreCase) && !names.Contains(type.Name) && CompletionItems.IsOffered(type))
            .Select(type => new CompletionItem(type.ToDisplayString(Signatures.FullName), CompletionItems.Kind(type), "", 3));
    }

    private static IEnumerable<INamedTypeSymbol> Types(INamespaceSymbol space) =>
        space.GetTypeMembers().Where(type => type.DeclaredAccessibility == Accessibility.Public).Concat(space.GetNamespaceMembers().SelectMany(Types));
}
