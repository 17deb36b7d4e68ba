using RedGradient.Data;
using RedGradient.Networks;

namespace RedGradient.Determinism;

/// <summary>A hundred thousand training steps of a small network, with what they leave on the heap and in the process.</summary>
internal static class Memory
{
    public static IEnumerable<(string Name, long Bytes)> Measure()
    {
        // A thousand steps an epoch.
        var data = Points.Circle(10_000, 0.1, seed: 1);
        var measured = new List<(string Name, long Bytes)>();
        var allocated = 0L;
        Trainer.Train(SmallNetwork(), data, new TrainingOptions
        {
            Epochs = 100,
            BatchSize = 10,
            EpochEnded = (report, _) =>
            {
                if (report.Epoch is 10 or 100)
                {
                    allocated = GC.GetAllocatedBytesForCurrentThread() - allocated;
                    measured.Add(($"heap after {report.Epoch},000 steps", GC.GetTotalMemory(forceFullCollection: true)));
                    measured.Add(($"working set after {report.Epoch},000 steps", Environment.WorkingSet));
                }
            },
        });
        measured.Add(("allocated in a step", allocated / 90_000));
        return measured;
    }

    private static Network SmallNetwork() => new(
        1,
        new Dense(2, 8),
        new Tanh(),
        new Dense(8, 8),
        new Tanh(),
        new Dense(8, 8),
        new Tanh(),
        new Dense(8, 8),
        new Tanh(),
        new Dense(8, 8),
        new Tanh(),
        new Dense(8, 8),
        new Tanh(),
        new Dense(8, 2));
}
