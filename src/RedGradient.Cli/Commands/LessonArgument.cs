using System.CommandLine;
using RedGradient.Notebooks.Running;

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
        // A mistyped option would otherwise be taken for a lesson; after a lone -- everything is one.
        argument.Validators.Add(result =>
        {
            if (Environment.GetCommandLineArgs().Contains("--")) return;
            if (result.Tokens.FirstOrDefault(token => token.Value.StartsWith('-')) is { } option) result.AddError($"There is no option {option.Value} here.");
        });
        return argument;
    }

    /// <summary>The notebooks that a reader's words mean; copies of lessons that are left out are named.</summary>
    public static IReadOnlyList<string> Select(Course course, string[] names)
    {
        var paths = course.Select(names, Environment.CurrentDirectory);
        foreach (var (copy, lesson) in course.CopiesOfLessons().Where(pair => paths.Contains(pair.Lesson) && !paths.Contains(pair.Copy)))
        {
            Console.Error.WriteLine($"{Path.GetFileName(copy)} looks like a copy of {Path.GetFileName(lesson)} and is left out; name it to use it.");
        }

        return paths;
    }
}
