namespace RedGradient.Notebooks.Jupyter.Assistance;

/// <summary>Something that can stand at the cursor.</summary>
/// <param name="Text">What is written.</param>
/// <param name="Kind">The kind, in the words notebooks know: class, function, property, …</param>
/// <param name="Signature">The parameters of a function; empty for all else.</param>
internal sealed record CompletionItem(string Text, string Kind, string Signature);
