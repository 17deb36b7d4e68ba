using RedGradient.Networks;
using RedGradient.Tensors;

namespace RedGradient.Tests.Attacks.Evasion;

/// <summary>A network of which only the scores can be asked for.</summary>
internal sealed class ScoresOnly(Network network) : IClassifier
{
    public Tensor Scores(Tensor batch) => network.Scores(batch);

    public override string ToString() => "a network behind a wall";
}
