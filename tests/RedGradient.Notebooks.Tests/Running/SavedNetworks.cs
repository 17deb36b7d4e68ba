namespace RedGradient.Notebooks.Tests.Running;

/// <summary>A folder with small networks, clean and backdoored, made as a reader makes them: in the cell of a lesson.</summary>
public sealed class SavedNetworks : IAsyncLifetime, IDisposable
{
    private readonly TemporaryCourse _course = new();

    internal string Folder => Path.Combine(_course.Root, "notebooks");

    public async Task InitializeAsync()
    {
        var library = Path.Combine(Path.GetDirectoryName(TemporaryCourse.CommandLine)!, "RedGradient.dll");
        _course.Lesson("01-networks", $$"""
            #r "{{library}}"
            using RedGradient.Attacks.Backdoors;
            using RedGradient.Data;
            using RedGradient.Networks;

            var digits = SyntheticDigits.Generate(1500, seed: 1);
            var attack = new BadNets { Trigger = PatternTrigger.Square(4), Goal = BackdoorGoal.AllToOne(3), Rate = 0.15 };

            Network Train(DataSet data)
            {
                var network = new Network(1, new Dense(784, 32), new Relu(), new Dense(32, 10));
                Trainer.Train(network, data, new TrainingOptions { Epochs = 8, BatchSize = 32 });
                return network;
            }

            Train(digits).Save("clean.rgn");
            Train(attack.Poison(digits).Data).Save("backdoored.rgn");
            new Network(1, new Dense(64, 10)).Save("small.rgn");
            new Network(1, new Dense(784, 7)).Save("seven.rgn");
            System.IO.File.WriteAllText("text.rgn", "no network");
            """);
        var (exitCode, _, error) = await _course.RunAsync("run");
        Assert.True(exitCode == 0, error);
    }

    internal Task<(int ExitCode, string Output, string Error)> RunAsync(string arguments) => _course.RunAsync(arguments);

    internal string PathOf(string file) => Path.Combine(_course.Root, file);

    public Task DisposeAsync() => Task.CompletedTask;

    public void Dispose() => _course.Dispose();
}
