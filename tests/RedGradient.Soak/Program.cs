using System.Diagnostics;
using System.Globalization;
using RedGradient.Soak;

// Run by name, for half an hour or more; `--quick` is the form for every change. A part's name (readers, kills, training, kernel) runs that part alone.
if (args is ["child", "reader", var name, var inputs, var seed]) return ReaderRun.Child(name, int.Parse(inputs, CultureInfo.InvariantCulture), int.Parse(seed, CultureInfo.InvariantCulture)) > 0 ? 1 : 0;
if (args is ["child", "training", var checkpoint, var result, var trained]) return TrainingKills.Child(checkpoint, result, int.Parse(trained, CultureInfo.InvariantCulture));
if (args is ["child", ..]) return Kills.Child(args[1..]);

var quick = args.Contains("--quick");
var writer = args.SkipWhile(argument => argument != "--writer").Skip(1).FirstOrDefault();
var parts = args.TakeWhile(argument => argument != "--writer").Where(argument => argument != "--quick").ToList();
if (parts.FirstOrDefault(part => part is not ("readers" or "kills" or "training" or "kernel")) is { } unknown)
{
    Console.Error.WriteLine($"There is no part \"{unknown}\"; allowed are readers, kills, training and kernel, --quick, and at the end --writer with the name of one that the kills try.");
    return 2;
}

var clock = Stopwatch.StartNew();
var failures = 0;
if (Asked("readers"))
{
    var count = quick ? 16_000 : 1_000_000;
    foreach (var reader in Reader.All())
    {
        using var child = Process.Start(Small(new ProcessStartInfo("dotnet", ["exec", typeof(Reader).Assembly.Location, "child", "reader", reader.Name, (count / 100 * reader.Share).ToString(CultureInfo.InvariantCulture), "20261128"])))!;
        child.WaitForExit();
        failures += child.ExitCode == 0 ? 0 : 1;
    }

    Console.WriteLine($"readers: {count} mutated inputs in total");
}

if (Asked("kills") && !OperatingSystem.IsWindows())
{
    using var kills = new Kills();
    failures += kills.Run(quick ? 20 : 1000, writer);
}

if (Asked("training"))
{
    for (var run = 1; run <= (quick ? 1 : 10); run++) failures += TrainingKills.Run(run, kills: 10);
}

if (Asked("kernel"))
{
    using var kernel = new KernelSoak();
    failures += kernel.Noise(quick ? 500 : 10_000);
    failures += kernel.Interrupts(quick ? 10 : 1000);
    failures += kernel.Cells(quick ? 200 : 10_000);
}

Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{(failures == 0 ? "No failure" : $"{failures} failures")} in {clock.Elapsed.TotalSeconds:0} s."));
return failures == 0 ? 0 : 1;

bool Asked(string part) => parts.Count == 0 || parts.Contains(part);

// A small young generation: the peak is what a reader needs, not what the collector has not looked at yet.
static ProcessStartInfo Small(ProcessStartInfo start)
{
    start.Environment["DOTNET_GCgen0size"] = "0x400000";
    return start;
}
