using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using RedGradient.Notebooks.Jupyter.Messages;

namespace RedGradient.Notebooks.Jupyter;

/// <summary>The cells executed in this session and in those before it.</summary>
internal sealed class History(HistoryFile file)
{
    private readonly List<HistoryEntry> _own = [];

    public void Add(int number, string input, string? output)
    {
        file.Append(number, input);
        _own.Add(new HistoryEntry(file.Session, number, input, output));
    }

    /// <summary>Answers a <c>history_request</c>.</summary>
    public JsonArray Answer(JsonObject request)
    {
        var withOutput = request.Flag("output", false);
        var session = file.Session;
        List<HistoryEntry> all = [.. file.Read().Where(entry => entry.Session != session), .. _own];
        IEnumerable<HistoryEntry> found = request.TextOrNull("hist_access_type") switch
        {
            "tail" => Last(all, request.Number("n", all.Count)),
            "range" => Range(all, request, session),
            "search" => Search(all, request),
            var type => throw new MessageException($"hist_access_type was \"{type}\"; allowed are tail, range and search."),
        };
        return new JsonArray([.. found.Select(entry => (JsonNode)new JsonArray(entry.Session, entry.Number, withOutput ? new JsonArray(entry.Input, entry.Output) : entry.Input))]);
    }

    private static IEnumerable<HistoryEntry> Last(List<HistoryEntry> entries, int count) =>
        entries.Skip(entries.Count - Math.Clamp(count, 0, entries.Count));

    // 0 means the session that runs, a number below it so many sessions before.
    private static IEnumerable<HistoryEntry> Range(List<HistoryEntry> all, JsonObject request, int current)
    {
        var session = request.Number("session", 0) is var asked && asked <= 0 ? current + asked : asked;
        var (start, stop) = (request.Number("start", 1), request.Number("stop", int.MaxValue));
        return all.Where(entry => entry.Session == session && entry.Number >= start && entry.Number < stop);
    }

    private static IEnumerable<HistoryEntry> Search(List<HistoryEntry> all, JsonObject request)
    {
        var pattern = "^" + Regex.Escape(request.TextOrNull("pattern") ?? "*").Replace("\\*", ".*", StringComparison.Ordinal).Replace("\\?", ".", StringComparison.Ordinal) + "$";
        var search = new Regex(pattern, RegexOptions.Singleline | RegexOptions.NonBacktracking);
        var found = all.Where(entry => search.IsMatch(entry.Input)).ToList();
        // Of equal cells the latest stays.
        if (request.Flag("unique", false)) found = [.. found.Select((entry, index) => (entry, index)).GroupBy(pair => pair.entry.Input).Select(group => group.Last()).OrderBy(pair => pair.index).Select(pair => pair.entry)];
        return Last(found, request.Number("n", found.Count));
    }
}
