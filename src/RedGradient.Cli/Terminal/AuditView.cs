using RedGradient.Evaluation.Auditing;
using Spectre.Console;

namespace RedGradient.Cli.Terminal;

/// <summary>Shows how far an audit is: a bar a test for a watcher, a line a test elsewhere.</summary>
internal static class AuditView
{
    public static T Show<T>(Func<Action<string>, T> run)
    {
        if (!RunView.IsWatched) return run(test => Console.WriteLine($"audit: {test}"));
        return AnsiConsole.Progress().Start(context =>
        {
            var tasks = NetworkAudit.Tests.ToDictionary(test => test, test => context.AddTask(Markup.Escape(test), autoStart: false, maxValue: 1));
            ProgressTask? current = null;
            AmbientProgress.Sink = (_, fraction) => current?.Value = double.IsNaN(fraction) ? current.Value : fraction;
            try
            {
                var result = run(test =>
                {
                    Finish(current);
                    current = tasks[test];
                    current.StartTask();
                });
                Finish(current);
                return result;
            }
            finally
            {
                AmbientProgress.Sink = null;
            }
        });
    }

    private static void Finish(ProgressTask? task)
    {
        if (task is null) return;
        task.Value = task.MaxValue;
        task.StopTask();
    }
}
