using System.Diagnostics;
using System.Text;
using System.Xml.Linq;

namespace RedGradient.Notebooks.Sessions.Packages;

/// <summary>Gets packages by the SDK's own restore, on a project made for the purpose: the reader's configuration, sources and package folder hold.</summary>
internal static class PackageRestore
{
    private static readonly TimeSpan Fresh = TimeSpan.FromDays(1);

    /// <summary>Gets the files of packages: from what an earlier restore wrote when all of it is still there, else by a restore.</summary>
    /// <param name="requests">All packages of the session.</param>
    /// <param name="sources">The sources that cells added.</param>
    /// <param name="onRestore">Is called before a restore begins, which takes seconds.</param>
    /// <param name="cancellationToken">Ends the restore.</param>
    /// <exception cref="PackageException">The packages cannot be had.</exception>
    /// <exception cref="OperationCanceledException">The restore was cancelled.</exception>
    public static PackageFiles Run(IReadOnlyList<PackageRequest> requests, IReadOnlyList<string> sources, Action onRestore, CancellationToken cancellationToken)
    {
        var folder = PackageCache.Folder(requests, sources);
        var assets = Path.Combine(folder, "obj", "project.assets.json");
        var known = AssetsFile.TryRead(assets) is { AreThere: true } files ? files : null;
        // "The newest" is looked up once a day.
        var isOpen = requests.Any(request => request.Version is null || request.Version.Contains('*', StringComparison.Ordinal));
        if (known is not null && (!isOpen || DateTime.UtcNow - File.GetLastWriteTimeUtc(assets) < Fresh)) return known;

        onRestore();
        try
        {
            Directory.CreateDirectory(folder);
            using var turn = Turn(folder, cancellationToken);
            var project = Path.Combine(folder, "packages.csproj");
            File.WriteAllText(project, Project(requests, sources));
            var output = Restore(folder, project, cancellationToken);
            if (AssetsFile.TryRead(assets) is { AreThere: true } restored)
            {
                PackageProblem.ThrowIfReplaced(requests, restored);
                return restored;
            }

            // Without a network yesterday's answer is the best there is.
            return known ?? throw PackageProblem.Of(requests, AssetsFile.Messages(assets), output);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new PackageException($"The folder {folder}, in which packages are looked up, cannot be written; the environment variable {PackageCache.Variable} names another.");
        }
    }

    private static string Project(IEnumerable<PackageRequest> requests, IEnumerable<string> sources) => new XElement(
        "Project",
        new XAttribute("Sdk", "Microsoft.NET.Sdk"),
        new XElement(
            "PropertyGroup",
            new XElement("TargetFramework", PackageCache.Framework),
            new XElement("NuGetAudit", "false"),
            new XElement("ManagePackageVersionsCentrally", "false"),
            new XElement("RestorePackagesWithLockFile", "false"),
            new XElement("RestoreAdditionalProjectSources", string.Join(';', sources))),
        new XElement(
            "ItemGroup",
            requests.Select(request => new XElement("PackageReference", new XAttribute("Include", request.Name), new XAttribute("Version", request.Version ?? "*"))))).ToString();

    private static string Restore(string folder, string project, CancellationToken cancellationToken)
    {
        var start = new ProcessStartInfo(DotnetProgram.Path)
        {
            WorkingDirectory = folder,
            UseShellExecute = false,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            ArgumentList =
            {
                "restore", project, "-nologo", "-v:quiet", "-nodeReuse:false", "-p:ImportDirectoryBuildProps=false", "-p:ImportDirectoryBuildTargets=false",
                "-p:ImportDirectoryPackagesProps=false",
            },
        };
        start.Environment["DOTNET_CLI_TELEMETRY_OPTOUT"] = "1";
        start.Environment["DOTNET_NOLOGO"] = "1";
        start.Environment["DOTNET_CLI_UI_LANGUAGE"] = "en";
        start.Environment["MSBUILDDISABLENODEREUSE"] = "1";
        // What a host or a build sets for itself means nothing here.
        foreach (var name in (string[])["MSBuildSDKsPath", "MSBUILD_EXE_PATH", "MSBuildExtensionsPath", "DOTNET_STARTUP_HOOKS"]) start.Environment.Remove(name);
        using var process = Start(start);
        process.StandardInput.Close();
        var text = new StringBuilder();
        void Keep(string? line)
        {
            lock (text) text.AppendLine(line);
        }

        process.OutputDataReceived += (_, data) => Keep(data.Data);
        process.ErrorDataReceived += (_, data) => Keep(data.Data);
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        try { process.WaitForExitAsync(cancellationToken).GetAwaiter().GetResult(); }
        catch (OperationCanceledException)
        {
            process.Kill(entireProcessTree: true);
            throw;
        }

        lock (text) return text.ToString();
    }

    private static Process Start(ProcessStartInfo start)
    {
        try { return Process.Start(start)!; }
        catch (System.ComponentModel.Win32Exception) { throw new PackageException("Packages are fetched by the .NET SDK, and its program dotnet was not found."); }
    }

    // Two kernels may want the same at once.
    private static FileStream Turn(string folder, CancellationToken cancellationToken)
    {
        while (true)
        {
            try { return new FileStream(Path.Combine(folder, ".turn"), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None); }
            catch (IOException) when (File.Exists(Path.Combine(folder, ".turn")))
            {
                if (cancellationToken.WaitHandle.WaitOne(100)) cancellationToken.ThrowIfCancellationRequested();
            }
        }
    }
}
