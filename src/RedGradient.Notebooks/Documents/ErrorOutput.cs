namespace RedGradient.Notebooks.Documents;

/// <summary>The error that ended a cell.</summary>
/// <param name="name">The exception's type, or <c>CompilationError</c> and the like.</param>
/// <param name="value">The message.</param>
/// <param name="traceback">Where it happened, one entry a line.</param>
public sealed class ErrorOutput(string name, string value, IReadOnlyList<string> traceback) : Output
{
    /// <summary>The exception's type, written as <c>ename</c>.</summary>
    public string Name { get; } = name ?? throw new ArgumentNullException(nameof(name));

    /// <summary>The message, written as <c>evalue</c>.</summary>
    public string Value { get; } = value ?? throw new ArgumentNullException(nameof(value));

    /// <summary>Where it happened, one entry a line.</summary>
    public IReadOnlyList<string> Traceback { get; } = [.. traceback ?? throw new ArgumentNullException(nameof(traceback))];

    /// <inheritdoc/>
    public override Output Clone() => new ErrorOutput(Name, Value, Traceback) { Extra = CloneExtra() };
}
