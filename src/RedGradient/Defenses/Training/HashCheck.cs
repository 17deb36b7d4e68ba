using RedGradient.Attacks.Poisoning;
using RedGradient.Data;

namespace RedGradient.Defenses.Training;

/// <summary>A list of addresses fetched with care: an image whose hash is not the one in the list is left out.</summary>
/// <remarks>The defence of Carlini et al. 2024 (arXiv 2302.10149) against split views. It does not help if the image was poison when the list was made, and it also drops what was only re-encoded.</remarks>
public static class HashCheck
{
    /// <summary>Compares what the addresses serve with the hashes of the list.</summary>
    /// <param name="index">The list; it has hashes.</param>
    /// <param name="served">What its addresses serve now, in its order.</param>
    /// <exception cref="ArgumentException">The list has no hashes, or another number of images.</exception>
    public static SanitizedDataSet Apply(ImageIndex index, DataSet served)
    {
        ArgumentNullException.ThrowIfNull(index);
        ArgumentNullException.ThrowIfNull(served);
        if (index.Entries.Count != served.Count)
        {
            throw new ArgumentException($"The list has {index.Entries.Count} addresses, but {served.Count} images were served.", nameof(served));
        }

        var without = Enumerable.Range(0, served.Count).FirstOrDefault(row => index.Entries[row].Hash is null, -1);
        if (without >= 0)
        {
            throw new ArgumentException($"The list has no hash for {index.Entries[without].Url}; a list made with hashes is needed.", nameof(index));
        }

        return new SanitizedDataSet(served, Enumerable.Range(0, served.Count).Where(row => ImageIndex.HashOf(served.Inputs.Rows(row, 1)) != index.Entries[row].Hash));
    }
}
