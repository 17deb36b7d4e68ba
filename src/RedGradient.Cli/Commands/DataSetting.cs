using RedGradient.Data;

namespace RedGradient.Cli.Commands;

/// <summary>The meaning of <c>--data</c>.</summary>
internal static class DataSetting
{
    public const string Synthetic = "synthetic";

    /// <summary>The value that lessons get: a name, or the full path of a folder, since they run elsewhere.</summary>
    /// <param name="setting">The value given.</param>
    /// <param name="option">The option it was given to.</param>
    public static string Resolve(string setting, string option = "--data")
    {
        if (setting == Synthetic) return setting;
        var names = DataCatalog.Entries.Select(entry => entry.Name).ToList();
        if (names.Contains(setting))
        {
            return DataCatalog.FindFolder(setting) is not null
                ? setting
                : throw new ArgumentException($"The data set {setting} is not there yet. Get it with: redgradient data get {setting}");
        }

        var path = Path.GetFullPath(setting);
        return Directory.Exists(path)
            ? path
            : throw new ArgumentException($"{option} was \"{setting}\"; allowed are {Synthetic}, {string.Join(", ", names)}, or the path of a folder that exists.");
    }
}
