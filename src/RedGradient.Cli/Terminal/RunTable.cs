using RedGradient.Cli.Commands;
using Spectre.Console;

namespace RedGradient.Cli.Terminal;

/// <summary>The closing table, and below it what went wrong.</summary>
internal static class RunTable
{
    public static void Write(IReadOnlyList<LessonReport> reports)
    {
        var table = new Table().Border(TableBorder.Simple).AddColumn("lesson");
        foreach (var name in new[] { "cells", "seconds", "figures", "checks" }) table.AddColumn(new TableColumn(name).RightAligned());
        table.AddColumn("result");
        foreach (var report in reports)
        {
            table.AddRow(
                Markup.Escape(report.Name),
                Number(report.Result?.CellCount),
                report.Result is { } result ? FormattableString.Invariant($"{result.Duration.TotalSeconds:0.0}") : "",
                Number(report.Result?.FigureCount),
                Number(report.Result?.CheckCount),
                report.Succeeded ? "[green]ok[/]" : "[red]failed[/]");
        }

        AnsiConsole.Write(table);
        foreach (var report in reports.Where(report => !report.Succeeded)) Console.Error.WriteLine($"{report.Name}: {report.Problem}");
    }

    private static string Number(int? value) => value is { } number ? FormattableString.Invariant($"{number}") : "";
}
