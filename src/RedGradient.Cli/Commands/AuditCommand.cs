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
        var output = OutputOptions.Folder("The folder for the report; artifacts/audit by default.");
        var force = OutputOptions.Force();
        var command = new Command("audit", "Looks for a backdoor in a saved network with clean images alone; writes a page and a JSON file with verdicts and what they rest on. Exit code 0 whatever the verdict.") { network, data, output, force };
        command.SetAction((parsed, token) => Task.Run(() => Run(parsed.GetValue(network)!, parsed.GetValue(data)!, parsed.GetValue(output), parsed.GetValue(force), token), CancellationToken.None));
        return command;
    }

    private static int Run(string path, string setting, string? output, bool force, CancellationToken cancellationToken)
    {
        var network = Load(path);
        var clean = LoadData(DataSetting.Resolve(setting, "--clean"));
        var name = Path.GetFileNameWithoutExtension(path);
        var files = new OutputFiles("audit", output ?? Path.Combine("artifacts", "audit"), force);
        files.Claim(name + ".html", path);
        files.Claim(name + ".json", path);
        files.Check();
        var report = AuditView.Show(starts => NetworkAudit.Run(network, clean, testStarts: starts, cancellationToken: cancellationToken));
        var page = files.Write(name + ".html", AuditPage.Render(Path.GetFileName(path), setting, report));
        var numbers = files.Write(name + ".json", AuditJson.Render(Path.GetFileName(path), setting, report));
        Console.WriteLine($"{AuditWords.Verdict(report.Verdict)}. {report.Reason}");
        Console.WriteLine($"{Path.GetRelativePath(Environment.CurrentDirectory, page)}\n{Path.GetRelativePath(Environment.CurrentDirectory, numbers)}");
        return ExitCode.Success;
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
