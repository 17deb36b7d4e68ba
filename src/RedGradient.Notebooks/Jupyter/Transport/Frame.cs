namespace RedGradient.Notebooks.Jupyter.Transport;

/// <summary>One frame as ZMTP 3.0 carries it.</summary>
/// <param name="HasMore">Whether further frames of the same message follow.</param>
/// <param name="IsCommand">Whether the frame is for the transport itself.</param>
/// <param name="Body">The content.</param>
internal readonly record struct Frame(bool HasMore, bool IsCommand, byte[] Body);
