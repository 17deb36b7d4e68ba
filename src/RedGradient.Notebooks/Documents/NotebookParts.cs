using System.Globalization;
using System.Text;
using System.Text.Json;

namespace RedGradient.Notebooks.Documents;

/// <summary>Where the fields and the cells of a notebook stand in its file: found in one pass that checks the whole text and keeps none of it.</summary>
internal sealed class NotebookParts
{
    // Deep enough for any figure's JSON, shallow enough not to exhaust the stack.
    internal static readonly JsonDocumentOptions Options = new() { MaxDepth = 200, AllowDuplicateProperties = false };

    private readonly HashSet<string> seen = new(StringComparer.Ordinal);

    /// <summary>The notebook's fields but for a list of cells.</summary>
    internal Dictionary<string, Range> Fields { get; } = new(StringComparer.Ordinal);

    /// <summary>The cells, where there is a list of them.</summary>
    internal List<Range>? Cells { get; private set; }

    /// <summary>Finds the parts.</summary>
    /// <param name="json">The file, in UTF-8.</param>
    /// <param name="name">How errors name it.</param>
    /// <exception cref="FormatException">It is no JSON object, or holds far more values than its length explains.</exception>
    internal static NotebookParts Of(ReadOnlyMemory<byte> json, string name)
    {
        var parts = new NotebookParts();
        try
        {
            parts.Scan(json.Span, name);
            return parts;
        }
        catch (JsonException exception)
        {
            throw new FormatException($"{name} is not JSON: {Untrusted.Place(exception)}{Untrusted.Reason(exception)} A notebook is a JSON object.", exception);
        }
        catch (InvalidOperationException exception)
        {
            throw new FormatException($"{name} holds text that is not Unicode: {Untrusted.Reason(exception)}", exception);
        }
    }

    private void Scan(ReadOnlySpan<byte> json, string name)
    {
        var reader = new Utf8JsonReader(json, isFinalBlock: true, new JsonReaderState(new JsonReaderOptions { MaxDepth = Options.MaxDepth }));
        reader.Read();
        var other = reader.TokenType == JsonTokenType.StartObject ? null : Describe(ref reader);
        // A value takes many times its length in memory; a notebook is mostly text.
        var most = 500_000 + (json.Length / 32);
        var (field, start, cell, count) = ("", 0, 0, 1);
        while (reader.Read())
        {
            if (++count > most) throw new FormatException(string.Create(CultureInfo.InvariantCulture, $"{name} holds more than {most} JSON values; a notebook of {json.Length} bytes with so many is not read."));
            if (reader.TokenType is JsonTokenType.String or JsonTokenType.PropertyName && reader.ValueIsEscaped && reader.ValueSpan.IndexOf("\\u"u8) >= 0) _ = reader.GetString();
            if (reader.CurrentDepth == 1 && reader.TokenType == JsonTokenType.PropertyName)
            {
                field = reader.GetString()!;
                if (!seen.Add(field)) throw new FormatException($"{name} is not JSON as a notebook has it: the field \"{Untrusted.Shown(field)}\" stands twice.");
                continue;
            }

            if (reader.CurrentDepth == 1)
            {
                if (field == "cells" && reader.TokenType == JsonTokenType.StartArray) Cells = [];
                if (Edge(ref reader, ref start) is { } range && (field != "cells" || Cells is null)) Fields[field] = range;
            }
            else if (reader.CurrentDepth == 2 && field == "cells" && Cells is not null && Edge(ref reader, ref cell) is { } range)
            {
                Cells.Add(range);
            }
        }

        if (other is not null) throw new FormatException($"{name} is not a notebook: it holds {other}; a notebook is a JSON object.");
    }

    // Notes where an object or a list begins; gives the range of one that ends, or of a single value.
    private static Range? Edge(ref Utf8JsonReader reader, ref int start)
    {
        if (reader.TokenType is JsonTokenType.StartObject or JsonTokenType.StartArray)
        {
            start = (int)reader.TokenStartIndex;
            return null;
        }

        return (reader.TokenType is JsonTokenType.EndObject or JsonTokenType.EndArray ? start : (int)reader.TokenStartIndex)..(int)reader.BytesConsumed;
    }

    private static string Describe(ref Utf8JsonReader reader) => reader.TokenType switch
    {
        JsonTokenType.StartArray => "a list",
        JsonTokenType.String => "a string",
        JsonTokenType.Number => "the number " + Untrusted.Shown(Encoding.UTF8.GetString(reader.ValueSpan[..Math.Min(reader.ValueSpan.Length, 100)])),
        JsonTokenType.True => "true",
        JsonTokenType.False => "false",
        _ => "null",
    };
}
