using System.Text.Json.Nodes;

namespace RedGradient.Notebooks.Documents;

/// <summary>Turns the model into the file's JSON tree.</summary>
internal static class NotebookWriter
{
    internal static JsonObject ToNode(Notebook notebook)
    {
        var node = Clone(notebook.Extra);
        node["cells"] = new JsonArray([.. notebook.Cells.Select(cell => ToNode(cell, notebook.FormatMinor))]);
        node["metadata"] = Without(notebook.Metadata, "orig_nbformat", "orig_nbformat_minor", "signature");
        node["nbformat"] = 4;
        node["nbformat_minor"] = notebook.FormatMinor;
        return node;
    }

    private static JsonObject ToNode(Cell cell, int formatMinor)
    {
        var node = Clone(cell.Extra);
        node["cell_type"] = cell.Kind switch { CellKind.Code => "code", CellKind.Markdown => "markdown", _ => "raw" };
        if (formatMinor >= 5 || !cell.IdIsDerived)
            node["id"] = cell.Id;
        node["metadata"] = Without(cell.Metadata, "trusted");
        node["source"] = MimeBundle.Lines(cell.Source);
        if (cell.Attachments is not null)
            node["attachments"] = MimeBundle.ForEach(cell.Attachments, MimeBundle.Split);
        if (cell.Kind == CellKind.Code)
        {
            node["execution_count"] = cell.ExecutionCount;
            node["outputs"] = new JsonArray([.. cell.Outputs.Select(ToNode)]);
        }

        return node;
    }

    private static JsonNode ToNode(Output output)
    {
        var node = Clone(output.Extra);
        switch (output)
        {
            case StreamOutput stream:
                node["output_type"] = "stream";
                node["name"] = stream.Name;
                node["text"] = MimeBundle.Lines(stream.Text);
                break;
            case DisplayOutput display:
                node["output_type"] = "display_data";
                node["data"] = MimeBundle.Split(display.Data);
                node["metadata"] = Clone(display.Metadata);
                break;
            case ResultOutput result:
                node["output_type"] = "execute_result";
                node["execution_count"] = result.ExecutionCount;
                node["data"] = MimeBundle.Split(result.Data);
                node["metadata"] = Clone(result.Metadata);
                break;
            case ErrorOutput error:
                node["output_type"] = "error";
                node["ename"] = error.Name;
                node["evalue"] = error.Value;
                node["traceback"] = new JsonArray([.. error.Traceback.Select(line => (JsonNode?)JsonValue.Create(line))]);
                break;
        }

        return node;
    }

    private static JsonObject Clone(JsonObject node) => (JsonObject)node.DeepClone();

    private static JsonObject Without(JsonObject metadata, params ReadOnlySpan<string> transient)
    {
        var node = Clone(metadata);
        foreach (var name in transient)
            node.Remove(name);
        return node;
    }
}
