using RedGradient.Cli.Commands;
using Spectre.Console;

namespace RedGradient.Cli.Terminal;

/// <summary>Where the seconds of each lesson went, cell by cell; printed only, since no file may depend on a clock.</summary>
internal static class TimingsTable
{
    public static void Write(IReadOnlyList<LessonReport> reports)
    {
        foreach (var report in reports.Where(report => report.Result is not null))
        {
            var table = new Table().Border(TableBorder.Simple).AddColumn(Markup.Escape(report.Name));
            foreach (var head in new[] { "compile", "run", "format", "total" }) table.AddColumn(new TableColumn(head).RightAligned());
            var timings = report.Result!.Timings;
            for (var i = 0; i < timings.Count; i++) AddRow(table, FormattableString.Invariant($"cell {i + 1}"), timings[i]);
            AddRow(table, "all cells", timings.Aggregate(default(Notebooks.Sessions.CellTimings), (sum, next) => new(sum.Compile + next.Compile, sum.Run + next.Run, sum.Format + next.Format)));
            AnsiConsole.Write(table);
        }
    }

    private static void AddRow(Table table, string name, Notebooks.Sessions.CellTimings timings) => table.AddRow(
        [name, .. new[] { timings.Compile, timings.Run, timings.Format, timings.Total }.Select(time => FormattableString.Invariant($"{time.TotalSeconds:0.00}"))]);
}
