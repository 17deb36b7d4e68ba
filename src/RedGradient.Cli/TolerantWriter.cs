using System.Text;

namespace RedGradient.Cli;

/// <summary>Standard output or standard error as a reader may have left them: closed, or going to a disk that is full. What cannot be printed does not stop the work.</summary>
internal sealed class TolerantWriter(TextWriter inner) : TextWriter
{
    public override Encoding Encoding => inner.Encoding;

    /// <summary>Why something could not be printed; null when all was.</summary>
    public string? Failure { get; private set; }

    /// <summary>Takes the place of both streams, where they are no terminal.</summary>
    /// <returns>What standard output writes to.</returns>
    public static TolerantWriter Install()
    {
        var output = new TolerantWriter(IsOpen(1) ? Console.Out : Null);
        if (Console.IsOutputRedirected) Console.SetOut(output);
        if (Console.IsErrorRedirected) Console.SetError(new TolerantWriter(IsOpen(2) ? Console.Error : Null));
        return output;
    }

    public override void Write(char value) => Try(() => inner.Write(value));

    public override void Write(string? value) => Try(() => inner.Write(value));

    public override void Write(char[] buffer, int index, int count) => Try(() => inner.Write(buffer, index, count));

    public override void WriteLine(string? value) => Try(() => inner.WriteLine(value));

    public override void Flush() => Try(inner.Flush);

    private void Try(Action write)
    {
        try
        {
            write();
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            Failure ??= exception.Message.TrimEnd('.');
        }
    }

    // Where a stream is closed, its number goes to a file of the runtime's, which is open for reading.
    private static bool IsOpen(int descriptor)
    {
        var information = $"/proc/self/fdinfo/{descriptor}";
        if (!OperatingSystem.IsLinux()) return true;
        try
        {
            var flags = File.ReadLines(information).FirstOrDefault(line => line.StartsWith("flags:", StringComparison.Ordinal))?[6..].Trim();
            return flags is not { Length: > 0 } || ((flags[^1] - '0') & 3) != 0;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }
}
