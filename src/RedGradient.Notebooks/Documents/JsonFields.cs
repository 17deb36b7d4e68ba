using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace RedGradient.Notebooks.Documents;

/// <summary>Takes the known fields out of one JSON object, checked; what is left over is unknown and kept.</summary>
internal sealed class JsonFields(string file, string place, JsonObject fields)
{
    private readonly HashSet<string> taken = new(StringComparer.Ordinal);

    internal static string Describe(JsonNode? node) => node?.GetValueKind() switch
    {
        null => "null",
        JsonValueKind.String => "a string",
        JsonValueKind.Number => "the number " + Untrusted.Shown(node.ToJsonString()),
        JsonValueKind.True => "true",
        JsonValueKind.False => "false",
        JsonValueKind.Array => "a list",
        _ => "an object",
    };

    internal bool Has(string field) => fields.ContainsKey(field);

    internal FormatException Wrong(string field, string seen, string allowed) =>
        new($"{file}: {Place(field)} is {seen}; allowed: {allowed}.");

    internal string TakeString(string field) => TakeOptionalString(field) ?? throw Wrong(field, "missing", "a string");

    internal string? TakeOptionalString(string field)
    {
        if (!Has(field))
            return null;
        var node = Take(field);
        return MimeBundle.IsString(node) ? node!.GetValue<string>() : throw Wrong(field, Describe(node), "a string");
    }

    internal string TakeText(string field)
    {
        if (!Has(field))
            throw Wrong(field, "missing", "a string or a list of strings");
        return fields[field] is JsonArray ? string.Concat(TakeStrings(field)) : TakeString(field);
    }

    internal IReadOnlyList<string> TakeStrings(string field)
    {
        var node = Take(field);
        if (node is not JsonArray items)
            throw Wrong(field, Describe(node), "a list of strings");
        var wrong = items.FirstOrDefault(item => !MimeBundle.IsString(item));
        return wrong is null && items.All(MimeBundle.IsString)
            ? [.. items.Select(item => item!.GetValue<string>())]
            : throw Wrong(field, "a list with " + Describe(wrong), "a list of strings");
    }

    internal int TakeInteger(string field, int? absent = null) =>
        TakeOptionalInteger(field) ?? (Has(field) ? throw Wrong(field, "null", "a whole number") : absent)
        ?? throw Wrong(field, "missing", "a whole number");

    internal int? TakeOptionalInteger(string field)
    {
        var node = Take(field);
        if (node is null)
            return null;
        return node.GetValueKind() == JsonValueKind.Number
            && int.TryParse(node.ToJsonString(), NumberStyles.None, CultureInfo.InvariantCulture, out var value)
            ? value
            : throw Wrong(field, Describe(node), $"a whole number from 0 to {int.MaxValue}, or null");
    }

    internal JsonObject TakeObject(string field)
    {
        if (!Has(field))
            return [];
        var node = Take(field);
        return node is JsonObject known ? (JsonObject)known.DeepClone() : throw Wrong(field, Describe(node), "an object");
    }

    internal IEnumerable<JsonFields> TakeObjects(string field)
    {
        if (!Has(field))
            yield break;
        var node = Take(field);
        if (node is not JsonArray items)
            throw Wrong(field, Describe(node), "a list of objects");
        for (var i = 0; i < items.Count; i++)
        {
            var entry = string.Create(CultureInfo.InvariantCulture, $"{field}[{i}]");
            yield return items[i] is JsonObject known
                ? new JsonFields(file, Place(entry), known)
                : throw Wrong(entry, Describe(items[i]), "an object");
        }
    }

    internal JsonObject Rest()
    {
        var rest = new JsonObject();
        foreach (var (field, value) in fields)
        {
            if (!taken.Contains(field))
                rest[field] = value?.DeepClone();
        }

        return rest;
    }

    private JsonNode? Take(string field)
    {
        taken.Add(field);
        return fields[field];
    }

    private string Place(string field) => place.Length == 0 ? field : place + "." + field;
}
