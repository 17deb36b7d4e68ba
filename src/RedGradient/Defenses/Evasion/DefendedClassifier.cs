using RedGradient.Networks;
using RedGradient.Tensors;

namespace RedGradient.Defenses.Evasion;

/// <summary>A classifier behind a transformation of its inputs.</summary>
/// <remarks>
/// A random transformation draws anew at each call: the draws depend on the seed, the number of calls so far and the image's place in the batch. So a
/// program that makes the same calls gets the same answers, but one call repeated does not. Safe for use by several threads; who comes first then decides the draw.
/// </remarks>
public sealed class DefendedClassifier : IDifferentiableClassifier
{
    private readonly SeededRandom random;
    private int calls;

    /// <summary>Puts a transformation before a classifier.</summary>
    /// <param name="classifier">The model behind.</param>
    /// <param name="transformation">What happens to the images first.</param>
    /// <param name="seed">Decides the draws of a random transformation; 1 by default.</param>
    public DefendedClassifier(IDifferentiableClassifier classifier, IInputTransformation transformation, int seed = 1)
    {
        ArgumentNullException.ThrowIfNull(classifier);
        ArgumentNullException.ThrowIfNull(transformation);
        Classifier = classifier;
        Transformation = transformation;
        random = new SeededRandom(seed);
    }

    /// <summary>The model behind.</summary>
    public IDifferentiableClassifier Classifier { get; }

    /// <summary>What happens to the images first.</summary>
    public IInputTransformation Transformation { get; }

    /// <summary>The images as the model behind sees them, with a draw of their own.</summary>
    /// <param name="batch">Images <c>[batch, …]</c>.</param>
    public Tensor Transform(Tensor batch) => Transformation.Apply(batch, NextDraw());

    /// <inheritdoc/>
    public Tensor Scores(Tensor batch) => Classifier.Scores(Transform(batch));

    /// <inheritdoc/>
    public Tensor Pullback(Tensor batch, Tensor scoreGradient)
    {
        var draw = NextDraw();
        return Transformation.Pullback(batch, Classifier.Pullback(Transformation.Apply(batch, draw), scoreGradient), draw);
    }

    /// <inheritdoc/>
    public (Tensor Scores, Tensor InputGradient) ScoresAndPullback(Tensor batch, Func<Tensor, Tensor> scoreGradient)
    {
        var draw = NextDraw();
        var (scores, gradient) = Classifier.ScoresAndPullback(Transformation.Apply(batch, draw), scoreGradient);
        return (scores, Transformation.Pullback(batch, gradient, draw));
    }

    private SeededRandom NextDraw() => random.Split(Transformation.IsRandom ? Interlocked.Increment(ref calls) : 0);
}
