using System.Diagnostics;

namespace RedGradient.Notebooks.Tests.Documents;

/// <summary>The reference: Python's own nbformat, where the machine has it.</summary>
internal static class PythonNotebookFormat
{
    private const string Python = "/usr/bin/python3";

    private const string Script = """
        import glob, io, os, sys, nbformat
        for path in sorted(glob.glob(os.path.join(sys.argv[1], '*.ipynb'))):
            with open(path, encoding='utf-8', newline='') as file:
                text = file.read()
            notebook = nbformat.reads(text, as_version=nbformat.NO_CONVERT)
            nbformat.validate(notebook)
            with open(path + '.expected', 'w', encoding='utf-8', newline='') as file:
                nbformat.write(notebook, file)
        """;

    private static readonly Lazy<string?> Missing = new(() =>
    {
        if (!File.Exists(Python))
            return $"{Python} is not installed";
        var (exitCode, _) = Run("-c", "import nbformat");
        return exitCode == 0 ? null : "Python's nbformat is not installed (Debian: python3-nbformat)";
    });

    public static void SkipWhenMissing() => Skip.If(Missing.Value is not null, Missing.Value);

    /// <summary>What nbformat makes of each notebook when it reads and writes it; it must also find them valid.</summary>
    public static IReadOnlyList<string> ReadAndWrite(IReadOnlyList<string> notebooks)
    {
        var folder = Directory.CreateTempSubdirectory("nbformat-").FullName;
        try
        {
            for (var i = 0; i < notebooks.Count; i++)
                File.WriteAllText(Path.Combine(folder, $"{i:0000}.ipynb"), notebooks[i]);
            var (exitCode, error) = Run("-c", Script, folder);
            Assert.True(exitCode == 0, error);
            return [.. Enumerable.Range(0, notebooks.Count).Select(i => File.ReadAllText(Path.Combine(folder, $"{i:0000}.ipynb.expected")))];
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static (int ExitCode, string Error) Run(params string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(Python, arguments) { RedirectStandardError = true })!;
        var error = process.StandardError.ReadToEnd();
        process.WaitForExit();
        return (process.ExitCode, error);
    }
}
