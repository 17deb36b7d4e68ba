using System.Text.Json;
using System.Text.Json.Nodes;

namespace RedGradient.Notebooks.Documents;

/// <summary>Text in a bundle is a list of lines in the file and one string in memory; JSON content is left alone.</summary>
internal static class MimeBundle
{
    /// <summary>The bundle as it is in memory: lists of strings joined, except under JSON types.</summary>
    internal static JsonObject Join(JsonObject bundle)
    {
        var joined = new JsonObject();
        foreach (var (type, content) in bundle)
        {
            joined[type] = !IsJson(type) && content is JsonArray lines && lines.All(IsString)
                ? string.Concat(lines.Select(line => line!.GetValue<string>()))
                : content?.DeepClone();
        }

        return joined;
    }

    /// <summary>The bundle as it is in the file: text, SVG and JavaScript as lists of lines.</summary>
    internal static JsonObject Split(JsonObject bundle)
    {
        var split = new JsonObject();
        foreach (var (type, content) in bundle)
            split[type] = IsSplit(type) && IsString(content) ? Lines(content!.GetValue<string>()) : content?.DeepClone();
        return split;
    }

    /// <summary>Attachments are bundles by file name.</summary>
    internal static JsonObject ForEach(JsonObject attachments, Func<JsonObject, JsonObject> change)
    {
        var changed = new JsonObject();
        foreach (var (name, bundle) in attachments)
            changed[name] = bundle is JsonObject known ? change(known) : bundle?.DeepClone();
        return changed;
    }

    internal static JsonArray Lines(string text)
    {
        var lines = new JsonArray();
        foreach (var line in LineSplitter.Split(text))
            lines.Add((JsonNode?)JsonValue.Create(line));
        return lines;
    }

    internal static bool IsString(JsonNode? node) => node?.GetValueKind() == JsonValueKind.String;

    private static bool IsJson(string type) =>
        type == "application/json"
        || (type.StartsWith("application/", StringComparison.Ordinal) && type.EndsWith("+json", StringComparison.Ordinal));

    private static bool IsSplit(string type) =>
        type.StartsWith("text/", StringComparison.Ordinal) || type is "application/javascript" or "image/svg+xml";
}
