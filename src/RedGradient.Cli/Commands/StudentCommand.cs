using System.CommandLine;
using System.Text;
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
        var output = OutputOptions.Folder("The folder for the copies; artifacts/student by default.");
        var force = OutputOptions.Force();
        var nbgrader = new Option<bool>("--nbgrader") { Description = "Make nbgrader assignments of them, into source and release below --out; artifacts/nbgrader by default." };
        var command = new Command("student", "Makes copies of lessons to work in: without solutions and outputs.") { lessons, output, nbgrader, force };
        command.SetAction(parsed => parsed.GetValue(nbgrader)
            ? NbgraderFolder.Make(parsed.GetValue(lessons) ?? [], parsed.GetValue(output), parsed.GetValue(force))
            : Run(parsed.GetValue(lessons) ?? [], parsed.GetValue(output), parsed.GetValue(force)));
        return command;
    }

    private static int Run(string[] names, string? output, bool force)
    {
        var course = Course.Find(Environment.CurrentDirectory);
        var files = new OutputFiles("student", output ?? Path.Combine(course.Artifacts, "student"), force);
        var copies = new List<(string File, byte[] Content)>();
        foreach (var path in LessonArgument.Select(course, names))
        {
            var copy = StudentCopy.Of(Notebook.Load(path), Path.GetFileNameWithoutExtension(path));
            ReferenceRewriter.Rewrite(copy, Path.GetDirectoryName(path)!, files.Folder);
            var content = Encoding.UTF8.GetBytes(copy.ToJson());
            files.Claim(Path.GetFileName(path), path, content);
            copies.Add((Path.GetFileName(path), content));
        }

        files.Check();
        foreach (var (file, content) in copies) Console.WriteLine(Path.GetRelativePath(Environment.CurrentDirectory, files.Write(file, content)));
        return ExitCode.Success;
    }
}
