using System.Globalization;
using System.Text;
using System.Text.Json;

namespace RedGradient;

/// <summary>What every reader of a file that this project did not write has in common: it is opened whole, and what it holds is shown with care.</summary>
internal static class Untrusted
{
    private const int LongestShown = 60;
    private const int LongestSentence = 300;

    /// <summary>Opens a file whose length is known; what has none, such as a pipe, is refused.</summary>
    /// <param name="path">The file, which is there.</param>
    /// <param name="largest">The most bytes that are read of such a file.</param>
    /// <param name="kind">What it should be, for the sentence: <c>a notebook</c>.</param>
    /// <exception cref="InvalidDataException">It has no length, or is larger.</exception>
    internal static FileStream Open(string path, long largest, string kind)
    {
        var file = OpenAtOnce(path);
        try
        {
            if (file is not { CanSeek: true }) throw new InvalidDataException($"'{path}' is no file that can be read from its beginning to its end; {kind} is one.");
            if (file.Length > largest) throw new InvalidDataException(FormattableString.Invariant($"'{path}' has {file.Length} bytes; {kind} of more than {largest} bytes is not read."));
            return file;
        }
        catch
        {
            file?.Dispose();
            throw;
        }
    }

    /// <summary>Whether what is there has a beginning and an end, unlike a pipe or a device.</summary>
    internal static bool IsOrdinary(string path)
    {
        try
        {
            using var file = OpenAtOnce(path);
            return file is { CanSeek: true };
        }
        catch (UnauthorizedAccessException)
        {
            // What may not be read is told apart by whoever reads it.
            return true;
        }
    }

    // A pipe, whose length is 0, would wait for someone to write into it, if it were opened for reading alone. Null for what may be one and can be opened in no other way.
    private static FileStream? OpenAtOnce(string path)
    {
        const FileShare All = FileShare.ReadWrite | FileShare.Delete;
        if (OperatingSystem.IsWindows() || new FileInfo(RealPath.Of(path)) is not { Exists: true, Length: 0 }) return new FileStream(path, FileMode.Open, FileAccess.Read, All);
        try
        {
            return new FileStream(path, FileMode.Open, FileAccess.ReadWrite, All);
        }
        catch (UnauthorizedAccessException)
        {
            return null;
        }
    }

    /// <summary>The whole content of a file.</summary>
    /// <inheritdoc cref="Open"/>
    internal static byte[] ReadAll(string path, long largest, string kind)
    {
        using var file = Open(path, Math.Min(largest, Array.MaxLength), kind);
        var bytes = new byte[file.Length];
        var read = file.ReadAtLeast(bytes, bytes.Length, throwOnEndOfStream: false);
        return read == bytes.Length ? bytes : bytes[..read];
    }

    /// <summary>Text from such a file as it may stand in a sentence: cut, and control characters written out, so that it commands no terminal.</summary>
    internal static string Shown(ReadOnlySpan<char> text, int longest = LongestShown)
    {
        var shown = new StringBuilder();
        foreach (var character in text[..Math.Min(text.Length, longest)])
        {
            if (char.IsControl(character) || char.GetUnicodeCategory(character) is UnicodeCategory.Format or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator || char.IsSurrogate(character))
                shown.Append(CultureInfo.InvariantCulture, $"\\u{(int)character:x4}");
            else shown.Append(character);
        }

        return text.Length > longest ? string.Create(CultureInfo.InvariantCulture, $"{shown}… ({text.Length} characters)") : shown.ToString();
    }

    /// <summary>What an exception says, as one sentence that ends in a full stop: without the name of a parameter or a second position.</summary>
    internal static string Reason(Exception exception)
    {
        var message = exception.Message;
        foreach (var end in (ReadOnlySpan<string>)[" (Parameter '", " Path: $", " LineNumber: ", " Expected the input to start with", "\n", "\r"])
        {
            if (message.IndexOf(end, StringComparison.Ordinal) is > 0 and var at) message = message[..at];
        }

        return Shown(message.TrimEnd('.', ' '), LongestSentence) + ".";
    }

    /// <summary>Where JSON is broken, <c>line 3, byte 7</c>; the line alone, or nothing, where the reader does not know more.</summary>
    internal static string Place(JsonException exception) => (exception.LineNumber, exception.BytePositionInLine) switch
    {
        (long line, long position) => string.Create(CultureInfo.InvariantCulture, $"line {line + 1}, byte {position + 1}: "),
        (long line, null) => string.Create(CultureInfo.InvariantCulture, $"line {line + 1}: "),
        _ => "",
    };
}
