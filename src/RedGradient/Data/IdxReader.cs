using System.Buffers.Binary;
using System.IO.Compression;
using RedGradient.Tensors;

namespace RedGradient.Data;

/// <summary>Reads the IDX files in which MNIST and its relatives are published, plain or compressed with gzip (seen by the file's first bytes).</summary>
/// <remarks>
/// The format, all numbers big-endian: two bytes 0, one byte for the element type (8: unsigned byte), one byte for the number of dimensions,
/// one 32-bit length for each dimension, then the elements with the last dimension fastest.
/// </remarks>
public static class IdxReader
{
    // Twenty times MNIST: far above any set this course reads, far below what would fill the memory.
    private const long LargestSize = 1L << 30;
    private const byte UnsignedByte = 8;
    private const long Piece = 1 << 20;

    /// <summary>Reads images: three dimensions of unsigned bytes.</summary>
    /// <param name="path">The file.</param>
    /// <returns>The images as <c>[n, 1, height, width]</c>, each byte divided by 255: in [0, 1].</returns>
    /// <exception cref="FileNotFoundException">There is no such file.</exception>
    /// <exception cref="InvalidDataException">The file is no IDX file of images, is cut short, or goes on after its data.</exception>
    public static Tensor ReadImages(string path)
    {
        var (lengths, pieces) = Read(path, 3, "images");
        var values = new float[lengths[0] * lengths[1] * lengths[2]];
        for (var at = 0; pieces.TryDequeue(out var piece);)
        {
            foreach (var value in piece) values[at++] = value / 255f;
        }

        return new Tensor(values, new Shape(lengths[0], 1, lengths[1], lengths[2]));
    }

    /// <summary>Reads labels: one dimension of unsigned bytes.</summary>
    /// <param name="path">The file.</param>
    /// <returns>The labels, each from 0 to 255.</returns>
    /// <exception cref="FileNotFoundException">There is no such file.</exception>
    /// <exception cref="InvalidDataException">The file is no IDX file of labels, is cut short, or goes on after its data.</exception>
    public static int[] ReadLabels(string path)
    {
        var (lengths, pieces) = Read(path, 1, "labels");
        var labels = new int[lengths[0]];
        for (var at = 0; pieces.TryDequeue(out var piece);)
        {
            foreach (var label in piece) labels[at++] = label;
        }

        return labels;
    }

    /// <summary>Reads a file of images and the file of their labels.</summary>
    /// <param name="imagesPath">The images.</param>
    /// <param name="labelsPath">The labels, as many.</param>
    /// <param name="name">What the data set is called.</param>
    /// <param name="classCount">The number of classes; default 10.</param>
    /// <exception cref="FileNotFoundException">A file is missing.</exception>
    /// <exception cref="InvalidDataException">A file is broken, the counts differ, or a label is no class.</exception>
    public static DataSet ReadDataSet(string imagesPath, string labelsPath, string name, int classCount = 10)
    {
        var images = ReadImages(imagesPath);
        var labels = ReadLabels(labelsPath);
        if (images.Shape[0] != labels.Length)
        {
            throw new InvalidDataException($"'{imagesPath}' holds {images.Shape[0]} images, but '{labelsPath}' holds {labels.Length} labels; they must be as many.");
        }

        var wrong = Array.FindIndex(labels, label => label >= classCount);
        if (wrong >= 0)
        {
            throw new InvalidDataException($"'{labelsPath}' holds the label {labels[wrong]} at index {wrong}; with {classCount} classes allowed are 0 to {classCount - 1}.");
        }

        return new DataSet(name, images, labels, classCount);
    }

    // The lengths and the content in pieces: an array grows with what is really there, and nothing is held twice.
    private static (int[] Lengths, Queue<byte[]> Pieces) Read(string path, int rank, string kind)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(path);
        if (!File.Exists(path))
        {
            throw new FileNotFoundException($"There is no file '{path}' to read {kind} from.", path);
        }

        using var file = Untrusted.Open(path, long.MaxValue, "an IDX file");
        Span<byte> first = stackalloc byte[2];
        var compressed = file.ReadAtLeast(first, 2, throwOnEndOfStream: false) == 2 && first[0] == 0x1F && first[1] == 0x8B;
        file.Position = 0;
        try
        {
            using Stream stream = compressed ? new GZipStream(file, CompressionMode.Decompress) : file;
            var lengths = ReadHeader(stream, path, rank, kind);
            var size = lengths.Aggregate(1L, (product, length) => product * length);
            if (!compressed && size > file.Length - file.Position)
            {
                throw new InvalidDataException($"'{path}' is cut short: its header promises {size} bytes of data, it has {file.Length - file.Position}.");
            }

            return (lengths, ReadPieces(stream, path, size));
        }
        catch (InvalidDataException error) when (compressed && !error.Message.Contains(path, StringComparison.Ordinal))
        {
            throw new InvalidDataException($"'{path}' begins as a gzip file, but cannot be unpacked: it is damaged.", error);
        }
    }

    private static int[] ReadHeader(Stream stream, string path, int rank, string kind)
    {
        var header = new byte[4 + (4 * rank)];
        var read = stream.ReadAtLeast(header, header.Length, throwOnEndOfStream: false);
        if (read >= 4 && (header[0] != 0 || header[1] != 0 || header[2] != UnsignedByte || header[3] != rank))
        {
            throw new InvalidDataException(
                $"'{path}' begins with the bytes {Convert.ToHexString(header.AsSpan(0, 4))}; an IDX file of {kind} begins with 0000080{rank}.");
        }

        if (read < header.Length)
        {
            throw new InvalidDataException($"'{path}' is cut short: its header needs {header.Length} bytes, it has {read}.");
        }

        var lengths = new long[rank];
        for (var i = 0; i < rank; i++) lengths[i] = BinaryPrimitives.ReadUInt32BigEndian(header.AsSpan(4 + (4 * i)));
        // Three lengths of 32 bits overflow 64: compared before they are multiplied.
        long size = 1;
        foreach (var length in lengths) size = length > LargestSize || size > LargestSize ? LargestSize + 1 : size * length;
        if (size > LargestSize || lengths.Any(length => length > LargestSize))
        {
            throw new InvalidDataException($"'{path}' says it holds [{string.Join(", ", lengths)}] {kind}; more than {LargestSize} bytes are not read.");
        }

        return Array.ConvertAll(lengths, length => (int)length);
    }

    private static Queue<byte[]> ReadPieces(Stream stream, string path, long size)
    {
        var pieces = new Queue<byte[]>();
        for (long done = 0; done < size;)
        {
            var piece = new byte[Math.Min(Piece, size - done)];
            var read = stream.ReadAtLeast(piece, piece.Length, throwOnEndOfStream: false);
            done += read;
            if (read < piece.Length)
            {
                throw new InvalidDataException($"'{path}' is cut short: its header promises {size} bytes of data, it has {done}.");
            }

            pieces.Enqueue(piece);
        }

        // What is packed is unpacked up to here and no further.
        if (stream.ReadByte() >= 0)
        {
            throw new InvalidDataException($"'{path}' goes on after the {size} bytes of data that its header promises: it is not the file it says it is.");
        }

        return pieces;
    }
}
