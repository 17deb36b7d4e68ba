using System.Text;
using RedGradient.Notebooks.Documents;
using RedGradient.Notebooks.Running;
using RedGradient.Notebooks.Students;

namespace RedGradient.Cli.Commands;

/// <summary><c>student --nbgrader</c>: a folder as nbgrader has it, each lesson an assignment with the library beside it.</summary>
internal static class NbgraderFolder
{
    public static int Make(string[] names, string? output, bool force)
    {
        var course = Course.Find(Environment.CurrentDirectory);
        var library = Path.Combine(course.Artifacts, "lab");
        if (!Directory.Exists(library)) throw new IOException("The library is not built yet: run `dotnet build -c Release` in the course's folder.");
        var files = new OutputFiles("student --nbgrader", output ?? Path.Combine(course.Artifacts, "nbgrader"), force);
        var contents = new List<(string File, byte[] Content)>();
        var notebooks = new List<string>();
        foreach (var path in LessonArgument.Select(course, names))
        {
            var lesson = Notebook.Load(path);
            var name = Path.GetFileNameWithoutExtension(path);
            Add("source", name, path, NbgraderAssignment.Source(lesson, name));
            Add("release", name, path, NbgraderAssignment.Release(lesson, name));
        }

        Claim("nbgrader_config.py", null, Encoding.UTF8.GetBytes(NbgraderAssignment.Configuration.ReplaceLineEndings("\n")));
        files.Check();
        foreach (var (file, content) in contents)
        {
            var written = files.Write(file, content);
            if (notebooks.Contains(file)) Console.WriteLine(Path.GetRelativePath(Environment.CurrentDirectory, written));
        }

        return ExitCode.Success;

        void Add(string part, string name, string path, Notebook notebook)
        {
            // nbgrader takes the library along with the notebook beside which it lies.
            foreach (var file in Directory.GetFiles(library))
            {
                Claim(Path.Combine(part, name, NbgraderAssignment.LibraryFolder, Path.GetFileName(file)), file, File.ReadAllBytes(file));
            }

            notebooks.Add(Path.Combine(part, name, name + ".ipynb"));
            Claim(notebooks[^1], path, Encoding.UTF8.GetBytes(notebook.ToJson()));
        }

        void Claim(string file, string? source, byte[] content)
        {
            files.Claim(file, source, content);
            contents.Add((file, content));
        }
    }
}
