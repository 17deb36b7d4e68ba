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

    /// <summary>Reads images: three dimensions of unsigned bytes.</summary>
    /// <param name="path">The file.</param>
    /// <returns>The images as <c>[n, 1, height, width]</c>, each byte divided by 255: in [0, 1].</returns>
    /// <exception cref="FileNotFoundException">There is no such file.</exception>
    /// <exception cref="InvalidDataException">The file is no IDX file of images, is cut short, or goes on after its data.</exception>
    public static Tensor ReadImages(string path)
    {
        var (lengths, bytes) = Read(path, 3, "images");
        var values = new float[bytes.Length];
        for (var i = 0; i < bytes.Length; i++)
        {
            values[i] = bytes[i] / 255f;
        }

        return new Tensor(values, new Shape(lengths[0], 1, lengths[1], lengths[2]));
    }

    /// <summary>Reads labels: one dimension of unsigned bytes.</summary>
    /// <param name="path">The file.</param>
    /// <returns>The labels, each from 0 to 255.</returns>
    /// <exception cref="FileNotFoundException">There is no such file.</exception>
    /// <exception cref="InvalidDataException">The file is no IDX file of labels, is cut short, or goes on after its data.</exception>
    public static int[] ReadLabels(string path) => Array.ConvertAll(Read(path, 1, "labels").Bytes, value => (int)value);

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

    private static (int[] Lengths, byte[] Bytes) Read(string path, int rank, string kind)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(path);
        if (!File.Exists(path))
        {
            throw new FileNotFoundException($"There is no file '{path}' to read {kind} from.", path);
        }

        using var file = File.OpenRead(path);
        Span<byte> first = stackalloc byte[2];
        var compressed = file.ReadAtLeast(first, 2, throwOnEndOfStream: false) == 2 && first[0] == 0x1F && first[1] == 0x8B;
        file.Position = 0;
        try
        {
            using Stream stream = compressed ? new GZipStream(file, CompressionMode.Decompress) : file;
            return Read(stream, path, rank, kind);
        }
        catch (InvalidDataException error) when (compressed && !error.Message.Contains(path, StringComparison.Ordinal))
        {
            throw new InvalidDataException($"'{path}' begins as a gzip file, but cannot be unpacked: it is damaged.", error);
        }
    }

    private static (int[] Lengths, byte[] Bytes) Read(Stream stream, string path, int rank, string kind)
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

        var lengths = new int[rank];
        long size = 1;
        for (var i = 0; i < rank; i++)
        {
            var length = BinaryPrimitives.ReadUInt32BigEndian(header.AsSpan(4 + (4 * i)));
            size = length > LargestSize || size > LargestSize ? LargestSize + 1 : size * length;
            lengths[i] = (int)Math.Min(length, int.MaxValue);
        }

        if (size > LargestSize)
        {
            throw new InvalidDataException($"'{path}' says it holds [{string.Join(", ", lengths)}] {kind}; more than {LargestSize} bytes are not read.");
        }

        return (lengths, ReadElements(stream, path, (int)size));
    }

    private static byte[] ReadElements(Stream stream, string path, int size)
    {
        // The array grows with what is really there: a header that lies cannot make us take a gigabyte.
        using var memory = new MemoryStream(Math.Min(size, 1 << 20));
        var buffer = new byte[1 << 16];
        while (memory.Length < size)
        {
            var read = stream.Read(buffer, 0, (int)Math.Min(buffer.Length, size - memory.Length));
            if (read == 0)
            {
                throw new InvalidDataException($"'{path}' is cut short: its header promises {size} bytes of data, it has {memory.Length}.");
            }

            memory.Write(buffer, 0, read);
        }

        if (stream.ReadByte() >= 0)
        {
            throw new InvalidDataException($"'{path}' goes on after the {size} bytes of data that its header promises: it is not the file it says it is.");
        }

        return memory.ToArray();
    }
}
