using RedGradient.Attacks.Federated;
using RedGradient.Autodiff;
using RedGradient.Data;
using RedGradient.Networks;
using RedGradient.Tensors;

namespace RedGradient.Defenses.Federated;

/// <summary>Training by many workers: each computes a gradient on a batch of its own, a server combines them and takes a step. Some workers may be Byzantine.</summary>
/// <remarks>The setting of Blanchard et al. 2017. Immutable.</remarks>
public sealed record DistributedTraining
{
    private readonly int workers = 20;
    private readonly int byzantine;
    private readonly int steps = 100;
    private readonly int batchSize = 16;

    /// <summary>The number of workers, at least 1; 20 by default.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Less than 1.</exception>
    public int Workers
    {
        get => workers;
        init => workers = Require.AtLeast(1, value, "The number of workers");
    }

    /// <summary>How many of them are Byzantine, at least 0; none by default.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Negative.</exception>
    public int Byzantine
    {
        get => byzantine;
        init => byzantine = Require.AtLeast(0, value, "The number of Byzantine workers");
    }

    /// <summary>What those send; Gaussian noise by default.</summary>
    public ByzantineAttack Attack { get; init; } = new GaussianUpdates();

    /// <summary>How the server combines updates <c>[workers, dimension]</c> into <c>[dimension]</c>; by the mean by default.</summary>
    public Func<Tensor, Tensor> Rule { get; init; } = Aggregation.Mean;

    /// <summary>Steps of the server, at least 0; 100 by default.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Negative.</exception>
    public int Steps
    {
        get => steps;
        init => steps = Require.AtLeast(0, value, "The number of steps");
    }

    /// <summary>Examples of a worker's batch, at least 1; 16 by default.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Less than 1.</exception>
    public int BatchSize
    {
        get => batchSize;
        init => batchSize = Require.AtLeast(1, value, "The batch size of a worker");
    }

    /// <summary>How the server steps; descent with rate 0.1 by default.</summary>
    public Optimizer Optimizer { get; init; } = new Sgd();

    /// <summary>Decides the batches and the attack; 1 by default.</summary>
    public int Seed { get; init; } = 1;

    /// <summary>Trains a network in place.</summary>
    /// <param name="network">Its weights change.</param>
    /// <param name="data">Every worker draws from all of it; at least one example.</param>
    /// <param name="cancellationToken">Ends the run between two steps; without one the <see cref="AmbientCancellation">ambient token</see> does.</param>
    /// <exception cref="ArgumentException">The data set is empty, or every worker is Byzantine.</exception>
    /// <exception cref="OperationCanceledException">The token was cancelled.</exception>
    public void Run(Network network, DataSet data, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(network);
        ArgumentNullException.ThrowIfNull(data);
        if (data.Count == 0 || Byzantine >= Workers)
        {
            throw new ArgumentException($"Training by workers needs examples and an honest worker; there were {data.Count} examples, and {Byzantine} of {Workers} workers are Byzantine.");
        }

        var token = AmbientCancellation.Or(cancellationToken);
        var optimizer = Optimizer.Start(network.Parameters);
        var random = new SeededRandom(Seed);
        for (var step = 0; step < Steps; step++)
        {
            token.ThrowIfCancellationRequested();
            using var arena = TensorArena.OfThread.Begin();
            var draws = random.Split(step);
            var updates = new float[Workers * network.ParameterCount];
            for (var worker = 0; worker < Workers; worker++)
            {
                WriteGradient(network, data, draws.Split(worker), updates.AsSpan(worker * network.ParameterCount));
            }

            var combined = Rule(Attack.Corrupt(Tensor.From(updates, Workers, network.ParameterCount), Byzantine, draws.Split(Workers)));
            optimizer.Step(Parts(combined, network), 1f);
            AmbientProgress.Report($"step {step + 1} of {Steps}", (step + 1.0) / Steps);
        }
    }

    private void WriteGradient(Network network, DataSet data, SeededRandom draws, Span<float> update)
    {
        var rows = Enumerable.Range(0, BatchSize).Select(_ => draws.NextInt32(data.Count)).ToArray();
        var loss = Losses.CrossEntropy(network.Forward(data.Inputs.Rows(rows)), [.. rows.Select(row => data.Labels[row])]);
        foreach (var gradient in Gradient.Of(loss, [.. network.Parameters.Select(parameter => parameter.Tracked)]))
        {
            gradient.AsSpan().CopyTo(update);
            update = update[gradient.Size..];
        }
    }

    private static Tensor[] Parts(Tensor combined, Network network)
    {
        var values = combined.ToArray();
        var start = 0;
        return
        [
            .. network.Parameters.Select(parameter =>
            {
                var part = new Tensor(values[start..(start + parameter.Shape.Size)], parameter.Shape);
                start += parameter.Shape.Size;
                return part;
            }),
        ];
    }
}
