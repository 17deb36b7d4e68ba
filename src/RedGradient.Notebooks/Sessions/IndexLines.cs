using System.Diagnostics;
using System.Globalization;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace RedGradient.Notebooks.Sessions;

/// <summary>
/// The lines of a cell that use an index. Optimised code has one place for all failed range checks of a method, so the runtime names no
/// line for them, or a wrong one; what can be said is which lines come into question.
/// </summary>
internal static class IndexLines
{
    private const string ThrowHelper = "ThrowIndexOutOfRangeException";

    /// <summary>Whether a method is the one that optimised code calls for a failed range check.</summary>
    public static bool IsThrower(System.Reflection.MethodBase? method) =>
        method is { Name: ThrowHelper, DeclaringType.Namespace: "Internal.Runtime.CompilerHelpers" };

    /// <summary>Whether the runtime knows the line all the same, since the method was not to be optimised.</summary>
    public static bool AreExact(System.Reflection.MethodBase? method) =>
        method?.Module.Assembly.GetCustomAttributes(typeof(DebuggableAttribute), inherit: false) is [DebuggableAttribute { IsJITOptimizerDisabled: true }];

    /// <summary>The lines, from 1, in their order.</summary>
    public static IReadOnlyList<int> Of(string code) =>
        [.. CSharpSyntaxTree.ParseText(code, new CSharpParseOptions(Session.Language, kind: Microsoft.CodeAnalysis.SourceCodeKind.Script)).GetRoot()
            .DescendantNodes().Where(node => node is ElementAccessExpressionSyntax or ElementBindingExpressionSyntax)
            .Select(node => node.GetLocation().GetLineSpan().StartLinePosition.Line + 1).Distinct().Order()];

    /// <summary>The lines as a reader says them.</summary>
    public static string Say(IReadOnlyList<int> lines) =>
        "one of lines " + string.Join(", ", lines.Select(line => line.ToString(CultureInfo.InvariantCulture)));
}
