using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Text;

namespace RedGradient.Notebooks.Sessions;

/// <summary>
/// Writes checkpoints into a cell: into every loop, and every lambda that a loop of the framework may call, so that an interrupt can end it
/// without force, since the runtime's own abort can end the process instead; and into every function that may call itself, so that an
/// endless recursion is an error. Lines stay where they are.
/// </summary>
internal static class Checkpoints
{
    private static readonly string Language = $"global::{typeof(CellLanguage).FullName}";
    private static readonly string Call = $"{Language}.{nameof(CellLanguage.Checkpoint)}();";
    private static readonly string Continue = $"{Language}.{nameof(CellLanguage.Continue)}()";
    private static readonly string Enter = $"{Language}.{nameof(CellLanguage.Enter)}()";

    public static CompiledText Insert(SyntaxTree tree)
    {
        var changes = new List<Change>();
        var root = tree.GetRoot();
        foreach (var node in root.DescendantNodes())
        {
            StatementSyntax? body = node switch
            {
                WhileStatementSyntax loop => loop.Statement,
                DoStatementSyntax loop => loop.Statement,
                ForStatementSyntax loop => loop.Statement,
                CommonForEachStatementSyntax loop => loop.Statement,
                _ => null,
            };
            if (body is not null && !body.ContainsDiagnostics) InLoop(changes, body);
            if (node is InvocationExpressionSyntax { Expression: MemberAccessExpressionSyntax { Name.Identifier.ValueText: "FailFast" } end } && IsEnvironment(end.Expression))
            {
                changes.Add(new Change(end.Span, 0, $"{Language}.{nameof(CellLanguage.FailFast)}"));
            }
        }

        var recursive = Recursion.Find(root).Where(function => !function.ContainsDiagnostics).ToHashSet();
        foreach (var function in recursive) InFunction(changes, function, Enter);
        foreach (var lambda in root.DescendantNodes().OfType<AnonymousFunctionExpressionSyntax>().Where(lambda => !lambda.ContainsDiagnostics))
        {
            SyntaxNode body = (SyntaxNode?)lambda.Block ?? lambda;
            if (!recursive.Contains(body)) InFunction(changes, body, Continue);
        }

        return new CompiledText(tree.GetText(), [.. changes.GroupBy(change => change.Span).OrderBy(group => group.Key)
            .Select(group => new TextChange(group.Key, string.Concat(group.OrderBy(change => change.Order).Select(change => change.Text))))]);
    }

    private static void InLoop(List<Change> changes, StatementSyntax body)
    {
        if (body is BlockSyntax block)
        {
            changes.Add(new Change(new TextSpan(block.OpenBraceToken.Span.End, 0), 0, Call));
            return;
        }

        // Loops that end together close their braces together, whatever their order.
        changes.Add(new Change(new TextSpan(body.SpanStart, 0), 1, "{" + Call));
        changes.Add(new Change(new TextSpan(body.Span.End, 0), -1, "}"));
    }

    private static void InFunction(List<Change> changes, SyntaxNode function, string check)
    {
        switch (function)
        {
            case BlockSyntax block:
                changes.Add(new Change(new TextSpan(block.OpenBraceToken.Span.End, 0), 0, check + ";"));
                break;
            case ArrowExpressionClauseSyntax { Parent: { } parent } arrow when Semicolon(parent) is { IsMissing: false } semicolon && arrow.Expression is not ThrowExpressionSyntax:
                var isProperty = parent is PropertyDeclarationSyntax or IndexerDeclarationSyntax;
                changes.Add(new Change(arrow.ArrowToken.Span, 0, $"{{{(isProperty ? "get{" : "")}{check};{(ReturnsNothing(parent) ? "" : "return ")}"));
                changes.Add(new Change(semicolon.Span, -2, isProperty ? ";}}" : ";}"));
                break;
            case LambdaExpressionSyntax { ExpressionBody: { } value } when value is BinaryExpressionSyntax or ConditionalExpressionSyntax or CastExpressionSyntax or MemberAccessExpressionSyntax or ElementAccessExpressionSyntax or PrefixUnaryExpressionSyntax { RawKind: (int)SyntaxKind.LogicalNotExpression } or ParenthesizedExpressionSyntax or SwitchExpressionSyntax or InterpolatedStringExpressionSyntax:
                changes.Add(new Change(new TextSpan(value.SpanStart, 0), 2, $"{check}?("));
                changes.Add(new Change(new TextSpan(value.Span.End, 0), -3, "):throw null!"));
                break;
        }
    }

    private static SyntaxToken Semicolon(SyntaxNode member) => member switch
    {
        BaseMethodDeclarationSyntax method => method.SemicolonToken,
        LocalFunctionStatementSyntax function => function.SemicolonToken,
        PropertyDeclarationSyntax property => property.SemicolonToken,
        IndexerDeclarationSyntax indexer => indexer.SemicolonToken,
        AccessorDeclarationSyntax accessor => accessor.SemicolonToken,
        _ => default,
    };

    private static bool ReturnsNothing(SyntaxNode member) => member switch
    {
        MethodDeclarationSyntax method => ReturnsNothing(method.ReturnType, method.Modifiers),
        LocalFunctionStatementSyntax function => ReturnsNothing(function.ReturnType, function.Modifiers),
        ConstructorDeclarationSyntax or DestructorDeclarationSyntax => true,
        AccessorDeclarationSyntax accessor => !accessor.IsKind(SyntaxKind.GetAccessorDeclaration),
        _ => false,
    };

    private static bool ReturnsNothing(TypeSyntax type, SyntaxTokenList modifiers) =>
        type is PredefinedTypeSyntax { Keyword.RawKind: (int)SyntaxKind.VoidKeyword }
        || (modifiers.Any(SyntaxKind.AsyncKeyword) && type.DescendantNodesAndSelf().LastOrDefault() is IdentifierNameSyntax { Identifier.ValueText: "Task" or "ValueTask" });

    private static bool IsEnvironment(ExpressionSyntax expression) =>
        expression is IdentifierNameSyntax { Identifier.ValueText: "Environment" } or MemberAccessExpressionSyntax { Name.Identifier.ValueText: "Environment" };

    private readonly record struct Change(TextSpan Span, int Order, string Text);
}
