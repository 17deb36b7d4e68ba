using RedGradient.Data;
using RedGradient.Networks;

namespace RedGradient.Determinism;

/// <summary>Thousands of training steps of a small network, with what they leave on the heap.</summary>
internal static class Memory
{
    public static IEnumerable<(string Name, long Bytes)> Measure()
    {
        // Ten steps an epoch.
        var data = Points.Circle(100, 0.1, seed: 1);
        long early = 0, late = 0, earlyAllocated = 0, lateAllocated = 0;
        Trainer.Train(SmallNetwork(), data, new TrainingOptions
        {
            Epochs = 500,
            BatchSize = 10,
            EpochEnded = (report, _) =>
            {
                if (report.Epoch == 100)
                {
                    early = GC.GetTotalMemory(forceFullCollection: true);
                    earlyAllocated = GC.GetAllocatedBytesForCurrentThread();
                }
                else if (report.Epoch == 500)
                {
                    lateAllocated = GC.GetAllocatedBytesForCurrentThread();
                    late = GC.GetTotalMemory(forceFullCollection: true);
                }
            },
        });
        yield return ("heap after 1000 steps", early);
        yield return ("heap after 5000 steps", late);
        yield return ("allocated in a step", (lateAllocated - earlyAllocated) / 4000);
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
