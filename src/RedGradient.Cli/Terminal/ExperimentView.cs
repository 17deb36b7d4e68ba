using Spectre.Console;

namespace RedGradient.Cli.Terminal;

/// <summary>Shows how many points of an experiment are measured: a bar for a watcher, a line a point elsewhere.</summary>
internal static class ExperimentView
{
    public static T Show<T>(string name, Func<Action<int, int>, T> run)
    {
        if (!RunView.IsWatched) return run((done, count) => Console.WriteLine($"{name}: {done} of {count} points"));
        return AnsiConsole.Progress().Start(context =>
        {
            var task = context.AddTask(Markup.Escape(name));
            return run((done, count) =>
            {
                task.MaxValue = Math.Max(count, 1);
                task.Value = count == 0 ? 1 : done;
            });
        });
    }
}
