using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Text;

namespace RedGradient.Notebooks.Sessions;

/// <summary>
/// Writes a checkpoint into every loop of a cell, so that an interrupt can end it without force: the runtime's own abort can end the
/// process instead. Lines stay where they are.
/// </summary>
internal static class Checkpoints
{
    private static readonly string Call = $"global::{typeof(CellLanguage).FullName}.{nameof(CellLanguage.Checkpoint)}();";

    public static string Insert(SyntaxTree tree)
    {
        var changes = new List<(int Position, int Order, string Text)>();
        foreach (var node in tree.GetRoot().DescendantNodes())
        {
            StatementSyntax? body = node switch
            {
                WhileStatementSyntax loop => loop.Statement,
                DoStatementSyntax loop => loop.Statement,
                ForStatementSyntax loop => loop.Statement,
                CommonForEachStatementSyntax loop => loop.Statement,
                _ => null,
            };
            if (body is null || body.ContainsDiagnostics) continue;
            if (body is BlockSyntax block)
            {
                changes.Add((block.OpenBraceToken.Span.End, 0, Call));
            }
            else
            {
                // Loops that end together close their braces together, whatever their order.
                changes.Add((body.SpanStart, 1, "{" + Call));
                changes.Add((body.Span.End, -1, "}"));
            }
        }

        var text = tree.GetText();
        return changes.Count == 0
            ? text.ToString()
            : text.WithChanges(changes.GroupBy(change => change.Position).OrderBy(group => group.Key)
                .Select(group => new TextChange(new TextSpan(group.Key, 0), string.Concat(group.OrderBy(change => change.Order).Select(change => change.Text))))).ToString();
    }
}
