namespace RedGradient.Networks;

/// <summary>The loss or the gradient became infinite or not a number; the message names the epoch and the step.</summary>
public sealed class TrainingDivergedException : ArithmeticException
{
    /// <summary>Creates the exception without a message of its own.</summary>
    public TrainingDivergedException()
        : this("The training diverged.")
    {
    }

    /// <summary>Creates the exception.</summary>
    /// <param name="message">What happened where.</param>
    public TrainingDivergedException(string message)
        : base(message)
    {
    }

    /// <summary>Creates the exception for another one.</summary>
    /// <param name="message">What happened where.</param>
    /// <param name="innerException">What went wrong.</param>
    public TrainingDivergedException(string message, Exception innerException)
        : base(message, innerException)
    {
    }

    internal TrainingDivergedException(string what, double value, int epoch, int step)
        : base(FormattableString.Invariant($"{what} is {value} in epoch {epoch}, step {step}. A smaller learning rate, gradient clipping or inputs of a smaller size may help."))
    {
        Epoch = epoch;
        Step = step;
    }

    /// <summary>The epoch, from 1.</summary>
    public int Epoch { get; }

    /// <summary>The step within the epoch, from 1.</summary>
    public int Step { get; }
}
