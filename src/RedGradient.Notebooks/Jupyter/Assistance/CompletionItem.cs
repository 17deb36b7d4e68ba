namespace RedGradient.Notebooks.Jupyter.Assistance;

/// <summary>Something that can stand at the cursor.</summary>
/// <param name="Text">What is written.</param>
/// <param name="Kind">The kind, in the words notebooks know: class, function, property, …</param>
/// <param name="Signature">The parameters of a function; empty for all else.</param>
/// <param name="Distance">How far it lies from the cursor: 0 for this cell, 1 for earlier cells, 2 for all that the usings bring.</param>
internal sealed record CompletionItem(string Text, string Kind, string Signature, int Distance = 2);
