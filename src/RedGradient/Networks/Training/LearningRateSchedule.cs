using RedGradient.Tensors;

namespace RedGradient.Networks;

/// <summary>How the learning rate changes over a training run: a factor for each step.</summary>
/// <remarks>Immutable. A schedule of one's own overrides <see cref="Factor"/>.</remarks>
public abstract record LearningRateSchedule
{
    /// <summary>The same rate throughout.</summary>
    public static LearningRateSchedule Constant { get; } = new ConstantSchedule();

    /// <summary>Along half a cosine from 1 to 0 over the whole run (Loshchilov and Hutter 2017, without restarts).</summary>
    public static LearningRateSchedule Cosine { get; } = new CosineSchedule();

    /// <summary>Multiplies the rate by a factor after every so many epochs.</summary>
    /// <param name="epochs">After how many, at least 1.</param>
    /// <param name="factor">Above 0, at most 1.</param>
    /// <exception cref="ArgumentOutOfRangeException">A number lies outside its range.</exception>
    public static LearningRateSchedule Stepwise(int epochs, float factor)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(epochs, 1);
        return new StepwiseSchedule(epochs, Require.PositiveShare(factor, "The factor of a stepwise schedule"));
    }

    /// <summary>Rises evenly to the full rate over the first steps, then stays.</summary>
    /// <param name="steps">How many steps the rise takes, at least 1.</param>
    /// <exception cref="ArgumentOutOfRangeException">Less than 1.</exception>
    public static LearningRateSchedule Warmup(int steps)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(steps, 1);
        return new WarmupSchedule(steps);
    }

    /// <summary>What the learning rate is multiplied by.</summary>
    /// <param name="stepIndex">The step, counted over the whole run from 0.</param>
    /// <param name="stepsPerEpoch">Steps of an epoch.</param>
    /// <param name="totalSteps">Steps of the run.</param>
    public abstract float Factor(int stepIndex, int stepsPerEpoch, int totalSteps);

    private sealed record ConstantSchedule : LearningRateSchedule
    {
        public override float Factor(int stepIndex, int stepsPerEpoch, int totalSteps) => 1f;
    }

    private sealed record CosineSchedule : LearningRateSchedule
    {
        public override float Factor(int stepIndex, int stepsPerEpoch, int totalSteps) =>
            (float)(0.5 * (1.0 + DeterministicMath.Cos(Math.PI * stepIndex / totalSteps)));
    }

    private sealed record StepwiseSchedule(int Epochs, float Multiplier) : LearningRateSchedule
    {
        public override float Factor(int stepIndex, int stepsPerEpoch, int totalSteps)
        {
            var factor = 1f;
            for (var drop = stepIndex / stepsPerEpoch / Epochs; drop > 0; drop--)
            {
                factor *= Multiplier;
            }

            return factor;
        }
    }

    private sealed record WarmupSchedule(int Steps) : LearningRateSchedule
    {
        public override float Factor(int stepIndex, int stepsPerEpoch, int totalSteps) => Math.Min(1f, (stepIndex + 1f) / Steps);
    }
}
