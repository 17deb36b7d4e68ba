using System.Diagnostics;
using System.Net;
using System.Net.Sockets;

namespace RedGradient.Browser.Tests;

/// <summary>Debian's classic notebook server on 127.0.0.1, with the kernel installed into a folder of its own and a copy of lesson 1.</summary>
internal sealed class JupyterServer : IDisposable
{
    private const string Program = "/usr/bin/jupyter-notebook";
    private static readonly string Root = Path.GetFullPath(Path.Combine(AppContext.BaseDirectory, "../../../../.."));
    private readonly string _folder = Directory.CreateTempSubdirectory("jupyter-").FullName;
    private readonly Process _process;

    private JupyterServer()
    {
        foreach (var (source, target) in Files())
        {
            var path = Path.Combine(_folder, target);
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            File.Copy(source, path);
        }

        Install(_folder);
        var port = FreePort();
        Address = new Uri($"http://127.0.0.1:{port}/");
        var start = new ProcessStartInfo(Program, [
            "--no-browser", "--allow-root", "--ip=127.0.0.1", $"--port={port}", "--NotebookApp.port_retries=0", "--NotebookApp.token=", "--NotebookApp.password=",
            $"--notebook-dir={_folder}",
        ])
        { RedirectStandardError = true };
        foreach (var name in (string[])["JUPYTER_CONFIG_DIR", "JUPYTER_RUNTIME_DIR", "JUPYTER_DATA_DIR", "IPYTHONDIR"]) start.Environment[name] = Path.Combine(_folder, ".jupyter", name);
        start.Environment["JUPYTER_PATH"] = Path.Combine(_folder, "share/jupyter");
        // Debian's server runs on Debian's Python, whatever other Python comes first on the path.
        start.Environment["PATH"] = "/usr/bin:" + start.Environment["PATH"];
        _process = Process.Start(start)!;
        _process.ErrorDataReceived += (_, _) => { };
        _process.BeginErrorReadLine();
    }

    public static string Lesson => "notebooks/01-backpropagation.ipynb";

    public Uri Address { get; }

    public static async Task<JupyterServer> StartAsync()
    {
        Skip.IfNot(File.Exists(Program), $"{Program} is not installed (Debian's package jupyter-notebook).");
        Skip.IfNot(File.Exists(Path.Combine(Root, Lesson)), "There is no lesson 1 yet.");
        var server = new JupyterServer();
        using var client = new HttpClient();
        for (var limit = Stopwatch.StartNew(); ; await Task.Delay(200))
        {
            try
            {
                (await client.GetAsync(new Uri(server.Address, "api"))).EnsureSuccessStatusCode();
                return server;
            }
            catch (HttpRequestException) when (limit.Elapsed < TimeSpan.FromSeconds(120) && !server._process.HasExited)
            {
            }
        }
    }

    public void Dispose()
    {
        _process.Kill(entireProcessTree: true);
        _process.WaitForExit();
        _process.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    /// <summary>Installs the kernel below a folder.</summary>
    public static void Install(string folder)
    {
        var configuration = AppContext.BaseDirectory.Contains("/Release/", StringComparison.Ordinal) ? "Release" : "Debug";
        var command = Path.Combine(Root, "src/RedGradient.Cli/bin", configuration, "net10.0/RedGradient.Cli.dll");
        using var install = Process.Start(new ProcessStartInfo("dotnet", ["exec", command, "kernel", "install", "--prefix", folder]) { RedirectStandardOutput = true })!;
        install.WaitForExit();
        Assert.Equal(0, install.ExitCode);
    }

    private static IEnumerable<(string Source, string Target)> Files() =>
        Directory.GetFiles(Path.Combine(Root, "artifacts/lab")).Append(Path.Combine(Root, Lesson)).Select(path => (path, Path.GetRelativePath(Root, path)));

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
