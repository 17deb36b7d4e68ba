using RedGradient.Tensors;

namespace RedGradient.Networks;

/// <summary>A model known by its scores alone: all that attacks by queries, STRIP and a scan with patches ask for. One that can say more is an <see cref="IDifferentiableClassifier"/>.</summary>
/// <remarks>Calls must not change the model: the same batch gives the same scores.</remarks>
public interface IClassifier
{
    /// <summary>One score for each class, before any softmax (logits).</summary>
    /// <param name="batch">Inputs <c>[batch, …]</c>, images in [0, 1].</param>
    /// <returns><c>[batch, classes]</c>.</returns>
    Tensor Scores(Tensor batch);
}
