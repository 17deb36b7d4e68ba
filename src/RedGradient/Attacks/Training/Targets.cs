using RedGradient.Networks;

namespace RedGradient.Attacks.Training;

/// <summary>Parameters by their names.</summary>
internal static class Targets
{
    /// <summary>For each parameter whether it is named; all where no names are given.</summary>
    internal static bool[] Of(Network network, IReadOnlyList<string>? names)
    {
        foreach (var name in names ?? []) Find(network, name);
        return [.. network.Parameters.Select(parameter => names is null || names.Contains(parameter.Name))];
    }

    /// <summary>The parameter of a name.</summary>
    internal static Parameter Find(Network network, string name) => network.Parameters.FirstOrDefault(parameter => parameter.Name == name)
        ?? throw new ArgumentException($"The network has no parameter \"{name}\"; it has {string.Join(", ", network.Parameters.Select(parameter => parameter.Name))}.");
}
