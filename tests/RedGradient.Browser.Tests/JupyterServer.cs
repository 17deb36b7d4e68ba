using System.Diagnostics;
using System.Net;
using System.Net.Sockets;

namespace RedGradient.Browser.Tests;

/// <summary>
/// A Jupyter server on 127.0.0.1 with the kernel installed into a folder of its own: Debian's classic notebook, or the JupyterLab of Debian 13 in the
/// root that <c>.ci/trixie-root</c> makes.
/// </summary>
internal sealed class JupyterServer : IDisposable
{
    private const string Classic = "/usr/bin/jupyter-notebook";
    private const int KeptLines = 40;
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(300);
    private static readonly string Root = Path.GetFullPath(Path.Combine(AppContext.BaseDirectory, "../../../../.."));
    private readonly Queue<string> _output = new();
    private readonly string _folder;
    private readonly Process _process;

    private JupyterServer(string folder, int port, ProcessStartInfo start)
    {
        _folder = folder;
        Address = new Uri($"http://127.0.0.1:{port}/");
        start.RedirectStandardError = start.RedirectStandardOutput = start.RedirectStandardInput = true;
        _process = Process.Start(start)!;
        _process.ErrorDataReceived += (_, line) => Keep(line.Data);
        _process.OutputDataReceived += (_, line) => Keep(line.Data);
        _process.BeginErrorReadLine();
        _process.BeginOutputReadLine();
        _process.StandardInput.Close();
    }

    public static string Lesson => "notebooks/01-backpropagation.ipynb";

    public static string Notebook => "lab-tests.ipynb";

    public Uri Address { get; }

    /// <summary>Debian's classic notebook server with a copy of lesson 1.</summary>
    public static Task<JupyterServer> StartClassicAsync()
    {
        Skip.IfNot(File.Exists(Classic), $"{Classic} is not installed (Debian's package jupyter-notebook).");
        Skip.IfNot(File.Exists(Path.Combine(Root, Lesson)), "There is no lesson 1 yet.");
        var folder = Folder();
        foreach (var source in Directory.GetFiles(Path.Combine(Root, "artifacts/lab")).Append(Path.Combine(Root, Lesson)))
        {
            Copy(source, Path.Combine(folder, Path.GetRelativePath(Root, source)));
        }

        var port = FreePort();
        var start = new ProcessStartInfo(Classic, [
            "--no-browser", "--allow-root", "--ip=127.0.0.1", $"--port={port}", "--NotebookApp.port_retries=0", "--NotebookApp.token=", "--NotebookApp.password=", $"--notebook-dir={folder}",
        ]);
        foreach (var name in (string[])["JUPYTER_CONFIG_DIR", "JUPYTER_RUNTIME_DIR", "JUPYTER_DATA_DIR", "IPYTHONDIR"]) start.Environment[name] = Path.Combine(folder, ".jupyter", name);
        start.Environment["JUPYTER_PATH"] = Path.Combine(folder, "share/jupyter");
        start.Environment["REDGRADIENT_HISTORY"] = Path.Combine(folder, ".jupyter", "history");
        // Debian's server runs on Debian's Python, whatever other Python comes first on the path.
        start.Environment["PATH"] = "/usr/bin:" + start.Environment["PATH"];
        return AnsweringAsync(new JupyterServer(folder, port, start));
    }

    /// <summary>JupyterLab with one notebook, and the library in the folder <c>lab</c> beside it.</summary>
    public static Task<JupyterServer> StartLabAsync(string notebook)
    {
        var place = Environment.GetEnvironmentVariable("REDGRADIENT_TRIXIE_ROOT") ?? "/var/tmp/redgradient-trixie";
        Skip.IfNot(File.Exists(place + ".made") && File.Exists(Path.Combine(place, "usr/bin/jupyter-lab")), "There is no JupyterLab in a Debian 13 root: run .ci/trixie-root make jupyterlab.");
        var folder = Folder();
        File.WriteAllText(Path.Combine(folder, Notebook), notebook);
        foreach (var file in Directory.GetFiles(Path.Combine(Root, "artifacts/lab"))) Copy(file, Path.Combine(folder, "lab", Path.GetFileName(file)));
        var port = FreePort();
        return AnsweringAsync(new JupyterServer(folder, port, new ProcessStartInfo(Path.Combine(Root, ".ci/trixie-root"), [
            "run", "env", $"JUPYTER_PATH={folder}/share/jupyter", $"JUPYTER_CONFIG_DIR={folder}/.jupyter/config", $"JUPYTER_RUNTIME_DIR={folder}/.jupyter/runtime",
            $"JUPYTER_DATA_DIR={folder}/.jupyter/data", $"REDGRADIENT_HISTORY={folder}/.jupyter/history", "jupyter", "lab", "--no-browser", "--allow-root", "--ip=127.0.0.1", $"--port={port}",
            "--ServerApp.port_retries=0", "--IdentityProvider.token=", "--ServerApp.password=", $"--ServerApp.root_dir={folder}", "--LabApp.news_url=", "--LabApp.check_for_updates_class=jupyterlab.NeverCheckForUpdate",
        ])));
    }

    public void Dispose()
    {
        _process.Kill(entireProcessTree: true);
        _process.WaitForExit();
        _process.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    private static async Task<JupyterServer> AnsweringAsync(JupyterServer server)
    {
        using var client = new HttpClient();
        for (var limit = Stopwatch.StartNew(); ; await Task.Delay(200))
        {
            try
            {
                (await client.GetAsync(new Uri(server.Address, "api"))).EnsureSuccessStatusCode();
                return server;
            }
            catch (HttpRequestException exception)
            {
                if (limit.Elapsed < Limit && !server._process.HasExited) continue;
                var message = server.Failure();
                server.Dispose();
                throw new InvalidOperationException(message, exception);
            }
        }
    }

    private string Failure()
    {
        // The pipes may hold more than was read when the process has ended.
        if (_process.HasExited) _process.WaitForExit();
        lock (_output)
        {
            return $"The server did not answer: {(_process.HasExited ? $"it ended with code {_process.ExitCode}" : $"{Limit.TotalSeconds} s passed")}. Its last lines:\n{string.Join('\n', _output)}";
        }
    }

    private void Keep(string? line)
    {
        if (line is null) return;
        lock (_output)
        {
            _output.Enqueue(line);
            if (_output.Count > KeptLines) _output.Dequeue();
        }
    }

    // In /tmp, which is the same inside the Debian 13 root, whatever TMPDIR says.
    private static string Folder()
    {
        var folder = Path.Combine("/tmp", "jupyter-" + Path.GetRandomFileName());
        Directory.CreateDirectory(folder);
        var configuration = AppContext.BaseDirectory.Contains("/Release/", StringComparison.Ordinal) ? "Release" : "Debug";
        var command = Path.Combine(Root, "src/RedGradient.Cli/bin", configuration, "net10.0/RedGradient.Cli.dll");
        using var install = Process.Start(new ProcessStartInfo("dotnet", ["exec", command, "kernel", "install", "--prefix", folder]) { RedirectStandardOutput = true, RedirectStandardError = true })!;
        var said = install.StandardError.ReadToEndAsync();
        install.StandardOutput.ReadToEnd();
        install.WaitForExit();
        Assert.True(install.ExitCode == 0, $"The kernel was not installed: {said.Result}");
        return folder;
    }

    private static void Copy(string source, string target)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(target)!);
        File.Copy(source, target);
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
