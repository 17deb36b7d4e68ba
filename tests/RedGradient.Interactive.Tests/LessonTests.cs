using System.Diagnostics;
using System.Text.Json.Nodes;

namespace RedGradient.Interactive.Tests;

/// <summary>Every lesson, cell by cell, on the engine of .NET Interactive, each in a process of its own: what it prints and shows is what was committed.</summary>
public sealed class LessonTests
{
    private static readonly string Root = Path.GetFullPath(Path.Combine(AppContext.BaseDirectory, "../../../../.."));

    public static TheoryData<string> Lessons() => [.. Directory.GetFiles(Path.Combine(Root, "notebooks"), "??-*.ipynb").Select(path => Path.GetFileName(path)!).Order(StringComparer.Ordinal)];

    [Theory]
    [MemberData(nameof(Lessons))]
    public void A_lesson_says_the_same_on_the_real_engine(string lesson)
    {
        var path = Path.Combine(Root, "notebooks", lesson);
        var committed = JsonNode.Parse(File.ReadAllText(path))!["cells"]!.AsArray().Where(cell => (string?)cell!["cell_type"] == "code").ToArray();
        var said = Run(path);
        Assert.Equal(committed.Length, said.Count);
        var differences = new List<string>();
        for (var i = 0; i < committed.Length; i++)
        {
            var name = $"cell {i + 1} ({committed[i]!["id"]})";
            var outputs = committed[i]!["outputs"]!.AsArray();
            // Cells that are meant to fail are committed with their error.
            var fails = outputs.Any(output => (string?)output!["output_type"] == "error");
            if (said[i]!["error"] is { } error && !fails) differences.Add($"{name} failed: {error}");
            Compare(name, string.Concat(outputs.Where(output => (string?)output!["name"] == "stdout").Select(output => Text(output!["text"]!))), (string)said[i]!["printed"]!, differences);
            var figures = outputs.Where(output => output!["data"]?["image/svg+xml"] is not null).Select(output => Text(output!["data"]!["text/plain"]!));
            Compare(name, string.Join('\n', figures), string.Join('\n', said[i]!["shown"]!.AsArray().Select(text => (string)text!)), differences);
        }

        Assert.True(differences.Count == 0, string.Join('\n', differences));
    }

    private static void Compare(string name, string expected, string actual, List<string> differences)
    {
        if (Normal(expected) != Normal(actual)) differences.Add($"{name}: committed \"{Normal(expected)}\", here \"{Normal(actual)}\"");
    }

    private static string Normal(string text) => text.ReplaceLineEndings("\n").Trim();

    private static string Text(JsonNode node) => node is JsonArray lines ? string.Concat(lines.Select(line => (string?)line)) : (string)node!;

    private static JsonArray Run(string notebook)
    {
        var result = Path.GetTempFileName();
        try
        {
            var configuration = AppContext.BaseDirectory.Contains("/Release/", StringComparison.Ordinal) ? "Release" : "Debug";
            var program = Path.Combine(Root, "tests/RedGradient.Interactive.Engine/bin", configuration, "net10.0/RedGradient.Interactive.Engine.dll");
            using var process = Process.Start(new ProcessStartInfo("dotnet", ["exec", program, notebook, result]) { RedirectStandardError = true, RedirectStandardOutput = true })!;
            var error = process.StandardError.ReadToEndAsync();
            var output = process.StandardOutput.ReadToEndAsync();
            process.WaitForExit();
            Assert.True(process.ExitCode == 0, $"The engine ended with {process.ExitCode}: {error.Result}{output.Result}");
            return JsonNode.Parse(File.ReadAllText(result))!.AsArray();
        }
        finally
        {
            File.Delete(result);
        }
    }
}
