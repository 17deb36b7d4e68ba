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
    /// <param name="output">The files that the copies go to; null to write into the notebooks themselves.</param>
    /// <param name="cancellationToken">Ends the run at once; lessons that were finished keep their files.</param>
    public static Task<IReadOnlyList<LessonReport>> RunAsync(
        Course course, IReadOnlyList<string> paths, string data, OutputFiles? output, CancellationToken cancellationToken)
    {
        var before = new Dictionary<string, FileSnapshot>();
        if (output is null) CheckInPlace(paths, before);
        foreach (var path in paths) output?.Claim(Path.GetFileName(path), path);
        output?.Check();
        return ForEachAsync(course, paths, data, (path, result) => Write(path, result, output, before), cancellationToken);
    }

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

    // A notebook that a reader goes on editing while it runs is not replaced.
    private static void CheckInPlace(IReadOnlyList<string> paths, Dictionary<string, FileSnapshot> before)
    {
        foreach (var path in paths)
        {
            var why = new FileInfo(path).IsReadOnly ? "it is protected against writing." : AtomicFile.WhyNotWritable(Path.GetDirectoryName(RealPath.Of(path))!);
            if (why is not null) throw new ArgumentException($"--in-place cannot write '{path}': {why} Leave --in-place out, and the executed copy goes to --out.");
            before[path] = FileSnapshot.Of(path);
        }
    }

    /// <summary>Keeps what a run gave, as an executed copy or in place.</summary>
    public static string? Write(string path, LessonResult result, OutputFiles? output, IReadOnlyDictionary<string, FileSnapshot>? before = null)
    {
        var problem = result.Failure?.ToString();
        if (output is null)
        {
            // A notebook that fails keeps the outputs it had.
            if (problem is null) before![path].Replace(result.Notebook.ToJson());
            return problem;
        }

        var copy = result.Notebook.Clone();
        ReferenceRewriter.Rewrite(copy, Path.GetDirectoryName(path)!, output.Folder);
        output.Write(Path.GetFileName(path), copy.ToJson());
        return problem;
    }
}
