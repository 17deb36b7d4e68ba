namespace RedGradient.Lessons;

/// <summary>An answer was wrong; the message says which misconception it shows.</summary>
public sealed class CheckFailedException : Exception
{
    /// <summary>Creates the exception without a message of its own.</summary>
    public CheckFailedException()
        : this("The check did not pass.")
    {
    }

    /// <summary>Creates the exception.</summary>
    /// <param name="message">What the wrong answer means.</param>
    public CheckFailedException(string message)
        : base(message)
    {
    }

    /// <summary>Creates the exception for another one.</summary>
    /// <param name="message">What the wrong answer means.</param>
    /// <param name="innerException">What went wrong.</param>
    public CheckFailedException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}
