using System.Reflection;
using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;
using System.Runtime.Loader;

namespace RedGradient.Notebooks.Sessions;

/// <summary>
/// Loads what cells were compiled to, each so that it goes away with the last thing that refers to it: a later cell, a value, a lambda, an
/// object of a type of its own. Whatever else a cell refers to is found as the process finds it.
/// </summary>
internal sealed class CellAssemblies
{
    private readonly AssemblyLoadContext _forGood = new("cells");

    /// <summary>Loads a cell.</summary>
    /// <param name="code">The compiled cell.</param>
    /// <param name="symbols">Its lines and columns.</param>
    /// <param name="isToStay">Whether it had better stay, if it needs nothing that goes: what goes alone takes more memory while it is there.</param>
    /// <param name="earlier">The cells that it may refer to.</param>
    public Assembly Load(MemoryStream code, MemoryStream symbols, bool isToStay, IEnumerable<Assembly> earlier)
    {
        var names = References(code);
        var needed = earlier.Where(assembly => names.Contains(assembly.GetName().Name!)).ToArray();
        code.Position = symbols.Position = 0;
        if (isToStay && needed.All(assembly => !assembly.IsCollectible)) return _forGood.LoadFromStream(code, symbols);
        var passing = new Passing(needed);
        try { return passing.LoadFromStream(code, symbols); }
        finally { passing.Unload(); }
    }

    private static HashSet<string> References(MemoryStream code)
    {
        code.Position = 0;
        using var file = new PEReader(code, PEStreamOptions.LeaveOpen);
        var metadata = file.GetMetadataReader();
        return metadata.AssemblyReferences.Select(handle => metadata.GetString(metadata.GetAssemblyReference(handle).Name)).ToHashSet(StringComparer.Ordinal);
    }

    // Holds what the cell needs, until the cell goes: some of it is looked up only when a function is called for the first time.
    private sealed class Passing(Assembly[] needed) : AssemblyLoadContext("cell", isCollectible: true)
    {
        private readonly Weight _weight = new();

        protected override Assembly? Load(AssemblyName assemblyName) => Array.Find(needed, assembly => assembly.GetName().Name == assemblyName.Name);
    }

    // What a loaded assembly takes, the collector does not see, and it would let thousands wait.
    private sealed class Weight
    {
        private const long Bytes = 30 << 10;

        public Weight() => GC.AddMemoryPressure(Bytes);

        ~Weight() => GC.RemoveMemoryPressure(Bytes);
    }
}
