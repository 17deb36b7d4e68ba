using System.Diagnostics;
using System.Reflection;
using RedGradient.Notebooks.Documents;
using RedGradient.Notebooks.Tests.Sessions;

namespace RedGradient.Notebooks.Tests.Running;

/// <summary>A small course in a folder of its own, and the real command run in it.</summary>
internal sealed class TemporaryCourse : IDisposable
{
    public TemporaryCourse()
    {
        Root = Directory.CreateTempSubdirectory("course-").FullName;
        File.WriteAllText(Path.Combine(Root, "RedGradient.slnx"), "<Solution />\n");
        Directory.CreateDirectory(Path.Combine(Root, "notebooks"));
    }

    public string Root { get; }

    public static string Configuration { get; } = typeof(TemporaryCourse).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().First(each => each.Key == "Configuration").Value!;

    public static string CommandLine { get; } =
        Path.GetFullPath(Path.Combine(AppContext.BaseDirectory, "../../../../../src/RedGradient.Cli/bin", Configuration, "net10.0/RedGradient.Cli.dll"));

    public string Lesson(string name, params string[] cells)
    {
        var notebook = Notebook.Create();
        notebook.Cells.AddRange(cells.Select((code, index) => new Cell(CellKind.Code, code, $"cell-{index}")));
        var path = Path.Combine(Root, "notebooks", name + ".ipynb");
        notebook.Save(path);
        return path;
    }

    /// <summary>A library with the course library's name, where notebooks look for it; the command carries another of this name.</summary>
    public void Library(string code) => Libraries.Compile(Path.Combine(Root, "artifacts/lab/RedGradient.dll"), code);

    public Process Start(string arguments, IReadOnlyDictionary<string, string>? environment = null)
    {
        var start = new ProcessStartInfo("dotnet", $"exec \"{CommandLine}\" {arguments}")
        {
            WorkingDirectory = Root,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach (var (name, value) in environment ?? new Dictionary<string, string>()) start.Environment[name] = value;
        return Process.Start(start)!;
    }

    public async Task<(int ExitCode, string Output, string Error)> RunAsync(string arguments, IReadOnlyDictionary<string, string>? environment = null)
    {
        using var process = Start(arguments, environment);
        var output = process.StandardOutput.ReadToEndAsync();
        var error = process.StandardError.ReadToEndAsync();
        using var limit = new CancellationTokenSource(TimeSpan.FromMinutes(5));
        await process.WaitForExitAsync(limit.Token);
        return (process.ExitCode, await output, await error);
    }

    public void Dispose() => Directory.Delete(Root, recursive: true);
}
