namespace RedGradient.Notebooks.Sessions.Packages;

/// <summary>What a set of packages brings.</summary>
/// <param name="Versions">The version that was chosen of each package, by its name.</param>
/// <param name="Assemblies">The full paths of the assemblies to compile against and to run.</param>
/// <param name="Natives">The full paths of the native libraries for this machine.</param>
internal sealed record PackageFiles(IReadOnlyDictionary<string, string> Versions, IReadOnlyList<string> Assemblies, IReadOnlyList<string> Natives)
{
    /// <summary>Whether every file is still there: the package folder may have been cleaned.</summary>
    public bool AreThere => Assemblies.All(File.Exists) && Natives.All(File.Exists);
}
