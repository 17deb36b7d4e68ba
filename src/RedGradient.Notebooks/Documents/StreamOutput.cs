namespace RedGradient.Notebooks.Documents;

/// <summary>Text that a cell wrote to standard output or standard error.</summary>
/// <param name="name"><c>stdout</c> or <c>stderr</c>.</param>
/// <param name="text">The text with its line ends.</param>
public sealed class StreamOutput(string name, string text) : Output
{
    /// <summary><c>stdout</c> or <c>stderr</c>.</summary>
    public string Name { get; } = name ?? throw new ArgumentNullException(nameof(name));

    /// <summary>The text with its line ends.</summary>
    public string Text { get; } = text ?? throw new ArgumentNullException(nameof(text));

    /// <inheritdoc/>
    public override Output Clone() => new StreamOutput(Name, Text) { Extra = CloneExtra() };
}
