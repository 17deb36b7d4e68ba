using System.Reflection;
using Microsoft.CodeAnalysis.CSharp;

namespace RedGradient.Notebooks.Sessions;

/// <summary>A cell that ran, and that later ones build on.</summary>
/// <param name="Compilation">The cell as the compiler knows it.</param>
/// <param name="Names">What it brings.</param>
/// <param name="Assembly">What it became; null when there was nothing in it to run.</param>
/// <param name="State">The object that holds its variables; null when there was nothing in it to run.</param>
internal sealed record KeptCell(CSharpCompilation Compilation, CellNames Names, Assembly? Assembly, object? State);
