using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace RedGradient.Notebooks.Documents;

/// <summary>Turns the text of a notebook file into the model; every complaint names the file, the place, what was seen and what is allowed.</summary>
internal sealed class NotebookReader(string name)
{
    internal Notebook Read(ReadOnlyMemory<byte> json)
    {
        var parts = NotebookParts.Of(json, name);
        var root = new JsonObject();
        foreach (var (field, range) in parts.Fields) root[field] = Part(json, range, field);
        var fields = new JsonFields(name, "", root);
        if (!root.ContainsKey("nbformat") || !(parts.Cells is not null || root.ContainsKey("cells") || root.ContainsKey("worksheets")))
            throw new FormatException($"{name} is not a notebook: a notebook has the fields \"cells\", \"metadata\", \"nbformat\" and \"nbformat_minor\".");
        var major = fields.TakeInteger("nbformat");
        var minor = fields.TakeInteger("nbformat_minor", 0);
        if (major != 4 || minor is < 0 or > Notebook.NewestFormatMinor)
        {
            throw new FormatException(string.Create(
                CultureInfo.InvariantCulture,
                $"{name} is a notebook of format {major}.{minor}; allowed: 4.0 to 4.{Notebook.NewestFormatMinor}."));
        }

        var metadata = fields.TakeObject("metadata");
        RemoveTransient(metadata, "orig_nbformat", "orig_nbformat_minor", "signature");
        // Cell by cell: only one of them is held as JSON and as a cell at a time.
        var cells = parts.Cells is null
            ? fields.TakeObjects("cells").Select(ReadCell).ToList()
            : [.. parts.Cells.Select((range, index) => ReadCell(CellFields(json, range, index)))];
        var notebook = new Notebook { Metadata = metadata, FormatMinor = minor, Extra = fields.Rest() };
        notebook.Cells.AddRange(cells);
        notebook.AssignIds();
        return notebook;
    }

    private static Cell ReadCell(JsonFields fields)
    {
        var kind = fields.TakeString("cell_type") switch
        {
            "code" => CellKind.Code,
            "markdown" => CellKind.Markdown,
            "raw" => CellKind.Raw,
            var other => throw fields.Wrong("cell_type", $"\"{Untrusted.Shown(other)}\"", "\"code\", \"markdown\" or \"raw\""),
        };
        var id = fields.TakeOptionalString("id");
        if (id is not null && !CellIdentifiers.IsValid(id))
            throw fields.Wrong("id", $"\"{Untrusted.Shown(id, 100)}\"", CellIdentifiers.Allowed);
        var cell = new Cell(kind, fields.TakeText("source"), id ?? "") { Metadata = fields.TakeObject("metadata") };
        RemoveTransient(cell.Metadata, "trusted");
        if (fields.Has("attachments"))
            cell.Attachments = MimeBundle.ForEach(fields.TakeObject("attachments"), MimeBundle.Join);
        if (kind == CellKind.Code)
        {
            cell.ExecutionCount = fields.TakeOptionalInteger("execution_count");
            cell.Outputs.AddRange(fields.TakeObjects("outputs").Select(ReadOutput));
        }

        cell.Extra = fields.Rest();
        return cell;
    }

    private static Output ReadOutput(JsonFields fields) => fields.TakeString("output_type") switch
    {
        "stream" => new StreamOutput(fields.TakeString("name"), fields.TakeText("text")) { Extra = fields.Rest() },
        "display_data" => new DisplayOutput(MimeBundle.Join(fields.TakeObject("data")), fields.TakeObject("metadata")) { Extra = fields.Rest() },
        "execute_result" => new ResultOutput(
            fields.TakeOptionalInteger("execution_count"),
            MimeBundle.Join(fields.TakeObject("data")),
            fields.TakeObject("metadata"))
        {
            Extra = fields.Rest(),
        },
        "error" => new ErrorOutput(fields.TakeString("ename"), fields.TakeString("evalue"), fields.TakeStrings("traceback")) { Extra = fields.Rest() },
        var other => throw fields.Wrong("output_type", $"\"{Untrusted.Shown(other)}\"", "\"stream\", \"display_data\", \"execute_result\" or \"error\""),
    };

    private static void RemoveTransient(JsonObject metadata, params ReadOnlySpan<string> transient)
    {
        foreach (var key in transient)
            metadata.Remove(key);
    }

    private JsonFields CellFields(ReadOnlyMemory<byte> json, Range range, int index)
    {
        var place = string.Create(CultureInfo.InvariantCulture, $"cells[{index}]");
        var node = Part(json, range, place);
        return node is JsonObject cell ? new JsonFields(name, place, cell) : throw new JsonFields(name, "", []).Wrong(place, JsonFields.Describe(node), "an object");
    }

    private JsonNode? Part(ReadOnlyMemory<byte> json, Range range, string place)
    {
        try
        {
            // The nodes read from the bytes of the file, which are not copied.
            var element = JsonDocument.Parse(json[range], NotebookParts.Options).RootElement;
            return element.ValueKind switch
            {
                JsonValueKind.Object => JsonObject.Create(element),
                JsonValueKind.Array => JsonArray.Create(element),
                JsonValueKind.Null => null,
                _ => JsonValue.Create(element),
            };
        }
        catch (JsonException exception)
        {
            throw new FormatException($"{name} is not JSON: in {place}: {Untrusted.Reason(exception)} A notebook is a JSON object.", exception);
        }
    }
}
