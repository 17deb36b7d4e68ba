using System.Diagnostics;
using System.Globalization;
using Microsoft.CodeAnalysis;
using RedGradient.Notebooks.Sessions.Formatting;

namespace RedGradient.Notebooks.Sessions;

/// <summary>Turns compile errors and exceptions into what a reader needs: the cell, the line, its text and the message.</summary>
internal sealed class ErrorReport(string folder)
{
    private const int MostFrames = 12;
    private const int MostRecursive = 100;
    private const string Cell = "cell ";
    private readonly Dictionary<string, string[]> _sources = new(StringComparer.Ordinal);
    private readonly Dictionary<string, List<CompiledText>> _compiled = new(StringComparer.Ordinal);

    public void Remember(string cellName, string code)
    {
        _sources[cellName] = code.Split('\n');
        _compiled.Remove(cellName);
    }

    /// <summary>A piece of a cell, as it is compiled.</summary>
    public void Remember(string cellName, CompiledText text)
    {
        if (!_compiled.TryGetValue(cellName, out var pieces)) _compiled[cellName] = pieces = [];
        pieces.Add(text);
    }

    public CellError Sentence(string name, string message, string cellName, int? line = null)
    {
        var text = line is { } number ? SourceLine(cellName, number) : null;
        return new CellError(name, message, [$"{name}: {message}", .. Place(cellName, line, text)], line, text);
    }

    public CellError Compilation(IEnumerable<Diagnostic> diagnostics, string cellName)
    {
        var errors = diagnostics.Where(diagnostic => diagnostic.Severity == DiagnosticSeverity.Error).ToList();
        var lines = new List<string>();
        foreach (var error in errors)
        {
            var span = error.Location.GetLineSpan();
            var place = PlaceName(span.Path);
            lines.Add(string.Create(CultureInfo.InvariantCulture, $"{place}, line {span.StartLinePosition.Line + 1}, column {span.StartLinePosition.Character + 1}: error {error.Id}: {Message(error)}"));
            if (SourceLine(span.Path, span.StartLinePosition.Line + 1, trim: false) is not { } text) continue;
            lines.Add("    " + text);
            // Tabs stay tabs, so that the mark stands under its place.
            lines.Add("    " + string.Concat(text.Take(span.StartLinePosition.Character).Select(letter => letter == '\t' ? '\t' : ' ')) + "^");
        }

        lines.AddRange(errors.Select(error => LanguageLimits.Explain(error.Id)).OfType<string>().Distinct());
        var first = errors[0];
        var start = first.Location.GetLineSpan();
        var line = start.Path == cellName ? start.StartLinePosition.Line + 1 : (int?)null;
        return new CellError(
            "CompilationError",
            $"{first.Id}: {Message(first)}",
            lines,
            line,
            line is { } number ? SourceLine(cellName, number) : null);
    }

    public CellError Exception(Exception exception, string cellName)
    {
        // No cell's own type, so none that is its own cause.
        while (exception is AggregateException { InnerExceptions.Count: 1 } or System.Reflection.TargetInvocationException && exception.InnerException is not null)
        {
            exception = exception.InnerException!;
        }

        var lines = new List<string>();
        int? line = null;
        foreach (var current in ExceptionText.Causes(exception))
        {
            lines.Add($"{(current == exception ? "" : "caused by ")}{TypeName(current)}: {Clean(ExceptionText.Message(current))}");
            foreach (var frame in Frames(current, cellName).Take(MostFrames))
            {
                if (frame.Place == cellName && frame.Line > 0) line ??= frame.Line;
                lines.Add(frame.Text);
            }
        }

        return new CellError(TypeName(exception), Clean(ExceptionText.Message(exception)), lines, line, line is { } number ? SourceLine(cellName, number) : null);
    }

    /// <summary>Takes the machine's paths out of a text: the notebook's folder becomes <c>.</c>, its parent <c>..</c>, the reader's home <c>~</c>.</summary>
    public string Clean(string text)
    {
        text = Replace(text, folder, ".");
        text = Replace(text, Path.GetDirectoryName(folder), "..");
        return Replace(text, Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), "~");
    }

    private static string Replace(string text, string? path, string with) =>
        path is { Length: > 1 } ? text.Replace(path + Path.DirectorySeparatorChar, with + "/", StringComparison.Ordinal) : text;

    private IEnumerable<(string Text, string? Place, int Line)> Frames(Exception exception, string cellName)
    {
        if (exception is InsufficientExecutionStackException)
        {
            foreach (var place in Recursive(exception)) yield return place;
            yield break;
        }

        var frames = new StackTrace(exception, fNeedFileInfo: true).GetFrames();
        var isRangeCheck = frames.Length > 1 && IndexLines.IsThrower(frames[0].GetMethod()) && IsOfCell(frames[1]) && !IndexLines.AreExact(frames[1].GetMethod());
        if (isRangeCheck)
        {
            // Without a file it is the cell's own code after an await.
            var file = frames[1].GetFileName() ?? cellName;
            if (_sources.TryGetValue(file, out var source))
            {
                var candidates = IndexLines.Of(string.Join('\n', source));
                if (candidates.Count == 1) yield return (At(file, candidates[0]), file, candidates[0]);
                else if (candidates.Count > 1) yield return ($"   at {PlaceName(file)}, {IndexLines.Say(candidates)}", file, 0);
            }
        }

        foreach (var frame in frames.Skip(isRangeCheck ? 2 : 0))
        {
            if (Describe(frame) is { } described) yield return described;
        }
    }

    // A full stack has hundreds of thousands of frames; looking up the line of each takes minutes, so the names of the uppermost do.
    private IEnumerable<(string Text, string? Place, int Line)> Recursive(Exception exception)
    {
        var names = new StackTrace(exception, fNeedFileInfo: false).GetFrames().Take(MostRecursive).Select(frame => Recursion.NameOf(frame.GetMethod())).OfType<string>().Distinct().ToList();
        foreach (var name in names)
        {
            foreach (var (cell, lines) in _sources.Reverse())
            {
                if (Recursion.LineOf(string.Join('\n', lines), name) is not { } line) continue;
                yield return (At(cell, line), cell, line);
                break;
            }
        }
    }

    private static bool IsOfCell(StackFrame frame) =>
        frame.GetMethod()?.DeclaringType?.FullName?.StartsWith("Submission#", StringComparison.Ordinal) == true;

    private string At(string file, int line, int compiledColumn = 0)
    {
        var source = SourceLine(file, line);
        var column = compiledColumn > 0 && Column(file, line, compiledColumn) is { } known ? string.Create(CultureInfo.InvariantCulture, $", column {known}") : "";
        return string.Create(CultureInfo.InvariantCulture, $"   at {PlaceName(file)}, line {line}{column}") + (source is null ? "" : ": " + source);
    }

    private int? Column(string file, int line, int column)
    {
        if (!_compiled.TryGetValue(file, out var pieces)) return _sources.ContainsKey(file) && !IsLoaded(file) ? null : column;
        var source = _sources[file];
        return line > source.Length ? null : pieces.Select(piece => piece.Column(line, column, source[line - 1])).FirstOrDefault(found => found is not null);
    }

    private (string Text, string? Place, int Line)? Describe(StackFrame frame)
    {
        var method = frame.GetMethod();
        var type = method?.DeclaringType;
        if (method is null || type is null) return null;
        if (frame.GetFileName() is { } file && (_sources.ContainsKey(file) || IsLoaded(file)))
        {
            var line = frame.GetFileLineNumber();
            return (At(file, line, frame.GetFileColumnNumber()), file, line);
        }

        // The script's own plumbing and the host's say nothing to a reader, nor do the compiler's names.
        var space = type.Namespace ?? "";
        var isPlumbing = space.Length == 0 || space.StartsWith("Internal.", StringComparison.Ordinal) || space.StartsWith("Microsoft.CodeAnalysis", StringComparison.Ordinal)
            || space.StartsWith("RedGradient.Notebooks", StringComparison.Ordinal)
            || space.StartsWith("System.Runtime", StringComparison.Ordinal) || space.StartsWith("System.Threading", StringComparison.Ordinal);
        if (isPlumbing || type.Name.Contains('<', StringComparison.Ordinal) || method.Name.Contains('<', StringComparison.Ordinal)) return null;
        return ($"   at {type.FullName?.Replace('+', '.')}.{method.Name}", null, 0);
    }

    private IEnumerable<string> Place(string cellName, int? line, string? text) =>
        line is null ? [] : [string.Create(CultureInfo.InvariantCulture, $"   at {PlaceName(cellName)}, line {line}") + (text is null ? "" : ": " + text)];

    // As clients know it that lead to the line by a click.
    private string PlaceName(string path) => path.StartsWith(Cell, StringComparison.Ordinal) ? $"Cell In[{path.AsSpan(Cell.Length)}]"
        : Path.IsPathRooted(path) ? Path.GetRelativePath(folder, path).Replace('\\', '/') : path;

    private static bool IsLoaded(string file) => file.EndsWith(".csx", StringComparison.OrdinalIgnoreCase);

    private string? SourceLine(string path, int line, bool trim = true)
    {
        if (!_sources.TryGetValue(path, out var lines))
        {
            if (!Path.IsPathRooted(path) || !File.Exists(path)) return null;
            _sources[path] = lines = File.ReadAllText(path).Split('\n');
        }

        if (line < 1 || line > lines.Length) return null;
        var text = lines[line - 1].TrimEnd();
        return trim ? text.TrimStart() : text;
    }

    private string Message(Diagnostic diagnostic) => Clean(diagnostic.GetMessage(CultureInfo.InvariantCulture));

    private static string TypeName(Exception exception) => exception.GetType().Name;
}
