using System.CommandLine;

namespace RedGradient.Cli.Commands;

/// <summary>The argument that names lessons, the same for every command.</summary>
internal static class LessonArgument
{
    public static Argument<string[]> Create() => new("lessons")
    {
        Description = "Lessons by number (1), by name (01-backpropagation) or by path; all when none is named.",
        Arity = ArgumentArity.ZeroOrMore,
    };
}
