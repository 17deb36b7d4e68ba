using System.Globalization;

namespace RedGradient.Notebooks.Running;

/// <summary>A clone of the course on disk: where its lessons, its data and its results are.</summary>
public sealed class Course
{
    /// <summary>The folder, beside the lessons, of notebooks in which what was learned is put to use.</summary>
    public const string ExercisesFolder = "exercises";

    /// <summary>The folder, beside the lessons, of notebooks that show how to use other tools.</summary>
    public const string GuidesFolder = "guides";

    private const string Marker = "RedGradient.slnx";

    private Course(string root) => Root = root;

    /// <summary>The folder with the solution file, as a full path.</summary>
    public string Root { get; }

    /// <summary>The folder of the lessons.</summary>
    public string Notebooks => Path.Combine(Root, "notebooks");

    /// <summary>The folder for everything that is made: copies, the book, the library for cells.</summary>
    public string Artifacts => Path.Combine(Root, "artifacts");

    /// <summary>Finds the course that a folder belongs to.</summary>
    /// <param name="folder">The folder to start from; its parents are searched too.</param>
    /// <returns>The course.</returns>
    /// <exception cref="ArgumentException">Neither the folder nor a parent is the course's.</exception>
    public static Course Find(string folder)
    {
        for (var current = new DirectoryInfo(folder); current is not null; current = current.Parent)
        {
            if (File.Exists(Path.Combine(current.FullName, Marker))) return new Course(current.FullName);
        }

        throw new ArgumentException($"This is not the course's folder: neither here nor in a parent folder is there a {Marker}. Change into the clone and try again.");
    }

    /// <summary>The paths of all lessons, <c>notebooks/NN-*.ipynb</c>, in their order; copies that a reader made of them are left out.</summary>
    public IReadOnlyList<string> Lessons()
    {
        var copies = CopiesOfLessons().Select(pair => pair.Copy).ToHashSet(StringComparer.Ordinal);
        return [.. Numbered().Where(path => !copies.Contains(path))];
    }

    /// <summary>Notebooks beside a lesson whose names are the lesson's and something more, as file managers and Jupyter name copies.</summary>
    /// <returns>Each copy with its lesson, as full paths.</returns>
    public IReadOnlyList<(string Copy, string Lesson)> CopiesOfLessons()
    {
        var all = Numbered();
        return [.. all.Select(path => (path, all.Where(other => other != path && Stem(path).StartsWith(Stem(other), StringComparison.OrdinalIgnoreCase)).MinBy(other => other.Length)))
            .Where(pair => pair.Item2 is not null).Select(pair => (pair.path, pair.Item2!))];
    }

    /// <summary>The paths of all notebooks that are run and read: the lessons, then <c>notebooks/exercises</c> and <c>notebooks/guides</c>, each in the order of names.</summary>
    public IReadOnlyList<string> AllNotebooks() => [.. Lessons(), .. InFolder(ExercisesFolder), .. InFolder(GuidesFolder)];

    /// <summary>The lessons that a reader names.</summary>
    /// <param name="names">Numbers (<c>1</c>, <c>01</c>), names (<c>01-backpropagation</c>, <c>hunt</c>) or paths of notebooks; none means all lessons and exercises. A guide is named: it may need more than the course's own build.</param>
    /// <param name="folder">The folder that paths are relative to.</param>
    /// <returns>Full paths, in the order given, each once.</returns>
    /// <exception cref="ArgumentException">A name means no lesson, or more than one; the message lists them.</exception>
    public IReadOnlyList<string> Select(IReadOnlyCollection<string> names, string folder)
    {
        ArgumentNullException.ThrowIfNull(names);
        IReadOnlyList<string> lessons = [.. Lessons(), .. InFolder(ExercisesFolder)];
        if (names.Count > 0) lessons = [.. lessons, .. InFolder(GuidesFolder)];
        if (names.Count > 0) return [.. names.Select(name => Select(name, folder, lessons)).DistinctBy(RealPath.Of, RealPath.Comparer)];
        return lessons.Count > 0 ? lessons : throw new ArgumentException("There is no lesson in the folder notebooks; lessons are called NN-topic.ipynb.");
    }

    private IEnumerable<string> InFolder(string folder)
    {
        var path = Path.Combine(Notebooks, folder);
        return Directory.Exists(path) ? Directory.GetFiles(path, "*.ipynb").Order(StringComparer.Ordinal) : [];
    }

    private string Select(string name, string folder, IReadOnlyList<string> lessons)
    {
        var path = Path.GetFullPath(Path.Combine(folder, name));
        if (name.EndsWith(".ipynb", StringComparison.OrdinalIgnoreCase) && File.Exists(path)) return path;
        var number = int.TryParse(name, NumberStyles.None, CultureInfo.InvariantCulture, out var parsed) ? parsed : -1;
        if (Numbered().FirstOrDefault(lesson => Stem(lesson) == name) is { } exact) return exact;
        var found = lessons.Where(lesson => Number(lesson) == number || string.Equals(Stem(lesson), name, StringComparison.OrdinalIgnoreCase)).ToList();
        if (found.Count > 1) throw new ArgumentException($"\"{name}\" may mean {string.Join(" or ", found.Select(Stem))}; say which by its name.");
        if (found.Count == 1) return found[0];
        var known = lessons.Count == 0 ? "there are none" : "lessons are " + string.Join(", ", lessons.Select(Path.GetFileNameWithoutExtension));
        throw new ArgumentException($"There is no lesson \"{name}\": {known}; the path of a notebook will do too.");
    }

    private IReadOnlyList<string> Numbered() => Directory.Exists(Notebooks)
        ? [.. Directory.GetFiles(Notebooks, "*.ipynb").Where(path => IsLesson(Path.GetFileName(path))).Order(StringComparer.Ordinal)]
        : [];

    private static string Stem(string path) => Path.GetFileNameWithoutExtension(path);

    private static bool IsLesson(string fileName) => fileName.Length > 3 && char.IsAsciiDigit(fileName[0]) && char.IsAsciiDigit(fileName[1]) && fileName[2] == '-';

    // Notebooks that are no lessons have none.
    private int? Number(string lesson) => IsLesson(Path.GetFileName(lesson)) && Path.GetDirectoryName(lesson) == Notebooks ? int.Parse(Path.GetFileName(lesson)[..2], CultureInfo.InvariantCulture) : null;
}
