using System.Diagnostics;
using System.Globalization;
using System.Text;

namespace RedGradient;

/// <summary>Writes a file whole or not at all: what was there survives any failure.</summary>
internal static class AtomicFile
{
    private const string Prefix = ".redgradient-";
    private const string Suffix = ".tmp";
    private static readonly string[] Devices = ["/dev/", "/proc/", "/sys/"];
    private static readonly UTF8Encoding Utf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);
    private static int count;

    // Tests put a disk there that runs full.
    [ThreadStatic]
    private static Func<string, Stream>? create;

    internal static Func<string, Stream>? Create
    {
        get => create;
        set => create = value;
    }

    internal static void Write(string path, string text) => Write(path, Utf8.GetBytes(text));

    internal static void Write(string path, ReadOnlySpan<byte> content)
    {
        // A link keeps pointing to the file; the file behind it is replaced.
        var target = RealPath.Of(path);
        RefuseWhatIsNoFile(target);
        var temporary = TemporaryBeside(target);
        try
        {
            using (var stream = create?.Invoke(temporary) ?? new FileStream(temporary, FileMode.CreateNew, FileAccess.Write, FileShare.None))
            {
                stream.Write(content);
                (stream as FileStream)?.Flush(flushToDisk: true);
            }

            if (!OperatingSystem.IsWindows() && File.Exists(target))
                File.SetUnixFileMode(temporary, File.GetUnixFileMode(target));
            File.Move(temporary, target, overwrite: true);
        }
        catch (DirectoryNotFoundException exception)
        {
            throw new DirectoryNotFoundException($"'{path}' cannot be written: there is no folder '{Path.GetDirectoryName(target)}'. Make it first, or choose another.", exception);
        }
        catch (UnauthorizedAccessException exception)
        {
            Remove(temporary);
            throw new UnauthorizedAccessException($"'{path}' cannot be written: no right to write in the folder '{Path.GetDirectoryName(target)}'.", exception);
        }
        catch (IOException exception)
        {
            Remove(temporary);
            throw new IOException($"'{path}' could not be written, and what was there is as it was: {Reason(exception, temporary)}", exception);
        }
    }

    /// <summary>Replaces a file only where it is of the same kind: what another program, or another kind of saving, wrote is kept.</summary>
    /// <param name="path">The file.</param>
    /// <param name="content">What it will hold.</param>
    /// <param name="isOwn">Whether the file that is there was written by the same kind of saving.</param>
    /// <param name="kind">That kind in words, for the sentence: <c>a network</c>.</param>
    /// <param name="overwrite">Whether anything may be replaced.</param>
    /// <exception cref="IOException">What is there is something else; it is as it was.</exception>
    internal static void WriteOver(string path, ReadOnlySpan<byte> content, Func<string, bool> isOwn, string kind, bool overwrite)
    {
        if (!overwrite && File.Exists(path) && new FileInfo(RealPath.Of(path)) is { Length: > 0 } and var known)
        {
            var why = known.IsReadOnly ? "is protected against writing" : isOwn(known.FullName) ? null : $"is not {kind}";
            if (why is not null) throw new IOException($"'{path}' {why}; it is kept as it is. Give another name, or say overwrite: true.");
        }

        Write(path, content);
    }

    /// <summary>Whether a file begins with certain bytes.</summary>
    internal static bool BeginsWith(string path, ReadOnlySpan<byte> magic)
    {
        using var stream = File.OpenRead(path);
        var start = new byte[magic.Length];
        return stream.ReadAtLeast(start, start.Length, throwOnEndOfStream: false) == start.Length && magic.SequenceEqual(start);
    }

    /// <summary>Whether a folder can be made and written, found out by doing both; null when it can, else the reason as a sentence.</summary>
    internal static string? WhyNotWritable(string folder)
    {
        var trial = "";
        try
        {
            Directory.CreateDirectory(folder);
            trial = TemporaryBeside(Path.Combine(RealPath.Of(folder), "trial"));
            using (new FileStream(trial, FileMode.CreateNew, FileAccess.Write, FileShare.None)) { }
            File.Delete(trial);
            return null;
        }
        catch (UnauthorizedAccessException)
        {
            return "there is no right to write there.";
        }
        catch (IOException exception)
        {
            return FileAbove(folder) is { } file ? $"'{file}' is a file, not a folder."
                : exception is PathTooLongException || folder.Split('/', '\\').Any(name => Encoding.UTF8.GetByteCount(name) > 255) ? "the name is too long."
                : trial.Length == 0 || exception is FileNotFoundException or DirectoryNotFoundException ? "the system makes no files there." : Reason(exception, trial);
        }
    }

    private static string? FileAbove(string folder)
    {
        for (var place = folder; place is { Length: > 0 }; place = Path.GetDirectoryName(place))
        {
            if (File.Exists(place)) return place;
        }

        return null;
    }

    /// <summary>The name of a file for unfinished content: hidden, short, and nobody else's. Those of processes that were killed are removed.</summary>
    internal static string TemporaryBeside(string target)
    {
        var folder = Path.GetDirectoryName(target)!;
        RemoveAbandoned(folder);
        return Path.Combine(folder, string.Create(CultureInfo.InvariantCulture, $"{Prefix}{Environment.ProcessId}-{Interlocked.Increment(ref count)}{Suffix}"));
    }

    private static void RefuseWhatIsNoFile(string target)
    {
        if (Directory.Exists(target)) throw new IOException($"'{target}' is a folder; a file of that name cannot be written.");
        // A device would be replaced by a file.
        if (!OperatingSystem.IsWindows() && Devices.Any(place => target.StartsWith(place, StringComparison.Ordinal)) && !target.StartsWith("/dev/shm/", StringComparison.Ordinal))
            throw new IOException($"'{target}' belongs to the system's devices; give the name of a file.");
    }

    private static void RemoveAbandoned(string folder)
    {
        if (!Directory.Exists(folder)) return;
        try
        {
            foreach (var file in Directory.EnumerateFiles(folder, Prefix + "*" + Suffix))
            {
                var name = Path.GetFileName(file)[Prefix.Length..^Suffix.Length];
                var dash = name.IndexOf('-', StringComparison.Ordinal);
                if (dash > 0 && int.TryParse(name[..dash], NumberStyles.None, CultureInfo.InvariantCulture, out var owner) && !IsRunning(owner)) File.Delete(file);
            }
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            // What is left behind is in nobody's way.
        }
    }

    private static bool IsRunning(int processId)
    {
        try
        {
            using var process = Process.GetProcessById(processId);
            return true;
        }
        catch (ArgumentException)
        {
            return false;
        }
        catch (PlatformNotSupportedException)
        {
            return true;
        }
    }

    private static void Remove(string temporary)
    {
        try
        {
            File.Delete(temporary);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            // The failure that is under way says more than this one.
        }
    }

    // The system's reason, without the name of a file that the reader never named, and a sentence.
    private static string Reason(IOException exception, string temporary)
    {
        var reason = temporary.Length == 0 ? exception.Message : exception.Message.Replace($" : '{temporary}'", "", StringComparison.Ordinal).Replace(temporary, "the file", StringComparison.Ordinal);
        return reason.EndsWith('.') ? reason : reason + ".";
    }
}
