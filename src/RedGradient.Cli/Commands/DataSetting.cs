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
            return DataCatalog.FindFolder(setting) is { } folder && Mnist.IsIn(folder)
                ? setting
                : throw new ArgumentException($"The data set {setting} is not there yet. Get it with: redgradient data get {setting}.");
        }

        var path = Path.GetFullPath(setting);
        // Found out here, not by the first lesson that reads it.
        if (Directory.Exists(path) && !Mnist.IsIn(path) && !(File.Exists(Path.Combine(path, "optdigits.tra")) && File.Exists(Path.Combine(path, "optdigits.tes"))))
        {
            throw new ArgumentException($"{option} was \"{setting}\"; the folder holds no digits: expected are the IDX files of MNIST (at least t10k-images-idx3-ubyte and t10k-labels-idx1-ubyte, plain or .gz), or optdigits.tra and optdigits.tes.");
        }

        return Directory.Exists(path)
            ? path
            : throw new ArgumentException($"{option} was \"{setting}\"; allowed are {Synthetic}, {string.Join(", ", names)}, or the path of a folder that exists.");
    }
}
