using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace RedGradient.Notebooks.Jupyter;

/// <summary>
/// The cells of all sessions, a line of JSON each, in a file that kernels share. Whoever writes holds a second file, which the system lets go when
/// its process is killed; a line that was cut short is passed over. The older half goes when the file has grown too large.
/// </summary>
/// <param name="path">The file; null for none, and then only this session is remembered.</param>
/// <param name="largest">The size in bytes beyond which the older half goes.</param>
internal sealed class HistoryFile(string? path, int largest = 2 << 20)
{
    /// <summary>The environment variable that names another file, or <c>none</c> for none.</summary>
    public const string Variable = "REDGRADIENT_HISTORY";

    private const int LongestCell = 64 << 10;
    private const int Tries = 40;
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(25);
    private int? _session;

    /// <summary>The number of this session: one more than any before, settled with its first cell.</summary>
    public int Session => _session ?? Next(Read());

    /// <summary>The file that the environment names, or the one in the reader's data folder.</summary>
    public static string? Default()
    {
        if (Environment.GetEnvironmentVariable(Variable) is { Length: > 0 } chosen) return chosen == "none" ? null : Path.GetFullPath(chosen);
        var data = Environment.GetFolderPath(Environment.SpecialFolder.LocalApplicationData);
        return data.Length == 0 ? null : Path.Combine(data, "redgradient", "history.jsonl");
    }

    /// <summary>All that is written there, oldest first.</summary>
    public IReadOnlyList<HistoryEntry> Read()
    {
        if (path is null || !File.Exists(path)) return [];
        try
        {
            using var stream = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
            using var reader = new StreamReader(stream, Encoding.UTF8);
            var entries = new List<HistoryEntry>();
            while (reader.ReadLine() is { } line)
            {
                if (Parse(line) is { } entry) entries.Add(entry);
            }

            return entries;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return [];
        }
    }

    /// <summary>Writes a cell down. That it could not is no reason to fail the cell.</summary>
    public void Append(int number, string input)
    {
        if (path is null || input.Length > LongestCell)
        {
            _session ??= Next(Read());
            return;
        }

        try
        {
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            using var turn = Turn();
            if (turn is null) return;
            _session ??= Next(Read());
            var line = Line(new HistoryEntry(_session.Value, number, input));
            if (File.Exists(path) && new FileInfo(path).Length + line.Length > largest) Halve();
            using var stream = new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.ReadWrite | FileShare.Delete);
            stream.Seek(-Math.Min(stream.Length, 1), SeekOrigin.End);
            // Whoever was killed while it wrote left half a line.
            var isCut = stream.ReadByte() is not ('\n' or -1);
            stream.Write(isCut ? [(byte)'\n', .. line] : line);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
        }
        finally
        {
            _session ??= Next(Read());
        }
    }

    private static int Next(IReadOnlyList<HistoryEntry> entries) => entries.Count == 0 ? 1 : entries.Max(entry => entry.Session) + 1;

    private static byte[] Line(HistoryEntry entry) =>
        Encoding.UTF8.GetBytes(new JsonObject { ["session"] = entry.Session, ["number"] = entry.Number, ["input"] = entry.Input }.ToJsonString() + "\n");

    private static HistoryEntry? Parse(string line)
    {
        try
        {
            return JsonNode.Parse(line) is JsonObject cell && cell["input"] is { } input
                ? new HistoryEntry(cell["session"]!.GetValue<int>(), cell["number"]!.GetValue<int>(), input.GetValue<string>())
                : null;
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException or FormatException or NullReferenceException or ArgumentException)
        {
            return null;
        }
    }

    private void Halve()
    {
        var kept = new Stack<byte[]>();
        var size = 0;
        foreach (var line in Read().Reverse().Select(Line))
        {
            if ((size += line.Length) > largest / 2) break;
            kept.Push(line);
        }

        AtomicFile.Write(path!, kept.SelectMany(line => line).ToArray());
    }

    private FileStream? Turn()
    {
        for (var count = 0; count < Tries; count++)
        {
            try { return new FileStream(path + ".turn", FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None); }
            catch (IOException) { Thread.Sleep(Pause); }
        }

        return null;
    }
}
