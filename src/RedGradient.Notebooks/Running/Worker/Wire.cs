using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using RedGradient.Notebooks.Sessions;

namespace RedGradient.Notebooks.Running.Worker;

/// <summary>Events of a cell as lines of JSON, between the process that runs the cells and the one that writes the file.</summary>
internal static class Wire
{
    private static readonly JsonSerializerOptions OneLine = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static string Write(JsonObject message) => message.ToJsonString(OneLine);

    public static JsonObject Read(string line) => (JsonObject)JsonNode.Parse(line)!;

    public static JsonObject ToJson(CellEvent cellEvent) => cellEvent switch
    {
        StreamText stream => new JsonObject { ["type"] = "stream", ["name"] = stream.Name, ["text"] = Whole(stream.Text) },
        DisplayData display => new JsonObject
        {
            ["type"] = "display",
            ["data"] = display.Data.DeepClone(),
            ["metadata"] = display.Metadata.DeepClone(),
            ["id"] = display.DisplayId,
            ["update"] = display.IsUpdate,
            ["transient"] = display.IsTransient,
        },
        ClearOutput clear => new JsonObject { ["type"] = "clear", ["wait"] = clear.Wait },
        ExecuteResult result => new JsonObject { ["type"] = "result", ["data"] = result.Data.DeepClone(), ["metadata"] = result.Metadata.DeepClone() },
        CellError error => new JsonObject
        {
            ["type"] = "error",
            ["name"] = error.Name,
            ["value"] = Whole(error.Value),
            ["traceback"] = new JsonArray([.. error.Traceback.Select(line => (JsonNode)Whole(line))]),
            ["line"] = error.Line,
            ["source"] = error.SourceLine,
        },
        _ => throw new ArgumentOutOfRangeException(nameof(cellEvent), cellEvent, "An event of a kind that has no form on the wire."),
    };

    public static JsonObject ToJson(CellOutcome outcome) => new()
    {
        ["type"] = "done",
        ["status"] = outcome.Status.ToString(),
        ["count"] = outcome.ExecutionCount,
        ["compile"] = outcome.Timings.Compile.Ticks,
        ["run"] = outcome.Timings.Run.Ticks,
        ["format"] = outcome.Timings.Format.Ticks,
    };

    /// <summary>The end of a cell, without its error, which came as an event.</summary>
    public static CellOutcome ToOutcome(JsonObject message) => new(
        Enum.Parse<CellStatus>((string)message["status"]!),
        (int)message["count"]!,
        null,
        new CellTimings(TimeSpan.FromTicks((long)message["compile"]!), TimeSpan.FromTicks((long)message["run"]!), TimeSpan.FromTicks((long)message["format"]!)));

    public static CellEvent ToEvent(JsonObject message) => (string?)message["type"] switch
    {
        "stream" => new StreamText((string)message["name"]!, (string)message["text"]!),
        "display" => new DisplayData(
            (JsonObject)message["data"]!.DeepClone(),
            (JsonObject)message["metadata"]!.DeepClone(),
            (string?)message["id"],
            (bool)message["update"]!,
            (bool)message["transient"]!),
        "clear" => new ClearOutput((bool)message["wait"]!),
        "result" => new ExecuteResult((JsonObject)message["data"]!.DeepClone(), (JsonObject)message["metadata"]!.DeepClone()),
        "error" => new CellError(
            (string)message["name"]!,
            (string)message["value"]!,
            [.. message["traceback"]!.AsArray().Select(line => (string)line!)],
            (int?)message["line"],
            (string?)message["source"]),
        var type => throw new FormatException($"The process that runs the cells sent a message of the unknown type \"{type}\"."),
    };

    // Half a surrogate pair cannot be written as UTF-8; it becomes the replacement character, as in a terminal.
    private static string Whole(string text) => System.Text.Encoding.UTF8.GetString(System.Text.Encoding.UTF8.GetBytes(text));
}
