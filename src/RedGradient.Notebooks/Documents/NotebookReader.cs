using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace RedGradient.Notebooks.Documents;

/// <summary>Turns the text of a notebook file into the model; every complaint names the file, the place, what was seen and what is allowed.</summary>
internal sealed class NotebookReader(string name)
{
    // Deep enough for any figure's JSON, shallow enough not to exhaust the stack.
    private static readonly JsonDocumentOptions Options = new() { MaxDepth = 200, AllowDuplicateProperties = false };

    internal Notebook Read(string json)
    {
        if (ParseJson(json) is not JsonObject root)
            throw new FormatException($"{name} is not a notebook: it holds {JsonFields.Describe(ParseJson(json))}; a notebook is a JSON object.");
        var fields = new JsonFields(name, "", root);
        if (!root.ContainsKey("nbformat") || !(root.ContainsKey("cells") || root.ContainsKey("worksheets")))
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
        var cells = fields.TakeObjects("cells").Select(ReadCell).ToList();
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
            var other => throw fields.Wrong("cell_type", $"\"{other}\"", "\"code\", \"markdown\" or \"raw\""),
        };
        var id = fields.TakeOptionalString("id");
        if (id is not null && !CellIdentifiers.IsValid(id))
            throw fields.Wrong("id", $"\"{id}\"", CellIdentifiers.Allowed);
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
        var other => throw fields.Wrong("output_type", $"\"{other}\"", "\"stream\", \"display_data\", \"execute_result\" or \"error\""),
    };

    private static void RemoveTransient(JsonObject metadata, params ReadOnlySpan<string> transient)
    {
        foreach (var key in transient)
            metadata.Remove(key);
    }

    private JsonNode? ParseJson(string json)
    {
        try
        {
            var node = JsonNode.Parse(json, documentOptions: Options);

            // Nodes are made on demand, and only then are texts like a lone \ud800 found; a deep copy visits them all.
            _ = node is null ? null : CanonicalJson.Write(node);
            return node;
        }
        catch (JsonException exception)
        {
            throw new FormatException(
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"{name} is not JSON: line {exception.LineNumber + 1}, byte {exception.BytePositionInLine + 1}: {exception.Message} A notebook is a JSON object."),
                exception);
        }
        catch (InvalidOperationException exception)
        {
            throw new FormatException($"{name} holds text that is not Unicode: {exception.Message}", exception);
        }
    }
}
