using System.Globalization;
using System.Net;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace RedGradient.Notebooks.Jupyter.Messages;

/// <summary>Where the kernel listens and the key with which messages are signed, as Jupyter's connection file says it.</summary>
internal sealed record ConnectionFile
{
    public required IPAddress Address { get; init; }

    public required int Shell { get; init; }

    public required int Publication { get; init; }

    public required int Input { get; init; }

    public required int Control { get; init; }

    public required int Heartbeat { get; init; }

    /// <summary>The key; empty when messages are not signed.</summary>
    public required byte[] Key { get; init; }

    /// <exception cref="FormatException">A field is missing or has a value that is not allowed; the message says which.</exception>
    /// <exception cref="IOException">The file cannot be read.</exception>
    public static ConnectionFile Load(string path) => Parse(File.ReadAllText(path), Path.GetFileName(path));

    public static ConnectionFile Parse(string json, string name)
    {
        JsonObject file;
        try
        {
            file = JsonNode.Parse(json) as JsonObject ?? throw new FormatException($"{name} is no connection file: a JSON object is needed.");
        }
        catch (JsonException exception)
        {
            throw new FormatException($"{name} is no connection file: {exception.Message}", exception);
        }

        OneOf(file, name, "transport", "tcp");
        OneOf(file, name, "signature_scheme", "hmac-sha256");
        return new ConnectionFile
        {
            Address = ReadAddress(Text(file, "ip") ?? "127.0.0.1", name),
            Shell = Port(file, name, "shell_port"),
            Publication = Port(file, name, "iopub_port"),
            Input = Port(file, name, "stdin_port"),
            Control = Port(file, name, "control_port"),
            Heartbeat = Port(file, name, "hb_port"),
            Key = Encoding.UTF8.GetBytes(Text(file, "key") ?? ""),
        };
    }

    private static string? Text(JsonObject file, string field) => file[field] is JsonValue value && value.TryGetValue(out string? text) ? text : null;

    private static void OneOf(JsonObject file, string name, string field, string allowed)
    {
        var value = Text(file, field) ?? allowed;
        if (value.Length > 0 && value != allowed) throw new FormatException($"{name}: {field} was \"{value}\"; allowed is {allowed}.");
    }

    private static int Port(JsonObject file, string name, string field)
    {
        var isNumber = file[field] is JsonValue value && value.TryGetValue(out int port) && port is > 0 and < 65_536;
        return isNumber
            ? (int)file[field]!
            : throw new FormatException(string.Create(CultureInfo.InvariantCulture, $"{name}: {field} was {file[field]?.ToJsonString() ?? "missing"}; allowed are whole numbers from 1 to 65535."));
    }

    private static IPAddress ReadAddress(string text, string name) => text switch
    {
        "" or "localhost" => IPAddress.Loopback,
        "*" => IPAddress.Any,
        _ => IPAddress.TryParse(text, out var address) ? address : throw new FormatException($"{name}: ip was \"{text}\"; allowed are an IP address, localhost, or * for all."),
    };
}
