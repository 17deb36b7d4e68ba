namespace RedGradient.Notebooks.Sessions.Packages;

/// <summary>A package cannot be had; the message is a sentence for the reader.</summary>
internal sealed class PackageException(string message) : Exception(message);
