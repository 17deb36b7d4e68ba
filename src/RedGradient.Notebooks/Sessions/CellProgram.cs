using System.Collections.Immutable;
using System.Reflection;
using Microsoft.CodeAnalysis.CSharp;

namespace RedGradient.Notebooks.Sessions;

/// <summary>A compiled and loaded cell.</summary>
/// <param name="Compilation">The cell as the compiler knows it.</param>
/// <param name="Names">What it brings.</param>
/// <param name="Assembly">What it became; null when there is nothing in it to run.</param>
/// <param name="Earlier">The cells that it was compiled after.</param>
internal sealed record CellProgram(CSharpCompilation Compilation, CellNames Names, Assembly? Assembly, ImmutableArray<KeptCell> Earlier)
{
    /// <summary>Runs the cell's code.</summary>
    /// <param name="states">The objects that hold the variables of earlier cells; the cell's own is put behind the last.</param>
    /// <returns>The cell's value, or what its code threw.</returns>
    public async Task<(object? Value, Exception? Thrown)> RunAsync(object?[] states)
    {
        if (Assembly is null) return default;
        try { return (await Entry(Assembly)(states).ConfigureAwait(false), null); }
        catch (Exception exception) { return (null, exception); }
    }

    private Func<object?[], Task<object?>> Entry(Assembly assembly)
    {
        var entry = Compilation.GetEntryPoint(CancellationToken.None)!;
        return assembly.GetType(entry.ContainingType.MetadataName, throwOnError: true)!
            .GetMethod(entry.MetadataName, BindingFlags.Static | BindingFlags.Public | BindingFlags.NonPublic)!
            .CreateDelegate<Func<object?[], Task<object?>>>();
    }
}
