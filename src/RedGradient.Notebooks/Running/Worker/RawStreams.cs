using System.Globalization;
using System.Text;

namespace RedGradient.Notebooks.Running.Worker;

/// <summary>The process's own standard output and error, as the process that runs the cells marks them at each cell's end.</summary>
internal static class RawStreams
{
    private static readonly Stream[] Streams = [Console.OpenStandardOutput(), Console.OpenStandardError()];

    /// <summary>The line that ends a cell.</summary>
    public static string Marker(int executionCount) => string.Create(CultureInfo.InvariantCulture, $"\u0002end of cell {executionCount}\u0003");

    public static void WriteMarker(int executionCount)
    {
        var line = Encoding.UTF8.GetBytes(Marker(executionCount) + "\n");
        foreach (var stream in Streams)
        {
            // A cell may have closed it.
            try { stream.Write(line); }
            catch (IOException) { }
        }
    }
}
