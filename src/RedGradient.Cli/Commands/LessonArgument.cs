using System.CommandLine;

namespace RedGradient.Cli.Commands;

/// <summary>The argument that names lessons, the same for every command.</summary>
internal static class LessonArgument
{
    public static Argument<string[]> Create()
    {
        var argument = new Argument<string[]>("lessons")
        {
            Description = "Lessons by number (1), by name (01-backpropagation) or by path; all when none is named.",
            Arity = ArgumentArity.ZeroOrMore,
        };
        // A mistyped option would otherwise be taken for a lesson.
        argument.Validators.Add(result =>
        {
            if (result.Tokens.FirstOrDefault(token => token.Value.StartsWith('-')) is { } option) result.AddError($"There is no option {option.Value} here.");
        });
        return argument;
    }
}
