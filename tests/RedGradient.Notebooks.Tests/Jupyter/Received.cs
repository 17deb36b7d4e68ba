using System.Text.Json.Nodes;

namespace RedGradient.Notebooks.Tests.Jupyter;

/// <summary>A message from the kernel, its signature checked.</summary>
internal sealed record Received(byte[][] Prefix, JsonObject Header, JsonObject Parent, JsonObject Metadata, JsonObject Content)
{
    public string Type => (string)Header["msg_type"]!;

    public string? ParentId => (string?)Parent["msg_id"];

    public string? this[string field] => Content[field]?.ToString();

    public IEnumerable<string> Fields => Content.Select(pair => pair.Key).Order(StringComparer.Ordinal);
}
