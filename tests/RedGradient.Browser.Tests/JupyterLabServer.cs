using System.Diagnostics;
using System.Net;
using System.Net.Sockets;

namespace RedGradient.Browser.Tests;

/// <summary>JupyterLab of Debian 13 on 127.0.0.1, in the root that <c>.ci/trixie-root</c> makes, with the kernel installed into a folder of its own.</summary>
internal sealed class JupyterLabServer : IDisposable
{
    private static readonly string Root = Path.GetFullPath(Path.Combine(AppContext.BaseDirectory, "../../../../.."));
    private readonly string _folder = Directory.CreateTempSubdirectory("jupyterlab-").FullName;
    private readonly Process _process;

    private JupyterLabServer(string notebook)
    {
        File.WriteAllText(Path.Combine(_folder, Notebook), notebook);
        foreach (var file in Directory.GetFiles(Path.Combine(Root, "artifacts/lab")))
        {
            Directory.CreateDirectory(Path.Combine(_folder, "lab"));
            File.Copy(file, Path.Combine(_folder, "lab", Path.GetFileName(file)));
        }

        JupyterServer.Install(_folder);
        var port = FreePort();
        Address = new Uri($"http://127.0.0.1:{port}/");
        // The folder lies in /tmp, which is the same in the root.
        var start = new ProcessStartInfo(Script, [
            "run", "env", $"JUPYTER_PATH={_folder}/share/jupyter", $"JUPYTER_CONFIG_DIR={_folder}/.jupyter/config", $"JUPYTER_RUNTIME_DIR={_folder}/.jupyter/runtime",
            $"JUPYTER_DATA_DIR={_folder}/.jupyter/data", $"REDGRADIENT_HISTORY={_folder}/.jupyter/history", "jupyter", "lab", "--no-browser", "--allow-root", "--ip=127.0.0.1", $"--port={port}",
            "--ServerApp.port_retries=0", "--IdentityProvider.token=", "--ServerApp.password=", $"--ServerApp.root_dir={_folder}", "--LabApp.news_url=", "--LabApp.check_for_updates_class=jupyterlab.NeverCheckForUpdate",
        ])
        { RedirectStandardError = true, RedirectStandardOutput = true };
        _process = Process.Start(start)!;
        _process.ErrorDataReceived += (_, _) => { };
        _process.OutputDataReceived += (_, _) => { };
        _process.BeginErrorReadLine();
        _process.BeginOutputReadLine();
    }

    public static string Notebook => "lab-tests.ipynb";

    public Uri Address { get; }

    private static string Script => Path.Combine(Root, ".ci/trixie-root");

    private static string Place => Environment.GetEnvironmentVariable("REDGRADIENT_TRIXIE_ROOT") ?? "/var/tmp/redgradient-trixie";

    public static async Task<JupyterLabServer> StartAsync(string notebook)
    {
        Skip.IfNot(File.Exists(Place + ".made") && File.Exists(Path.Combine(Place, "usr/bin/jupyter-lab")), "There is no JupyterLab in a Debian 13 root: run .ci/trixie-root make jupyterlab.");
        var server = new JupyterLabServer(notebook);
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

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
