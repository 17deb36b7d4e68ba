using System.Buffers.Binary;
using System.Runtime.InteropServices;
using RedGradient.Tensors;

namespace RedGradient.Defenses.Training;

/// <summary>What a worker commits to, and shows later: its gradient, who it is, where in which run, and a nonce that hides it until then. Immutable.</summary>
public sealed record GradientOpening
{
    /// <summary>The domain tag of <see cref="Encode"/>.</summary>
    public const string Purpose = "RedGradient gradient commitment 1";

    /// <summary>How many bytes a nonce has: too many to try.</summary>
    public const int NonceLength = 32;

    /// <summary>The hash that stands for the parent of the first step.</summary>
    public static readonly string NoParent = new('0', 64);

    private const string DataType = "float32";
    private readonly byte[] nonce;

    /// <summary>Puts an opening together.</summary>
    /// <param name="run">The run's name, not empty.</param>
    /// <param name="worker">The worker's name, not empty.</param>
    /// <param name="step">At least 0.</param>
    /// <param name="parent">The hash of the checkpoint that the gradient was taken at, in hexadecimal; <see cref="NoParent"/> before there is one.</param>
    /// <param name="gradient">The gradient; copied.</param>
    /// <param name="nonce">32 bytes that nobody can guess, new for each commitment; copied. A real worker takes them from the system's random source, a lesson from a seed.</param>
    /// <exception cref="ArgumentException">A name is empty, the step is negative, the parent is no hash, or the nonce has another length.</exception>
    public GradientOpening(string run, string worker, long step, string parent, Tensor gradient, byte[] nonce)
    {
        ArgumentException.ThrowIfNullOrEmpty(run);
        ArgumentException.ThrowIfNullOrEmpty(worker);
        ArgumentNullException.ThrowIfNull(gradient);
        ArgumentNullException.ThrowIfNull(nonce);
        if (step < 0) throw new ArgumentOutOfRangeException(nameof(step), step, $"A step is 0 or more; {step} was given.");
        if (nonce.Length != NonceLength) throw new ArgumentException($"A nonce has {NonceLength} bytes, so that nobody can try them all; {nonce.Length} were given.", nameof(nonce));
        CanonicalEncoding.Hash(parent, "The parent's hash");
        CanonicalEncoding.Text(run);
        CanonicalEncoding.Text(worker);
        (Run, Worker, Step, Parent, Gradient, this.nonce) = (run, worker, step, parent.ToLowerInvariant(), gradient.Keep(), [.. nonce]);
    }

    /// <summary>The run's name.</summary>
    public string Run { get; }

    /// <summary>The worker's name.</summary>
    public string Worker { get; }

    /// <summary>The step.</summary>
    public long Step { get; }

    /// <summary>The hash of the checkpoint that the gradient was taken at.</summary>
    public string Parent { get; }

    /// <summary>The gradient.</summary>
    public Tensor Gradient { get; }

    /// <summary>The nonce, a copy.</summary>
    public byte[] Nonce() => [.. nonce];

    /// <summary>Run, worker, step, parent, data type, rank, dimensions, values and nonce, each with its length: see <see cref="CanonicalEncoding"/>.</summary>
    public byte[] Encode()
    {
        var dimensions = new byte[sizeof(long) * Gradient.Shape.Rank];
        for (var i = 0; i < Gradient.Shape.Rank; i++) BinaryPrimitives.WriteInt64LittleEndian(dimensions.AsSpan(sizeof(long) * i), Gradient.Shape[i]);
        return CanonicalEncoding.Encode(
            Purpose,
            CanonicalEncoding.Text(Run),
            CanonicalEncoding.Text(Worker),
            CanonicalEncoding.Number(Step),
            CanonicalEncoding.Hash(Parent, "The parent's hash"),
            CanonicalEncoding.Text(DataType),
            CanonicalEncoding.Number(Gradient.Shape.Rank),
            dimensions,
            UnframedCommitment.BytesOf(Gradient),
            nonce);
    }

    /// <summary>Reads an opening that someone sent.</summary>
    /// <param name="bytes">As <see cref="Encode"/> makes them.</param>
    /// <exception cref="InvalidDataException">They are no opening: the message says what does not fit.</exception>
    public static GradientOpening Decode(ReadOnlySpan<byte> bytes)
    {
        var fields = CanonicalEncoding.Decode(Purpose, bytes);
        if (fields.Count != 9) throw new InvalidDataException($"An opening has 9 fields; {fields.Count} were found.");
        if (fields[2].Length != sizeof(long) || fields[5].Length != sizeof(long)) throw new InvalidDataException("The step and the rank of an opening take 8 bytes each.");
        if (!fields[4].AsSpan().SequenceEqual(CanonicalEncoding.Text(DataType))) throw new InvalidDataException($"The values of an opening are {DataType}; something else is named.");
        var rank = BinaryPrimitives.ReadInt64LittleEndian(fields[5]);
        if (rank < 0 || rank * sizeof(long) != fields[6].Length) throw new InvalidDataException($"An opening of rank {rank} has {rank} dimensions of 8 bytes; {fields[6].Length} bytes were found.");
        try
        {
            var shape = MemoryMarshal.Cast<byte, long>(fields[6]).ToArray().Select(length => checked((int)length)).ToArray();
            var values = new float[fields[7].Length / sizeof(float)];
            for (var i = 0; i < values.Length; i++) values[i] = BinaryPrimitives.ReadSingleLittleEndian(fields[7].AsSpan(sizeof(float) * i));
            if (fields[7].Length % sizeof(float) != 0) throw new ArgumentException("The values of an opening are cut off.");
            var text = new System.Text.UTF8Encoding(false, throwOnInvalidBytes: true);
            return new GradientOpening(text.GetString(fields[0]), text.GetString(fields[1]), BinaryPrimitives.ReadInt64LittleEndian(fields[2]), Convert.ToHexStringLower(fields[3]), Tensor.From(values, shape), fields[8]);
        }
        catch (Exception exception) when (exception is ArgumentException or OverflowException)
        {
            throw new InvalidDataException($"The bytes are no opening: {Untrusted.Reason(exception)}", exception);
        }
    }

    /// <summary>Whether all fields are the same, the gradient to the bit.</summary>
    /// <param name="other">The other opening.</param>
    public bool Equals(GradientOpening? other) => other is not null && Encode().AsSpan().SequenceEqual(other.Encode());

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Run, Worker, Step);
}
