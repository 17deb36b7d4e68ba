using System.Reflection;
using RedGradient.Notebooks.Sessions.Packages;

namespace RedGradient.Notebooks.Sessions;

public sealed partial class Session
{
    private const string PackageCell = "packages";
    private readonly List<PackageRequest> _requests = [];
    private readonly List<string> _packageSources = [];
    private readonly HashSet<string> _packageAssemblies = new(StringComparer.OrdinalIgnoreCase);
    private PackageFiles? _packages;

    // The compiler wants references first in a cell; packages may be asked for anywhere, as in other hosts of C# cells. So they come in a step of their own.
    private CellError? AddPackages(string code, CellRun run, string cellName)
    {
        var (place, line) = (cellName, 1);
        CellError Refuse(string name, string sentence)
        {
            var error = _errors.Sentence(name, sentence, place, line);
            return place == cellName ? error : error with { Line = null, SourceLine = null };
        }

        try
        {
            var added = new List<PackageRequest>();
            foreach (var (path, source) in _loads.Loaded(code).Prepend((cellName, code)))
            {
                foreach (var (number, isSource, text) in PackageDirectives.Find(source))
                {
                    (place, line) = (path, number);
                    if (isSource) AddSource(text);
                    else if (PackageRequest.Parse(text) is var request && IsNew(request)) added.Add(request);
                }
            }

            return added.Count == 0 ? null : AddPackages(added, run);
        }
        catch (Exception exception) when (exception is PackageException or FormatException)
        {
            return Refuse("PackageMissing", exception.Message);
        }
        catch (OperationCanceledException)
        {
            return Refuse("Interrupted", "The cell was interrupted while packages were fetched.");
        }
    }

    private void AddSource(string text)
    {
        if (text.Length == 0) throw new FormatException("#i names no source; write #i \"nuget:ADDRESS\" or #i \"nuget:FOLDER\".");
        var source = text.Contains("://", StringComparison.Ordinal) ? text : Path.GetFullPath(Path.Combine(_options.Folder, text));
        if (!_packageSources.Contains(source)) _packageSources.Add(source);
    }

    private bool IsNew(PackageRequest request)
    {
        if (_packages is null || !_packages.Versions.TryGetValue(request.Name, out var loaded)) return true;
        if (request.Version is null || request.Version == loaded || request.Version.Contains('*', StringComparison.Ordinal) || request.Version[0] is '[' or '(') return false;
        throw new PackageException($"{request.Name} {loaded} is in use in this session, and {request.Version} cannot take its place; restart the kernel to change it.");
    }

    private CellError? AddPackages(List<PackageRequest> added, CellRun run)
    {
        List<PackageRequest> all = [.. _requests.Where(known => !added.Exists(request => Same(known, request))), .. added.DistinctBy(request => request.Name.ToLowerInvariant())];
        // What another package brought stays at the version that is loaded.
        var names = string.Join(", ", added);
        var files = PackageRestore.Run(all, _packageSources, () => ReportProgress($"Fetching {names} …", double.NaN), run.Token);
        var references = new List<string>();
        foreach (var assembly in files.Assemblies.Where(assembly => !_packageAssemblies.Contains(Path.GetFileNameWithoutExtension(assembly))))
        {
            if (Reference(assembly) is { } reference) references.Add(reference);
        }

        NativeLibraries.Add(Path.Combine(PackageCache.Folder(all, _packageSources), "native"), files.Natives);
        _libraries.KeepInPlace(references);
        if (references.Count > 0)
        {
            var code = string.Join('\n', references.Select(reference => $"#r \"{reference}\""));
            _errors.Remember(PackageCell, code);
            if (RunPlain(code, run, PackageCell) is { } error) return error;
        }

        foreach (var reference in references) _packageAssemblies.Add(Path.GetFileNameWithoutExtension(reference));
        _requests.Clear();
        _requests.AddRange(all);
        _packages = files;
        var installed = string.Join(", ", added.Select(request => $"{request.Name} {files.Versions.GetValueOrDefault(request.Name, request.Version ?? "")}"));
        _output.Emit(new DisplayData(new() { ["text/plain"] = $"Packages: {installed}" }, [], null, IsUpdate: false, IsTransient: false));
        return null;
    }

    private static bool Same(PackageRequest one, PackageRequest other) => string.Equals(one.Name, other.Name, StringComparison.OrdinalIgnoreCase);

    // What this process loads by name anyhow is used as it is, if it is new enough.
    private static string? Reference(string assembly)
    {
        var name = Path.GetFileNameWithoutExtension(assembly);
        if (!FrameworkReferences.Trusted.TryGetValue(name, out var own)) return assembly;
        var (carried, wanted) = (AssemblyName.GetAssemblyName(own).Version, AssemblyName.GetAssemblyName(assembly).Version);
        if (carried < wanted) throw new PackageException($"A package brings {name} {wanted}, and this kernel runs with {carried} of it; take an older version of the package.");
        var isFramework = Path.GetDirectoryName(own) == Path.GetDirectoryName(typeof(object).Assembly.Location);
        return isFramework ? null : own;
    }
}
