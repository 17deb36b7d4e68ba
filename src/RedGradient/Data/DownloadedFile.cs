namespace RedGradient.Data;

/// <summary>A verified file after <see cref="DataDownloader.GetAsync"/>.</summary>
/// <param name="Path">Where it is.</param>
/// <param name="WasKept">True where the file was there already, with the right checksum, and was not downloaded again.</param>
public sealed record DownloadedFile(string Path, bool WasKept);
