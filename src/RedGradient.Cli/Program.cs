using System.Globalization;
using RedGradient.Cli;
using Spectre.Console;

CultureInfo.DefaultThreadCurrentCulture = CultureInfo.InvariantCulture;
CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;
Console.OutputEncoding = System.Text.Encoding.UTF8;
var output = TolerantWriter.Install();
if (Console.IsOutputRedirected)
{
    // Whoever reads a file or a pipe wants text, whatever the terminal behind it can do.
    AnsiConsole.Profile.Capabilities.Ansi = false;
    AnsiConsole.Profile.Capabilities.ColorSystem = ColorSystem.NoColors;
}

var code = await CommandLine.RunAsync(args).ConfigureAwait(false);
if (output.Failure is null || code != ExitCode.Success) return code;
Console.Error.WriteLine($"The work is done, but not all that was to be printed could be: {output.Failure}.");
return ExitCode.Failed;
