using System.CommandLine;
using System.CommandLine.Help;
using RedGradient.Cli.Commands;

namespace RedGradient.Cli;

/// <summary>The <c>redgradient</c> command: its verbs, and what every one of them does with bad arguments and Ctrl-C.</summary>
internal static class CommandLine
{
    /// <summary>Runs the command line.</summary>
    /// <returns>0 when all is well, 1 when something failed, 2 for arguments that mean nothing, 130 after Ctrl-C.</returns>
    public static async Task<int> RunAsync(string[] arguments)
    {
        // Not a RootCommand, which would go by the name of the program file.
        var root = new Command("redgradient", "RedGradient: a course on neural networks, the attacks on them and the defences, that you run. Without a command: runs every lesson and makes the book.");
        root.Add(new HelpOption { Recursive = true });
        root.Add(new VersionOption());
        root.Add(RunCommand.Create());
        root.Add(VerifyCommand.Create());
        root.Add(LintCommand.Create());
        root.Add(StudentCommand.Create());
        root.Add(BookCommand.Create());
        root.Add(DataCommand.Create());
        root.Add(AuditCommand.Create());
        root.Add(ExperimentCommand.Create());
        root.Add(KernelCommand.Create());
        var force = OutputOptions.Force();
        root.Add(force);
        root.SetAction((parsed, token) => EverythingCommand.RunAsync(parsed.GetValue(force), token));

        root.Add(CreateHelp(root));
        root.Add(CreateVersion(root));

        var parsed = root.Parse(arguments);
        if (parsed.Errors.Count > 0)
        {
            Console.Error.WriteLine(UsageErrors.Sentence(parsed));
            return ExitCode.BadArguments;
        }

        try
        {
            return await parsed.InvokeAsync(new InvocationConfiguration { EnableDefaultExceptionHandler = false, ProcessTerminationTimeout = TimeSpan.FromSeconds(5) }).ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            Console.Error.WriteLine("Stopped. What was finished is kept.");
            return ExitCode.Stopped;
        }
        catch (ArgumentException exception)
        {
            // The sentence alone; the parameter it came in by means nothing on a command line.
            Console.Error.WriteLine(Printable(exception.Message.Replace($" (Parameter '{exception.ParamName}')", "", StringComparison.Ordinal)));
            return ExitCode.BadArguments;
        }
        catch (Exception exception) when (exception is IOException or FormatException or InvalidDataException or UnauthorizedAccessException or InvalidOperationException)
        {
            Console.Error.WriteLine(Printable(exception.Message));
            return ExitCode.Failed;
        }
    }

    // A file's or a folder's name may hold what commands a terminal; lines stay lines, and what the system says becomes a sentence.
    private static string Printable(string message)
    {
        var shown = string.Join('\n', message.ReplaceLineEndings("\n").Split('\n').Select(line => Untrusted.Shown(line, 4000))).TrimEnd();
        return shown.Length > 0 && (char.IsLetterOrDigit(shown[^1]) || shown[^1] is '\'' or '"' or ')') ? shown + "." : shown;
    }

    // Words that many type first; --help and --version say the same.
    private static Command CreateHelp(Command root)
    {
        var words = new Argument<string[]>("command") { Arity = ArgumentArity.ZeroOrMore };
        var command = new Command("help") { words };
        command.Hidden = true;
        command.SetAction(parsed => root.Parse([.. parsed.GetValue(words) ?? [], "--help"]) is { UnmatchedTokens.Count: 0 } asked
            ? asked.Invoke()
            : throw new ArgumentException($"There is no command \"{Untrusted.Shown(string.Join(' ', parsed.GetValue(words) ?? []))}\". `redgradient --help` lists the commands."));
        return command;
    }

    private static Command CreateVersion(Command root)
    {
        var command = new Command("version") { Hidden = true };
        command.SetAction(_ => root.Parse(["--version"]).Invoke());
        return command;
    }
}
