using System.CommandLine;
using RedGradient.Cli.Terminal;
using RedGradient.Lessons;
using RedGradient.Notebooks.Running;

namespace RedGradient.Cli.Commands;

/// <summary><c>experiment</c>: measures what takes longer than a lesson may, and goes on where it was stopped.</summary>
internal static class ExperimentCommand
{
    public static Command Create()
    {
        var name = new Argument<string?>("name") { Description = "The experiment; without a name they are listed.", Arity = ArgumentArity.ZeroOrOne };
        var jobs = new Option<int>("--jobs") { Description = "How many points are measured at once; the results do not depend on it.", DefaultValueFactory = _ => Environment.ProcessorCount };
        var force = OutputOptions.Force();
        var command = new Command("experiment", "Runs a named experiment into data/results/NAME.json; finished points are kept and not measured again.") { name, jobs, force };
        command.SetAction((parsed, token) => Task.Run(() => Run(parsed.GetValue(name), parsed.GetValue(jobs), parsed.GetValue(force), token), CancellationToken.None));
        return command;
    }

    /// <summary>Every experiment of the library, sorted by name.</summary>
    public static IReadOnlyList<Experiment> All() =>
        [.. typeof(Experiment).Assembly.GetExportedTypes()
            .Where(type => type.IsSubclassOf(typeof(Experiment)) && !type.IsAbstract && type.GetConstructor([]) is not null)
            .Select(type => (Experiment)Activator.CreateInstance(type)!)
            .OrderBy(experiment => experiment.Name, StringComparer.Ordinal)];

    private static int Run(string? name, int jobs, bool force, CancellationToken cancellationToken)
    {
        var all = All();
        if (jobs < 1) throw new ArgumentException(FormattableString.Invariant($"--jobs was {jobs}; allowed are whole numbers from 1."));
        if (name is null)
        {
            if (all.Count == 0) Console.WriteLine("There is no experiment yet.");
            foreach (var each in all) Console.WriteLine($"{each.Name}: {each.Description} ({each.Points().Count} points)");
            return ExitCode.Success;
        }

        var known = all.Count == 0 ? "there is none yet" : "experiments are " + string.Join(", ", all.Select(each => each.Name));
        var experiment = all.FirstOrDefault(each => each.Name == name) ?? throw new ArgumentException($"There is no experiment \"{name}\": {known}.");
        var path = Path.Combine(Course.Find(Environment.CurrentDirectory).Root, "data", "results", experiment.Name + ".json");
        if (AtomicFile.WhyNotWritable(Path.GetDirectoryName(path)!) is { } why) throw new ArgumentException($"The results cannot be written into {Path.GetDirectoryName(path)}: {why}");
        var results = ExperimentView.Show(experiment.Name, progress => ExperimentRunner.Run(experiment, path, jobs, progress, force, cancellationToken));
        Console.WriteLine($"{experiment.Name}: {results.Points.Count} points in {Path.GetRelativePath(Environment.CurrentDirectory, path)}");
        return ExitCode.Success;
    }
}
