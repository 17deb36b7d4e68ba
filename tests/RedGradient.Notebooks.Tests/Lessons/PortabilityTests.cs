using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using RedGradient.Notebooks.Documents;
using RedGradient.Notebooks.Running;

namespace RedGradient.Notebooks.Tests.Lessons;

/// <summary>The lessons keep to the language that older installs have, though the kernel itself takes a newer one.</summary>
public sealed class PortabilityTests
{
    private static readonly CSharpParseOptions Older = new(LanguageVersion.CSharp13, kind: SourceCodeKind.Script);

    public static TheoryData<string> Lessons() => [.. Course.Find(AppContext.BaseDirectory).Lessons()];

    [Theory]
    [MemberData(nameof(Lessons))]
    public void Every_cell_is_CSharp_13(string lesson)
    {
        foreach (var cell in Notebook.Load(lesson).Cells.Where(cell => cell.Kind == CellKind.Code && !cell.Source.StartsWith("#!", StringComparison.Ordinal)))
        {
            Assert.Null(Newer(cell.Source));
        }
    }

    [Theory]
    [InlineData("Box b = null; b?.V = 3;")]
    [InlineData("class C { public int P { get; set => field = value; } }")]
    [InlineData("static class E { extension(int x) { } }")]
    [InlineData("F(nameof(List<>));")]
    [InlineData("TryRead read = (text, out number) => true;")]
    public void What_is_newer_is_noticed(string code) => Assert.NotNull(Newer(code));

    private static string? Newer(string code)
    {
        var older = CSharpSyntaxTree.ParseText(code, Older);
        if (older.GetDiagnostics().FirstOrDefault(diagnostic => diagnostic.Severity == DiagnosticSeverity.Error) is { } error) return error.GetMessage(System.Globalization.CultureInfo.InvariantCulture);
        // What only the binder tells apart.
        var newer = CSharpSyntaxTree.ParseText(code, Older.WithLanguageVersion(LanguageVersion.CSharp14)).GetRoot();
        return newer.DescendantNodes().FirstOrDefault(IsNewer)?.ToString();
    }

    private static bool IsNewer(SyntaxNode node) => node switch
    {
        FieldExpressionSyntax or ConditionalAccessExpressionSyntax { WhenNotNull: AssignmentExpressionSyntax } or AssignmentExpressionSyntax { Left: ConditionalAccessExpressionSyntax } => true,
        OmittedTypeArgumentSyntax => node.FirstAncestorOrSelf<InvocationExpressionSyntax>() is { Expression: IdentifierNameSyntax { Identifier.ValueText: "nameof" } },
        ParameterSyntax { Type: null, Modifiers.Count: > 0, Parent: ParameterListSyntax { Parent: LambdaExpressionSyntax } } => true,
        _ => node.IsKind(SyntaxKind.ExtensionBlockDeclaration),
    };
}
