using System.Runtime.InteropServices;
using System.Security.Cryptography;
using RedGradient.Tensors;

namespace RedGradient.Networks;

/// <summary>The file format of a training checkpoint (suffix <c>.rgck</c>), version 1; little-endian.</summary>
/// <remarks>
/// <list type="number">
/// <item>4 bytes: the letters <c>RGCK</c>; 4 bytes: the version, 1.</item>
/// <item>5 × 32 bytes: the checksums of <see cref="RunIdentity"/>.</item>
/// <item>The position: epoch and step (4 bytes each), the sums of losses and norms (8 each), the random source (1 byte whether there is one, 4 × 8, 8), whether the run
/// stopped early (1), the best loss (8) and epoch (4), whether its values are kept (1).</item>
/// <item>For each finished epoch loss, gradient norm, validation loss and accuracy (8 each, NaN for none); for each step its loss (4).</item>
/// <item>The values of parameters and running values, the optimiser's averages, and the best epoch's values where kept (4 each).</item>
/// <item>32 bytes: SHA-256 of everything before.</item>
/// </list>
/// How much follows is decided by the run that asks, never by the file; the file's length is compared with it before anything is read.
/// </remarks>
internal sealed class CheckpointFile(string path, RunIdentity identity, IReadOnlyList<Parameter> state, OptimizerRun optimizer, int epochs, int stepsPerEpoch)
{
    private const int Version = 1;
    private const int HeaderLength = 8 + RunIdentity.Length + PositionLength;
    private const int PositionLength = 4 + 4 + 8 + 8 + 1 + (5 * 8) + 1 + 8 + 4 + 1;
    private static readonly byte[] Magic = "RGCK"u8.ToArray();

    internal void Write(TrainingPosition position)
    {
        using var stream = new MemoryStream();
        using var writer = new BinaryWriter(stream);
        writer.Write(Magic);
        writer.Write(Version);
        foreach (var (_, checksum) in identity.Parts()) writer.Write(checksum);
        writer.Write(position.Epoch);
        writer.Write(position.Step);
        writer.Write(position.LossSum);
        writer.Write(position.NormSum);
        writer.Write(position.Random is not null);
        var random = position.Random ?? default;
        foreach (var word in (ReadOnlySpan<ulong>)[random.First, random.Second, random.Third, random.Fourth]) writer.Write(word);
        writer.Write(random.SpareNormal);
        writer.Write(position.StoppedEarly);
        writer.Write(position.BestLoss);
        writer.Write(position.BestEpoch);
        writer.Write(position.Best is not null);
        foreach (var report in position.Reports)
        {
            foreach (var value in (ReadOnlySpan<double>)[report.Loss, report.GradientNorm, report.ValidationLoss ?? double.NaN, report.ValidationAccuracy ?? double.NaN]) writer.Write(value);
        }

        writer.Write(MemoryMarshal.AsBytes(CollectionsMarshal.AsSpan(position.StepLosses)));
        foreach (var parameter in state) writer.Write(MemoryMarshal.AsBytes(parameter.Value.AsSpan()));
        foreach (var average in optimizer.Averages) writer.Write(MemoryMarshal.AsBytes(average.AsSpan()));
        foreach (var best in position.Best ?? []) writer.Write(MemoryMarshal.AsBytes(best.AsSpan()));
        writer.Flush();
        writer.Write(SHA256.HashData(stream.GetBuffer().AsSpan(0, (int)stream.Length)));
        writer.Flush();
        AtomicFile.WriteOver(path, stream.GetBuffer().AsSpan(0, (int)stream.Length), file => AtomicFile.BeginsWith(file, Magic), "a training checkpoint", overwrite: false);
    }

    /// <summary>Puts network and optimiser where the file says they were.</summary>
    /// <returns>The position; null where there is no file.</returns>
    internal TrainingPosition? Read()
    {
        if (!File.Exists(path)) return null;
        using var file = Untrusted.Open(path, long.MaxValue, "a training checkpoint");
        using var reader = new BinaryReader(file);
        var magic = reader.ReadBytes(Magic.Length);
        if (!magic.AsSpan().SequenceEqual(Magic)) throw new InvalidDataException($"'{path}' is not a training checkpoint, which begins with the letters RGCK; it is kept as it is. Give another name.");
        if (file.Length < HeaderLength + SHA256.HashSizeInBytes) throw Damaged("it ends within its header");
        var version = reader.ReadInt32();
        if (version != Version) throw new InvalidDataException($"'{path}' is a training checkpoint of version {version}; this library reads version {Version}.");
        CheckSum(file);
        file.Position = 8;
        var start = CheckIdentity(reader);
        var (position, hasBest) = ReadPosition(reader);
        long values = state.Sum(parameter => (long)parameter.Shape.Size), averages = optimizer.Averages.Sum(average => (long)average.Length);
        var steps = ((position.Epoch - 1L) * stepsPerEpoch) + position.Step;
        var expected = HeaderLength + ((position.Epoch - 1L) * 4 * sizeof(double)) + (sizeof(float) * (steps + values + averages + (hasBest ? values : 0))) + SHA256.HashSizeInBytes;
        if (file.Length != expected) throw Damaged(FormattableString.Invariant($"it has {file.Length} bytes and should have {expected}"));
        ReadCourse(reader, position, steps);
        ReadValues(file, start, position, hasBest);
        optimizer.Steps = (int)steps;
        return position;
    }

    // Gives the checksum of the first weights, which may differ when the network that goes on is the one that was stopped.
    private byte[]? CheckIdentity(BinaryReader reader)
    {
        byte[]? start = null;
        foreach (var (what, checksum) in identity.Parts())
        {
            var known = reader.ReadBytes(checksum.Length);
            if (known.AsSpan().SequenceEqual(checksum)) continue;
            if (ReferenceEquals(checksum, identity.Start)) start = known;
            else throw OtherRun(what);
        }

        return start;
    }

    private (TrainingPosition Position, bool HasBest) ReadPosition(BinaryReader reader)
    {
        var position = new TrainingPosition { Epoch = reader.ReadInt32(), Step = reader.ReadInt32(), LossSum = reader.ReadDouble(), NormSum = reader.ReadDouble() };
        var hasRandom = reader.ReadBoolean();
        var random = new RandomState(reader.ReadUInt64(), reader.ReadUInt64(), reader.ReadUInt64(), reader.ReadUInt64(), reader.ReadDouble());
        position.Random = hasRandom ? random : null;
        position.StoppedEarly = reader.ReadBoolean();
        position.BestLoss = reader.ReadDouble();
        position.BestEpoch = reader.ReadInt32();
        var isInside = position.Epoch >= 1 && position.Epoch <= epochs && position.Step >= 0 && position.Step <= stepsPerEpoch;
        var isOver = position.Epoch == epochs + 1 && position.Step == 0;
        if ((!isInside && !isOver) || (position.Step > 0) != hasRandom || (hasRandom && !random.IsPossible)) throw Damaged("its position lies outside the run");
        return (position, reader.ReadBoolean());
    }

    private static void ReadCourse(BinaryReader reader, TrainingPosition position, long steps)
    {
        for (var epoch = 1; epoch < position.Epoch; epoch++)
        {
            var (loss, norm, validationLoss, accuracy) = (reader.ReadDouble(), reader.ReadDouble(), reader.ReadDouble(), reader.ReadDouble());
            // A run with a validation set has an accuracy for every epoch; its loss may be NaN.
            position.Reports.Add(new EpochReport(epoch, loss, norm, double.IsNaN(accuracy) ? null : validationLoss, double.IsNaN(accuracy) ? null : accuracy));
        }

        for (var step = 0L; step < steps; step++) position.StepLosses.Add(reader.ReadSingle());
    }

    private void ReadValues(FileStream file, byte[]? start, TrainingPosition position, bool hasBest)
    {
        var values = Tensors(file);
        // A network that is neither new nor the one that was stopped would lose what it has learned.
        if (start is not null && !RunIdentity.OfValues(values).AsSpan().SequenceEqual(identity.Start)) throw OtherRun("first weights");
        for (var i = 0; i < values.Length; i++) state[i].Set(values[i]);
        foreach (var average in optimizer.Averages) file.ReadExactly(MemoryMarshal.AsBytes(average.AsSpan()));
        if (hasBest) position.Best = Tensors(file);
        if (start is not null) identity = identity with { Start = start };
    }

    private Tensor[] Tensors(FileStream file) => [.. state.Select(parameter =>
    {
        var numbers = new float[parameter.Shape.Size];
        file.ReadExactly(MemoryMarshal.AsBytes(numbers.AsSpan()));
        return new Tensor(numbers, parameter.Shape);
    })];

    private void CheckSum(FileStream file)
    {
        file.Position = 0;
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var buffer = new byte[1 << 16];
        for (var rest = file.Length - SHA256.HashSizeInBytes; rest > 0;)
        {
            var read = file.Read(buffer, 0, (int)Math.Min(rest, buffer.Length));
            if (read == 0) break;
            hash.AppendData(buffer, 0, read);
            rest -= read;
        }

        var expected = new byte[SHA256.HashSizeInBytes];
        if (file.ReadAtLeast(expected, expected.Length, throwOnEndOfStream: false) < expected.Length || !hash.GetHashAndReset().AsSpan().SequenceEqual(expected))
            throw Damaged("its checksum does not fit its content");
    }

    private InvalidDataException Damaged(string how) => new($"'{path}' is a training checkpoint that was cut short or altered: {how}. Delete it, and the training starts anew.");

    private InvalidDataException OtherRun(string what) => new($"'{path}' is the checkpoint of another training run: its {what} differ. It is kept; give another name, or delete it to start anew.");
}
