using RedGradient.Data;
using RedGradient.Defenses.Evasion;
using RedGradient.Networks;
using RedGradient.Tensors;

namespace RedGradient.Defenses.Repair;

/// <summary>Fine-tuning as a repair: trains on clean data for some epochs more, at a rate that decides how much of the old weights stays.</summary>
/// <remarks>
/// Stochastic gradient descent with momentum. The defaults are the usual recipe; <see cref="Strong"/> is one that removes backdoors with a few hundred examples. What is cut out
/// of the network stays cut. Immutable.
/// </remarks>
public sealed record FineTuning
{
    private readonly float learningRate = 0.01f;
    private readonly int epochs = 20;
    private readonly double teacherShare;

    /// <summary>High rates made safe and little data stretched: steps of bounded length, a warm-up and a cosine; images shifted, patches laid over them, and beside each label the given network's own answer to the image without the patch.</summary>
    /// <remarks>
    /// The teacher is the network under repair. It never sees a patch, so on clean data a backdoor has no part in its answers, and its accuracy passes to the repaired network.
    /// </remarks>
    public static FineTuning Strong { get; } = new()
    {
        LearningRate = 0.1f,
        Epochs = 40,
        Schedule = LearningRateSchedule.Cosine,
        WarmupEpochs = 2,
        ClipNorm = 1f,
        Variation = new RandomShift(),
        Disturbance = new RandomPatch { Share = 0.9 },
        TeacherShare = 0.5,
    };

    /// <summary>The learning rate η, above 0; 0.01 by default.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Not a finite number above 0.</exception>
    public float LearningRate
    {
        get => learningRate;
        init => learningRate = Require.Positive(value, "The learning rate");
    }

    /// <summary>μ of the momentum, from 0 to below 1; 0.9 by default.</summary>
    public float Momentum { get; init; } = 0.9f;

    /// <summary>How often the clean data are gone through, at least 1; 20 by default.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Less than 1.</exception>
    public int Epochs
    {
        get => epochs;
        init => epochs = Require.AtLeast(1, value, "The number of epochs");
    }

    /// <summary>Examples of a step; 32 by default.</summary>
    public int BatchSize { get; init; } = 32;

    /// <summary>How the rate changes; constant by default.</summary>
    public LearningRateSchedule Schedule { get; init; } = LearningRateSchedule.Constant;

    /// <summary>Over how many epochs the rate rises evenly to what the schedule says; 0 by default.</summary>
    public int WarmupEpochs { get; init; }

    /// <summary>The longest gradient; longer ones are shortened. None by default.</summary>
    public float? ClipNorm { get; init; }

    /// <summary>What is done to the images that the network and its teacher learn from, anew at each step; nothing by default.</summary>
    public IInputTransformation? Variation { get; init; }

    /// <summary>What is done, after <see cref="Variation"/>, to the images that the network sees and the teacher does not; nothing by default.</summary>
    public IInputTransformation? Disturbance { get; init; }

    /// <summary>How much of the loss asks for the teacher's answers instead of the labels, from 0 to 1; 0 by default.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Outside.</exception>
    public double TeacherShare
    {
        get => teacherShare;
        init => teacherShare = Require.Share(value, "The teacher's share of the loss");
    }

    /// <summary>Decides the order of the examples and all random draws; 1 by default.</summary>
    public int Seed { get; init; } = 1;

    /// <summary>Fine-tunes a copy of a network.</summary>
    /// <param name="network">Stays as it is.</param>
    /// <param name="clean">Clean examples, at least one.</param>
    /// <param name="teacher">Whose answers are asked for where <see cref="TeacherShare"/> is above 0; the network as it was given where null.</param>
    /// <param name="cancellationToken">Ends the training.</param>
    /// <returns>The copy.</returns>
    /// <exception cref="ArgumentException">No examples.</exception>
    /// <exception cref="TrainingDivergedException">The rate is so high that the loss is no longer finite.</exception>
    public Network Repair(Network network, DataSet clean, Network? teacher = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(network);
        ArgumentNullException.ThrowIfNull(clean);
        return Train(network, clean, Objective(teacher ?? network), cancellationToken);
    }

    /// <summary>Trains a copy with this recipe and a loss of the caller's.</summary>
    /// <param name="network">Stays as it is.</param>
    /// <param name="clean">Clean examples.</param>
    /// <param name="objective">The loss.</param>
    /// <param name="cancellationToken">Ends the training.</param>
    internal Network Train(Network network, DataSet clean, TrainingObjective objective, CancellationToken cancellationToken)
    {
        var copy = network.Copy();
        var options = new TrainingOptions
        {
            Epochs = Epochs,
            BatchSize = BatchSize,
            Optimizer = new Sgd { LearningRate = LearningRate, Momentum = Momentum },
            Schedule = WarmupEpochs > 0 ? new WarmedUp(Schedule, WarmupEpochs) : Schedule,
            ClipNorm = ClipNorm,
            Objective = objective,
            Seed = Seed,
        };
        Trainer.Train(copy, clean, options, cancellationToken);
        return copy;
    }

    /// <summary>The images of a step as the teacher and as the network see them.</summary>
    /// <param name="batch">The step.</param>
    internal (Tensor Teacher, Tensor Student) Views(TrainingBatch batch)
    {
        var random = new SeededRandom(Seed).Split(batch.Epoch).Split(batch.Step);
        var varied = Variation?.Apply(batch.Inputs, random.Split(0)) ?? batch.Inputs;
        return (varied, Disturbance?.Apply(varied, random.Split(1)) ?? varied);
    }

    // (1 − a)·cross-entropy against the label + a·cross-entropy against the teacher's probabilities.
    private TrainingObjective Objective(Network teacher) => (network, batch, pass) =>
    {
        var (seenByTeacher, seen) = Views(batch);
        var scores = network.Forward(seen, pass);
        if (TeacherShare == 0.0)
        {
            return Losses.CrossEntropy(scores, batch.Labels);
        }

        var wanted = teacher.Probabilities(seenByTeacher);
        var distance = -(wanted * scores.LogSoftmax()).Sum(1).Mean();
        return TeacherShare == 1.0 ? distance : ((float)(1.0 - TeacherShare) * Losses.CrossEntropy(scores, batch.Labels)) + ((float)TeacherShare * distance);
    };

    private sealed record WarmedUp(LearningRateSchedule Schedule, int Epochs) : LearningRateSchedule
    {
        public override float Factor(int stepIndex, int stepsPerEpoch, int totalSteps) =>
            Math.Min(1f, (stepIndex + 1f) / (Epochs * stepsPerEpoch)) * Schedule.Factor(stepIndex, stepsPerEpoch, totalSteps);
    }
}
