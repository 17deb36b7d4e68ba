using System.Reflection;
using System.Runtime.Loader;

namespace RedGradient.Notebooks.Sessions;

/// <summary>
/// Loads what cells were compiled to. A cell that brings nothing to later ones is loaded so that it goes away with the last thing that refers
/// to it, a value, a lambda, an object of a type of its own: a session can run ten thousand of them. Whatever else a cell refers to is found
/// as the process finds it.
/// </summary>
internal sealed class CellAssemblies
{
    private readonly Kept _kept = new();

    public Assembly Load(Stream code, Stream symbols, bool isKept)
    {
        if (isKept) return _kept.LoadFromStream(code, symbols);
        var passing = new Passing(_kept);
        try { return passing.LoadFromStream(code, symbols); }
        finally { passing.Unload(); }
    }

    private sealed class Kept() : AssemblyLoadContext("cells")
    {
        public Assembly? Find(AssemblyName name) => Assemblies.FirstOrDefault(assembly => assembly.GetName().Name == name.Name);
    }

    private sealed class Passing(Kept kept) : AssemblyLoadContext("cell", isCollectible: true)
    {
        private readonly Weight _weight = new();

        protected override Assembly? Load(AssemblyName assemblyName) => kept.Find(assemblyName);
    }

    // What a loaded assembly takes, the collector does not see, and it would let thousands wait.
    private sealed class Weight
    {
        private const long Bytes = 100 << 10;

        public Weight() => GC.AddMemoryPressure(Bytes);

        ~Weight() => GC.RemoveMemoryPressure(Bytes);
    }
}
