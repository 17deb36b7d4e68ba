using RedGradient.Notebooks.Documents;
using RedGradient.Notebooks.Running;
using RedGradient.Notebooks.Students;

namespace RedGradient.Cli.Commands;

/// <summary><c>student --nbgrader</c>: a folder as nbgrader has it, each lesson an assignment with the library beside it.</summary>
internal static class NbgraderFolder
{
    public static int Make(string[] names, string? output)
    {
        var course = Course.Find(Environment.CurrentDirectory);
        var folder = output is not null ? Path.GetFullPath(output) : Path.Combine(course.Artifacts, "nbgrader");
        foreach (var path in course.Select(names, Environment.CurrentDirectory))
        {
            var lesson = Notebook.Load(path);
            var name = Path.GetFileNameWithoutExtension(path);
            Write(course, NbgraderAssignment.Source(lesson, name), Path.Combine(folder, "source", name), name);
            Write(course, NbgraderAssignment.Release(lesson, name), Path.Combine(folder, "release", name), name);
        }

        File.WriteAllText(Path.Combine(folder, "nbgrader_config.py"), NbgraderAssignment.Configuration.ReplaceLineEndings("\n"));
        return ExitCode.Success;
    }

    private static void Write(Course course, Notebook notebook, string folder, string name)
    {
        var library = Path.Combine(course.Artifacts, "lab");
        if (!Directory.Exists(library)) throw new IOException("The library is not built yet: run `dotnet build -c Release` in the course's folder.");
        var target = Directory.CreateDirectory(Path.Combine(folder, NbgraderAssignment.LibraryFolder)).FullName;
        foreach (var file in Directory.GetFiles(library)) File.Copy(file, Path.Combine(target, Path.GetFileName(file)), overwrite: true);
        var path = Path.Combine(folder, name + ".ipynb");
        notebook.Save(path);
        Console.WriteLine(Path.GetRelativePath(Environment.CurrentDirectory, path));
    }
}
