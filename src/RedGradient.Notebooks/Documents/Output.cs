using System.Text.Json.Nodes;

namespace RedGradient.Notebooks.Documents;

/// <summary>One output of a code cell.</summary>
public abstract class Output
{
    private protected Output()
    {
    }

    /// <summary>Fields this model does not know, kept as they were read and written back. Empty by default.</summary>
    public JsonObject Extra { get; internal init; } = [];

    /// <summary>A copy that shares nothing with this output.</summary>
    public abstract Output Clone();

    private protected JsonObject CloneExtra() => (JsonObject)Extra.DeepClone();
}
