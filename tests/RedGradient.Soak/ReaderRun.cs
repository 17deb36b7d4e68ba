using System.Diagnostics;
using System.Globalization;

namespace RedGradient.Soak;

/// <summary>A reader against its broken files, in a process of its own whose memory can be measured.</summary>
internal static class ReaderRun
{
    private const long Spare = 64 << 20;
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(20);

    /// <summary>The child: reads so many files, prints what happened, gives the number of failures.</summary>
    internal static int Child(string name, int count, int seed)
    {
        var reader = Reader.All().Single(each => each.Name == name);
        var folder = Directory.CreateTempSubdirectory("soak-").FullName;
        try
        {
            var path = Path.Combine(folder, reader.FileName);
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            foreach (var good in reader.Good)
            {
                File.WriteAllBytes(path, good);
                reader.Read(path);
            }

            var idle = Settled();
            var (refused, failures) = Broken(reader, path, count, seed);
            var (broken, limit) = (Peak() - idle, Spare + (5L * reader.Good.Max(good => good.Length)));
            var largeReport = Large(reader, path, ref failures);
            if (OperatingSystem.IsLinux() && broken > limit) failures += Fail($"peak memory {broken} bytes above the idle process, allowed {limit}");
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{name}: {count} inputs, {refused} refused, {count - refused} read, {failures} failures; peak {broken / 1e6:0.0} MB above the idle process{largeReport}"));
            return failures;
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static (int Refused, int Failures) Broken(Reader reader, string path, int count, int seed)
    {
        var (refused, failures) = (0, 0);
        var mutation = new Mutation(seed);
        var clock = Stopwatch.StartNew();
        for (var i = 0; i < count; i++)
        {
            var bytes = mutation.Of(reader.Good[i % reader.Good.Length]);
            if (reader.Seal is { } seal && i % 2 == 0) bytes = seal(bytes);
            File.WriteAllBytes(path, bytes);
            clock.Restart();
            var problem = Try(reader, reader.Read, path, out var wasRefused);
            if (clock.Elapsed > Longest) problem ??= FormattableString.Invariant($"took {clock.Elapsed.TotalSeconds:0} s");
            refused += wasRefused ? 1 : 0;
            if (problem is null) continue;
            failures++;
            if (failures <= 5) Fail($"{reader.Name}, input {i}: {problem}; base64 {Convert.ToBase64String(bytes[..Math.Min(bytes.Length, 300)])}");
        }

        return (refused, failures);
    }

    // A refusal is a documented exception whose sentence ends in a full stop and commands no terminal.
    private static string? Try(Reader reader, Action<string> read, string path, out bool refused)
    {
        refused = false;
        try
        {
            read(path);
            return null;
        }
#pragma warning disable CA1031 // That any other exception is a failure is what is tried here.
        catch (Exception exception)
#pragma warning restore CA1031
        {
            refused = true;
            if (!reader.Documented.Contains(exception.GetType())) return $"{exception.GetType().Name}: {exception.Message} {exception.StackTrace?.Split('\n').FirstOrDefault()}";
            var message = exception.Message;
            return !message.EndsWith('.') || message.Length > 1500 || message.Any(char.IsControl) ? $"the sentence was: {message[..Math.Min(message.Length, 500)]}" : null;
        }
    }

    private static string Large(Reader reader, string path, ref int failures)
    {
        var (file, content) = reader.Large();
        File.WriteAllBytes(path, file);
        var disk = file.Length;
        file = [];
        var idle = Settled();
        if (Try(reader, reader.ReadLarge, path, out var wasRefused) is { } problem) failures += Fail($"{reader.Name}, large file: {problem}");
        var peak = Peak() - idle;
        var limit = Spare + (5 * content);
        if (OperatingSystem.IsLinux() && peak > limit) failures += Fail($"{reader.Name}, large file: peak memory {peak} bytes above the idle process, allowed {limit}");
        return string.Create(CultureInfo.InvariantCulture, $"; a file of {disk / 1e6:0.0} MB with {content / 1e6:0.0} MB of content {(wasRefused ? "refused" : "read")}: {peak / 1e6:0.0} MB");
    }

    internal static int Fail(string sentence)
    {
        Console.WriteLine("FAILURE: " + sentence);
        return 1;
    }

    // What the process holds with nothing to do; the peak counts from here on.
    private static long Settled()
    {
        GC.Collect(2, GCCollectionMode.Aggressive, blocking: true, compacting: true);
        GC.WaitForPendingFinalizers();
        GC.Collect(2, GCCollectionMode.Aggressive, blocking: true, compacting: true);
        if (OperatingSystem.IsLinux()) File.WriteAllText("/proc/self/clear_refs", "5");
        return Status("VmRSS:");
    }

    private static long Peak() => Status("VmHWM:");

    private static long Status(string field) => !OperatingSystem.IsLinux() ? 0
        : 1024 * long.Parse(File.ReadLines("/proc/self/status").First(line => line.StartsWith(field, StringComparison.Ordinal)).Split(' ', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)[^2].Split('\t')[^1], CultureInfo.InvariantCulture);
}
