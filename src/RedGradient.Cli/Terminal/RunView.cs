using Spectre.Console;

namespace RedGradient.Cli.Terminal;

/// <summary>Chooses how the run of lessons is shown: bars where somebody watches a terminal, plain lines elsewhere.</summary>
internal static class RunView
{
    /// <summary>Whether somebody watches a terminal that can redraw its lines.</summary>
    public static bool IsWatched => !Console.IsOutputRedirected && AnsiConsole.Profile.Capabilities.Interactive && AnsiConsole.Profile.Capabilities.Ansi;

    public static async Task<T> ShowAsync<T>(IReadOnlyList<string> lessons, Func<IRunView, Task<T>> run) =>
        IsWatched ? await LiveRunView.ShowAsync(lessons, run).ConfigureAwait(false) : await run(new PlainRunView()).ConfigureAwait(false);
}
