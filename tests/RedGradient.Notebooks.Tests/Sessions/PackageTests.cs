using System.Globalization;
using System.IO.Compression;
using System.Runtime.InteropServices;
using RedGradient.Notebooks.Sessions;

namespace RedGradient.Notebooks.Tests.Sessions;

/// <summary>Packages from a folder made here, so that no network is needed; those from the network run with <c>REDGRADIENT_FULL_TESTS</c>.</summary>
[Collection(SessionsInTurn.Name)]
public sealed class PackageTests : IDisposable
{
    private readonly Cells _cells = new();
    private readonly string? _before = Environment.GetEnvironmentVariable("REDGRADIENT_PACKAGES");

    public PackageTests()
    {
        Environment.SetEnvironmentVariable("REDGRADIENT_PACKAGES", Path.Combine(_cells.Folder, "cache"));
        // A configuration of its own, nearest to the project: only the folder is asked, and nothing is left in the reader's package folder.
        _cells.WriteFile("cache/nuget.config", $"""
            <configuration>
              <config><add key="globalPackagesFolder" value="{Path.Combine(_cells.Folder, "packages")}" /></config>
              <packageSources><clear /><add key="feed" value="{Path.Combine(_cells.Folder, "feed")}" /></packageSources>
            </configuration>
            """);
        Directory.CreateDirectory(Path.Combine(_cells.Folder, "feed"));
    }

    public void Dispose()
    {
        Environment.SetEnvironmentVariable("REDGRADIENT_PACKAGES", _before);
        _cells.Dispose();
    }

    [Fact]
    public async Task A_package_is_fetched_from_an_added_source_once_and_what_is_missing_gets_a_sentence()
    {
        Pack("more", "Small.Numbers", "1.2.0", "namespace SmallNumbers; public static class Answer { public static int Value => 42; }");
        var cell = "#i \"nuget:more\"\n#r \"nuget: Small.Numbers, 1.2.0\"\nusing SmallNumbers;\nAnswer.Value";
        var first = _cells.Run(cell);
        Assert.Equal("42", first.Text);
        Assert.Contains(first.Events.OfType<DisplayData>(), shown => (string?)shown.Data["text/plain"] == "Fetching Small.Numbers 1.2.0 …" && shown.IsTransient);
        Assert.Contains(first.Events.OfType<DisplayData>(), shown => (string?)shown.Data["text/plain"] == "Packages: Small.Numbers 1.2.0" && !shown.IsTransient);
        Assert.Equal("43", _cells.Run("#r \"nuget: Small.Numbers\"\nAnswer.Value + 1").Text);
        Assert.Contains("1.2.0 is in use in this session", _cells.Run("#r \"nuget: Small.Numbers, 1.1.0\"").Error.Value, StringComparison.Ordinal);

        // From what the first restore wrote, without the source.
        Directory.Delete(Path.Combine(_cells.Folder, "more"), recursive: true);
        using (var again = new Session(new SessionOptions { Folder = _cells.Folder }))
        {
            // What a loaded file asks for counts as the cell's own.
            _cells.WriteFile("tools.csx", "#r \"nuget: Small.Numbers, 1.2.0\"\npublic static int Twice() => 2 * SmallNumbers.Answer.Value;");
            var loaded = new List<CellEvent>();
            Assert.Null((await again.ExecuteAsync("#i \"nuget:more\"\n#load \"tools.csx\"\nTwice()", loaded.Add)).Error);
            Assert.Equal("84", (string?)loaded.OfType<ExecuteResult>().Single().Data["text/plain"]);

            var shown = new List<CellEvent>();
            Assert.Null((await again.ExecuteAsync(cell, shown.Add)).Error);
            Assert.DoesNotContain(shown.OfType<DisplayData>(), each => each.IsTransient);
        }
    }

    // A finaliser may be the first to call a function of a native library, long after the session; the process died of that.
    [SkippableFact]
    public void A_native_part_is_found_for_the_life_of_the_process_also_when_its_session_is_over_and_the_cache_is_gone()
    {
        Skip.IfNot(OperatingSystem.IsLinux(), "The native library made here is the runtime's own for Linux, under another name.");
        Pack("feed", "Small.Native", "1.0.0", """
            using System.Runtime.InteropServices;
            public static class Small
            {
                [DllImport("smallnative", EntryPoint = "SystemNative_GetPid")] public static extern int Process();
                [DllImport("smallnative", EntryPoint = "SystemNative_GetEUid")] public static extern uint User();
            }
            public sealed class Handle { ~Handle() => Small.User(); }
            """, native: "libsmallnative.so");
        Assert.Equal(Environment.ProcessId.ToString(CultureInfo.InvariantCulture), _cells.Run("#r \"nuget: Small.Native, 1.0.0\"\nSmall.Process()").Text);
        Assert.Null(_cells.Run("for (int i = 0; i < 10; i++) new Handle();").Outcome.Error);
        var library = AppDomain.CurrentDomain.GetAssemblies().Single(assembly => assembly.GetName().Name == "Small.Native");
        _cells.Session.Dispose();
        Directory.Delete(Path.Combine(_cells.Folder, "cache"), recursive: true);
        // Throws where the library is not found.
        Assert.IsType<uint>(library.GetType("Small")!.GetMethod("User")!.Invoke(null, []));
        GC.Collect();
        GC.WaitForPendingFinalizers();
    }

    [Theory]
    [InlineData("#r \"nuget: Small Numbers, 1\"", "The package's name was \"Small Numbers\"")]
    [InlineData("#r \"nuget: \"", "The package's name was \"\"")]
    [InlineData("#r \"nuget: Small.Numbers, one\"", "The version of Small.Numbers was \"one\"")]
    [InlineData("1 + 1\n#i \"nuget:\"", "#i names no source")]
    public void A_request_that_means_nothing_gets_a_sentence_without_a_restore(string cell, string sentence)
    {
        var error = _cells.Run(cell).Error;
        Assert.Contains(sentence, error.Value, StringComparison.Ordinal);
        Assert.EndsWith(".", error.Value, StringComparison.Ordinal);
    }

    [SkippableFact]
    public void What_does_not_exist_gets_a_sentence_each()
    {
        Skip.IfNot(Environment.GetEnvironmentVariable("REDGRADIENT_FULL_TESTS") == "1", "Five restores take long; they run in .ci/run.");
        Pack("feed", "Small.Numbers", "1.2.0", "public static class Answer { public static int Value => 42; }");
        Says("#r \"nuget: Small.Nothing, 1.0.0\"", "There is no package \"Small.Nothing\" in");
        Says("#r \"nuget: Small.Numbers, 9.0.0\"", "Small.Numbers has no version 9.0.0; the nearest is 1.2.0.");
        Says("#r \"nuget: Small.Numbers, 1.1.0\"", "Small.Numbers has no version 1.1.0; the next is 1.2.0.");
        Says("#i \"nuget:https://127.0.0.1:9/index.json\"\n#r \"nuget: Small.Other, 1.0.0\"", "https://127.0.0.1:9/index.json cannot be reached");
    }

    [SkippableFact]
    public void A_package_of_the_network_and_one_with_a_native_part_work()
    {
        Skip.IfNot(Environment.GetEnvironmentVariable("REDGRADIENT_FULL_TESTS") == "1", "Packages of the network are fetched in .ci/run.");
        Environment.SetEnvironmentVariable("REDGRADIENT_PACKAGES", Path.Combine(_cells.Folder, "cache-of-the-network"));
        var first = _cells.Run("#r \"nuget: MathNet.Numerics, 5.0.0\"\nMathNet.Numerics.Constants.Pi");
        Skip.If(first.Outcome.Error?.Value.Contains("cannot be reached", StringComparison.Ordinal) == true, "There is no network.");
        Assert.Equal("3.141592653589793", first.Text);
        Assert.Equal("3", _cells.Run("""
            #r "nuget: Microsoft.Data.Sqlite, 9.0.0"
            using Microsoft.Data.Sqlite;
            var connection = new SqliteConnection("Data Source=:memory:");
            connection.Open();
            var command = connection.CreateCommand();
            command.CommandText = "select 1 + 2";
            var text = command.ExecuteScalar().ToString();
            command.Dispose();
            connection.Dispose();
            text
            """).Text);
    }

    private void Says(string cell, string sentence)
    {
        var error = _cells.Run(cell).Error;
        Assert.Contains(sentence, error.Value, StringComparison.Ordinal);
        Assert.EndsWith(".", error.Value, StringComparison.Ordinal);
    }

    private void Pack(string folder, string name, string version, string code, string? native = null)
    {
        var library = Path.Combine(_cells.Folder, "build", name + ".dll");
        Libraries.Compile(library, code);
        Directory.CreateDirectory(Path.Combine(_cells.Folder, folder));
        using var package = ZipFile.Open(Path.Combine(_cells.Folder, folder, $"{name}.{version}.nupkg"), ZipArchiveMode.Create);
        package.CreateEntryFromFile(library, $"lib/net10.0/{name}.dll");
        if (native is not null)
        {
            var runtime = Path.GetDirectoryName(typeof(object).Assembly.Location)!;
            package.CreateEntryFromFile(Path.Combine(runtime, "libSystem.Native.so"), $"runtimes/{RuntimeInformation.RuntimeIdentifier}/native/{native}");
        }

        using var writer = new StreamWriter(package.CreateEntry(name + ".nuspec").Open());
        writer.Write($"""<package><metadata><id>{name}</id><version>{version}</version><authors>tests</authors><description>A package of the tests.</description></metadata></package>""");
    }
}
