namespace RedGradient.Networks;

/// <summary>Whoever looks into the training loop, or reaches into it: a monitor, a defence, an attack. It overrides the points that it wants.</summary>
/// <remarks>
/// Hooks stand in <see cref="TrainingOptions.Hooks"/> and are called at each point in that order, so that a monitor sees what the hooks before it did and nothing of what those after it
/// do. A hook that does nothing changes no bit of the result, and without a hook the loop does none of this. An exception ends the run as a
/// <see cref="TrainingHookException"/>, the weights those of the last whole step. What a hook remembers is not part of a <see cref="Checkpointing">checkpoint</see>: one
/// that depends on nothing but the step goes on where it was.
/// </remarks>
public abstract class TrainingHook
{
    /// <summary>The batch is chosen; <see cref="TrainingStep.Batch"/> can be replaced.</summary>
    /// <param name="current">The step under way.</param>
    public virtual void BeforeForward(TrainingStep current)
    {
    }

    /// <summary>The batch went through the network; <see cref="TrainingStep.Outputs"/> can be replaced.</summary>
    /// <param name="current">The step under way.</param>
    public virtual void AfterForward(TrainingStep current)
    {
    }

    /// <summary>The loss is formed; <see cref="TrainingStep.Loss"/> can be replaced.</summary>
    /// <param name="current">The step under way.</param>
    public virtual void AtLoss(TrainingStep current)
    {
    }

    /// <summary>The loss was written down; <see cref="TrainingStep.Loss"/> can still be replaced.</summary>
    /// <param name="current">The step under way.</param>
    public virtual void BeforeBackward(TrainingStep current)
    {
    }

    /// <summary>The gradients are there, not yet clipped; <see cref="TrainingStep.Gradients"/> can be replaced.</summary>
    /// <param name="current">The step under way.</param>
    public virtual void AfterBackward(TrainingStep current)
    {
    }

    /// <summary>The gradients go to the optimiser; <see cref="TrainingStep.Gradients"/> can still be replaced.</summary>
    /// <param name="current">The step under way.</param>
    public virtual void BeforeStep(TrainingStep current)
    {
    }

    /// <summary>The weights are changed.</summary>
    /// <param name="current">The step under way.</param>
    public virtual void AfterStep(TrainingStep current)
    {
    }

    /// <summary>A hook of one point, from a function.</summary>
    /// <param name="point">Where it is called.</param>
    /// <param name="action">What it does.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no such point.</exception>
    public static TrainingHook At(TrainingPoint point, Action<TrainingStep> action)
    {
        ArgumentNullException.ThrowIfNull(action);
        return Enum.IsDefined(point)
            ? new OnePoint(point, action)
            : throw new ArgumentOutOfRangeException(nameof(point), point, $"A training step has the points {string.Join(", ", Enum.GetNames<TrainingPoint>())}; {(int)point} is none.");
    }

    internal void Call(TrainingStep current)
    {
        switch (current.Point)
        {
            case TrainingPoint.BeforeForward: BeforeForward(current); break;
            case TrainingPoint.AfterForward: AfterForward(current); break;
            case TrainingPoint.Loss: AtLoss(current); break;
            case TrainingPoint.BeforeBackward: BeforeBackward(current); break;
            case TrainingPoint.AfterBackward: AfterBackward(current); break;
            case TrainingPoint.BeforeStep: BeforeStep(current); break;
            default: AfterStep(current); break;
        }
    }

    private sealed class OnePoint(TrainingPoint point, Action<TrainingStep> action) : TrainingHook
    {
        public override void BeforeForward(TrainingStep current) => Act(current);

        public override void AfterForward(TrainingStep current) => Act(current);

        public override void AtLoss(TrainingStep current) => Act(current);

        public override void BeforeBackward(TrainingStep current) => Act(current);

        public override void AfterBackward(TrainingStep current) => Act(current);

        public override void BeforeStep(TrainingStep current) => Act(current);

        public override void AfterStep(TrainingStep current) => Act(current);

        private void Act(TrainingStep current)
        {
            if (current.Point == point) action(current);
        }
    }
}
