namespace RedGradient.Data;

/// <summary>A data set could not be downloaded. The message says which file, and why at each mirror; the folder is as it was.</summary>
public sealed class DataDownloadException : IOException
{
    /// <summary>Creates the exception without a reason.</summary>
    public DataDownloadException()
        : base("The data set could not be downloaded.")
    {
    }

    /// <summary>Creates the exception.</summary>
    /// <param name="message">What failed, in a sentence.</param>
    public DataDownloadException(string message)
        : base(message)
    {
    }

    /// <summary>Creates the exception with what led to it.</summary>
    /// <param name="message">What failed, in a sentence.</param>
    /// <param name="innerException">The cause.</param>
    public DataDownloadException(string message, Exception? innerException)
        : base(message, innerException)
    {
    }
}
