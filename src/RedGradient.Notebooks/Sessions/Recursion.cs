using System.Reflection;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace RedGradient.Notebooks.Sessions;

/// <summary>The functions of a cell that may call themselves, directly or through others, by the names that stand in them.</summary>
internal static class Recursion
{
    // What the framework calls for a value may come back to the same value.
    private static readonly HashSet<string> CalledFromElsewhere = ["ToString", "Equals", "GetHashCode", "CompareTo"];

    /// <summary>The bodies: blocks, arrows, or lambdas with an expression.</summary>
    public static IEnumerable<SyntaxNode> Find(SyntaxNode root)
    {
        var functions = root.DescendantNodes().Select(Read).OfType<Function>().ToList();
        if (functions.Count == 0) return [];
        var names = functions.Select(function => function.Name).ToHashSet(StringComparer.Ordinal);
        var calls = functions.Select(function => (function.Name, Names: Mentioned(function.Body).Where(names.Contains).ToHashSet(StringComparer.Ordinal)))
            .GroupBy(pair => pair.Name, StringComparer.Ordinal)
            .ToDictionary(group => group.Key, group => group.SelectMany(pair => pair.Names).ToHashSet(StringComparer.Ordinal), StringComparer.Ordinal);
        return functions.Where(function => CalledFromElsewhere.Contains(function.Name) || Reaches(calls, function.Name)).Select(function => function.Body);
    }

    /// <summary>The name that a method of a cell has in the cell's text; null for the compiler's own.</summary>
    public static string? NameOf(MethodBase? method)
    {
        if (method is null) return null;
        var start = method.Name.IndexOf(">g__", StringComparison.Ordinal);
        if (start >= 0) return method.Name[(start + 4)..].Split('|')[0];
        return method.Name.Contains('<', StringComparison.Ordinal) ? null : method.Name.Replace("get_", "", StringComparison.Ordinal).Replace("set_", "", StringComparison.Ordinal);
    }

    /// <summary>The line, from 1, in which a text declares a function of a name; null when it declares none.</summary>
    public static int? LineOf(string code, string name) =>
        CSharpSyntaxTree.ParseText(code, new CSharpParseOptions(Session.Language, kind: SourceCodeKind.Script)).GetRoot().DescendantNodes()
            .Where(node => Read(node)?.Name == name)
            .Select(node => (int?)node.GetLocation().GetLineSpan().StartLinePosition.Line + 1).FirstOrDefault();

    private static IEnumerable<string> Mentioned(SyntaxNode body) =>
        body.DescendantNodes().OfType<SimpleNameSyntax>().Select(name => name.Identifier.ValueText);

    private static bool Reaches(Dictionary<string, HashSet<string>> calls, string name)
    {
        var seen = new HashSet<string>(StringComparer.Ordinal);
        var open = new Queue<string>(calls[name]);
        while (open.TryDequeue(out var next))
        {
            if (next == name) return true;
            if (!seen.Add(next)) continue;
            foreach (var further in calls[next]) open.Enqueue(further);
        }

        return false;
    }

    private static Function? Read(SyntaxNode node) => node switch
    {
        MethodDeclarationSyntax method => Of(method.Identifier.ValueText, method.Body, method.ExpressionBody),
        LocalFunctionStatementSyntax function => Of(function.Identifier.ValueText, function.Body, function.ExpressionBody),
        ConstructorDeclarationSyntax constructor => Of(constructor.Identifier.ValueText, constructor.Body, constructor.ExpressionBody),
        PropertyDeclarationSyntax { ExpressionBody: { } arrow } property => new Function(property.Identifier.ValueText, arrow),
        AccessorDeclarationSyntax { Parent.Parent: PropertyDeclarationSyntax property } accessor => Of(property.Identifier.ValueText, accessor.Body, accessor.ExpressionBody),
        LambdaExpressionSyntax { Parent: EqualsValueClauseSyntax { Parent: VariableDeclaratorSyntax variable } } lambda => new Function(variable.Identifier.ValueText, (SyntaxNode?)lambda.Block ?? lambda),
        LambdaExpressionSyntax { Parent: AssignmentExpressionSyntax { Left: SimpleNameSyntax name } } lambda => new Function(name.Identifier.ValueText, (SyntaxNode?)lambda.Block ?? lambda),
        _ => null,
    };

    private static Function? Of(string name, BlockSyntax? block, ArrowExpressionClauseSyntax? arrow) =>
        (SyntaxNode?)block is { } body ? new Function(name, body) : arrow is null ? null : new Function(name, arrow);

    private sealed record Function(string Name, SyntaxNode Body);
}
