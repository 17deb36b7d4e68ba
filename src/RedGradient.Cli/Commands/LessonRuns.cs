using RedGradient.Cli.Terminal;
using RedGradient.Notebooks.Documents;
using RedGradient.Notebooks.Running;

namespace RedGradient.Cli.Commands;

/// <summary>Runs lessons, each to its end whatever the others do.</summary>
internal static class LessonRuns
{
    /// <param name="course">The course.</param>
    /// <param name="paths">The notebooks.</param>
    /// <param name="data">The resolved data setting.</param>
    /// <param name="output">The folder for copies; null to write into the notebooks themselves.</param>
    /// <param name="cancellationToken">Ends the run at once; lessons that were finished keep their files.</param>
    public static Task<IReadOnlyList<LessonReport>> RunAsync(
        Course course, IReadOnlyList<string> paths, string data, string? output, CancellationToken cancellationToken) =>
        ForEachAsync(course, paths, data, (path, result) => Write(path, result, output), cancellationToken);

    /// <summary>Runs each lesson and hands its result on, on any thread; what is returned is the problem, if any.</summary>
    /// <param name="course">The course.</param>
    /// <param name="paths">The notebooks.</param>
    /// <param name="data">The resolved data setting.</param>
    /// <param name="finish">Takes a notebook's path and the result of its run.</param>
    /// <param name="cancellationToken">Ends the run at once; lessons that were finished keep their files.</param>
    /// <param name="sideBySide">How many lessons run at once. Their outputs do not depend on it.</param>
    public static async Task<IReadOnlyList<LessonReport>> ForEachAsync(
        Course course, IReadOnlyList<string> paths, string data, Func<string, LessonResult, string?> finish, CancellationToken cancellationToken, int sideBySide = 1)
    {
        var names = paths.Select(Path.GetFileNameWithoutExtension).ToList();
        return await RunView.ShowAsync<IReadOnlyList<LessonReport>>(names!, async view =>
        {
            var reports = new LessonReport[paths.Count];
            var options = new ParallelOptions { MaxDegreeOfParallelism = sideBySide, CancellationToken = cancellationToken };
            await Parallel.ForAsync(0, paths.Count, options, async (index, token) =>
            {
                reports[index] = await RunOneAsync(paths[index], data, finish, view, token).ConfigureAwait(false);
                view.Finished(reports[index]);
            }).ConfigureAwait(false);
            return reports;
        }).ConfigureAwait(false);
    }

    private static async Task<LessonReport> RunOneAsync(
        string path, string data, Func<string, LessonResult, string?> finish, IRunView view, CancellationToken cancellationToken)
    {
        var name = Path.GetFileNameWithoutExtension(path);
        try
        {
            var notebook = Notebook.Load(path);
            var result = await LessonRunner.RunAsync(
                notebook, Path.GetDirectoryName(path)!, data, progress => view.Progress(name, progress), cancellationToken).ConfigureAwait(false);
            cancellationToken.ThrowIfCancellationRequested();
            return new LessonReport(name, result, finish(path, result));
        }
        catch (Exception exception) when (exception is IOException or FormatException or UnauthorizedAccessException)
        {
            return new LessonReport(name, null, exception.Message);
        }
    }

    /// <summary>Keeps what a run gave, as an executed copy or in place.</summary>
    public static string? Write(string path, LessonResult result, string? output)
    {
        var problem = result.Failure?.ToString();
        if (output is null)
        {
            // A notebook that fails keeps the outputs it had.
            if (problem is null) result.Notebook.Save(path);
            return problem;
        }

        Directory.CreateDirectory(output);
        var copy = result.Notebook.Clone();
        ReferenceRewriter.Rewrite(copy, Path.GetDirectoryName(path)!, output);
        copy.Save(Path.Combine(output, Path.GetFileName(path)));
        return problem;
    }
}
