using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Text;
using RedGradient.Data;
using RedGradient.Lessons;
using RedGradient.Networks;
using RedGradient.Notebooks.Documents;

namespace RedGradient.Soak;

/// <summary>SIGKILL at random moments of everything that writes, every second one just after its first change of a file; afterwards every file is either the old one or the new one, whole.</summary>
internal sealed class Kills : IDisposable
{
    private static readonly byte[] Content = [.. Enumerable.Range(0, 3_000_000).Select(i => (byte)(i * 31 / 7))];
    private readonly string _root = Directory.CreateTempSubdirectory("soak-kills-").FullName;
    private readonly Random _random = new(20261128);
    private readonly string _command = Path.GetFullPath(Path.Combine(AppContext.BaseDirectory, "../../../../../src/RedGradient.Cli/bin", new DirectoryInfo(AppContext.BaseDirectory).Parent!.Name, "net10.0/RedGradient.Cli.dll"));
    private readonly string _self = typeof(Kills).Assembly.Location;
    private readonly TcpListener _server = new(IPAddress.Loopback, 0);
    private int _version;

    public Kills()
    {
        File.WriteAllText(At("RedGradient.slnx"), "<Solution />\n");
        foreach (var folder in new[] { "notebooks", "saved" }) Directory.CreateDirectory(At(folder));
        _server.Start();
        _ = Task.Run(ServeAsync);
    }

    /// <summary>The writers, each with its share of all kills, of 100.</summary>
    private IEnumerable<(string Name, int Share, string[] Arguments, string[] Files)> Writers() =>
    [
        ("run", 20, [_command, "run", "1"], ["artifacts/run/01-a.ipynb"]),
        ("run in place", 10, [_command, "run", "1", "--in-place"], ["notebooks/01-a.ipynb"]),
        ("student", 20, [_command, "student", "1"], ["artifacts/student/01-a.ipynb"]),
        ("audit", 5, [_command, "audit", "net.rgn", "--clean", "synthetic"], ["artifacts/audit/net.html", "artifacts/audit/net.json"]),
        ("experiment", 15, [_self, "child", "experiment", At("results.json")], ["results.json"]),
        ("data get", 15, [_self, "child", "download", ((IPEndPoint)_server.LocalEndpoint).Port.ToString(CultureInfo.InvariantCulture), At("data")], ["data/file"]),
        ("save", 15, [_self, "child", "save", At("saved/network.rgn")], ["saved/network.rgn"]),
    ];

    /// <summary>Kills so many processes, or the share of one writer; gives the number of failures.</summary>
    internal int Run(int count, string? writer)
    {
        var failures = 0;
        foreach (var (name, share, arguments, files) in Writers().Where(each => writer is null || each.Name == writer))
        {
            Prepare();
            var clock = Stopwatch.StartNew();
            if (Finish(arguments) is { } problem) failures += ReaderRun.Fail($"{name}: {problem}");
            var most = (int)clock.ElapsedMilliseconds + 20;
            var kills = Math.Max(2, count * share / 100);
            var (old, changed) = (0, 0);
            for (var i = 0; i < kills; i++)
            {
                Prepare();
                var before = files.ToDictionary(file => file, Checksum, StringComparer.Ordinal);
                using var process = Start(arguments);
                if (i % 2 == 0) Thread.Sleep(_random.Next(most));
                else AwaitWriting(process, files);
                process.Kill(entireProcessTree: true);
                process.WaitForExit();
                foreach (var file in files)
                {
                    var now = Checksum(file);
                    if (now == before[file]) old++;
                    else if (Whole(file) is { } torn) failures += ReaderRun.Fail($"{name}, kill {i}: {file} {torn}");
                    else changed++;
                }

                // What a kill leaves behind must not keep the next one from its work.
                if (i % 10 == 9 && Finish(arguments) is { } stuck) failures += ReaderRun.Fail($"{name}, after kill {i}: {stuck}");
            }

            Console.WriteLine($"kills, {name}: {kills}; files as they were {old}, new and whole {changed}");
        }

        return failures;
    }

    /// <summary>What a child process writes until it is killed or done.</summary>
    internal static int Child(string[] arguments)
    {
        switch (arguments[0])
        {
            case "save":
                for (var seed = 1; seed <= 30; seed++) new Network(seed, new Dense(300, 200)).Save(arguments[1]);
                return 0;
            case "experiment":
                ExperimentRunner.Run(new Squares(), arguments[1]);
                return 0;
            default:
                var file = new CatalogFile("file", Content.Length, Convert.ToHexString(SHA256.HashData(Content)));
                using (var client = new HttpClient())
                    new DataDownloader(client).GetAsync(new CatalogEntry("soak", "Soak", "MIT", [$"http://127.0.0.1:{arguments[1]}/"], [file]), arguments[2]).GetAwaiter().GetResult();
                return 0;
        }
    }

    public void Dispose()
    {
        _server.Dispose();
        Directory.Delete(_root, recursive: true);
    }

    private string At(string file) => Path.Combine(_root, file);

    // Each time another lesson, so that old and new differ.
    private void Prepare()
    {
        var lesson = Notebook.Create();
        lesson.Cells.Add(new Cell(CellKind.Code, FormattableString.Invariant($"Console.WriteLine(\"version {++_version}\");\n// BEGIN SOLUTION\nvar x = {_version};\n// END SOLUTION"), "a"));
        lesson.Save(At("notebooks/01-a.ipynb"));
        if (File.Exists(At("data/file"))) File.Delete(At("data/file"));
        if (_version % 2 == 0) File.Delete(At("results.json"));
        if (!File.Exists(At("net.rgn"))) new Network(1, new Dense(784, 10)).Save(At("net.rgn"));
    }

    // Until something in the folders of the files changes, and some hundred microseconds more: most of a process's life lies before its first write.
    private void AwaitWriting(Process process, string[] files)
    {
        string[] folders = [.. files.Select(file => Path.GetDirectoryName(At(file))!).Distinct(StringComparer.Ordinal)];
        var before = Listing();
        while (!process.HasExited && Listing() == before) Thread.Yield();
        var delay = Stopwatch.StartNew();
        var wanted = TimeSpan.FromMicroseconds(_random.Next(5000));
        while (!process.HasExited && delay.Elapsed < wanted) Thread.Yield();

        string Listing() => string.Concat(folders.Where(Directory.Exists).SelectMany(folder => new DirectoryInfo(folder).EnumerateFiles()).Select(file => FormattableString.Invariant($"{file.Name} {file.LastWriteTimeUtc.Ticks};")));
    }

    private string? Checksum(string file) => File.Exists(At(file)) ? Convert.ToHexString(SHA256.HashData(File.ReadAllBytes(At(file)))) : null;

    // Null for a file that is whole by its own reader.
    private string? Whole(string file)
    {
        try
        {
            switch (Path.GetExtension(file))
            {
                case ".ipynb":
                    _ = Notebook.Load(At(file));
                    break;
                case ".rgn":
                    _ = Network.Load(At(file));
                    break;
                case ".json" when file == "results.json":
                    _ = ExperimentResults.Load(At(file));
                    break;
                case ".json":
                    using (System.Text.Json.JsonDocument.Parse(File.ReadAllText(At(file)))) { }
                    break;
                case ".html":
                    return File.ReadAllText(At(file)).TrimEnd().EndsWith("</html>", StringComparison.Ordinal) ? null : "was torn";
                default:
                    return File.ReadAllBytes(At(file)).AsSpan().SequenceEqual(Content) ? null : "was torn";
            }

            return null;
        }
        catch (Exception exception) when (exception is FormatException or InvalidDataException or IOException or System.Text.Json.JsonException)
        {
            return File.Exists(At(file)) ? "was torn: " + exception.Message : "is gone";
        }
    }

    private Process Start(string[] arguments) => Process.Start(new ProcessStartInfo("dotnet", ["exec", .. arguments]) { WorkingDirectory = _root, RedirectStandardOutput = true, RedirectStandardError = true })!;

    private string? Finish(string[] arguments)
    {
        using var process = Start(arguments);
        var (output, error) = (process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
        if (!process.WaitForExit(TimeSpan.FromMinutes(10)))
        {
            process.Kill(entireProcessTree: true);
            return "an unbroken run did not end within ten minutes";
        }

        _ = output.GetAwaiter().GetResult();
        return process.ExitCode == 0 ? null : $"an unbroken run ended with {process.ExitCode}: {error.GetAwaiter().GetResult()}";
    }

    // One file over HTTP, in pieces.
    private async Task ServeAsync()
    {
        while (true)
        {
            try
            {
                using var client = await _server.AcceptTcpClientAsync().ConfigureAwait(false);
                var stream = client.GetStream();
                _ = await stream.ReadAsync(new byte[4096]).ConfigureAwait(false);
                await stream.WriteAsync(Encoding.ASCII.GetBytes($"HTTP/1.1 200 OK\r\nContent-Length: {Content.Length}\r\nConnection: close\r\n\r\n")).ConfigureAwait(false);
                for (var at = 0; at < Content.Length; at += 100_000) await stream.WriteAsync(Content.AsMemory(at, Math.Min(100_000, Content.Length - at))).ConfigureAwait(false);
            }
            catch (IOException)
            {
                // The client was killed.
            }
            catch (Exception exception) when (exception is ObjectDisposedException or SocketException)
            {
                return;
            }
        }
    }

    private sealed class Squares : Experiment
    {
        public override string Name => "squares";

        public override string Description => "Squares.";

        public override IReadOnlyList<ExperimentPoint> Points() => [.. Enumerable.Range(1, 40).Select(seed => new ExperimentPoint($"seed {seed}", seed))];

        public override IReadOnlyDictionary<string, double> Measure(ExperimentPoint point, CancellationToken cancellationToken = default) => new Dictionary<string, double> { ["square"] = point.Seed * point.Seed };
    }
}
