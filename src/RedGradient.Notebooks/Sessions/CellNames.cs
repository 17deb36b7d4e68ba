using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace RedGradient.Notebooks.Sessions;

/// <summary>The names in a cell: those that it brings to later ones, and those that it mentions.</summary>
internal sealed class CellNames
{
    private readonly string _text;
    private readonly bool _bringsReferences;
    private readonly bool _bringsVariablesOnly;

    public CellNames(CSharpCompilation compilation)
    {
        var members = compilation.ScriptClass!.GetMembers().Where(member => !member.IsImplicitlyDeclared).ToList();
        var roots = compilation.SyntaxTrees.Select(tree => tree.GetCompilationUnitRoot()).ToList();
        _text = string.Join('\n', roots.Select(root => root.ToFullString()));
        _bringsVariablesOnly = members.TrueForAll(member => member is IFieldSymbol);
        var own = roots[^1];
        _bringsReferences = own.Usings.Count > 0 || own.Externs.Count > 0 || own.GetReferenceDirectives().Count > 0 || own.GetLoadDirectives().Count > 0;
        DeclaresTypes = members.Exists(member => member is INamedTypeSymbol);
        Brought = members.Select(member => member.Name).ToHashSet(StringComparer.Ordinal);
        Mentioned = roots.SelectMany(root => root.DescendantTokens()).Where(token => token.IsKind(SyntaxKind.IdentifierToken)).Select(token => token.ValueText).ToHashSet(StringComparer.Ordinal);
    }

    public HashSet<string> Brought { get; }

    public HashSet<string> Mentioned { get; }

    public bool DeclaresTypes { get; }

    /// <summary>Whether a later cell can name anything of it.</summary>
    public bool BringsSomething => Brought.Count > 0 || _bringsReferences;

    /// <summary>
    /// Which of these cells nothing needs any more: later ones bring every name of theirs again, and what stands between mentions none of them. A function
    /// may stand beside others of its name, so whatever is more than a variable is replaced by the same text alone.
    /// </summary>
    public static bool[] FindReplaced(IReadOnlyList<CellNames> cells)
    {
        var replaced = new bool[cells.Count];
        var next = new Dictionary<string, CellNames>(StringComparer.Ordinal);
        var inUse = new HashSet<string>(StringComparer.Ordinal);
        for (var i = cells.Count - 1; i >= 0; i--)
        {
            var cell = cells[i];
            replaced[i] = !cell._bringsReferences && cell.Brought.All(name =>
                !inUse.Contains(name) && next.TryGetValue(name, out var later) && (cell._bringsVariablesOnly || later._text == cell._text));
            foreach (var name in cell.Brought) next[name] = cell;
            inUse.ExceptWith(cell.Brought);
            if (!replaced[i]) inUse.UnionWith(cell.Mentioned.Except(cell.Brought));
        }

        return replaced;
    }
}
