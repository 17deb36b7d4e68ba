using System.CommandLine;
using System.CommandLine.Parsing;
using System.Text.RegularExpressions;

namespace RedGradient.Cli;

/// <summary>What a reader typed that means nothing, in one sentence, and where the help of that very command is.</summary>
internal static partial class UsageErrors
{
    public static string Sentence(ParseResult parsed)
    {
        var command = PathOf(parsed.CommandResult);
        return $"{Untrusted.Shown(Problem(parsed, command).TrimEnd('.'), 400)}. `{command} --help` says what it takes.";
    }

    private static string Problem(ParseResult parsed, string command)
    {
        var known = parsed.CommandResult.Command;
        var verbs = known.Subcommands.Where(each => !each.Hidden).Select(each => each.Name).ToList();
        if (verbs.Count > 0 && parsed.UnmatchedTokens.Count > 0 && !parsed.UnmatchedTokens[0].StartsWith('-')) return $"There is no command \"{parsed.UnmatchedTokens[0]}\" in {command}; it has {Listed(verbs, "and")}";
        if (verbs.Count > 0 && known.Action is null) return $"{command} needs a command after it: {Listed(verbs, "or")}";
        var missing = known.Arguments.Where(argument => argument.Arity.MinimumNumberOfValues > 0 && parsed.GetResult(argument) is not { Tokens.Count: > 0 }).Select(argument => $"<{argument.Name}>")
            .Concat(known.Options.Where(option => option.Required && parsed.GetResult(option) is null or { Implicit: true }).Where(option => option.Required).Select(option => option.Name)).ToList();
        if (missing.Count > 0 && parsed.UnmatchedTokens.Count == 0) return $"{command} needs {Listed(missing, "and")} after it";
        var message = parsed.Errors[0].Message;
        return WrongType().Match(message) is { Success: true } wrong
            ? $"{wrong.Groups["option"].Value} was \"{wrong.Groups["value"].Value}\"; {(wrong.Groups["type"].Value.Contains("Int", StringComparison.Ordinal) ? "a whole number" : "a number")} is needed"
            : message;
    }

    private static string PathOf(CommandResult command) => command.Parent is CommandResult parent ? $"{PathOf(parent)} {command.Command.Name}" : command.Command.Name;

    private static string Listed(List<string> words, string last) => words.Count == 1 ? words[0] : $"{string.Join(", ", words.Take(words.Count - 1))} {last} {words[^1]}";

    [GeneratedRegex("^Cannot parse argument '(?<value>.*)' for option '(?<option>[^']*)' as expected type '(?<type>[^']*)'", RegexOptions.Singleline)]
    private static partial Regex WrongType();
}
