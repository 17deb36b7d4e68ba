using RedGradient.Tensors;

namespace RedGradient.Defenses.Runtime;

/// <summary>Looks at inputs of a finished classifier, one by one, and says which of them it would rather not have answered.</summary>
public interface IInputDetector
{
    /// <summary>What the detector is called in counters and tables.</summary>
    string Name { get; }

    /// <summary>Why inputs are rejected.</summary>
    /// <param name="batch">Inputs <c>[n, …]</c>.</param>
    /// <param name="predictions">The class that the classifier gives each of them.</param>
    /// <param name="cancellationToken">Ends the work.</param>
    /// <returns>For each input the reason, as a sentence with its numbers; null where it passes. It does not depend on the other inputs.</returns>
    /// <exception cref="ArgumentException">The inputs have a shape that the detector does not know.</exception>
    IReadOnlyList<string?> Examine(Tensor batch, int[] predictions, CancellationToken cancellationToken = default);
}
