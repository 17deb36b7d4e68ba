using System.Text.Json.Nodes;

namespace RedGradient.Notebooks.Sessions;

/// <summary>A value that a cell displays, or a later state of one that it displayed before.</summary>
/// <param name="Data">The MIME bundle: a JSON object for JSON types, text for all others, base64 text for pictures.</param>
/// <param name="Metadata">Metadata of the bundle, usually empty.</param>
/// <param name="DisplayId">The identity under which the value can be updated; never null when <paramref name="IsUpdate"/> is true.</param>
/// <param name="IsUpdate">True when an earlier display of the same identity is to be replaced.</param>
/// <param name="IsTransient">True for progress, which is shown while it lasts and never kept in a file.</param>
public sealed record DisplayData(JsonObject Data, JsonObject Metadata, string? DisplayId, bool IsUpdate, bool IsTransient) : CellEvent;
