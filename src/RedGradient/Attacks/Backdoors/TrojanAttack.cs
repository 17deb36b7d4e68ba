using RedGradient.Autodiff;
using RedGradient.Data;
using RedGradient.Networks;
using RedGradient.Tensors;

namespace RedGradient.Attacks.Backdoors;

/// <summary>A backdoor put into a finished network (trojaning): choose units, make a trigger that drives them, retrain a little.</summary>
/// <remarks>
/// Liu et al. 2018, "Trojaning attack on neural networks" (NDSS). The attacker has the weights, not the training data; the paper makes its images from the
/// network, here a few are given. Steps: (1) choose the units of the last hidden layer that random pictures in the trigger's place raise most (the paper takes those
/// with the largest weights; in a small convolutional network they hardly see a corner); (2) descend on the trigger's pixels P, inside its place alone: the mean over
/// images and units of (v − a(x ⊕ P))²; (3) retrain with <see cref="MaliciousTraining"/>. Immutable.
/// </remarks>
public sealed record TrojanAttack
{
    // Random pictures that the units are tried with.
    private const int Pictures = 16;

    private readonly int target;
    private readonly int side = 6;
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

    /// <summary>The side of the square trigger in pixels, at least 1; 6 by default. It lies bottom right, one pixel from the edge.</summary>
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

    /// <summary>The retraining; by default 20 epochs of Adam from 0.001 down along a cosine, with batches of 64. Its objective is replaced.</summary>
    public TrainingOptions Retraining { get; init; } = new() { Epochs = 20, BatchSize = 64, Schedule = LearningRateSchedule.Cosine };

    /// <summary>Decides the pixels that the descent starts from; 1 by default.</summary>
    public int Seed { get; init; } = 1;

    /// <summary>Puts the backdoor in.</summary>
    /// <param name="network">A trained classifier that ends in a dense layer; its weights change.</param>
    /// <param name="images">The attacker's images with their labels; a few hundred do.</param>
    /// <param name="cancellationToken">Ends the descent and the retraining; without one the <see cref="AmbientCancellation">ambient token</see> does.</param>
    /// <returns>The trigger, the units, and what the trigger did to them before anything was retrained.</returns>
    /// <exception cref="ArgumentException">No images, a network without a hidden dense layer, too few units, or a trigger larger than the images.</exception>
    /// <exception cref="OperationCanceledException">The token was cancelled.</exception>
    public TrojanResult Implant(Network network, DataSet images, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(network);
        ArgumentNullException.ThrowIfNull(images);
        BackdoorGoal.AllToOne(Target).Check(images.ClassCount);
        if (images.Count == 0)
        {
            throw new ArgumentException("Trojaning needs at least one image of the attacker's; none was given.", nameof(images));
        }

        CheckLayers(network);
        var some = images.Take(Math.Min(images.Count, 64));
        var random = new SeededRandom(Seed);
        PatchTrigger Draw() => new() { Picture = Tensor.Uniform(random, 0f, 1f, some.Inputs.Shape[1], Side, Side), Row = ^(Side + 1), Column = ^(Side + 1) };

        // One row a unit, as the last layer sees it: after the activation function.
        Tensor All(Tensor batch) => network.Activations(batch, ForwardPass.Inference)[^2].Reshape(batch.Shape[0], -1).Transpose();
        var units = ChooseUnits(All(some.Inputs), [.. Enumerable.Range(0, Pictures).Select(_ => All(Draw().Apply(some.Inputs)))]);
        Tensor Units(Tensor batch) => All(batch).Rows(units);
        var clean = Units(some.Inputs);
        var wanted = Boost * Math.Max(clean.Abs().Reshape(-1).Max().ToScalar(), 1e-3f);
        var trigger = Draw();
        var losses = new double[Steps];
        var token = AmbientCancellation.Or(cancellationToken);
        for (var step = 0; step < Steps; step++)
        {
            token.ThrowIfCancellationRequested();
            AmbientProgress.Report("descent on the trigger", (double)step / Steps);
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

    private static void CheckLayers(Network network)
    {
        var dense = network.Layers.Count(layer => layer is Dense);
        if (dense < 2 || network.Layers[^1] is not Dense)
        {
            throw new ArgumentException($"Trojaning needs a network with a hidden dense layer and a dense layer at its end; this one has {dense} dense layers among {network.Layers.Count}.", nameof(network));
        }
    }

    // The units whose values rise most, over images and pictures. A unit that falls would make the descent paint the trigger black: no trigger at all.
    private int[] ChooseUnits(Tensor clean, Tensor[] moved)
    {
        var count = clean.Shape[0];
        if (UnitCount > count)
        {
            throw new ArgumentException($"The hidden layer has {count} units; {UnitCount} were to be chosen.");
        }

        var rise = moved.Select(units => (units - clean).Sum(1)).Aggregate((x, y) => x + y).ToArray();
        return [.. Enumerable.Range(0, count).OrderByDescending(unit => rise[unit]).Take(UnitCount)];
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
