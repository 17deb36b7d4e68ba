using System.CommandLine;

namespace RedGradient.Cli.Commands;

/// <summary><c>data</c>: the real data sets, listed and downloaded.</summary>
internal static class DataCommand
{
    public static Command Create()
    {
        var command = new Command("data", "Lists and downloads the real data sets.");
        return command;
    }
}
