using System.Security.Cryptography;
using System.Text;

namespace RedGradient.Notebooks.Sessions.Packages;

/// <summary>The folder that remembers what requests for packages came to; the packages themselves lie in the reader's package folder.</summary>
internal static class PackageCache
{
    /// <summary>The environment variable that names another folder.</summary>
    public const string Variable = "REDGRADIENT_PACKAGES";

    private static readonly Lazy<string> Temporary = new(MakeTemporary);

    /// <summary>The folder of one set of requests.</summary>
    public static string Folder(IEnumerable<PackageRequest> requests, IEnumerable<string> sources)
    {
        var text = string.Join('\n', requests.Select(request => request.ToString().ToLowerInvariant()).Order(StringComparer.Ordinal).Concat(sources).Prepend(string.Join(' ', RuntimeIdentifiers.Current)).Prepend(Framework));
        return Path.Combine(Root(), Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)))[..20]);
    }

    public static string Framework => $"net{Environment.Version.Major}.{Environment.Version.Minor}";

    private static string Root()
    {
        if (Environment.GetEnvironmentVariable(Variable) is { Length: > 0 } chosen) return Path.GetFullPath(chosen);
        var data = Environment.GetFolderPath(Environment.SpecialFolder.LocalApplicationData);
        if (data.Length == 0) return Temporary.Value;
        try { return Directory.CreateDirectory(Path.Combine(data, "redgradient", "packages")).FullName; }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException) { return Temporary.Value; }
    }

    // For this process alone, and gone with it.
    private static string MakeTemporary()
    {
        var folder = Directory.CreateTempSubdirectory("redgradient-packages-").FullName;
        AppDomain.CurrentDomain.ProcessExit += (_, _) =>
        {
            try { Directory.Delete(folder, recursive: true); }
            catch (Exception exception) when (exception is IOException or UnauthorizedAccessException) { }
        };
        return folder;
    }
}
