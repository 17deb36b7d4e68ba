using System.Buffers.Binary;
using System.Security.Cryptography;
using RedGradient.Data;
using RedGradient.Tensors;

namespace RedGradient.Attacks.Poisoning;

/// <summary>A data set as it is often handed out: not the images, but a list of addresses and labels, made at one time and fetched at another.</summary>
/// <remarks>Carlini et al. 2024 (arXiv 2302.10149), "Poisoning web-scale training datasets is practical". Here the web is simulated: addresses name rows of a data set.</remarks>
public sealed class ImageIndex
{
    private ImageIndex(IReadOnlyList<IndexEntry> entries) => Entries = entries;

    /// <summary>The lines, in the order of the data set.</summary>
    public IReadOnlyList<IndexEntry> Entries { get; }

    /// <summary>Makes the list of a data set whose images lie on several domains; few domains hold many images, many hold few.</summary>
    /// <param name="data">The images as they are when the list is made.</param>
    /// <param name="domains">The number of domains, at least 1.</param>
    /// <param name="withHashes">Whether the list has the hash of each image.</param>
    /// <param name="seed">Decides which image lies where; 1 by default.</param>
    /// <exception cref="ArgumentOutOfRangeException">No domain.</exception>
    public static ImageIndex Of(DataSet data, int domains, bool withHashes, int seed = 1)
    {
        ArgumentNullException.ThrowIfNull(data);
        Require.AtLeast(1, domains, "The number of domains");
        var random = new SeededRandom(seed);
        return new ImageIndex([.. Enumerable.Range(0, data.Count).Select(Entry)]);

        IndexEntry Entry(int row)
        {
            var u = random.NextDouble();
            var domain = (int)(u * u * domains);
            return new IndexEntry(FormattableString.Invariant($"https://site-{domain:0000}.example/{row}.png"), data.Labels[row], withHashes ? HashOf(data.Inputs.Rows(row, 1)) : null);
        }
    }

    /// <summary>SHA-256 over the values of an image, each as four bytes, little-endian.</summary>
    /// <param name="image">Any shape.</param>
    /// <returns>64 lower-case hexadecimal digits.</returns>
    public static string HashOf(Tensor image)
    {
        ArgumentNullException.ThrowIfNull(image);
        var bytes = new byte[image.Size * sizeof(float)];
        var values = image.AsSpan();
        for (var i = 0; i < values.Length; i++)
        {
            BinaryPrimitives.WriteSingleLittleEndian(bytes.AsSpan(i * sizeof(float)), values[i]);
        }

        return Convert.ToHexStringLower(SHA256.HashData(bytes));
    }
}
