using System.Text.Json;
using System.Text.Json.Nodes;

namespace RedGradient;

/// <summary>The small file beside what a command wrote: which files are its own, and their checksums. By it a later run knows its own work from a reader's.</summary>
internal sealed class OutputRecord
{
    internal const string FileName = ".redgradient.json";
    private const long LargestSize = 1 << 20;
    private const string Note = "Which files here redgradient wrote. What was changed since, or is not listed, is replaced only with --force.";
    private static readonly JsonSerializerOptions Readable = new() { WriteIndented = true, NewLine = "\n", Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping };
    private readonly string _path;
    private readonly SortedDictionary<string, Entry> _entries = new(StringComparer.Ordinal);

    private OutputRecord(string path) => _path = path;

    /// <summary>Reads the record of a folder; it is empty where there is none.</summary>
    /// <exception cref="ArgumentException">There is a file of that name that is no such record.</exception>
    internal static OutputRecord Of(string folder)
    {
        var record = new OutputRecord(Path.Combine(folder, FileName));
        if (!File.Exists(record._path)) return record;
        try
        {
            foreach (var (file, node) in JsonNode.Parse(Untrusted.ReadAll(record._path, LargestSize, "a record of files"))!["files"]!.AsObject())
            {
                record._entries[file] = new Entry((string)node!["command"]!, (string?)node["source"], [.. node["sha256"]!.AsArray().Select(checksum => (string)checksum!)]);
            }

            return record;
        }
        catch (Exception exception) when (exception is JsonException or FormatException or InvalidDataException or InvalidOperationException or NullReferenceException or ArgumentException)
        {
            throw new ArgumentException($"'{record._path}' is damaged: it should list the files that redgradient wrote. Delete it; then --force replaces what is there.", exception);
        }
    }

    internal Entry? this[string file] => _entries.GetValueOrDefault(Key(file));

    /// <summary>Notes, before a file is written, that it may hold what it holds now or the new content: whenever the process ends, one of them is true.</summary>
    internal void Expect(string file, string command, string? source, string? now, string next) =>
        _entries[Key(file)] = new Entry(command, source, now is null || now == next ? [next] : [now, next]);

    internal void Save()
    {
        var files = new JsonObject();
        foreach (var (file, entry) in _entries)
        {
            var node = new JsonObject { ["command"] = entry.Command };
            if (entry.Source is not null) node["source"] = entry.Source;
            node["sha256"] = new JsonArray([.. entry.Checksums.Select(checksum => JsonValue.Create(checksum))]);
            files[file] = node;
        }

        AtomicFile.Write(_path, new JsonObject { ["note"] = Note, ["files"] = files }.ToJsonString(Readable) + "\n");
    }

    private static string Key(string file) => file.Replace('\\', '/');

    /// <summary>One file: who wrote it, from what, and what it may hold.</summary>
    internal sealed record Entry(string Command, string? Source, IReadOnlyList<string> Checksums);
}
