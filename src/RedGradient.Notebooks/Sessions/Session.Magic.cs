using System.Diagnostics;
using System.Globalization;
using System.Text.Json.Nodes;
using RedGradient.Notebooks.Sessions.Formatting;
using RedGradient.Notebooks.Sessions.Magic;

namespace RedGradient.Notebooks.Sessions;

public sealed partial class Session
{
    private const string MagicError = "MagicCommand";
    private const int MostImports = 20;
    private int _imports;

    /// <summary>The values of earlier cells, by the number of their execution.</summary>
    internal CellResults Results { get; } = new();

    // A cell as it was written: pieces of other languages and magic commands are taken out, the C# between them runs.
    private CellError? RunCell(string code, CellRun run, string cellName)
    {
        if (CellHelp.Find(code) is { } asked) return ShowHelp(asked, cellName);
        var error = MagicCell.MayHoldMagic(code) ? RunParts(MagicCell.Parse(code), run, cellName) : RunCode(code, run, cellName);
        if (error is null && _executions > 0 && _value is { } value and not DisplayedValue) Results.Add(_executions, value);
        return error;
    }

    private CellError? RunParts(IReadOnlyList<CellPart> parts, CellRun run, string cellName)
    {
        // What cannot run is said before anything has.
        foreach (var part in parts.Where(part => part.Kind == CellPartKind.Foreign)) return _errors.Sentence("LanguageMissing", MagicLanguages.Missing(part.Name), cellName, part.Line);
        long? started = null;
        foreach (var part in parts)
        {
            if (part is { Kind: CellPartKind.Command, Name: "time" })
            {
                started ??= Stopwatch.GetTimestamp();
                continue;
            }

            var error = part.Kind switch
            {
                CellPartKind.Code => RunCode(part.Text, run, cellName),
                CellPartKind.Shown => ShowText(part.Name, part.Text),
                _ => RunCommand(part, run, cellName),
            };
            if (error is not null) return error;
        }

        if (started is { } start) Show(Text(string.Create(CultureInfo.InvariantCulture, $"Wall time: {Stopwatch.GetElapsedTime(start).TotalMilliseconds:0.###} ms")));
        return null;
    }

    private CellError? RunCode(string code, CellRun run, string cellName)
    {
        if (AddPackages(code, run, cellName) is { } error) return error;
        code = Packages.PackageDirectives.Blank(code);

        return RunPlain(EarlierResult.Insert(this, code), run, cellName);
    }

    private CellError? RunPlain(string code, CellRun run, string cellName)
    {
        var start = Stopwatch.GetTimestamp();
        var error = Compile(ConsoleClear.Replace(code), run, cellName, out var program);
        run.AddCompiling(Stopwatch.GetElapsedTime(start));
        return error ?? Execute(program!, run, cellName);
    }

    private CellError? RunCommand(CellPart part, CellRun run, string cellName)
    {
        CellError Refuse(string sentence) => _errors.Sentence(MagicError, sentence, cellName, part.Line);
        switch (part.Name)
        {
            case "lsmagic":
                return ShowTable(MagicCommands.All.Select(command => new { Command = command.Use, What = command.Help }));
            case "about":
                Show(Text($"RedGradient {typeof(Session).Assembly.GetName().Version?.ToString(3)}: C# cells on .NET {Environment.Version}."));
                return null;
            case "who":
                Show(Text(string.Join('\n', Variables().Select(variable => variable.Name)) is { Length: > 0 } names ? names : "There are no variables yet."));
                return null;
            case "whos":
                var variables = Variables().Select(variable => new { variable.Name, Type = TypeText.Of(variable.Type), Value = TypeText.OneLine(PlainText.Of(variable.Value)) }).ToList();
                if (variables.Count > 0) return ShowTable(variables);
                Show(Text("There are no variables yet."));
                return null;
            case "import":
                return Import(part, run, cellName);
            case "set":
            case "share":
                try
                {
                    var code = part.Name == "set" ? MagicAssignment.Set(part.Text, question => Ask(question)) : MagicAssignment.Share(part.Text);
                    return code is null ? null : RunPlain(new string('\n', part.Line - 1) + code, run, cellName);
                }
                catch (Exception exception) when (exception is FormatException or InvalidOperationException)
                {
                    return Refuse(exception.Message);
                }

            case ['%', ..] percent:
                var name = percent.TrimStart('%');
                return Refuse($"{percent} is a magic command of IPython; here they begin with #!{(MagicCommands.All.Any(command => command.Name == "#!" + name) ? $", as in #!{name}" : "")}, and #!lsmagic lists them.");
            default:
                return Refuse(MagicCommands.Missing(part.Name));
        }
    }

    private CellError? Import(CellPart part, CellRun run, string cellName)
    {
        var name = new MagicArguments(part.Text).Rest.FirstOrDefault();
        if (++_imports > MostImports) return _errors.Sentence(MagicError, $"#!import went {MostImports} files deep; do the files import each other?", cellName, part.Line);
        try
        {
            foreach (var imported in MagicImport.Read(name, _options.Folder))
            {
                _errors.Remember(imported.Name, imported.Code);
                var error = imported.Shown is { } language ? ShowText(language, imported.Code) : RunParts(MagicCell.Parse(imported.Code), run, imported.Name);
                if (error is not null) return error;
            }

            return null;
        }
        catch (Exception exception) when (exception is FormatException or IOException or UnauthorizedAccessException)
        {
            return _errors.Sentence(MagicError, _errors.Clean(exception.Message), cellName, part.Line);
        }
        finally
        {
            _imports--;
        }
    }

    private CellError? ShowHelp(CellHelp asked, string cellName)
    {
        if (Jupyter.Assistance.Inspection.Of(this, asked.Expression, asked.Position, asked.WithMembers) is not { } found)
        {
            return _errors.Sentence("NameMissing", $"There is nothing called \"{asked.Expression.Trim()}\" here to explain.", cellName, 1);
        }

        Show(new JsonObject { ["text/html"] = found.ToHtml(), ["text/plain"] = found.ToText() });
        return null;
    }

    // A later variable of the same name hides the earlier one.
    private IEnumerable<(string Name, Type Type, object? Value)> Variables() =>
        _chain.Variables.GroupBy(variable => variable.Name, StringComparer.Ordinal).Select(group => group.Last()).OrderBy(variable => variable.Name, StringComparer.Ordinal);

    private CellError? ShowText(string language, string text)
    {
        Show(MagicText.Bundle(language, text));
        return null;
    }

    private CellError? ShowTable<T>(IEnumerable<T> rows)
    {
        Show(ValueFormatter.Format(rows.ToList()));
        return null;
    }

    private void Show(JsonObject data) => _output.Emit(new DisplayData(data, [], null, IsUpdate: false, IsTransient: false));

    private static JsonObject Text(string text) => new() { ["text/plain"] = text };
}
