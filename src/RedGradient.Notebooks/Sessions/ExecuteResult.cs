using System.Text.Json.Nodes;

namespace RedGradient.Notebooks.Sessions;

/// <summary>The value of a cell's trailing expression.</summary>
/// <param name="Data">The MIME bundle, as in <see cref="DisplayData"/>.</param>
/// <param name="Metadata">Metadata of the bundle, usually empty.</param>
public sealed record ExecuteResult(JsonObject Data, JsonObject Metadata) : CellEvent;
