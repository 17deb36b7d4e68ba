using System.Diagnostics;
using System.Text.Json.Nodes;
using RedGradient.Networks;

namespace RedGradient.Guests.Tests;

/// <summary>The command with the published guests, which it does not refer to.</summary>
public sealed class AuditCommandTests
{
    private static readonly string Program = Path.Combine(Repository.Root, "src", "RedGradient.Cli", "bin", "Release", "net10.0", "RedGradient.Cli.dll");

    [Fact]
    public void A_TorchScript_file_is_audited_in_one_line()
    {
        Assert.Equal("Suspicious", Verdict(Models.BadScript));
        Assert.Equal("NoSign", Verdict(Models.CleanScript));
    }

    [Fact]
    public void An_ONNX_model_and_safetensors_are_audited_too()
    {
        var onnx = Path.Combine(Models.Folder, "command.onnx");
        File.WriteAllBytes(onnx, OnnxModel.Of(Models.Bad, 0));
        Assert.Equal("Suspicious", Verdict(onnx));
        var safetensors = Path.Combine(Models.Folder, "command.safetensors");
        SafetensorsNetwork.Save(Models.Bad, safetensors);
        Assert.Equal("Suspicious", Verdict(safetensors));
    }

    [Fact]
    public void A_guest_that_is_not_there_is_named_with_the_command_that_brings_it()
    {
        var (code, output) = Run("audit", Models.CleanScript, "--clean", "synthetic", "--guests", Models.Folder, "--out", Path.Combine(Models.Folder, "none"));
        Assert.NotEqual(0, code);
        Assert.Contains("This command, in the repository's root, brings it: dotnet publish src/RedGradient.TorchSharp -p:Guest=true -o artifacts/guests/torch", string.Join(' ', output.Split(['\n', ' '], StringSplitOptions.RemoveEmptyEntries)), StringComparison.Ordinal);
    }

    private static string Verdict(string model)
    {
        var folder = Path.Combine(Models.Folder, "report-" + Path.GetFileName(model));
        var (code, output) = Run("audit", model, "--clean", "synthetic", "--out", folder);
        Assert.True(code == 0, output);
        var report = JsonNode.Parse(File.ReadAllText(Path.Combine(folder, Path.GetFileNameWithoutExtension(model) + ".json")))!;
        return report["verdict"]!.GetValue<string>();
    }

    private static (int Code, string Output) Run(params string[] arguments)
    {
        var start = new ProcessStartInfo("dotnet", ["exec", Program, .. arguments]) { RedirectStandardOutput = true, RedirectStandardError = true, WorkingDirectory = Repository.Root };
        using var process = Process.Start(start)!;
        var errors = process.StandardError.ReadToEndAsync();
        var output = process.StandardOutput.ReadToEnd() + errors.Result;
        process.WaitForExit();
        return (process.ExitCode, output);
    }
}
