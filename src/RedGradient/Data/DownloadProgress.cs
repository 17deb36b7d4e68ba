namespace RedGradient.Data;

/// <summary>How far the download of a file is.</summary>
/// <param name="File">The file's name.</param>
/// <param name="BytesReceived">Bytes received from the present mirror so far; it begins again at 0 with another mirror.</param>
/// <param name="BytesExpected">The size in the catalogue.</param>
public readonly record struct DownloadProgress(string File, long BytesReceived, long BytesExpected);
