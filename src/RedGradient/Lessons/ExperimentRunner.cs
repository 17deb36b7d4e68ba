using System.Runtime.ExceptionServices;

namespace RedGradient.Lessons;

/// <summary>Measures the points of an experiment that are not measured yet, and keeps each as soon as it is.</summary>
public static class ExperimentRunner
{
    /// <summary>Runs an experiment, or goes on with one that was stopped.</summary>
    /// <param name="experiment">The experiment.</param>
    /// <param name="path">The file of results. It is written whole after every point, so that nothing that stops the process loses a finished one.</param>
    /// <param name="parallelism">How many points are measured at once, from 1. The file is the same for any number.</param>
    /// <param name="progress">Is told the number of points that are measured and the number of all; null for nobody.</param>
    /// <param name="overwrite">Whether a file of something else is replaced; false by default. Results of this experiment that are there are always gone on with.</param>
    /// <param name="cancellationToken">Stops the experiment; the ambient token if none is given.</param>
    /// <returns>The results of all points.</returns>
    /// <exception cref="ArgumentException">Two points have one key, or the parallelism is below 1.</exception>
    /// <exception cref="FormatException">The file of results is damaged.</exception>
    /// <exception cref="IOException">The file is one of another experiment, or cannot be written; found out before anything is measured.</exception>
    /// <exception cref="OperationCanceledException">The experiment was stopped; finished points are in the file.</exception>
    public static ExperimentResults Run(
        Experiment experiment, string path, int parallelism = 1, Action<int, int>? progress = null, bool overwrite = false, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(experiment);
        ArgumentOutOfRangeException.ThrowIfLessThan(parallelism, 1);
        var token = AmbientCancellation.Or(cancellationToken);
        var points = experiment.Points();
        if (points.GroupBy(point => point.Key).FirstOrDefault(group => group.Count() > 1) is { } twice)
        {
            throw new ArgumentException($"The experiment {experiment.Name} has two points with the key \"{twice.Key}\"; keys must differ.", nameof(experiment));
        }

        if (Directory.Exists(path)) throw new IOException($"'{path}' is a folder; the results of {experiment.Name} would be a file of that name. Move it away.");
        var results = Start(experiment, path, points, overwrite);
        var folder = Path.GetDirectoryName(Path.GetFullPath(path))!;
        if (AtomicFile.WhyNotWritable(folder) is { } why) throw new IOException($"The results of {experiment.Name} cannot be written into {folder}: {why}");
        var written = FileSnapshot.Of(path);
        var missing = points.Where(point => !results.Contains(point)).ToList();
        var gate = new Lock();
        progress?.Invoke(points.Count - missing.Count, points.Count);
        try
        {
            Parallel.ForEach(missing, new ParallelOptions { MaxDegreeOfParallelism = parallelism, CancellationToken = token }, Measure);
        }
        catch (AggregateException failures)
        {
            // Whatever the number of points at once: what went wrong, as it would for one.
            ExceptionDispatchInfo.Throw(failures.Flatten().InnerExceptions[0]);
        }

        Save();
        return results;

        void Measure(ExperimentPoint point)
        {
            var values = experiment.Measure(point, token);
            lock (gate)
            {
                results.Add(new MeasuredPoint(point.Key, point.Seed, values));
                Save();
                progress?.Invoke(results.Points.Count, points.Count);
            }
        }

        void Save()
        {
            // Another process may measure the same experiment: its points are kept too.
            if (FileSnapshot.Of(path) != written) Start(experiment, path, points, overwrite).Points.Where(point => !results.Contains(new ExperimentPoint(point.Key, point.Seed))).ToList().ForEach(results.Add);
            results.Save(path, overwrite);
            written = FileSnapshot.Of(path);
        }
    }

    private static ExperimentResults Start(Experiment experiment, string path, IReadOnlyList<ExperimentPoint> points, bool overwrite)
    {
        var fresh = new ExperimentResults(experiment.Name, experiment.Version);
        if (!File.Exists(path)) return fresh;
        ExperimentResults results;
        try
        {
            results = ExperimentResults.Load(path);
        }
        catch (FormatException) when (overwrite)
        {
            return fresh;
        }

        if (results.Name != experiment.Name)
        {
            return overwrite ? fresh : throw new IOException($"'{path}' holds the results of {results.Name}, not of {experiment.Name}; it is kept as it is. Move it away, or replace it with --force (in code: overwrite: true).");
        }

        // Results of an older meaning say nothing about this one.
        if (results.Version != experiment.Version) return fresh;
        results.KeepOnly(points);
        return results;
    }
}
