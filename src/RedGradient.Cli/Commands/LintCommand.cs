using System.CommandLine;
using RedGradient.Notebooks.Documents;
using RedGradient.Notebooks.Linting;
using RedGradient.Notebooks.Running;

namespace RedGradient.Cli.Commands;

/// <summary><c>lint</c>: holds lessons against the lesson standard.</summary>
internal static class LintCommand
{
    public static Command Create()
    {
        var lessons = LessonArgument.Create();
        var suggest = new Option<bool>("--suggest") { Description = "Print, for each cell with unbound numbers, the comment that would bind them, ready to paste." };
        var rule = new Option<string?>("--rule") { Description = $"One rule only: {string.Join(", ", Linter.RuleNames)}." };
        var command = new Command("lint", "Checks lessons against the lesson standard, from their files, without running them.") { lessons, suggest, rule };
        command.SetAction(parsed => Run(parsed.GetValue(lessons) ?? [], parsed.GetValue(suggest), parsed.GetValue(rule)));
        return command;
    }

    private static int Run(string[] names, bool suggest, string? rule)
    {
        if (rule is not null && !Linter.RuleNames.Contains(rule))
            throw new ArgumentException($"--rule was \"{rule}\"; allowed are {string.Join(", ", Linter.RuleNames)}.");
        var course = Course.Find(Environment.CurrentDirectory);
        var paths = names.Length == 0 ? course.AllNotebooks() : course.Select(names, Environment.CurrentDirectory);
        var glossary = Glossary.Load(course.Notebooks);
        if (suggest)
        {
            foreach (var text in paths.SelectMany(path => Linter.Suggest(Path.GetFileName(path), Notebook.Load(path)))) Console.WriteLine(text);
            return ExitCode.Success;
        }

        var findings = paths.SelectMany(path => Linter.Check(Path.GetFileName(path), Notebook.Load(path), glossary, Path.GetDirectoryName(path))).ToList();
        if (names.Length == 0 && glossary is not null) findings.AddRange(glossary.Check());
        if (rule is not null) findings.RemoveAll(finding => finding.Rule != rule);
        findings.ForEach(Console.WriteLine);
        Console.WriteLine(findings.Count == 0 ? $"{paths.Count} notebooks keep the standard." : $"{findings.Count} findings in {paths.Count} notebooks.");
        return findings.Count == 0 ? ExitCode.Success : ExitCode.Failed;
    }
}
