using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using System.Xml.Linq;
using RedGradient.Notebooks.Tests.Book;

namespace RedGradient.Notebooks.Tests.Running;

/// <summary><c>redgradient audit</c>, as a process.</summary>
public sealed class AuditCommandTests(SavedNetworks networks) : IClassFixture<SavedNetworks>
{
    [Fact]
    public async Task A_backdoored_network_is_told_from_a_clean_one_and_the_same_audit_gives_the_same_bytes()
    {
        var (exitCode, output, error) = await networks.RunAsync("audit notebooks/backdoored.rgn --clean synthetic");
        Assert.True(exitCode == 0, error);
        Assert.Contains("Suspicious. ", output, StringComparison.Ordinal);
        Assert.Contains("audit: Neural Cleanse\naudit: Patches and saliency\naudit: Activations\naudit: STRIP\naudit: Robustness\n", output, StringComparison.Ordinal);
        Assert.Contains(Path.Combine("artifacts", "audit", "backdoored.html"), output, StringComparison.Ordinal);
        Assert.DoesNotContain('\u001b', output);
        var page = await File.ReadAllTextAsync(networks.PathOf("artifacts/audit/backdoored.html"));
        var json = await File.ReadAllTextAsync(networks.PathOf("artifacts/audit/backdoored.json"));
        CheckPage(page, "Suspicious: backdoored.rgn");
        var root = JsonNode.Parse(json)!;
        Assert.Equal("Suspicious", (string?)root["verdict"]);
        Assert.Equal(5, root["tests"]!.AsArray().Count);
        Assert.Equal(10, root["reversedTriggers"]!.AsArray().Count);
        Assert.Equal(784, root["reversedTriggers"]![0]!["mask"]!.AsArray().Count);
        Assert.All(root["tests"]!.AsArray(), test => Assert.False(string.IsNullOrWhiteSpace((string?)test!["cannotSee"])));

        Assert.Equal(0, (await networks.RunAsync("audit notebooks/backdoored.rgn --clean synthetic --out again")).ExitCode);
        Assert.Equal(page, await File.ReadAllTextAsync(networks.PathOf("again/backdoored.html")));
        Assert.Equal(json, await File.ReadAllTextAsync(networks.PathOf("again/backdoored.json")));
        Assert.Equal([".redgradient.json", "backdoored.html", "backdoored.json"], Directory.GetFiles(networks.PathOf("again")).Select(Path.GetFileName).Order());

        var clean = await networks.RunAsync("audit notebooks/clean.rgn --clean synthetic --out clean");
        Assert.Equal(0, clean.ExitCode);
        Assert.Contains("No sign of a backdoor. ", clean.Output, StringComparison.Ordinal);
        CheckPage(await File.ReadAllTextAsync(networks.PathOf("clean/clean.html")), "No sign of a backdoor: clean.rgn");
    }

    [Theory]
    [InlineData("audit notebooks/text.rgn --clean synthetic", "text.rgn is not a network: ")]
    [InlineData("audit nowhere.rgn --clean synthetic", "There is no file \"nowhere.rgn\"")]
    [InlineData("audit notebooks --clean synthetic", "\"notebooks\" is a folder; give the file of a model: ")]
    [InlineData("audit notebooks/clean.rgn --clean synthetic --out notebooks/text.rgn", "which is a file; give a folder that can be made and written.")]
    [InlineData("audit notebooks/clean.rgn --clean synthetic --out notebooks/text.rgn/below", "nothing can be written into")]
    [InlineData("audit notebooks/small.rgn --clean synthetic", ", which are 1×28×28: ")]
    [InlineData("audit notebooks/seven.rgn --clean synthetic", "which has 10 classes; an audit needs [1, 10]")]
    [InlineData("audit notebooks/clean.rgn --clean nowhere", "--clean was \"nowhere\"; allowed are synthetic, ")]
    [InlineData("audit notebooks/clean.rgn --clean notebooks", "holds no digits")]
    [InlineData("audit notebooks/clean.rgn", "--clean")]
    [InlineData("audit", "redgradient audit needs <network> and --clean after it. `redgradient audit --help` says what it takes.")]
    public async Task Bad_arguments_get_a_sentence_and_exit_code_2(string arguments, string sentence)
    {
        var (exitCode, _, error) = await networks.RunAsync(arguments);
        Assert.Contains(sentence, error, StringComparison.Ordinal);
        Assert.Equal(2, exitCode);
        Assert.Single(error.TrimEnd().Split('\n'));
        Assert.DoesNotContain("   at ", error, StringComparison.Ordinal);
    }

    private static void CheckPage(string page, string title)
    {
        Assert.Null(HtmlNesting.FirstMistake(page));
        Assert.Contains(title, Regex.Replace(Regex.Match(page, "<h1.*?</h1>", RegexOptions.Singleline).Value, "<[^>]*>", ""), StringComparison.Ordinal);
        Assert.DoesNotContain("<script", page, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("href=\"http", page, StringComparison.Ordinal);
        var ids = Regex.Matches(page, "\\sid=\"([^\"]+)\"").Select(match => match.Groups[1].Value).ToList();
        Assert.Equal(ids.Distinct(), ids);
        // What a phone shows are windows on the drawings, hidden from screen readers, which read the drawing itself.
        const string Window = "<svg[^>]*aria-hidden=\"true\"><use href=\"#[^\"]+\"\\s*/></svg>";
        Assert.Equal(7, Regex.Count(page, Window));
        var figures = Regex.Matches(Regex.Replace(page, Window, ""), "<svg.*?</svg>", RegexOptions.Singleline).Select(match => XElement.Parse(match.Value)).ToList();
        Assert.Equal(7, figures.Count);
        Assert.All(figures, figure =>
        {
            Assert.Contains(figure.Elements(), element => element.Name.LocalName == "title" && element.Value.Length > 0);
            Assert.Contains(figure.Elements(), element => element.Name.LocalName == "desc" && element.Value.Length > 0);
        });
    }
}
