using System.Text.RegularExpressions;
using RedGradient.Notebooks.Documents;

namespace RedGradient.Notebooks.Running;

/// <summary>Keeps <c>#r</c> and <c>#load</c> working in a copy of a notebook that lies in another folder.</summary>
public static partial class ReferenceRewriter
{
    /// <summary>Rewrites relative paths in the code cells, so that they mean the same files from the new folder.</summary>
    /// <param name="notebook">The notebook to change.</param>
    /// <param name="from">The folder that the paths are relative to now.</param>
    /// <param name="to">The folder that the notebook is written to.</param>
    public static void Rewrite(Notebook notebook, string from, string to)
    {
        ArgumentNullException.ThrowIfNull(notebook);
        foreach (var cell in notebook.Cells.Where(cell => cell.Kind == CellKind.Code)) cell.Source = Rewrite(cell.Source, from, to);
    }

    /// <summary>Rewrites the relative paths in the text of one cell.</summary>
    /// <param name="code">The text.</param>
    /// <param name="from">The folder that the paths are relative to now.</param>
    /// <param name="to">The folder that they are to be relative to.</param>
    /// <returns>The text with the new paths; packages, the framework's assemblies and absolute paths stay as they are.</returns>
    public static string Rewrite(string code, string from, string to) => Directive().Replace(code, match =>
    {
        var path = match.Groups["path"].Value;
        var isName = match.Groups["kind"].Value == "r" && !path.Contains('/', StringComparison.Ordinal) && !path.Contains('\\', StringComparison.Ordinal)
            && !File.Exists(Path.Combine(from, path));
        if (isName || path.Contains(':', StringComparison.Ordinal) || Path.IsPathRooted(path)) return match.Value;
        var target = Path.GetFullPath(Path.Combine(from, path.Replace('\\', '/')));
        return match.Groups["start"].Value + Path.GetRelativePath(Path.GetFullPath(to), target).Replace('\\', '/') + "\"";
    });

    [GeneratedRegex("""^(?<start>[ \t]*#[ \t]*(?<kind>r|load)[ \t]+")(?<path>[^"\n]+)""" + "\"", RegexOptions.Multiline)]
    private static partial Regex Directive();
}
