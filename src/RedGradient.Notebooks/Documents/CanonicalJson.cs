using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace RedGradient.Notebooks.Documents;

/// <summary>
/// Writes JSON as Python's <c>json.dumps(…, ensure_ascii=False, indent=1, sort_keys=True, separators=(",", ": "))</c> does,
/// which is how nbformat writes notebooks.
/// </summary>
internal static class CanonicalJson
{
    internal static string Write(JsonNode? node)
    {
        var text = new StringBuilder();
        Append(text, node, 0);
        return text.ToString();
    }

    private static void Append(StringBuilder text, JsonNode? node, int depth)
    {
        switch (node)
        {
            case null:
                text.Append("null");
                break;
            case JsonObject properties:
                AppendObject(text, properties, depth);
                break;
            case JsonArray items:
                AppendArray(text, items, depth);
                break;
            case JsonValue value when value.GetValueKind() == JsonValueKind.String:
                AppendString(text, StringOf(value));
                break;
            case JsonValue value when value.GetValueKind() == JsonValueKind.Number:
                text.Append(CanonicalNumber.Write(value));
                break;
            default:
                text.Append(node.ToJsonString());
                break;
        }
    }

    private static void AppendObject(StringBuilder text, JsonObject properties, int depth)
    {
        text.Append('{');
        var separator = "";
        foreach (var (name, value) in properties.OrderBy(property => property.Key, CodePointComparer.Instance))
        {
            text.Append(separator).Append('\n').Append(' ', depth + 1);
            AppendString(text, name);
            text.Append(": ");
            Append(text, value, depth + 1);
            separator = ",";
        }

        Close(text, '}', properties.Count, depth);
    }

    private static void AppendArray(StringBuilder text, JsonArray items, int depth)
    {
        text.Append('[');
        var separator = "";
        foreach (var item in items)
        {
            text.Append(separator).Append('\n').Append(' ', depth + 1);
            Append(text, item, depth + 1);
            separator = ",";
        }

        Close(text, ']', items.Count, depth);
    }

    private static void Close(StringBuilder text, char bracket, int count, int depth)
    {
        if (count > 0)
            text.Append('\n').Append(' ', depth);
        text.Append(bracket);
    }

    private static string StringOf(JsonValue value) =>
        value.TryGetValue<string>(out var content) ? content : JsonSerializer.Deserialize<string>(value.ToJsonString())!;

    private static void AppendString(StringBuilder text, string content)
    {
        text.Append('"');
        foreach (var character in content)
        {
            _ = character switch
            {
                '"' => text.Append("\\\""),
                '\\' => text.Append("\\\\"),
                '\n' => text.Append("\\n"),
                '\r' => text.Append("\\r"),
                '\t' => text.Append("\\t"),
                '\b' => text.Append("\\b"),
                '\f' => text.Append("\\f"),
                < ' ' => text.Append("\\u").Append(((int)character).ToString("x4", CultureInfo.InvariantCulture)),
                _ => text.Append(character),
            };
        }

        text.Append('"');
    }
}
