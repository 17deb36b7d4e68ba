using System.Text.Json;
using System.Text.Json.Nodes;

namespace RedGradient.Notebooks.Sessions.Packages;

/// <summary>Reads <c>project.assets.json</c>, in which a restore writes what it chose.</summary>
internal static class AssetsFile
{
    /// <summary>The files of the packages; null when the file is not there, or tells of a restore that failed.</summary>
    public static PackageFiles? TryRead(string path)
    {
        if (Load(path) is not { } root || Messages(root).Any(message => message.Level == "Error")) return null;
        if (root["targets"] is not JsonObject { Count: > 0 } targets || root["packageFolders"] is not JsonObject { Count: > 0 } folders) return null;
        var versions = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        var assemblies = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        var natives = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        foreach (var (key, value) in (JsonObject)targets.First().Value!)
        {
            if (value is not JsonObject library || (string?)library["type"] != "package") continue;
            var (name, version) = (key.Split('/')[0], key.Split('/')[1]);
            versions[name] = version;
            var folder = Folder(folders, (string?)root["libraries"]?[key]?["path"] ?? $"{name}/{version}".ToLowerInvariant());
            foreach (var file in Files(library["runtime"])) assemblies.TryAdd(Path.GetFileName(file), Path.Combine(folder, file));
            // What is made for this machine comes before what is made for all.
            foreach (var file in ForThisMachine(library["runtimeTargets"], "runtime")) assemblies[Path.GetFileName(file)] = Path.Combine(folder, file);
            foreach (var file in ForThisMachine(library["runtimeTargets"], "native")) natives.TryAdd(Path.GetFileName(file), Path.Combine(folder, file));
        }

        return new PackageFiles(
            versions,
            [.. assemblies.Values.Where(file => file.EndsWith(".dll", StringComparison.OrdinalIgnoreCase)).Order(StringComparer.Ordinal)],
            [.. natives.Values.Order(StringComparer.Ordinal)]);
    }

    /// <summary>What the restore had to say: code, level, the text, and the package it says it of.</summary>
    public static IReadOnlyList<(string Code, string Level, string Text, string Package)> Messages(string path) => Load(path) is { } root ? Messages(root) : [];

    private static List<(string Code, string Level, string Text, string Package)> Messages(JsonObject root) => root["logs"] is JsonArray logs
        ? [.. logs.OfType<JsonObject>().Select(log => ((string?)log["code"] ?? "", (string?)log["level"] ?? "", (string?)log["message"] ?? "", (string?)log["libraryId"] ?? ""))]
        : [];

    private static JsonObject? Load(string path)
    {
        try { return JsonNode.Parse(File.ReadAllText(path)) as JsonObject; }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or JsonException) { return null; }
    }

    private static string Folder(JsonObject folders, string path)
    {
        var candidates = folders.Select(folder => Path.Combine(folder.Key, path)).ToList();
        return candidates.Find(Directory.Exists) ?? candidates[0];
    }

    private static IEnumerable<string> Files(JsonNode? files) => files is JsonObject named
        ? named.Select(file => file.Key).Where(file => Path.GetFileName(file) != "_._")
        : [];

    private static IEnumerable<string> ForThisMachine(JsonNode? files, string kind) => files is JsonObject named
        ? named.Where(file => (string?)file.Value?["assetType"] == kind && Path.GetFileName(file.Key) != "_._")
            .Select(file => (file.Key, Rank: RuntimeIdentifiers.Current.ToList().IndexOf((string?)file.Value?["rid"] ?? "")))
            .Where(file => file.Rank >= 0)
            .GroupBy(file => Path.GetFileName(file.Key))
            .Select(group => group.MinBy(file => file.Rank).Key)
        : [];
}
