using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using RedGradient.Notebooks.Jupyter.Messages;

namespace RedGradient.Notebooks.Jupyter;

/// <summary>The cells executed since the kernel's start, which is the only session it remembers.</summary>
internal sealed class History
{
    private const int Session = 1;
    private readonly List<(int Number, string Input, string? Output)> _entries = [];

    public void Add(int number, string input, string? output) => _entries.Add((number, input, output));

    /// <summary>Answers a <c>history_request</c>.</summary>
    public JsonArray Answer(JsonObject request)
    {
        var withOutput = request.Flag("output", false);
        IEnumerable<(int Number, string Input, string? Output)> found = request.TextOrNull("hist_access_type") switch
        {
            "tail" => Last(_entries, request.Number("n", _entries.Count)),
            "range" => Range(request),
            "search" => Search(request),
            var type => throw new MessageException($"hist_access_type was \"{type}\"; allowed are tail, range and search."),
        };
        return new JsonArray([.. found.Select(entry => (JsonNode)new JsonArray(Session, entry.Number, withOutput ? new JsonArray(entry.Input, entry.Output) : entry.Input))]);
    }

    private static IEnumerable<(int Number, string Input, string? Output)> Last(List<(int Number, string Input, string? Output)> entries, int count) =>
        entries.Skip(entries.Count - Math.Clamp(count, 0, entries.Count));

    // 0 means the session that runs; earlier ones are forgotten.
    private IEnumerable<(int Number, string Input, string? Output)> Range(JsonObject request) =>
        request.Number("session", 0) is 0 or Session
            ? _entries.Where(entry => entry.Number >= request.Number("start", 1) && entry.Number < request.Number("stop", int.MaxValue))
            : [];

    private IEnumerable<(int Number, string Input, string? Output)> Search(JsonObject request)
    {
        var pattern = "^" + Regex.Escape(request.TextOrNull("pattern") ?? "*").Replace("\\*", ".*", StringComparison.Ordinal).Replace("\\?", ".", StringComparison.Ordinal) + "$";
        var search = new Regex(pattern, RegexOptions.Singleline | RegexOptions.NonBacktracking);
        var found = _entries.Where(entry => search.IsMatch(entry.Input)).ToList();
        // Of equal cells the latest stays.
        if (request.Flag("unique", false)) found = [.. found.GroupBy(entry => entry.Input).Select(group => group.Last()).OrderBy(entry => entry.Number)];
        return Last(found, request.Number("n", found.Count));
    }
}
