using System.CommandLine;
using RedGradient.Notebooks.Documents;
using RedGradient.Notebooks.Running;
using RedGradient.Notebooks.Students;

namespace RedGradient.Cli.Commands;

/// <summary><c>student</c>: copies of lessons without their solutions.</summary>
internal static class StudentCommand
{
    public static Command Create()
    {
        var lessons = LessonArgument.Create();
        var output = new Option<string?>("--out") { Description = "The folder for the copies; artifacts/student by default." };
        var nbgrader = new Option<bool>("--nbgrader") { Description = "Make nbgrader assignments of them, into source and release below --out; artifacts/nbgrader by default." };
        var command = new Command("student", "Makes copies of lessons to work in: without solutions and outputs.") { lessons, output, nbgrader };
        command.SetAction(parsed => parsed.GetValue(nbgrader)
            ? NbgraderFolder.Make(parsed.GetValue(lessons) ?? [], parsed.GetValue(output))
            : Run(parsed.GetValue(lessons) ?? [], parsed.GetValue(output)));
        return command;
    }

    private static int Run(string[] names, string? output)
    {
        var course = Course.Find(Environment.CurrentDirectory);
        var folder = output is not null ? Path.GetFullPath(output) : Path.Combine(course.Artifacts, "student");
        foreach (var path in course.Select(names, Environment.CurrentDirectory))
        {
            // A student's copy beside the lesson would replace it.
            var target = Path.Combine(folder, Path.GetFileName(path));
            if (target == path) throw new ArgumentException($"--out was \"{output}\", the folder of the lessons themselves; choose another one.");
            var copy = StudentCopy.Of(Notebook.Load(path), Path.GetFileNameWithoutExtension(path));
            ReferenceRewriter.Rewrite(copy, Path.GetDirectoryName(path)!, folder);
            Directory.CreateDirectory(folder);
            copy.Save(target);
            Console.WriteLine(Path.GetRelativePath(Environment.CurrentDirectory, target));
        }

        return ExitCode.Success;
    }
}
