using System.Text.Json.Serialization;

namespace RedGradient.Data;

/// <summary>One data set that can be downloaded. Immutable.</summary>
/// <param name="Name">As in the command, for example <c>mnist</c>; also the folder's name under <c>data</c>.</param>
/// <param name="Title">What the data are, in a line.</param>
/// <param name="Licence">The licence's short name.</param>
/// <param name="Mirrors">Addresses that end in a slash and hold the files, tried in this order.</param>
/// <param name="Files">The files.</param>
public sealed record CatalogEntry(
    [property: JsonPropertyName("name")] string Name,
    [property: JsonPropertyName("title")] string Title,
    [property: JsonPropertyName("licence")] string Licence,
    [property: JsonPropertyName("mirrors")] IReadOnlyList<string> Mirrors,
    [property: JsonPropertyName("files")] IReadOnlyList<CatalogFile> Files)
{
    /// <summary>The size of all files together, in bytes.</summary>
    [JsonIgnore]
    public long Bytes => Files.Sum(file => file.Bytes);

    /// <summary>The files that a folder does not hold, or holds with another checksum; reads every file.</summary>
    /// <param name="folder">The folder; it need not be there.</param>
    public IReadOnlyList<CatalogFile> MissingFrom(string folder) => Files.Where(file => !file.IsIn(folder)).ToArray();
}
