using System.Text.Json.Nodes;

namespace RedGradient.Notebooks.Sessions.Magic;

/// <summary>What a cell's metadata say about how it runs.</summary>
internal static class CellMetadata
{
    /// <summary>Whether the cell carries the tag that Jupyter's own tools skip cells by.</summary>
    public static bool IsSkipped(JsonObject metadata) =>
        metadata["tags"] is JsonArray tags && tags.Any(tag => tag is JsonValue value && value.TryGetValue(out string? text) && text == "skip-execution");

    /// <summary>The cell's text, with a first line that names the language where the metadata name another than C#.</summary>
    public static string Source(string source, JsonObject metadata) => Language(metadata) is { } language && MagicLanguages.Find(language) is not { Name: MagicLanguages.CSharp } && !source.AsSpan().TrimStart().StartsWith("#!")
        ? $"#!{(MagicLanguages.Find(language) is null ? "unknown-language-" : "")}{language}\n{source}"
        : source;

    // Polyglot notebooks write the first, their older versions the second.
    private static string? Language(JsonObject metadata)
    {
        foreach (var (group, field) in (ReadOnlySpan<(string, string)>)[("polyglot_notebook", "kernelName"), ("dotnet_interactive", "language"), ("vscode", "languageId")])
        {
            if (metadata[group] is JsonObject fields && fields[field] is JsonValue value && value.TryGetValue(out string? name) && name.Length > 0) return name;
        }

        return null;
    }
}
