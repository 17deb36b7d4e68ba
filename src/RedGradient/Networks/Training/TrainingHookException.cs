namespace RedGradient.Networks;

/// <summary>A hook of the training loop failed; the message names it, the step and the point. The weights are those of the last whole step.</summary>
public sealed class TrainingHookException : Exception
{
    /// <summary>Creates the exception without a message of its own.</summary>
    public TrainingHookException()
        : this("A hook of the training loop failed.")
    {
    }

    /// <summary>Creates the exception.</summary>
    /// <param name="message">What happened where.</param>
    public TrainingHookException(string message)
        : base(message)
    {
    }

    /// <summary>Creates the exception for another one.</summary>
    /// <param name="message">What happened where.</param>
    /// <param name="innerException">What the hook threw.</param>
    public TrainingHookException(string message, Exception innerException)
        : base(message, innerException)
    {
    }

    internal TrainingHookException(TrainingStep step, int hook, int hooks, Exception error)
        : base(FormattableString.Invariant($"Hook {hook + 1} of {hooks} failed at {step.Point} in epoch {step.Batch.Epoch}, step {step.Batch.Step}; the weights are those of the last whole step. It said: {error.Message}"), error)
    {
        Epoch = step.Batch.Epoch;
        Step = step.Batch.Step;
        Point = step.Point;
    }

    /// <summary>The epoch, from 1.</summary>
    public int Epoch { get; }

    /// <summary>The step within the epoch, from 1.</summary>
    public int Step { get; }

    /// <summary>Where in the step.</summary>
    public TrainingPoint Point { get; }
}
