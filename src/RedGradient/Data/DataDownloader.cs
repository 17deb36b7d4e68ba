using System.Net.Http.Headers;

namespace RedGradient.Data;

/// <summary>Downloads the files of a data set: from one mirror after another, checked, and moved into place only when whole.</summary>
/// <remarks>
/// A file that fails (wrong checksum, cut connection, no such address, full disk, cancelled) leaves nothing behind, and a file that was there stays as it was.
/// Files finished before the failure stay and are not downloaded again. Safe for use by several threads on different folders.
/// </remarks>
/// <param name="client">Makes the requests; its owner disposes of it. It must not unpack gzip by itself, which is its default.</param>
public sealed class DataDownloader(HttpClient client)
{
    /// <summary>How long a mirror may stay silent before the next is tried; default one minute, <see cref="Timeout.InfiniteTimeSpan"/> for ever.</summary>
    public TimeSpan SilenceLimit { get; init; } = TimeSpan.FromMinutes(1);

    /// <summary>Whether a file that is there with another checksum is replaced; false by default: it may be the reader's own.</summary>
    public bool Replace { get; init; }

    /// <summary>Opens the temporary file; tests put a disk there that runs full.</summary>
    internal Func<string, Stream> CreateFile { get; init; } = path => new FileStream(path, FileMode.CreateNew, FileAccess.Write, FileShare.None);

    /// <summary>Fetches the files of a data set that a folder does not hold yet.</summary>
    /// <param name="entry">From <see cref="DataCatalog"/>; <c>entry with { Mirrors = […] }</c> takes it from elsewhere.</param>
    /// <param name="folder">Where the files go, for example <c>data/mnist</c>; made if it is not there.</param>
    /// <param name="progress">Told of every file's progress; default nobody.</param>
    /// <param name="cancellationToken">Stops the download and leaves no unfinished file; default the <see cref="AmbientCancellation"/>.</param>
    /// <returns>One item for each file, in the catalogue's order.</returns>
    /// <exception cref="DataDownloadException">A file could not be had from any mirror, or not be written, or another file of its name is there.</exception>
    /// <exception cref="OperationCanceledException">The token was cancelled.</exception>
    public async Task<IReadOnlyList<DownloadedFile>> GetAsync(
        CatalogEntry entry, string folder, IProgress<DownloadProgress>? progress = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(entry);
        ArgumentException.ThrowIfNullOrWhiteSpace(folder);
        cancellationToken = AmbientCancellation.Or(cancellationToken);
        cancellationToken.ThrowIfCancellationRequested();
        var existed = Directory.Exists(folder);
        var files = new List<DownloadedFile>();
        try
        {
            if (!existed && AtomicFile.WhyNotWritable(folder) is { } none) throw new DataDownloadException($"'{folder}' could not be written, and nothing was left behind: {none}");
            Write(folder, () => Directory.CreateDirectory(folder));
            // Everything that can be refused is refused before the first byte is asked for.
            var there = new Dictionary<string, bool>(StringComparer.Ordinal);
            foreach (var file in entry.Files) Write(Path.Combine(folder, file.Name), () => there[file.Name] = IsThere(file, folder));
            if (there.ContainsValue(false) && AtomicFile.WhyNotWritable(folder) is { } why)
            {
                throw new DataDownloadException($"'{folder}' could not be written, and nothing was left behind: {why}");
            }

            foreach (var file in entry.Files)
            {
                var path = Path.Combine(folder, file.Name);
                var isThere = there[file.Name];
                if (!isThere)
                {
                    await FetchAsync(entry, file, path, progress, cancellationToken).ConfigureAwait(false);
                }

                files.Add(new DownloadedFile(path, isThere));
            }
        }
        finally
        {
            if (!existed && Directory.Exists(folder) && !Directory.EnumerateFileSystemEntries(folder).Any())
            {
                Directory.Delete(folder);
            }
        }

        return files;
    }

    private bool IsThere(CatalogFile file, string folder)
    {
        if (file.IsIn(folder)) return true;
        var path = Path.Combine(folder, file.Name);
        if (Directory.Exists(path) || (File.Exists(path) && !Untrusted.IsOrdinary(path))) throw new DataDownloadException($"'{path}' is no file; it is kept, and nothing was loaded down. Move it away.");
        return Replace || !File.Exists(path)
            ? false
            : throw new DataDownloadException($"'{path}' is there, but is not the catalogue's file: its {file.ChecksumKind} is not {file.Checksum.ToLowerInvariant()}. It is kept; move it away, or replace it with --force (in code: Replace = true).");
    }

    private async Task FetchAsync(CatalogEntry entry, CatalogFile file, string path, IProgress<DownloadProgress>? progress, CancellationToken cancellationToken)
    {
        var failures = new List<string>();
        foreach (var mirror in entry.Mirrors)
        {
            var address = mirror + file.Name;
            var failure = await TryMirrorAsync(address, file, path, progress, cancellationToken).ConfigureAwait(false);
            if (failure is null)
            {
                return;
            }

            failures.Add($"{address}: {failure}");
        }

        var reasons = failures.Count == 0 ? "The catalogue names no mirror." : string.Join(" ", failures);
        throw new DataDownloadException($"'{file.Name}' of {entry.Name} could not be downloaded, and nothing was left behind. {reasons}");
    }

    // Null when the file is in place, otherwise a sentence that says what was wrong with this mirror.
    private async Task<string?> TryMirrorAsync(
        string address, CatalogFile file, string path, IProgress<DownloadProgress>? progress, CancellationToken cancellationToken)
    {
        var temporary = AtomicFile.TemporaryBeside(Path.GetFullPath(path));
        using var silence = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        silence.CancelAfter(SilenceLimit);
        try
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, address);
            request.Headers.AcceptEncoding.Add(new StringWithQualityHeaderValue("identity"));
            using var response = await client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, silence.Token).ConfigureAwait(false);
            if (!response.IsSuccessStatusCode)
            {
                return $"the server answered {(int)response.StatusCode} ({response.ReasonPhrase}).";
            }

            using var body = await response.Content.ReadAsStreamAsync(silence.Token).ConfigureAwait(false);
            Stream? target = null;
            Write(temporary, () => target = CreateFile(temporary));
            try
            {
                string? failure;
                try
                {
                    failure = await CopyAsync(body, target!, temporary, file, progress, silence).ConfigureAwait(false);
                }
                finally
                {
                    Write(temporary, target!.Dispose);
                }

                if (failure is null)
                {
                    cancellationToken.ThrowIfCancellationRequested();
                    Write(path, () => File.Move(temporary, path, overwrite: true));
                }

                return failure;
            }
            finally
            {
                File.Delete(temporary);
            }
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return "the server stayed silent for too long.";
        }
        catch (Exception error) when (error is HttpRequestException or IOException and not DataDownloadException or InvalidOperationException or UriFormatException)
        {
            return $"the connection failed: {error.Message.TrimEnd('.')}.";
        }
    }

    private async Task<string?> CopyAsync(
        Stream body, Stream target, string temporary, CatalogFile file, IProgress<DownloadProgress>? progress, CancellationTokenSource silence)
    {
        using var hash = file.StartHash();
        var buffer = new byte[1 << 16];
        long received = 0;
        progress?.Report(new DownloadProgress(file.Name, 0, file.Bytes));
        while (true)
        {
            silence.CancelAfter(SilenceLimit);
            var read = await body.ReadAsync(buffer, silence.Token).ConfigureAwait(false);
            if (read == 0)
            {
                break;
            }

            received += read;
            if (received > Math.Max(2 * file.Bytes, 1 << 16))
            {
                return $"the server sent more than {received} bytes; expected were {file.Bytes}.";
            }

            hash.AppendData(buffer, 0, read);
            Write(temporary, () => target.Write(buffer, 0, read));
            progress?.Report(new DownloadProgress(file.Name, received, file.Bytes));
        }

        Write(temporary, target.Flush);
        var checksum = Convert.ToHexStringLower(hash.GetHashAndReset());
        return checksum.Equals(file.Checksum, StringComparison.OrdinalIgnoreCase)
            ? null
            : $"the {received} bytes received have the {file.ChecksumKind} {checksum}; expected is {file.Checksum.ToLowerInvariant()}.";
    }

    // What the disk refuses is no mirror's fault: it ends the download at once.
    private static void Write(string path, Action action)
    {
        try
        {
            action();
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new DataDownloadException($"'{path}' could not be written, and nothing was left behind: {error.Message.TrimEnd('.')}.", error);
        }
    }
}
