using System.Diagnostics;
using RedGradient.Attacks.Backdoors;
using RedGradient.Data;
using RedGradient.Networks;
using RedGradient.TorchSharp;

namespace RedGradient.Guests.Tests;

/// <summary>A clean and a backdoored network, and the TorchScript files that PyTorch itself makes of their weights. Made once.</summary>
internal static class Models
{
    private const string Script = """
        import sys
        import torch
        from torch import nn
        torch.set_num_threads(1)
        weights, script, copy = sys.argv[1:]
        model = nn.Sequential(nn.Flatten(), nn.Linear(784, 64), nn.ReLU(), nn.Linear(64, 10))
        model.load_state_dict(torch.load(weights, weights_only=True))
        model.eval()
        torch.jit.save(torch.jit.trace(model, torch.rand(3, 1, 28, 28)), script)
        torch.save(model.state_dict(), copy)
        """;

    public static DataSet Training { get; } = SyntheticDigits.Generate(1500, seed: 1);

    public static DataSet Test { get; } = SyntheticDigits.Generate(320, seed: 9);

    private static readonly Lazy<Network> CleanNetwork = new(() => Trained(Training));
    private static readonly Lazy<Network> BadNetwork = new(() => Trained(new BadNets { Trigger = PatternTrigger.Square(4) with { Row = ^4, Column = ^4 }, Goal = BackdoorGoal.AllToOne(3), Rate = 0.15 }.Poison(Training).Data));
    private static readonly Lazy<(string Script, string Copy)> CleanFiles = new(() => Traced(Clean, "clean"));
    private static readonly Lazy<(string Script, string Copy)> BadFiles = new(() => Traced(Bad, "bad"));

    public static Network Clean => CleanNetwork.Value;

    public static Network Bad => BadNetwork.Value;

    public static string CleanScript => CleanFiles.Value.Script;

    public static string BadScript => BadFiles.Value.Script;

    /// <summary>The clean network's weights, as PyTorch wrote them after reading ours.</summary>
    public static string CleanWeights => CleanFiles.Value.Copy;

    public static string Folder { get; } = Directory.CreateTempSubdirectory("redgradient-guests-").FullName;

    private static Network Trained(DataSet data)
    {
        var network = new Network(1, new Flatten(), new Dense(784, 64), new Relu(), new Dense(64, 10));
        Trainer.Train(network, data, new TrainingOptions { Epochs = 12, BatchSize = 32 });
        return network;
    }

    private static (string Script, string Copy) Traced(Network network, string name)
    {
        string weights = Path.Combine(Folder, name + ".pth"), script = Path.Combine(Folder, name + ".pt"), copy = Path.Combine(Folder, name + "-python.pth");
        using var module = TorchNetwork.ToTorch(network);
        TorchWeights.SavePyTorch(module, weights);
        var start = new ProcessStartInfo("/usr/bin/python3", ["-c", Script, weights, script, copy]) { RedirectStandardError = true };
        using var python = Process.Start(start)!;
        var errors = python.StandardError.ReadToEnd();
        python.WaitForExit();
        Assert.True(python.ExitCode == 0, $"PyTorch could not trace the model; python3-torch must be installed.\n{errors}");
        return (script, copy);
    }
}
