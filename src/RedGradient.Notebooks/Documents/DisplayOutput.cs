using System.Text.Json.Nodes;

namespace RedGradient.Notebooks.Documents;

/// <summary>Something a cell displayed, in one or more formats.</summary>
/// <param name="data">From MIME type to content: a string, or any JSON value for a JSON type.</param>
/// <param name="metadata">Facts about the content, such as a picture's size; empty when null.</param>
public sealed class DisplayOutput(JsonObject data, JsonObject? metadata = null) : Output
{
    /// <summary>From MIME type to content: a string, or any JSON value for a JSON type.</summary>
    public JsonObject Data { get; } = data ?? throw new ArgumentNullException(nameof(data));

    /// <summary>Facts about the content, such as a picture's size.</summary>
    public JsonObject Metadata { get; } = metadata ?? [];

    /// <inheritdoc/>
    public override Output Clone() => new DisplayOutput((JsonObject)Data.DeepClone(), (JsonObject)Metadata.DeepClone()) { Extra = CloneExtra() };
}
