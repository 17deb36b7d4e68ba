using System.CommandLine;
using RedGradient.Cli.Reports;
using RedGradient.Cli.Terminal;
using RedGradient.Data;
using RedGradient.Evaluation.Auditing;
using RedGradient.Networks;

namespace RedGradient.Cli.Commands;

/// <summary><c>audit</c>: looks for a backdoor in a network of unknown origin and writes what it found.</summary>
internal static class AuditCommand
{
    // More than an audit uses, so that its choice is a fair one.
    private const int ImageCount = 10_000;

    public static Command Create()
    {
        var network = new Argument<string>("network") { Description = "The file of a network, as network.Save writes it." };
        var data = new Option<string>("--clean") { Description = "Clean images the network was not trained on: synthetic, mnist, fashion-mnist, or a folder of digits. Their test part is used, a folder with one set alone nearly whole; see that the network was not trained on it.", Required = true };
        var output = new Option<string?>("--out") { Description = "The folder for the report; artifacts/audit by default." };
        var command = new Command("audit", "Looks for a backdoor in a saved network with clean images alone; writes a page and a JSON file with verdicts and what they rest on. Exit code 0 whatever the verdict.") { network, data, output };
        command.SetAction((parsed, token) => Task.Run(() => Run(parsed.GetValue(network)!, parsed.GetValue(data)!, parsed.GetValue(output), token), CancellationToken.None));
        return command;
    }

    private static int Run(string path, string setting, string? output, CancellationToken cancellationToken)
    {
        var network = Load(path);
        var clean = LoadData(DataSetting.Resolve(setting, "--clean"));
        var folder = Prepare(Path.GetFullPath(output ?? Path.Combine("artifacts", "audit")));
        var report = AuditView.Show(starts => NetworkAudit.Run(network, clean, testStarts: starts, cancellationToken: cancellationToken));
        var name = Path.GetFileNameWithoutExtension(path);
        var page = Path.Combine(folder, name + ".html");
        var numbers = Path.Combine(folder, name + ".json");
        AtomicFile.Write(page, AuditPage.Render(Path.GetFileName(path), setting, report));
        AtomicFile.Write(numbers, AuditJson.Render(Path.GetFileName(path), setting, report));
        Console.WriteLine($"{AuditWords.Verdict(report.Verdict)}. {report.Reason}");
        Console.WriteLine($"{Path.GetRelativePath(Environment.CurrentDirectory, page)}\n{Path.GetRelativePath(Environment.CurrentDirectory, numbers)}");
        return ExitCode.Success;
    }

    // Before the work, not after it.
    private static string Prepare(string folder)
    {
        try
        {
            Directory.CreateDirectory(folder);
            var trial = Path.Combine(folder, ".writable");
            File.WriteAllText(trial, "");
            File.Delete(trial);
            return folder;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new ArgumentException($"--out was \"{folder}\"; no report can be written there. Give a folder that can be made and written.", exception);
        }
    }

    private static Network Load(string path)
    {
        if (!File.Exists(path))
        {
            throw new ArgumentException(Directory.Exists(path) ? $"\"{path}\" is a folder; give the file of a network, as network.Save writes it." : $"There is no file \"{path}\"; a network's file is written by network.Save.");
        }

        try
        {
            return Network.Load(path);
        }
        catch (InvalidDataException exception)
        {
            throw new ArgumentException(exception.Message, exception);
        }
    }

    // What cannot be read was named wrongly on the command line.
    private static DataSet LoadData(string setting)
    {
        try
        {
            return DigitSource.Load(1, ImageCount, setting == DataSetting.Synthetic ? null : setting).Test;
        }
        catch (Exception exception) when (exception is DirectoryNotFoundException or FileNotFoundException or InvalidDataException)
        {
            throw new ArgumentException(exception.Message, exception);
        }
    }
}
