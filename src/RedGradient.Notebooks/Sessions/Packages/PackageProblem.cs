using System.Text.RegularExpressions;

namespace RedGradient.Notebooks.Sessions.Packages;

/// <summary>What went wrong with a restore, in a sentence.</summary>
internal static partial class PackageProblem
{
    /// <summary>The first of the restore's messages that a reader can do something about.</summary>
    public static PackageException Of(IReadOnlyList<PackageRequest> requests, IReadOnlyList<(string Code, string Level, string Text, string Package)> logged, string output)
    {
        var messages = logged.Where(message => message.Level == "Error").Select(message => (message.Code, message.Text))
            .Concat(Line().Matches(output).Select(match => (Code: match.Groups["code"].Value, Text: match.Groups["text"].Value)))
            .ToList();
        var names = string.Join(", ", requests);
        foreach (var (code, text) in messages.OrderBy(message => Rank(message.Code)))
        {
            if (Sentence(code, text, names, requests) is { } sentence) return new PackageException(sentence);
        }

        var first = messages.Select(message => message.Text).FirstOrDefault() ?? output.Split('\n').Select(line => line.Trim()).FirstOrDefault(line => line.Length > 0) ?? "the SDK said nothing";
        var isMissing = output.Contains("No .NET SDKs were found", StringComparison.Ordinal);
        return new PackageException(isMissing
            ? "Packages are fetched by the .NET SDK, and this machine has only the runtime."
            : $"The restore of {names} failed: {Short(first)}.");
    }

    /// <summary>A version that does not exist is not silently another one.</summary>
    public static void ThrowIfReplaced(IEnumerable<PackageRequest> requests, PackageFiles files)
    {
        foreach (var request in requests)
        {
            if (request.Version is not { } wanted || !Exact().IsMatch(wanted) || !files.Versions.TryGetValue(request.Name, out var given)) continue;
            if (Normal(wanted) != Normal(given)) throw new PackageException($"{request.Name} has no version {wanted}; the next is {given}.");
        }
    }

    private static string? Sentence(string code, string text, string names, IReadOnlyList<PackageRequest> requests)
    {
        var name = PackageName().Match(text) is { Success: true } found ? found.Groups["name"].Value : names;
        var version = requests.FirstOrDefault(request => string.Equals(request.Name, name, StringComparison.OrdinalIgnoreCase))?.Version;
        var nearest = Nearest().Match(text);
        return code switch
        {
            "NU1101" => $"There is no package \"{name}\" in {Sources().Match(text).Groups["sources"].Value.Trim().TrimEnd('.') switch { "" => "the sources", var sources => sources }}; check the spelling, or add a source with #i \"nuget:SOURCE\".",
            "NU1102" or "NU1103" => $"{name} has no version {version ?? Wanted().Match(text).Groups["version"].Value}{(nearest.Success ? $"; the nearest is {nearest.Groups["version"].Value}" : "")}.",
            "NU1301" or "NU1300" or "NU1900" when Local().Match(text) is { Success: true } local => $"The source of packages \"{local.Groups["path"].Value}\" does not exist.",
            "NU1301" or "NU1300" => $"The source of packages {Address().Match(text) switch { { Success: true } address => address.Value.TrimEnd('.', '\''), _ => "in your configuration" }} cannot be reached, and {names} is not on this machine yet: check the network, then run the cell again.",
            "NU1302" => $"A source of packages must be https or a folder: {Short(text)}.",
            "NU1202" or "NU1213" => $"{name} does not run on .NET {Environment.Version.Major}: {Short(text)}.",
            "NU1107" or "NU1605" or "NU1608" => $"The packages do not go together: {Short(text)}.",
            _ => null,
        };
    }

    // That a source cannot be reached explains why a package was not found, not the other way round.
    private static int Rank(string code) => code switch { "NU1301" or "NU1300" => 0, "NU1101" or "NU1102" or "NU1103" => 1, _ => 2 };

    private static string Short(string text) => Regex.Replace(text, @"\s+", " ").Trim().TrimEnd('.');

    private static string Normal(string version)
    {
        var core = version.Split('+')[0].ToLowerInvariant();
        var parts = core.Split('-', 2);
        var numbers = parts[0].Split('.').Select(number => number.TrimStart('0') is { Length: > 0 } digits ? digits : "0").ToList();
        while (numbers.Count < 4) numbers.Add("0");
        return string.Join('.', numbers) + (parts.Length > 1 ? "-" + parts[1] : "");
    }

    [GeneratedRegex(@"error (?<code>NU\d{4}|NETSDK\d{4}|MSB\d{4}): (?<text>.*?)(?= \[[^\]\n]*\]\s*$|$)", RegexOptions.Multiline)]
    private static partial Regex Line();

    [GeneratedRegex(@"^[0-9][0-9A-Za-z.\-+]*$")]
    private static partial Regex Exact();

    [GeneratedRegex(@"(?:[Pp]ackage|stable package|id) '?(?<name>[\w.\-]*\w)'?")]
    private static partial Regex PackageName();

    [GeneratedRegex(@"source\(s\): (?<sources>[^\n]*)")]
    private static partial Regex Sources();

    [GeneratedRegex(@"with version \((?:>=|=) (?<version>[^)]*)\)")]
    private static partial Regex Wanted();

    [GeneratedRegex(@"Nearest version: (?<version>[^\s\]]+)")]
    private static partial Regex Nearest();

    [GeneratedRegex(@"local source '(?<path>[^']*)' doesn't exist")]
    private static partial Regex Local();

    [GeneratedRegex(@"https?://[^\s']+")]
    private static partial Regex Address();
}
