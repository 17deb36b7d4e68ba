using RedGradient.Networks;
using RedGradient.Tensors;

namespace RedGradient.Evaluation.Auditing;

/// <summary>One unknown network of a hunt: its scores, its gradients and some inputs from its service. It carries no answer.</summary>
public sealed class HuntSubject : IDifferentiableClassifier
{
    private readonly IDifferentiableClassifier classifier;

    internal HuntSubject(string name, IDifferentiableClassifier classifier, Tensor traffic)
    {
        this.classifier = classifier;
        Name = name;
        Traffic = traffic;
    }

    /// <summary>What it is called, <c>A</c> to <c>F</c>.</summary>
    public string Name { get; }

    /// <summary>Inputs from its service, without labels, <c>[150, 1, 28, 28]</c>: a fifth of them carry a mark, in every network; in a backdoored one the mark is the trigger.</summary>
    public Tensor Traffic { get; }

    /// <inheritdoc/>
    public Tensor Scores(Tensor batch) => classifier.Scores(batch);

    /// <inheritdoc/>
    public Tensor Pullback(Tensor batch, Tensor scoreGradient) => classifier.Pullback(batch, scoreGradient);

    /// <inheritdoc/>
    public (Tensor Scores, Tensor InputGradient) ScoresAndPullback(Tensor batch, Func<Tensor, Tensor> scoreGradient) => classifier.ScoresAndPullback(batch, scoreGradient);
}
