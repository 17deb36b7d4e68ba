using System.Text.RegularExpressions;

namespace RedGradient.Tests.Architecture;

/// <summary>The page <c>docs/architecture.md</c> tells the truth about the code, and the code keeps to it.</summary>
public sealed partial class ArchitectureTests
{
    private static readonly string Library = Path.Combine(Repository.Root, "src", "RedGradient");

    [Fact]
    public void Each_room_uses_the_rooms_that_the_map_names_and_no_other()
    {
        var map = Map();
        Assert.Equal(Directory.GetDirectories(Library).Select(folder => Path.GetFileName(folder)!).Except(["bin", "obj"]).Order(), map.Keys.Order());
        foreach (var (room, allowed) in map)
        {
            var used = Uses(room);
            foreach (var (other, file) in used.Where(pair => !allowed.Contains(pair.Key)))
                Assert.Fail($"{file} uses {other}, which the map does not allow {room} to use.");
            Assert.Equal(allowed.Order(), used.Keys.Order());
        }
    }

    [Fact]
    public void Arrows_point_one_way_except_between_attacks_and_defences()
    {
        var map = Map();
        foreach (var (room, others) in map)
        {
            foreach (var other in others.Where(other => map[other].Contains(room)))
                Assert.Equal(["Attacks", "Defenses"], new[] { room, other }.Order());
        }

        Assert.DoesNotContain(map.Values, others => others.Contains("Charts"));
    }

    [Fact]
    public void Projects_refer_to_what_the_map_says()
    {
        foreach (var project in Directory.GetFiles(Path.Combine(Repository.Root, "src"), "*.csproj", SearchOption.AllDirectories))
        {
            var references = Reference().Matches(File.ReadAllText(project)).Select(match => Path.GetFileNameWithoutExtension(match.Groups[1].Value.Replace('\\', '/'))).Order().ToArray();
            Assert.Equal(
                Path.GetFileNameWithoutExtension(project) switch
                {
                    "RedGradient" or "RedGradient.Notebooks" => [],
                    "RedGradient.Cli" => ["RedGradient", "RedGradient.Notebooks"],
                    _ => ["RedGradient"],
                },
                references);
        }
    }

    [Fact]
    public void The_folders_of_attacks_and_defences_stand_on_the_map()
    {
        var page = Page();
        foreach (var room in (string[])["Attacks", "Defenses"])
        {
            foreach (var folder in Directory.GetDirectories(Path.Combine(Library, room)))
                Assert.Contains($"| `{room}/{Path.GetFileName(folder)}` |", page, StringComparison.Ordinal);
        }
    }

    // From room to what it uses, with a file for each.
    private static SortedDictionary<string, string> Uses(string room)
    {
        var rooms = Map().Keys.ToHashSet();
        var used = new SortedDictionary<string, string>(StringComparer.Ordinal);
        foreach (var file in Directory.GetFiles(Path.Combine(Library, room), "*.cs", SearchOption.AllDirectories))
        {
            var code = Comment().Replace(File.ReadAllText(file), "");
            foreach (var other in Name().Matches(code).Select(match => match.Groups[1].Value).Where(other => other != room && rooms.Contains(other)))
                used.TryAdd(other, Path.GetRelativePath(Repository.Root, file));
        }

        return used;
    }

    private static Dictionary<string, string[]> Map() => Row().Matches(Section().Match(Page()).Value).ToDictionary(
        match => match.Groups[1].Value,
        match => match.Groups[2].Value.Split(", ").Where(name => name != "–").ToArray());

    private static string Page() => File.ReadAllText(Path.Combine(Repository.Root, "docs", "architecture.md"));

    [GeneratedRegex("## The library's rooms.*?(?=\n## )", RegexOptions.Singleline)]
    private static partial Regex Section();

    [GeneratedRegex(@"^\| ([A-Z]\w+) \| [^|]+ \| ([^|]+) \|$", RegexOptions.Multiline)]
    private static partial Regex Row();

    [GeneratedRegex("""//.*$|/\*.*?\*/|"[^"\n]*"(?!")""", RegexOptions.Multiline)]
    private static partial Regex Comment();

    [GeneratedRegex(@"\bRedGradient\.([A-Z]\w+)")]
    private static partial Regex Name();

    [GeneratedRegex("<ProjectReference Include=\"([^\"]+)\"")]
    private static partial Regex Reference();
}
