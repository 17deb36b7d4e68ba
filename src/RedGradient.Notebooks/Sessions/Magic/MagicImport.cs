using System.Globalization;
using RedGradient.Notebooks.Documents;

namespace RedGradient.Notebooks.Sessions.Magic;

/// <summary>Reads what <c>#!import</c> names.</summary>
internal static class MagicImport
{
    /// <summary>The pieces of a file, each with the name errors give it; a piece that is only shown names its language.</summary>
    /// <exception cref="FormatException">There is no such file, or it cannot be read; the message is a sentence.</exception>
    public static IReadOnlyList<(string Name, string Code, string? Shown)> Read(string? name, string folder)
    {
        if (string.IsNullOrEmpty(name)) throw new FormatException("#!import names no file; write #!import FILE, the path relative to the notebook's folder.");
        var path = Path.GetFullPath(Path.Combine(folder, name.Replace('\\', '/')));
        if (!File.Exists(path)) throw new FormatException($"#!import found no file \"{name}\" from the notebook's folder.");
        switch (Path.GetExtension(path).ToLowerInvariant())
        {
            case ".cs" or ".csx":
                return [(name, Text(path), null)];
            case ".dib":
                return [(name, WithoutMeta(Text(path)), null)];
            case ".html" or ".htm":
                return [(name, Text(path), "html")];
            case ".md":
                return [(name, Text(path), "markdown")];
            case ".js":
                return [(name, Text(path), "javascript")];
            case ".mermaid" or ".mmd":
                return [(name, Text(path), "mermaid")];
            case ".ipynb":
                return Cells(name, path);
            case var extension:
                throw new FormatException($"#!import cannot read \"{name}\": it takes .ipynb, .dib, .cs, .csx, .html, .md, .js and .mermaid, not \"{extension}\".");
        }
    }

    private static List<(string Name, string Code, string? Shown)> Cells(string name, string path)
    {
        var number = 0;
        var pieces = new List<(string, string, string?)>();
        foreach (var cell in Notebook.Parse(File.ReadAllText(path), name).Cells.Where(cell => cell.Kind == CellKind.Code && !string.IsNullOrWhiteSpace(cell.Source)))
        {
            number++;
            if (!CellMetadata.IsSkipped(cell.Metadata)) pieces.Add((string.Create(CultureInfo.InvariantCulture, $"{name} cell {number}"), CellMetadata.Source(cell.Source.Replace("\r\n", "\n", StringComparison.Ordinal), cell.Metadata), null));
        }

        return pieces;
    }

    private static string Text(string path) => File.ReadAllText(path).Replace("\r\n", "\n", StringComparison.Ordinal);

    // The head of such a file is data about it: "#!meta" and JSON up to the first other line of its kind. It is C# from there on.
    private static string WithoutMeta(string text)
    {
        var lines = text.Split('\n').ToList();
        var start = lines.FindIndex(line => line.StartsWith("#!meta", StringComparison.Ordinal));
        if (start < 0) return text;
        var end = lines.FindIndex(start + 1, line => line.StartsWith("#!", StringComparison.Ordinal));
        for (var index = start; index < (end < 0 ? lines.Count : end); index++) lines[index] = "";
        return string.Join('\n', lines);
    }
}
