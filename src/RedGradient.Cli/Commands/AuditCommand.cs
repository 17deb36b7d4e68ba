using System.CommandLine;
using RedGradient.Cli.Models;
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
        var network = new Argument<string>("network") { Description = $"The file of a model: {ModelFile.Kinds}." };
        var data = new Option<string>("--clean") { Description = "Clean images the network was not trained on: synthetic, mnist, fashion-mnist, or a folder of digits. Their test part is used, a folder with one set alone nearly whole; see that the network was not trained on it.", Required = true };
        var output = OutputOptions.Folder("The folder for the report; artifacts/audit by default.");
        var force = OutputOptions.Force();
        var guests = new Option<string?>("--guests") { Description = $"The folder of the assemblies that read TorchScript and ONNX; artifacts/guests by default, or what {GuestAssembly.Variable} names." };
        var mean = new Option<float[]>("--mean") { Description = "For TorchScript and ONNX: what is taken from each channel of images in [0, 1] before the model sees them, such as 0.1307.", AllowMultipleArgumentsPerToken = true };
        var deviation = new Option<float[]>("--deviation") { Description = "For TorchScript and ONNX: what each channel is divided by after that, such as 0.3081.", AllowMultipleArgumentsPerToken = true };
        var command = new Command("audit", "Looks for a backdoor in a saved network with clean images alone; writes a page and a JSON file with verdicts and what they rest on. Exit code 0 whatever the verdict.") { network, data, output, force, guests, mean, deviation };
        command.SetAction((parsed, token) => Task.Run(() => Run(parsed.GetValue(network)!, parsed.GetValue(data)!, parsed.GetValue(output), parsed.GetValue(force), parsed.GetValue(guests), Normalization(parsed.GetValue(mean), parsed.GetValue(deviation)), token), CancellationToken.None));
        return command;
    }

    private static int Run(string path, string setting, string? output, bool force, string? guests, InputNormalization normalization, CancellationToken cancellationToken)
    {
        var model = ModelFile.Load(path, normalization, guests);
        using var owned = model as IDisposable;
        var clean = LoadData(DataSetting.Resolve(setting, "--clean"));
        var name = Path.GetFileNameWithoutExtension(path);
        var files = new OutputFiles("audit", output ?? Path.Combine("artifacts", "audit"), force);
        files.Claim(name + ".html", path);
        files.Claim(name + ".json", path);
        files.Check();
        var report = AuditView.Show(starts => NetworkAudit.Run(model, clean, testStarts: starts, cancellationToken: cancellationToken));
        var page = files.Write(name + ".html", AuditPage.Render(Path.GetFileName(path), setting, report));
        var numbers = files.Write(name + ".json", AuditJson.Render(Path.GetFileName(path), setting, report));
        Console.WriteLine($"{AuditWords.Verdict(report.Verdict)}. {report.Reason}");
        Console.WriteLine($"{Path.GetRelativePath(Environment.CurrentDirectory, page)}\n{Path.GetRelativePath(Environment.CurrentDirectory, numbers)}");
        return ExitCode.Success;
    }

    private static InputNormalization Normalization(float[]? mean, float[]? deviation) =>
        mean is { Length: > 0 } || deviation is { Length: > 0 } ? InputNormalization.Of(mean ?? [], deviation ?? []) : InputNormalization.None;

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
