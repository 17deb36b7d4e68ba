using System.Diagnostics;
using System.Globalization;

namespace RedGradient.Benchmarks;

/// <summary>Our rates against libtorch's on the same machine in the same minutes: both sides run in turn, round after round.</summary>
public static class Comparison
{
    private const string TorchProject = "tests/RedGradient.Benchmarks.Torch";
    private const string TorchProgram = TorchProject + "/bin/Release/net10.0/RedGradient.Benchmarks.Torch.dll";

    // The measured figures of issue 16 are to reach these.
    private static readonly Dictionary<string, double> Targets = new()
    {
        ["matmul_512"] = 1.0,
        ["mlp_train"] = 1.5,
        ["cnn_train"] = 2.0,
        ["plane_train"] = 25.0,
        ["fgsm_cnn"] = 2.0,
        ["pgd40_mlp"] = 1.2,
        ["strip_cnn"] = 4.0,
        ["per_example_gradients"] = 3.0,
        ["gradient_leakage"] = 6.0,
    };

    /// <summary>Builds the peer, runs the rounds and prints the table of ratios: the median over the rounds of our rate by libtorch's better one with one and two threads.</summary>
    /// <param name="arguments"><c>--rounds N</c> (3 by default), <c>--cpu</c> (rates by processor time, one thread each: for a busy machine), names of workloads.</param>
    /// <returns>0, or what stopped it.</returns>
    public static int Run(string[] arguments)
    {
        var rounds = 3;
        var byProcessor = false;
        var names = new List<string>();
        for (var i = 0; i < arguments.Length; i++)
        {
            if (arguments[i] == "--rounds")
            {
                if (++i == arguments.Length || !int.TryParse(arguments[i], NumberStyles.None, CultureInfo.InvariantCulture, out rounds) || rounds is < 1 or > 100)
                {
                    return Stop("--rounds takes the number of rounds, from 1 to 100.");
                }
            }
            else if (arguments[i] == "--cpu")
            {
                byProcessor = true;
            }
            else if (Targets.ContainsKey(arguments[i]))
            {
                names.Add(arguments[i]);
            }
            else
            {
                return Stop($"There is no workload {arguments[i]}; there are {string.Join(", ", Targets.Keys)}.");
            }
        }

        if (FindRoot() is not { } root)
        {
            return Stop("Run the comparison from within the repository: no RedGradient.slnx stands in this folder or above it.");
        }

        if (Prepare(root) is not { } torch)
        {
            return 1;
        }

        string[] mode = byProcessor ? ["--cpu"] : [];
        var ratios = new Dictionary<string, List<double>>();
        var last = new Dictionary<string, (double Ours, double Theirs, string Unit)>();
        for (var round = 1; round <= rounds; round++)
        {
            Console.Error.WriteLine(FormattableString.Invariant($"round {round} of {rounds}"));
            var ours = Rates(["dotnet", "exec", typeof(Comparison).Assembly.Location, "peer", .. mode, .. names], root, byProcessor);
            var best = Rates([.. torch, "1", .. mode, .. names], root, byProcessor);
            foreach (var (name, rate) in byProcessor ? [] : Rates([.. torch, "2", .. names], root, byProcessor: false))
            {
                best[name] = rate.Rate > best[name].Rate ? rate : best[name];
            }

            foreach (var (name, (rate, unit)) in ours)
            {
                // The way of the two that is quicker, where libtorch has a batched one too.
                var theirs = Math.Max(best[name].Rate, best.GetValueOrDefault(name + "_batched").Rate);
                last[name] = (rate, theirs, unit);
                ratios.TryAdd(name, []);
                ratios[name].Add(rate / theirs);
            }
        }

        Console.WriteLine($"{"workload",-24}{"ours",12}{"libtorch",12}  {"unit",-14}{"ratio",8}{"target",8}");
        foreach (var (name, values) in ratios)
        {
            values.Sort();
            var (mine, theirs, unit) = last[name];
            Console.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"{name,-24}{mine,12:F1}{theirs,12:F1}  {unit,-14}{values[values.Count / 2],8:F2}{Targets[name],8:F1}"));
        }

        Console.WriteLine(FormattableString.Invariant(
            $"Ratio: median of {rounds} rounds, {(byProcessor ? "by processor time, one thread each" : "libtorch with one or two threads, whichever is quicker")}; rates: the last round."));
        return 0;
    }

    // The command that runs the peer here; null, and a word on what to do, where it does not run.
    private static string[]? Prepare(string root)
    {
        if (Execute(["dotnet", "build", TorchProject, "-c", "Release", "--nologo", "-v", "q"], root) is { Code: not 0 } build)
        {
            Console.Error.WriteLine(build.Output + $"The peer in {TorchProject} did not build. Its packages (TorchSharp, libtorch) must be restored once, with a network.");
            return null;
        }

        string[] direct = ["dotnet", "exec", TorchProgram];
        if (Execute([.. direct, "probe"], root).Code == 0)
        {
            return direct;
        }

        string[] newer = [".ci/trixie-root", "run", .. direct];
        if (Execute([".ci/trixie-root", "make"], root).Code == 0 && Execute([.. newer, "probe"], root) is { Code: 0 })
        {
            Console.Error.WriteLine("This system's C++ library is too old for libtorch: the peer runs in the Debian 13 root of .ci/trixie-root.");
            return newer;
        }

        Console.Error.WriteLine(
            "libtorch does not load here. It needs the C++ library of GCC 13 (GLIBCXX_3.4.32: Debian 13, Ubuntu 24.04, the .NET 10 SDK's image). "
            + "On an older Debian or Ubuntu, as root, `.ci/trixie-root make` prepares a root that has it, and the comparison then uses that by itself.");
        return null;
    }

    private static Dictionary<string, (double Rate, string Unit)> Rates(string[] command, string root, bool byProcessor)
    {
        var (code, output) = Execute(command, root, byProcessor ? ("REDGRADIENT_THREADS", "1") : null);
        if (code != 0)
        {
            throw new InvalidOperationException($"{string.Join(' ', command)} ended with {code}: {output}");
        }

        return output.Split('\n')
            .Select(line => line.Trim().Split('\t'))
            .Where(parts => parts.Length == 3)
            .ToDictionary(parts => parts[0], parts => (double.Parse(parts[1], CultureInfo.InvariantCulture), parts[2]));
    }

    private static (int Code, string Output) Execute(string[] command, string folder, (string Name, string Value)? variable = null)
    {
        var start = new ProcessStartInfo(command[0], command[1..]) { WorkingDirectory = folder, RedirectStandardOutput = true, RedirectStandardError = true };
        if (command[0].StartsWith('.'))
        {
            start.FileName = Path.Combine(folder, command[0]);
        }

        if (variable is { } pair)
        {
            start.Environment[pair.Name] = pair.Value;
        }

        using var process = Process.Start(start) ?? throw new InvalidOperationException($"{command[0]} did not start.");
        var errors = process.StandardError.ReadToEndAsync();
        var output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return (process.ExitCode, process.ExitCode == 0 ? output : output + errors.Result);
    }

    private static string? FindRoot()
    {
        for (var folder = new DirectoryInfo(Environment.CurrentDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "RedGradient.slnx")))
            {
                return folder.FullName;
            }
        }

        return null;
    }

    private static int Stop(string sentence)
    {
        Console.Error.WriteLine(sentence);
        return 2;
    }
}
