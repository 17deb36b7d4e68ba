using RedGradient.Lessons;

namespace RedGradient.Tests.Evaluation;

/// <summary>The experiments and what is committed of them.</summary>
internal static class CommittedResults
{
    /// <summary>All experiments by name.</summary>
    public static IReadOnlyDictionary<string, Experiment> Experiments { get; } = typeof(Experiment).Assembly.GetExportedTypes()
        .Where(type => type.IsSubclassOf(typeof(Experiment)) && !type.IsAbstract)
        .Select(type => (Experiment)Activator.CreateInstance(type)!)
        .ToDictionary(experiment => experiment.Name, StringComparer.Ordinal);

    /// <summary>The results of one of them.</summary>
    public static ExperimentResults Of(string name) => ExperimentResults.Load(Path.Combine(Repository.Root, "data", "results", name + ".json"));
}
