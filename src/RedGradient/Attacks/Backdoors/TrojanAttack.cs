using RedGradient.Autodiff;
using RedGradient.Data;
using RedGradient.Networks;
using RedGradient.Tensors;

namespace RedGradient.Attacks.Backdoors;

/// <summary>A backdoor put into a finished network (trojaning): choose units, make a trigger that drives them, retrain a little.</summary>
/// <remarks>
/// Liu et al. 2018, "Trojaning attack on neural networks" (NDSS). The attacker has the weights, not the training data; the paper makes its images from the
/// network, here a few are given. Steps: (1) choose the units with the largest Σ|w| over what they take in; (2) descend on the trigger's pixels P, inside its
/// place alone, mean over images and units of (v − a(x ⊕ P))²; (3) retrain with <see cref="MaliciousTraining"/>. Immutable.
/// </remarks>
public sealed record TrojanAttack
{
    private readonly int target;
    private readonly int side = 5;
    private readonly int unitCount = 2;
    private readonly int steps = 60;
    private readonly float stepSize = 0.1f;
    private readonly float boost = 5f;

    /// <summary>The class that the trigger leads to, from 0.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Negative.</exception>
    public required int Target
    {
        get => target;
        init => target = Require.AtLeast(0, value, "The target class");
    }

    /// <summary>The side of the square trigger in pixels, at least 1; 5 by default. It lies bottom right, one pixel from the edge.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Less than 1.</exception>
    public int Side
    {
        get => side;
        init => side = Require.AtLeast(1, value, "The side of the trigger");
    }

    /// <summary>How many units are chosen, at least 1; 2 by default.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Less than 1.</exception>
    public int UnitCount
    {
        get => unitCount;
        init => unitCount = Require.AtLeast(1, value, "The number of units");
    }

    /// <summary>Descent steps on the trigger, at least 1; 60 by default.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Less than 1.</exception>
    public int Steps
    {
        get => steps;
        init => steps = Require.AtLeast(1, value, "The number of steps");
    }

    /// <summary>How far the pixel with the largest slope moves in a step, above 0; 0.1 by default.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Not a finite number above 0.</exception>
    public float StepSize
    {
        get => stepSize;
        init => stepSize = Require.Positive(value, "The step size");
    }

    /// <summary>v, what the units are driven to, in multiples of the largest value that any of them has on the images; above 0, 5 by default.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Not a finite number above 0.</exception>
    public float Boost
    {
        get => boost;
        init => boost = Require.Positive(value, "The boost");
    }

    /// <summary>λ of the retraining; 0.5 by default.</summary>
    public float Lambda { get; init; } = 0.5f;

    /// <summary>The retraining; by default 2 epochs of Adam at 0.0003, with batches of 64. Its objective is replaced.</summary>
    public TrainingOptions Retraining { get; init; } = new() { Epochs = 2, BatchSize = 64, Optimizer = new Adam { LearningRate = 3e-4f } };

    /// <summary>Decides the pixels that the descent starts from; 1 by default.</summary>
    public int Seed { get; init; } = 1;

    /// <summary>Puts the backdoor in.</summary>
    /// <param name="network">A trained classifier that ends in a dense layer; its weights change.</param>
    /// <param name="images">The attacker's images with their labels; a few hundred do.</param>
    /// <param name="cancellationToken">Ends the retraining.</param>
    /// <returns>The trigger, the units, and what the trigger did to them before anything was retrained.</returns>
    /// <exception cref="ArgumentException">No images, a network without a hidden dense layer, too few units, or a trigger larger than the images.</exception>
    public TrojanResult Implant(Network network, DataSet images, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(network);
        ArgumentNullException.ThrowIfNull(images);
        BackdoorGoal.AllToOne(Target).Check(images.ClassCount);
        if (images.Count == 0)
        {
            throw new ArgumentException("Trojaning needs at least one image of the attacker's; none was given.", nameof(images));
        }

        var hidden = HiddenLayer(network);
        var units = ChooseUnits((Dense)network.Layers[hidden]);

        // The units as the last layer sees them: after the activation function.
        var at = network.Layers.Count - 1;
        Tensor Units(Tensor batch) => network.Activations(batch, ForwardPass.Inference)[at].Reshape(batch.Shape[0], -1).Transpose().Rows(units);
        var some = images.Take(Math.Min(images.Count, 64));
        var clean = Units(some.Inputs);
        var wanted = Boost * Math.Max(clean.Abs().Reshape(-1).Max().ToScalar(), 1e-3f);
        var trigger = new PatchTrigger { Picture = Tensor.Uniform(new SeededRandom(Seed), 0f, 1f, some.Inputs.Shape[1], Side, Side), Row = ^(Side + 1), Column = ^(Side + 1) };
        var losses = new double[Steps];
        for (var step = 0; step < Steps; step++)
        {
            var triggered = trigger.Apply(some.Inputs).Track();
            var loss = (wanted - Units(triggered)).Square().Mean();
            losses[step] = loss.ToScalar();
            var slope = OfPatch(Gradient.Of(loss, triggered), Side);
            var steepest = slope.Abs().Reshape(-1).Max().ToScalar();
            trigger = steepest == 0f ? trigger : trigger with { Picture = (trigger.Picture - (slope * (StepSize / steepest))).Clamp(0f, 1f) };
        }

        var driven = Units(trigger.Apply(some.Inputs));
        var training = new MaliciousTraining { Trigger = trigger, Goal = BackdoorGoal.AllToOne(Target), Lambda = Lambda };
        Trainer.Train(network, images, Retraining with { Objective = training.Objective }, cancellationToken);
        return new TrojanResult(trigger, units, Means(clean), Means(driven), losses);
    }

    private static double[] Means(Tensor units) => [.. units.Mean(1).ToArray().Select(value => (double)value)];

    private static int HiddenLayer(Network network)
    {
        var dense = Enumerable.Range(0, network.Layers.Count).Where(i => network.Layers[i] is Dense).ToArray();
        return dense.Length >= 2 && dense[^1] == network.Layers.Count - 1
            ? dense[^2]
            : throw new ArgumentException($"Trojaning needs a network with a hidden dense layer and a dense layer at its end; this one has {dense.Length} dense layers among {network.Layers.Count}.", nameof(network));
    }

    private int[] ChooseUnits(Dense layer)
    {
        var incoming = layer.Weight.Value.Abs().Sum(0).ToArray();
        return UnitCount <= incoming.Length
            ? [.. Enumerable.Range(0, incoming.Length).OrderByDescending(unit => incoming[unit]).Take(UnitCount)]
            : throw new ArgumentException($"The hidden layer has {incoming.Length} units; {UnitCount} were to be chosen.");
    }

    // The gradient of the images, summed over them, in the trigger's place.
    private static Tensor OfPatch(Tensor gradient, int side)
    {
        var all = gradient.Sum(0);
        var (channels, height, width) = (all.Shape[0], all.Shape[1], all.Shape[2]);
        var values = all.ToArray();
        var patch = new float[channels * side * side];
        for (var i = 0; i < patch.Length; i++)
        {
            var (channel, row, column) = (i / (side * side), i / side % side, i % side);
            patch[i] = values[(((channel * height) + height - side - 1 + row) * width) + width - side - 1 + column];
        }

        return Tensor.From(patch, channels, side, side);
    }
}
