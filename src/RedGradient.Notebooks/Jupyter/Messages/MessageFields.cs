using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace RedGradient.Notebooks.Jupyter.Messages;

/// <summary>Reads the fields of messages that anyone may have written, and writes messages as JSON.</summary>
internal static class MessageFields
{
    // A field given twice would mean one thing to who signed it and another to who reads it.
    private static readonly JsonDocumentOptions Strict = new() { AllowDuplicateProperties = false };

    // Relaxed: what is written goes into messages, never into a page.
    private static readonly JsonWriterOptions Relaxed = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, SkipValidation = true };

    public static JsonObject Object(byte[] json, string part)
    {
        try
        {
            return JsonNode.Parse(json, documentOptions: Strict) as JsonObject ?? throw new MessageException($"The {part} of a message is no JSON object.");
        }
        catch (JsonException exception)
        {
            throw new MessageException($"The {part} of a message is no JSON: {exception.Message}");
        }
    }

    public static string Text(this JsonObject content, string field) =>
        content.TextOrNull(field) ?? throw new MessageException($"The field \"{field}\" was {Shown(content[field])}; a text is needed.");

    public static string? TextOrNull(this JsonObject content, string field)
    {
        if (content[field] is not JsonValue value) return null;
        try { return value.TryGetValue(out string? text) ? text : null; }
        catch (InvalidOperationException) { throw new MessageException($"The field \"{field}\" holds half of a pair of surrogates, which is no text."); }
    }

    public static bool Flag(this JsonObject content, string field, bool otherwise) =>
        content[field] is JsonValue value && value.TryGetValue(out bool flag) ? flag : otherwise;

    public static int Number(this JsonObject content, string field, int otherwise) =>
        content[field] is JsonValue value && value.TryGetValue(out int number) ? number : otherwise;

    public static byte[] Bytes(JsonObject content)
    {
        try { return Write(content); }
        catch (ArgumentException) { return Write((JsonObject)Whole(content)!); }
    }

    private static byte[] Write(JsonObject content)
    {
        using var stream = new MemoryStream();
        using (var writer = new Utf8JsonWriter(stream, Relaxed)) content.WriteTo(writer);
        return stream.ToArray();
    }

    // Half a pair of surrogates cannot be written as UTF-8; it becomes the replacement character, as in a terminal.
    private static JsonNode? Whole(JsonNode? node) => node switch
    {
        JsonObject fields => new JsonObject(fields.Select(field => KeyValuePair.Create(Whole(field.Key), Whole(field.Value)))),
        JsonArray items => new JsonArray([.. items.Select(Whole)]),
        JsonValue value when value.GetValueKind() == JsonValueKind.String && value.TryGetValue(out string? text) => JsonValue.Create(Whole(text)),
        _ => node?.DeepClone(),
    };

    private static string Whole(string text) => System.Text.Encoding.UTF8.GetString(System.Text.Encoding.UTF8.GetBytes(text));

    private static string Shown(JsonNode? node) => node is null ? "missing" : $"of the kind {node.GetValueKind()}";
}
