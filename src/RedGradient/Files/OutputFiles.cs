namespace RedGradient;

/// <summary>
/// The one rule for everything that writes: what exists and was not written by the same command from the same source, or was changed since, is never replaced
/// without force; two sources never end in one target; no source is a target; all of this and the right to write are checked before the work.
/// </summary>
/// <remarks>Use: <see cref="Claim"/> every file, <see cref="Check"/>, work, <see cref="Write(string, ReadOnlySpan{byte})"/>. Safe for use by several threads once checked.</remarks>
/// <param name="command">The command as a reader types it, for example <c>student</c>.</param>
/// <param name="folder">The folder that all files lie in or below; made where it is missing.</param>
/// <param name="force">Whether the reader said that what is there may be replaced.</param>
/// <param name="option">The option that names the folder, for the sentence about it.</param>
internal sealed class OutputFiles(string command, string folder, bool force = false, string option = "--out")
{
    private readonly List<Claimed> _claims = [];
    private readonly Lock _gate = new();
    private OutputRecord? _record;

    internal string Folder { get; } = Path.GetFullPath(folder);

    /// <summary>Says that a file will be written.</summary>
    /// <param name="file">Its path within the folder.</param>
    /// <param name="source">What it is made from; null when it is made from nothing that lies on disk, or from many.</param>
    /// <param name="content">What it will hold, where that is known already.</param>
    /// <param name="isOwn">Whether a file that no record names is this command's own work all the same; none is by default.</param>
    internal void Claim(string file, string? source = null, byte[]? content = null, Func<string, bool>? isOwn = null) =>
        _claims.Add(new Claimed(file, source, Target(file), content is null ? null : FileSnapshot.ChecksumOf(content), isOwn));

    /// <summary>Checks everything that can be wrong before the work begins; makes the folder.</summary>
    /// <exception cref="ArgumentException">A file may not be written; the message says which and why. Nothing was written.</exception>
    internal void Check()
    {
        foreach (var group in _claims.GroupBy(claim => claim.Target, RealPath.Comparer).Where(group => group.Count() > 1))
        {
            throw new ArgumentException($"{string.Join(" and ", group.Select(claim => $"'{claim.Source ?? claim.File}'"))} would both be written to '{group.Key}'; nothing was written. Run them one at a time, each with an {option} of its own.");
        }

        var sources = _claims.Where(claim => claim.Source is not null).Select(claim => RealPath.Of(claim.Source!)).ToHashSet(RealPath.Comparer);
        if (_claims.FirstOrDefault(claim => sources.Contains(claim.Target)) is { } itself)
        {
            throw new ArgumentException($"'{Shown(itself)}' is one of the files that {command} reads; it would be replaced by what is made from it. Choose another {option}.");
        }

        if (File.Exists(Folder)) throw new ArgumentException($"{option} was \"{Shown(Folder)}\", which is a file; give a folder that can be made and written.");
        _record = OutputRecord.Of(Folder);
        if (Directory.Exists(Path.Combine(Folder, OutputRecord.FileName))) throw new ArgumentException($"{option} was \"{Shown(Folder)}\"; its {OutputRecord.FileName}, which notes what was written there, is a folder. Choose another {option}.");
        var refused = _claims.Select(claim => (claim, why: Refusal(claim))).Where(each => each.why is not null).ToList();
        if (refused.Count > 0)
        {
            var more = refused.Count > 1 ? FormattableString.Invariant($" (and {refused.Count - 1} more like it)") : "";
            throw new ArgumentException($"'{Shown(refused[0].claim)}'{more} {refused[0].why}; it is kept, and nothing was written. Choose another folder with {option}, or replace it with --force.");
        }

        foreach (var place in _claims.Select(claim => Path.GetDirectoryName(Path.Combine(Folder, claim.File))!).Append(Folder).Distinct(StringComparer.Ordinal))
        {
            if (AtomicFile.WhyNotWritable(place) is { } why)
            {
                throw new ArgumentException($"{option} was \"{Shown(Folder)}\"; nothing can be written into {Shown(place)}: {why} Give a folder that can be made and written.");
            }
        }
    }

    /// <summary>Writes one file, whole or not at all, and notes that it is this command's.</summary>
    /// <param name="file">Its path within the folder, as claimed.</param>
    /// <param name="content">What it holds.</param>
    /// <returns>The full path.</returns>
    /// <exception cref="IOException">It cannot be written, or someone changed what was there since the check.</exception>
    internal string Write(string file, ReadOnlySpan<byte> content)
    {
        var claim = _claims.Find(each => each.File == file) ?? throw new InvalidOperationException($"The file '{file}' was not claimed.");
        var path = Path.Combine(Folder, file);
        lock (_gate)
        {
            if (Refusal(claim) is { } why) throw new IOException($"'{Shown(claim)}' {why}, while this command ran; it is kept. Choose another folder with {option}, or replace it with --force.");
            var now = FileSnapshot.Of(path).Checksum;
            var next = FileSnapshot.ChecksumOf(content);
            _record!.Expect(file, command, RelativeSource(claim), now, next);
            _record.Save();
            if (now != next) AtomicFile.Write(path, content);
        }

        return path;
    }

    /// <summary>Writes text in UTF-8.</summary>
    /// <inheritdoc cref="Write(string, ReadOnlySpan{byte})"/>
    internal string Write(string file, string text) => Write(file, System.Text.Encoding.UTF8.GetBytes(text));

    private string? Refusal(Claimed claim)
    {
        var path = Path.Combine(Folder, claim.File);
        if (Directory.Exists(path)) return "is a folder";
        if (!File.Exists(path)) return null;
        if (!Untrusted.IsOrdinary(path)) return "is a pipe or a device";
        if (force) return null;
        var now = FileSnapshot.Of(path).Checksum;
        if (claim.Checksum is not null && claim.Checksum == now) return null;
        if (new FileInfo(path).IsReadOnly) return "is protected against writing";
        if (_record![claim.File] is not { } entry) return claim.IsOwn?.Invoke(path) == true ? null : $"was not written by `redgradient {command}`";
        if (entry.Command != command) return $"was written by `redgradient {entry.Command}`";
        if (!entry.Checksums.Contains(now!, StringComparer.Ordinal)) return $"was changed after `redgradient {command}` wrote it";
        return entry.Source == RelativeSource(claim) ? null : $"was made from another file, {entry.Source}";
    }

    private string Target(string file)
    {
        try { return RealPath.Of(Path.Combine(Folder, file)); }
        catch (IOException exception) { throw new ArgumentException($"{option} was \"{Shown(Folder)}\": {exception.Message} Give a folder that can be made and written.", exception); }
    }

    private string? RelativeSource(Claimed claim) =>
        claim.Source is null ? null : Path.GetRelativePath(RealPath.Of(Folder), RealPath.Of(claim.Source)).Replace('\\', '/');

    private string Shown(Claimed claim) => Shown(Path.Combine(Folder, claim.File));

    private static string Shown(string path)
    {
        var relative = Path.GetRelativePath(Environment.CurrentDirectory, path);
        return relative.StartsWith("..", StringComparison.Ordinal) ? path : relative;
    }

    private sealed record Claimed(string File, string? Source, string Target, string? Checksum, Func<string, bool>? IsOwn);
}
