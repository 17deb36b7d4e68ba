namespace RedGradient.Data;

/// <summary>The lessons' digits, by one setting: the environment variable <c>REDGRADIENT_DATA</c>.</summary>
/// <remarks>
/// <list type="table">
/// <item><term>not set, or <c>synthetic</c></term><description><see cref="SyntheticDigits"/>, plain, training seed 1 and test seed 2.</description></item>
/// <item><term><c>mnist</c>, <c>fashion-mnist</c></term><description>what <c>redgradient data get</c> put into <c>data/mnist</c> or <c>data/fashion-mnist</c>,
/// looked for from the current folder upwards.</description></item>
/// <item><term>a folder</term><description>the IDX files of MNIST (all four, or those of the test split alone), or <c>optdigits.tra</c> and
/// <c>optdigits.tes</c>.</description></item>
/// </list>
/// </remarks>
public static class DigitSource
{
    /// <summary>The environment variable's name, <c>REDGRADIENT_DATA</c>.</summary>
    public const string Variable = "REDGRADIENT_DATA";

    private const string Synthetic = "synthetic";
    private const string MnistName = "mnist";
    private const string Optdigits = "optdigits";

    /// <summary>Loads digits from the source that the environment variable names.</summary>
    /// <param name="trainCount">The number of training images wanted, at least 1; fewer come where the source has fewer.</param>
    /// <param name="testCount">The number of test images wanted, at least 1; fewer come where the source has fewer.</param>
    /// <returns>Images <c>[n, 1, height, width]</c> in [0, 1] that no example shares, and the source's name, by which stated bands are chosen:
    /// <c>synthetic</c>, <c>mnist</c>, <c>fashion-mnist</c> or <c>optdigits</c>.</returns>
    /// <exception cref="ArgumentOutOfRangeException">A count is less than 1.</exception>
    /// <exception cref="ArgumentException">The setting names no source.</exception>
    /// <exception cref="DirectoryNotFoundException">The data are not there; the message says how to get them.</exception>
    /// <exception cref="InvalidDataException">A file is broken.</exception>
    public static (DataSet Train, DataSet Test, string Name) Load(int trainCount, int testCount) =>
        Load(trainCount, testCount, Environment.GetEnvironmentVariable(Variable));

    /// <summary>Loads digits from a source named in the call.</summary>
    /// <param name="trainCount">The number of training images wanted, at least 1.</param>
    /// <param name="testCount">The number of test images wanted, at least 1.</param>
    /// <param name="setting">As the environment variable; null or empty for the synthetic digits.</param>
    /// <returns>As <see cref="Load(int, int)"/>.</returns>
    /// <exception cref="ArgumentOutOfRangeException">A count is less than 1.</exception>
    /// <exception cref="ArgumentException">The setting names no source.</exception>
    /// <exception cref="DirectoryNotFoundException">The data are not there; the message says how to get them.</exception>
    /// <exception cref="InvalidDataException">A file is broken.</exception>
    public static (DataSet Train, DataSet Test, string Name) Load(int trainCount, int testCount, string? setting)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(trainCount, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(testCount, 1);
        if (string.IsNullOrWhiteSpace(setting) || setting == Synthetic)
        {
            return (SyntheticDigits.Generate(trainCount, seed: 1), SyntheticDigits.Generate(testCount, seed: 2), Synthetic);
        }

        var (train, test) = LoadReal(setting);
        return (train.Take(Math.Min(trainCount, train.Count)), test.Take(Math.Min(testCount, test.Count)), train.Name);
    }

    /// <summary>The name by which stated bands are chosen, without loading anything.</summary>
    /// <param name="setting">As the environment variable; null or empty for the synthetic digits.</param>
    /// <returns><c>synthetic</c>, <c>mnist</c>, <c>fashion-mnist</c> or <c>optdigits</c>.</returns>
    public static string NameOf(string? setting)
    {
        if (string.IsNullOrWhiteSpace(setting)) return Synthetic;
        if (setting == Synthetic || DataCatalog.Entries.Any(entry => entry.Name == setting)) return setting;
        if (File.Exists(Path.Combine(setting, Optdigits + ".tra"))) return Optdigits;
        // The files of Fashion-MNIST have the same names; only the folder's name tells.
        return Path.GetFileName(Path.TrimEndingDirectorySeparator(Path.GetFullPath(setting))).Contains("fashion", StringComparison.OrdinalIgnoreCase)
            ? "fashion-mnist"
            : MnistName;
    }

    private static (DataSet Train, DataSet Test) LoadReal(string setting)
    {
        if (DataCatalog.Entries.FirstOrDefault(entry => entry.Name == setting) is { } entry)
        {
            var folder = DataCatalog.FindFolder(entry.Name);
            return folder is not null && Mnist.IsIn(folder)
                ? Mnist.Load(folder, entry.Name)
                : throw new DirectoryNotFoundException($"The data set {entry.Name} is not there yet. Get it with: redgradient data get {entry.Name}");
        }

        if (!Directory.Exists(setting))
        {
            var names = string.Join(", ", DataCatalog.Entries.Select(known => known.Name));
            throw new ArgumentException(
                $"{Variable} is '{setting}', which is no folder; allowed are {Synthetic}, {names}, or a folder with IDX files or optdigits.", nameof(setting));
        }

        var train = Path.Combine(setting, Optdigits + ".tra");
        var test = Path.Combine(setting, Optdigits + ".tes");
        if (File.Exists(train) && File.Exists(test))
        {
            return (CsvReader.ReadOptdigits(train), CsvReader.ReadOptdigits(test));
        }

        if (!Mnist.IsIn(setting))
        {
            throw new DirectoryNotFoundException(
                $"The folder '{setting}' holds no digits: expected are the IDX files of MNIST (at least t10k-images-idx3-ubyte and " +
                "t10k-labels-idx1-ubyte, plain or .gz), or optdigits.tra and optdigits.tes.");
        }

        return Mnist.Load(setting, NameOf(setting));
    }
}
