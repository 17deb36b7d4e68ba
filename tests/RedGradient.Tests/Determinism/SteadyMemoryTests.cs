using System.Globalization;
using RedGradient.Autodiff;
using RedGradient.Data;
using RedGradient.Networks;
using RedGradient.Tensors;

namespace RedGradient.Tests.Determinism;

/// <summary>A training run's memory does not grow with the number of steps.</summary>
public class SteadyMemoryTests
{
    // What one step of the small network may allocate: the objects of the graph; the numbers themselves are reused.
    private const long BytesPerStep = 10_000;

    // In a process of its own, so that no other test's memory is counted.
    [Fact]
    public async Task Training_the_small_network_keeps_the_heap_flat_and_allocates_little()
    {
        var measured = (await ChildRun.StartAsync("memory")).ToDictionary(entry => entry.Key, entry => long.Parse(entry.Value, CultureInfo.InvariantCulture));
        Assert.InRange(measured["allocated in a step"], 0, BytesPerStep);

        // The history keeps one number for each of the 90,000 steps between.
        Assert.InRange(measured["heap after 100,000 steps"] - measured["heap after 10,000 steps"], long.MinValue, 1_000_000);
        Assert.InRange(measured["working set after 100,000 steps"] - measured["working set after 10,000 steps"], long.MinValue, 20_000_000);
    }

    [Fact]
    public void A_step_of_an_attack_does_not_hold_on_to_memory()
    {
        var network = SmallNetwork();
        var batch = Tensor.Zeros(10, 2);
        Measure(200);
        var first = Measure(200);
        var second = Measure(200);
        Assert.InRange(second, 0, (long)(first * 1.1) + 10_000);
        Assert.InRange(second / 200, 0, BytesPerStep);

        long Measure(int steps)
        {
            var before = GC.GetAllocatedBytesForCurrentThread();
            for (var i = 0; i < steps; i++)
            {
                network.ScoresAndPullback(batch, scores => scores);
            }

            return GC.GetAllocatedBytesForCurrentThread() - before;
        }
    }

    [Fact]
    public void The_numbers_of_a_large_step_are_reused()
    {
        // A step of this network holds several MB; without reuse each would be allocated again.
        var network = new Network(1, new Dense(200, 1000), new Relu(), new Dense(1000, 200));
        var data = new DataSet("noise", Tensor.Normal(new SeededRandom(1), 0f, 1f, 300, 200), new int[300], 200);
        Trainer.Train(network, data, new TrainingOptions { Epochs = 2, BatchSize = 100 });
        var before = GC.GetAllocatedBytesForCurrentThread();
        Trainer.Train(network, data, new TrainingOptions { Epochs = 10, BatchSize = 100 });

        // The optimiser's running averages are new for each run: two floats a weight.
        var state = 2L * sizeof(float) * network.ParameterCount;
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, state + (30 * 100_000));
    }

    [Fact]
    public void Gradients_outside_a_training_loop_are_ordinary_tensors()
    {
        var x = Tensor.Ones(3).Track();
        var gradient = Gradient.Of(x.Square().Sum(), x);
        Trainer.Train(SmallNetwork(), Points.Circle(50, 0.0, seed: 1), new TrainingOptions { Epochs = 2, BatchSize = 10 });
        Assert.Equal([2f, 2f, 2f], gradient.ToArray());
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
