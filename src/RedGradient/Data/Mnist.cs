namespace RedGradient.Data;

/// <summary>Reads MNIST, or a set published in the same four files such as Fashion-MNIST, from a folder.</summary>
/// <remarks>
/// The files may be plain or end in <c>.gz</c>. A folder with MNIST's test files alone is taken as a small data set of its own: its first
/// 85% are for training and its last 15% for testing, so the 10,000 images give 8,500 and 1,500.
/// </remarks>
public static class Mnist
{
    private const string TrainImages = "train-images-idx3-ubyte";
    private const string TrainLabels = "train-labels-idx1-ubyte";
    private const string TestImages = "t10k-images-idx3-ubyte";
    private const string TestLabels = "t10k-labels-idx1-ubyte";

    /// <summary>Whether a folder holds at least the test images and their labels.</summary>
    /// <param name="folder">The folder; it need not be there.</param>
    public static bool IsIn(string folder) => Find(folder, TestImages) is not null && Find(folder, TestLabels) is not null;

    /// <summary>Reads the training and the test images of a folder.</summary>
    /// <param name="folder">Holds the four files of MNIST, or the two of its test split.</param>
    /// <param name="name">What the data sets are called; default <c>mnist</c>.</param>
    /// <returns>Images <c>[n, 1, 28, 28]</c> in [0, 1] and labels from 0 to 9, in the order of the files.</returns>
    /// <exception cref="DirectoryNotFoundException">There is no such folder.</exception>
    /// <exception cref="FileNotFoundException">A file is missing.</exception>
    /// <exception cref="InvalidDataException">A file is broken, or images and labels do not fit each other.</exception>
    public static (DataSet Train, DataSet Test) Load(string folder, string name = "mnist")
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(folder);
        if (!Directory.Exists(folder))
        {
            throw new DirectoryNotFoundException($"There is no folder '{folder}' to read {name} from.");
        }

        var test = IdxReader.ReadDataSet(Require(folder, TestImages), Require(folder, TestLabels), name);
        if (Find(folder, TrainImages) is null && Find(folder, TrainLabels) is null)
        {
            return test.Split((int)(test.Count * 85L / 100));
        }

        var train = IdxReader.ReadDataSet(Require(folder, TrainImages), Require(folder, TrainLabels), name);
        return (train, test);
    }

    private static string Require(string folder, string file) => Find(folder, file)
        ?? throw new FileNotFoundException($"The folder '{folder}' holds neither '{file}' nor '{file}.gz'.", Path.Combine(folder, file));

    private static string? Find(string folder, string file)
    {
        // Some copies have a dot where the original names have the second hyphen.
        string[] candidates = [file, file + ".gz", file.Replace("-idx", ".idx", StringComparison.Ordinal)];
        return candidates.Select(candidate => Path.Combine(folder, candidate)).FirstOrDefault(File.Exists);
    }
}
