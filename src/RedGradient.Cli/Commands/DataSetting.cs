namespace RedGradient.Cli.Commands;

/// <summary>The meaning of <c>--data</c>.</summary>
internal static class DataSetting
{
    public const string Synthetic = "synthetic";
    private const string Mnist = "mnist";

    /// <summary>The value that lessons get: a name, or the full path of a folder, since they run elsewhere.</summary>
    public static string Resolve(string setting)
    {
        if (setting is Synthetic or Mnist) return setting;
        var path = Path.GetFullPath(setting);
        return Directory.Exists(path)
            ? path
            : throw new ArgumentException($"--data was \"{setting}\"; allowed are synthetic, mnist, or the path of a folder that exists.");
    }
}
