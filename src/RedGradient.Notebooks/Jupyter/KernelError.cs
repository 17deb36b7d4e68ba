using System.Text.Json.Nodes;
using RedGradient.Notebooks.Sessions;

namespace RedGradient.Notebooks.Jupyter;

/// <summary>Errors as Jupyter's messages say them.</summary>
internal static class KernelError
{
    public static JsonObject Content(CellError error) => Content(error.Name, error.Value, error.Traceback);

    public static JsonObject Content(string name, string value, IEnumerable<string>? traceback = null) => new()
    {
        ["ename"] = name,
        ["evalue"] = value,
        ["traceback"] = new JsonArray([.. (traceback ?? [$"{name}: {value}"]).Select(line => (JsonNode)line)]),
    };

    /// <summary>The content of a reply that says that the request failed.</summary>
    public static JsonObject Reply(JsonObject error)
    {
        error["status"] = "error";
        return error;
    }
}
