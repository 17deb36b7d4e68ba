using System.Buffers.Binary;
using System.IO.Compression;
using System.Security.Cryptography;
using System.Text;
using RedGradient.Data;
using RedGradient.Lessons;
using RedGradient.Networks;
using RedGradient.Notebooks.Documents;
using RedGradient.Notebooks.Jupyter.Installation;

namespace RedGradient.Soak;

/// <summary>One reader of files that anyone may have written.</summary>
/// <param name="Name">What it reads.</param>
/// <param name="Share">Its share of all inputs, of 100.</param>
/// <param name="Good">Files it accepts, from which the broken ones are made.</param>
/// <param name="Large">A large file it accepts, or refuses, and its uncompressed size.</param>
/// <param name="Read">Reads a file.</param>
/// <param name="Documented">The exceptions that its documentation names.</param>
/// <param name="Seal">Puts a right checksum on a broken file, half of the time, so that what lies behind it is tried too.</param>
internal sealed record Reader(string Name, int Share, byte[][] Good, Func<(byte[] File, long Content)> Large, Action<string> Read, Type[] Documented, Func<byte[], byte[]>? Seal = null)
{
    private const int LargeSize = 24_000_000;
    private static readonly DataSet Data = Points.Circle(6, 0.0, seed: 1);

    internal static IReadOnlyList<Reader> All() =>
    [
        new("network", 20, Networks(), () => Of(Saved(new Network(1, new Dense(2000, 3000)))), path => Network.Load(path), [typeof(InvalidDataException)], Sealed),
        new("notebook", 20, Notebooks(), () => Of(Notebook(LargeSize)), path => RedGradient.Notebooks.Documents.Notebook.Load(path), [typeof(FormatException)]),
        new("IDX images", 10, [Idx(2), Packed(Idx(2))], () => (Packed(Idx(30_000)), 30_000 * 784), path => IdxReader.ReadImages(path), [typeof(InvalidDataException)]),
        new("IDX labels", 10, [Labels(50), Packed(Labels(50))], () => (Packed(Labels(LargeSize)), LargeSize), path => IdxReader.ReadLabels(path), [typeof(InvalidDataException)]),
        new("CSV", 10, [Csv(3)], () => Of(Csv(150_000)), path => CsvReader.ReadOptdigits(path), [typeof(InvalidDataException)]),
        new("results", 10, [Results(3)], () => Of(Results(50_000)), path => ExperimentResults.Load(path), [typeof(FormatException), typeof(InvalidDataException)]),
        new("checkpoint", 10, [Checkpoint()], () => Of(Made(ContinueLarge)), Continue, [typeof(InvalidDataException)], Sealed) { ReadLarge = ContinueLarge },
        new("kernel.json", 10, [Kernel()], () => Of(Encoding.UTF8.GetBytes("[" + string.Join(',', Enumerable.Repeat("0", 400_000)) + "]")), path => KernelFolders.Read(Path.GetDirectoryName(Path.GetDirectoryName(path))!), []),
    ];

    internal string FileName => Name switch { "kernel.json" => "k/kernel.json", "network" => "n.rgn", _ => "file" };

    /// <summary>Reads the large file, where that takes something else.</summary>
    internal Action<string> ReadLarge { get; init; } = Read;

    private static (byte[] File, long Content) Of(byte[] file) => (file, file.Length);

    private static byte[] Sealed(byte[] file) => file.Length < 32 ? file : [.. file[..^32], .. SHA256.HashData(file.AsSpan(0, file.Length - 32))];

    private static byte[][] Networks()
    {
        var masked = new Network(1, new Dense(4, 3), new Relu(), new Dense(3, 2));
        masked.Parameters[0].SetMask(Tensors.Tensor.Ones(4, 3));
        var images = new Network(2, new Conv2D(1, 2, 3), new BatchNormalization(2), new LeakyRelu(0.1f), new Residual(new Conv2D(2, 2, 3, padding: 1)), new MaxPool2D(2), new Flatten(), new Dropout(0.1f), new Dense(8, 2));
        return [Saved(masked), Saved(images)];
    }

    private static byte[] Saved(Network network) => Made(path => network.Save(path));

    private static byte[] Made(Action<string> save)
    {
        var path = Path.GetTempFileName();
        File.Delete(path);
        save(path);
        var bytes = File.ReadAllBytes(path);
        File.Delete(path);
        return bytes;
    }

    private static byte[][] Notebooks() => [Notebook(40), Notebook(400)];

    private static byte[] Notebook(int length)
    {
        var notebook = RedGradient.Notebooks.Documents.Notebook.Create();
        notebook.Cells.Add(new Cell(CellKind.Markdown, "# Title\n\n" + string.Concat(Enumerable.Repeat("A line of text, and another.\n", length / 60)), "a"));
        var cell = new Cell(CellKind.Code, "1 + 1", "b") { ExecutionCount = 1 };
        cell.Outputs.Add(new StreamOutput("stdout", "x\ny\n"));
        cell.Outputs.Add(new DisplayOutput(new() { ["text/plain"] = "2", ["image/png"] = new string('A', length / 2), ["application/json"] = new System.Text.Json.Nodes.JsonArray(1, 2.5, "x") }));
        cell.Outputs.Add(new ErrorOutput("E", "v", ["t"]));
        notebook.Cells.Add(cell);
        return Encoding.UTF8.GetBytes(notebook.ToJson());
    }

    private static byte[] Idx(int count) => Idx([count, 28, 28], count * 784);

    private static byte[] Labels(int count) => Idx([count], count);

    private static byte[] Idx(int[] lengths, int size)
    {
        var file = new byte[4 + (4 * lengths.Length) + size];
        (file[2], file[3]) = (8, (byte)lengths.Length);
        for (var i = 0; i < lengths.Length; i++) BinaryPrimitives.WriteInt32BigEndian(file.AsSpan(4 + (4 * i)), lengths[i]);
        for (var i = 4 + (4 * lengths.Length); i < file.Length; i++) file[i] = (byte)(i % 10);
        return file;
    }

    private static byte[] Packed(byte[] content)
    {
        using var memory = new MemoryStream();
        using (var gzip = new GZipStream(memory, CompressionLevel.Fastest)) gzip.Write(content);
        return memory.ToArray();
    }

    private static byte[] Csv(int lines) => Encoding.ASCII.GetBytes(string.Concat(Enumerable.Range(0, lines).Select(line => string.Join(',', Enumerable.Range(0, 64).Select(i => (i + line) % 17)) + $",{line % 10}\n")));

    private static byte[] Results(int points)
    {
        var results = new ExperimentResults("squares", 1);
        for (var i = 0; i < points; i++) results.Add(new MeasuredPoint($"seed {i}", i, new Dictionary<string, double> { ["square"] = i * i, ["nan"] = double.NaN }));
        return Encoding.UTF8.GetBytes(results.ToJson());
    }

    private static byte[] Checkpoint() => Made(Continue);

    private static void Continue(string path) =>
        Trainer.Train(new Network(1, new Dense(2, 2), new Dropout(0.1f)), Data, new TrainingOptions { Epochs = 1, BatchSize = 3, Checkpoint = new Checkpointing(path) });

    // The plain optimiser, of which a checkpoint holds the weights alone: the least content for the memory of a network in training.
    private static void ContinueLarge(string path) =>
        Trainer.Train(new Network(1, new Dense(2, 2000), new Dense(2000, 3000), new Dense(3000, 2)), Data, new TrainingOptions { Epochs = 1, BatchSize = 3, Optimizer = new Sgd(), Checkpoint = new Checkpointing(path) });

    private static byte[] Kernel() => "{\"argv\": [\"dotnet\", \"exec\", \"x\"], \"display_name\": \"C#\", \"language\": \"C#\", \"metadata\": {\"redgradient\": {\"version\": \"0.1.0\"}}}"u8.ToArray();
}
