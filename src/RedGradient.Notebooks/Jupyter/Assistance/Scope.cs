using System.Runtime.CompilerServices;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace RedGradient.Notebooks.Jupyter.Assistance;

/// <summary>
/// The names that are in scope at a place. The compiler's own search goes through all cells for every name that any of them knows; here
/// each cell is asked once, and its answer kept, so that the thousandth cell is as quick to help with as the first.
/// </summary>
internal static class Scope
{
    private static readonly ConditionalWeakTable<Compilation, CompletionItem[]> Declared = [];
    private static readonly ConditionalWeakTable<Compilation, CompletionItem[]> Brought = [];

    /// <summary>Everything in scope, the nearest first.</summary>
    public static IEnumerable<CompletionItem> Of(CompletionContext context)
    {
        var earlier = Chain(context.Compilation).Skip(1).ToList();
        return Here(context)
            .Concat(Inherited(context))
            .Concat(earlier.SelectMany(cell => Declared.GetValue(cell, ReadDeclared)))
            .Concat(Usings(context.Compilation))
            .Concat(earlier.SelectMany(cell => Brought.GetValue(cell, ReadBrought)))
            .Concat(Global(context.Compilation));
    }

    /// <summary>A cell's compilation and those of the cells before it, the latest first.</summary>
    public static IEnumerable<Compilation> Chain(Compilation? last)
    {
        for (var cell = last; cell is not null; cell = cell.ScriptCompilationInfo?.PreviousScriptCompilation) yield return cell;
    }

    // The names of this cell need nothing of the others.
    private static IEnumerable<CompletionItem> Here(CompletionContext context)
    {
        var alone = CSharpCompilation.CreateScriptCompilation("here", context.Root.SyntaxTree);
        return alone.GetSemanticModel(context.Root.SyntaxTree).LookupSymbols(context.Start)
            .Where(symbol => symbol is not INamespaceSymbol && CompletionItems.IsOffered(symbol))
            .Select(symbol => CompletionItems.Of(symbol) with { Distance = 0 });
    }

    private static IEnumerable<CompletionItem> Inherited(CompletionContext context)
    {
        if (context.Before.Parent?.FirstAncestorOrSelf<TypeDeclarationSyntax>() is not { BaseList: not null } declaration) return [];
        return context.Model.GetDeclaredSymbol(declaration) is { BaseType: { } parent }
            ? context.Model.LookupSymbols(context.Start, parent).Where(CompletionItems.IsOffered).Select(symbol => CompletionItems.Of(symbol) with { Distance = 0 })
            : [];
    }

    private static CompletionItem[] ReadDeclared(Compilation cell) =>
        [.. (cell.ScriptClass?.GetMembers() ?? []).Where(member => !member.IsImplicitlyDeclared && CompletionItems.IsOffered(member))
            .Select(member => CompletionItems.Of(member) with { Distance = 1 })];

    private static CompletionItem[] ReadBrought(Compilation cell) => [.. Usings(cell), .. Imports(cell)];

    private static IEnumerable<CompletionItem> Usings(Compilation cell)
    {
        foreach (var tree in cell.SyntaxTrees)
        {
            if (tree.GetRoot() is not CompilationUnitSyntax { Usings.Count: > 0 } root) continue;
            var model = cell.GetSemanticModel(tree);
            foreach (var directive in root.Usings.Where(directive => directive.NamespaceOrType is not null))
            {
                if (directive.Alias is { } alias)
                {
                    yield return new CompletionItem(alias.Name.Identifier.ValueText, "class", "", 1);
                    continue;
                }

                foreach (var item in Members(model.GetSymbolInfo(directive.NamespaceOrType).Symbol)) yield return item;
            }
        }
    }

    // What the beginning brings without a using in a text.
    private static IEnumerable<CompletionItem> Imports(Compilation cell) => cell.Options is CSharpCompilationOptions options
        ? options.Usings.SelectMany(name => Members((ISymbol?)cell.GetTypeByMetadataName(name) ?? Namespace(cell, name)))
        : [];

    private static INamespaceSymbol? Namespace(Compilation cell, string name) =>
        name.Split('.').Aggregate((INamespaceSymbol?)cell.GlobalNamespace, (space, part) => space?.GetNamespaceMembers().FirstOrDefault(member => member.Name == part));

    private static IEnumerable<CompletionItem> Members(ISymbol? symbol) => symbol switch
    {
        INamespaceSymbol space => space.GetTypeMembers().Where(IsPublic).Select(CompletionItems.Of),
        INamedTypeSymbol type => type.GetMembers().Where(member => (member.IsStatic || member is INamedTypeSymbol) && IsPublic(member)).Select(CompletionItems.Of),
        _ => [],
    };

    private static IEnumerable<CompletionItem> Global(Compilation cell) =>
        cell.GlobalNamespace.GetMembers().Where(member => member is INamespaceSymbol || IsPublic(member)).Where(member => member.CanBeReferencedByName).Select(CompletionItems.Of);

    private static bool IsPublic(ISymbol symbol) => symbol.DeclaredAccessibility == Accessibility.Public && CompletionItems.IsOffered(symbol);
}
