using System.Text.Json.Nodes;

namespace RedGradient.Notebooks.Documents;

/// <summary>The value of a cell's trailing expression, in one or more formats.</summary>
/// <param name="executionCount">The number of the run that made it; null when the cell has not run.</param>
/// <param name="data">From MIME type to content: a string, or any JSON value for a JSON type.</param>
/// <param name="metadata">Facts about the content, such as a picture's size; empty when null.</param>
public sealed class ResultOutput(int? executionCount, JsonObject data, JsonObject? metadata = null) : Output
{
    /// <summary>The number of the run that made it; null when the cell has not run.</summary>
    public int? ExecutionCount { get; } = executionCount;

    /// <summary>From MIME type to content: a string, or any JSON value for a JSON type.</summary>
    public JsonObject Data { get; } = data ?? throw new ArgumentNullException(nameof(data));

    /// <summary>Facts about the content, such as a picture's size.</summary>
    public JsonObject Metadata { get; } = metadata ?? [];

    /// <inheritdoc/>
    public override Output Clone() =>
        new ResultOutput(ExecutionCount, (JsonObject)Data.DeepClone(), (JsonObject)Metadata.DeepClone()) { Extra = CloneExtra() };
}
