using System.CommandLine;
using RedGradient.Cli.Terminal;
using RedGradient.Data;
using RedGradient.Notebooks.Running;

namespace RedGradient.Cli.Commands;

/// <summary><c>data</c>: the real data sets, listed and downloaded.</summary>
internal static class DataCommand
{
    public static Command Create()
    {
        var name = new Argument<string>("name") { Description = "The data set, as data list names it." };
        var list = new Command("list", "Lists the real data sets and says which are there.");
        list.SetAction(_ => List());
        var force = OutputOptions.Force();
        var get = new Command("get", "Downloads a data set into data/NAME, checked and whole.") { name, force };
        get.SetAction((parsed, token) => GetAsync(parsed.GetValue(name)!, parsed.GetValue(force), token));
        return new Command("data", "Lists and downloads the real data sets.") { list, get };
    }

    private static int List()
    {
        var course = Course.Find(Environment.CurrentDirectory);
        foreach (var entry in DataCatalog.Entries)
        {
            var missing = entry.MissingFrom(Folder(course, entry)).Count;
            var state = missing == 0 ? "there" : missing == entry.Files.Count ? "not there" : "not whole";
            Console.WriteLine(FormattableString.Invariant($"{entry.Name}: {entry.Title}; {entry.Bytes / 1e6:0.0} MB, {entry.Licence}; {state}"));
        }

        return ExitCode.Success;
    }

    private static async Task<int> GetAsync(string name, bool force, CancellationToken cancellationToken)
    {
        var entry = DataCatalog.Find(name);
        var folder = Folder(Course.Find(Environment.CurrentDirectory), entry);
        using var client = new HttpClient { Timeout = Timeout.InfiniteTimeSpan };
        try
        {
            var files = await DownloadView.ShowAsync(entry, progress => new DataDownloader(client) { Replace = force }.GetAsync(entry, folder, progress, cancellationToken)).ConfigureAwait(false);
            foreach (var file in files)
            {
                Console.WriteLine($"{Path.GetRelativePath(Environment.CurrentDirectory, file.Path)}{(file.WasKept ? " (was there)" : "")}");
            }

            return ExitCode.Success;
        }
        catch (DataDownloadException exception)
        {
            Console.Error.WriteLine(exception.Message);
            return ExitCode.Failed;
        }
    }

    private static string Folder(Course course, CatalogEntry entry) => Path.Combine(course.Root, "data", entry.Name);
}
