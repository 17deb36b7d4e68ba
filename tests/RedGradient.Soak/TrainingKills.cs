using System.Diagnostics;
using System.Globalization;
using RedGradient.Data;
using RedGradient.Networks;

namespace RedGradient.Soak;

/// <summary>A convolutional network whose training is killed by SIGKILL at random steps and goes on from its checkpoint each time: the bits of a run that never was.</summary>
internal static class TrainingKills
{
    private const int Epochs = 4;
    private const int Examples = 400;
    private const int BatchSize = 32;
    private const int Steps = Epochs * ((Examples + BatchSize - 1) / BatchSize);

    internal static int Run(int seed, int kills)
    {
        var folder = Directory.CreateTempSubdirectory("soak-training-").FullName;
        try
        {
            var (unbroken, resumed) = (Path.Combine(folder, "unbroken.rgn"), Path.Combine(folder, "resumed.rgn"));
            var random = new Random(seed);
            var failures = 0;
            if (!Train(seed, Path.Combine(folder, "unbroken.rgck"), unbroken, null)) return ReaderRun.Fail($"training {seed}: the unbroken run failed");
            var steps = Enumerable.Range(2, Steps - 2).OrderBy(_ => random.Next()).Take(kills).Order().ToList();
            foreach (var step in steps)
            {
                if (Train(seed, Path.Combine(folder, "run.rgck"), resumed, step, random.Next(30))) failures += ReaderRun.Fail($"training {seed}: the run ended before step {step}, where it was to be killed");
            }

            if (!Train(seed, Path.Combine(folder, "run.rgck"), resumed, null)) failures += ReaderRun.Fail($"training {seed}: the last run failed");
            var same = File.Exists(resumed) && File.ReadAllBytes(unbroken).AsSpan().SequenceEqual(File.ReadAllBytes(resumed));
            if (!same) failures += ReaderRun.Fail($"training {seed}: the resumed run ended with other bits than the unbroken one");
            Console.WriteLine($"training {seed}: of {Steps} steps killed at {string.Join(", ", steps)}; {(same ? "same bits" : "other bits")}");
            return failures;
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    /// <summary>What is killed: says each step it begins, and at the end saves the network.</summary>
    internal static int Child(string checkpoint, string result, int seed)
    {
        var network = new Network(
            seed,
            new Conv2D(1, 4, 3, stride: 2),
            new BatchNormalization(4),
            new Relu(),
            new MaxPool2D(2),
            new Flatten(),
            new Dropout(0.2f),
            new Dense(144, 10));
        Trainer.Train(network, SyntheticDigits.Generate(Examples, seed), new TrainingOptions
        {
            Epochs = Epochs,
            BatchSize = BatchSize,
            Validation = SyntheticDigits.Generate(50, seed + 1),
            Schedule = LearningRateSchedule.Cosine,
            Checkpoint = new Checkpointing(checkpoint) { EverySteps = 3 },
            Objective = (trained, batch, pass) =>
            {
                Console.WriteLine(((batch.Epoch - 1) * (Steps / Epochs)) + batch.Step);
                return Objectives.CrossEntropy(trained, batch, pass);
            },
        });
        network.Save(result);
        return 0;
    }

    // Whether it came to its end; it is killed so many milliseconds after it says that it begins the step.
    private static bool Train(int seed, string checkpoint, string result, int? killAt, int wait = 0)
    {
        using var process = Process.Start(new ProcessStartInfo("dotnet", ["exec", typeof(TrainingKills).Assembly.Location, "child", "training", checkpoint, result, seed.ToString(CultureInfo.InvariantCulture)]) { RedirectStandardOutput = true })!;
        while (process.StandardOutput.ReadLine() is { } line)
        {
            if (!(int.Parse(line, CultureInfo.InvariantCulture) >= killAt)) continue;
            Thread.Sleep(wait);
            process.Kill();
            break;
        }

        process.WaitForExit();
        return process.ExitCode == 0;
    }
}
