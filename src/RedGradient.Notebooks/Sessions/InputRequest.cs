namespace RedGradient.Notebooks.Sessions;

/// <summary>A cell asks its reader for a line of text.</summary>
/// <param name="Prompt">What to ask, possibly empty.</param>
/// <param name="IsPassword">True when the answer must not be shown.</param>
public sealed record InputRequest(string Prompt, bool IsPassword);
