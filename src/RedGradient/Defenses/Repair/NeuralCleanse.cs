using RedGradient.Data;
using RedGradient.Networks;

namespace RedGradient.Defenses.Repair;

/// <summary>Neural Cleanse: finds for each class the smallest trigger that sends everything there, and looks for a class where it is suspiciously small.</summary>
/// <remarks>
/// Wang et al. 2019, "Neural Cleanse: Identifying and Mitigating Backdoor Attacks in Neural Networks" (IEEE Symposium on Security and Privacy). For a class t
/// it minimises, over a mask m and a pattern p in [0, 1], the mean over clean images x of the other classes of CE(f((1 − m)·x + m·p), t), plus λ·‖m‖₁. Mask and
/// pattern are (tanh w + 1)/2 with Adam on w. After each round of steps the trigger is tried on 200 of the images: λ is multiplied where it still reached the
/// success asked for, divided where it no longer did; the smallest mask that reached it is the result. The paper goes on much longer; here the descent starts at a
/// half mask everywhere, which draws nothing at random, and settles within ten rounds or so. It needs scores and gradients, not the weights. Immutable; each class is found
/// on its own, with random numbers of its own.
/// </remarks>
public sealed record NeuralCleanse
{
    private readonly int rounds = 15;
    private readonly int stepsPerRound = 10;
    private readonly int batchSize = 32;
    private readonly float learningRate = 0.1f;
    private readonly double success = 0.99;
    private readonly float initialCost = 1e-3f;
    private readonly float costFactor = 2f;
    private readonly double largestShare = 0.5;

    /// <summary>How often λ is looked at, at least 1; 15 by default.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Less than 1.</exception>
    public int Rounds
    {
        get => rounds;
        init => rounds = Require.AtLeast(1, value, "The number of rounds");
    }

    /// <summary>Steps of Adam between two looks, at least 1; 10 by default.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Less than 1.</exception>
    public int StepsPerRound
    {
        get => stepsPerRound;
        init => stepsPerRound = Require.AtLeast(1, value, "The number of steps of a round");
    }

    /// <summary>Images of a step, at least 1; 32 by default. A smaller data set goes through whole.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Less than 1.</exception>
    public int BatchSize
    {
        get => batchSize;
        init => batchSize = Require.AtLeast(1, value, "The batch size");
    }

    /// <summary>Adam's learning rate; 0.1 by default.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Not a finite number above 0.</exception>
    public float LearningRate
    {
        get => learningRate;
        init => learningRate = Require.Positive(value, "The learning rate");
    }

    /// <summary>The share of images that must go to the class, from 0 to 1; 0.99 by default.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Outside.</exception>
    public double Success
    {
        get => success;
        init => success = Require.Share(value, "The success asked for");
    }

    /// <summary>The first λ, the price of a mask pixel; 0.001 by default.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Not a finite number above 0.</exception>
    public float InitialCost
    {
        get => initialCost;
        init => initialCost = Require.Positive(value, "The first λ");
    }

    /// <summary>What λ is multiplied with or divided by after a round, above 1; 2 by default.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Not a finite number above 1.</exception>
    public float CostFactor
    {
        get => costFactor;
        init => costFactor = value > 1f && float.IsFinite(value)
            ? value
            : throw new ArgumentOutOfRangeException(nameof(value), value, FormattableString.Invariant($"λ must be changed by a finite factor above 1; {value} was given."));
    }

    /// <summary>
    /// A class is flagged only if its mask is also smaller than this share of the median mask, from 0 to 1; 0.5 by default. With 1 the anomaly index decides
    /// alone, as in the paper: over only ten classes it then flags clean networks too, because the smallest of ten sizes often lies more than two deviations down.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">Outside.</exception>
    public double LargestShare
    {
        get => largestShare;
        init => largestShare = Require.Share(value, "The largest share of the median");
    }

    /// <summary>Decides the order of the images; 1 by default.</summary>
    public int Seed { get; init; } = 1;

    /// <summary>Finds the smallest trigger for each class and compares their sizes.</summary>
    /// <param name="classifier">The model examined.</param>
    /// <param name="clean">Clean images <c>[n, channels, height, width]</c> in [0, 1] that the defender trusts; some hundreds are enough.</param>
    /// <param name="cancellationToken">Ends the search between two steps; without one the <see cref="AmbientCancellation">ambient token</see> does.</param>
    /// <exception cref="ArgumentException">The data are no images, have values outside [0, 1], fewer than three classes or images of one class alone, or do not fit the classifier.</exception>
    /// <exception cref="OperationCanceledException">The token was cancelled.</exception>
    public CleanseReport Examine(IDifferentiableClassifier classifier, DataSet clean, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(clean);
        if (clean.ClassCount < 3)
        {
            throw new ArgumentException($"Neural Cleanse compares the masks of at least 3 classes; {clean.Name} has {clean.ClassCount}.", nameof(clean));
        }

        var triggers = new ReversedTrigger[clean.ClassCount];
        for (var target = 0; target < triggers.Length; target++)
        {
            AmbientProgress.Report(FormattableString.Invariant($"Neural Cleanse: class {target + 1} of {triggers.Length}"), (double)target / triggers.Length);
            triggers[target] = Reverse(classifier, clean, target, cancellationToken);
        }

        return new CleanseReport(triggers, LargestShare);
    }

    /// <summary>Finds the smallest trigger for one class.</summary>
    /// <param name="classifier">The model examined.</param>
    /// <param name="clean">Clean images <c>[n, channels, height, width]</c> in [0, 1]; those of the class itself are left out.</param>
    /// <param name="target">The class, from 0.</param>
    /// <param name="cancellationToken">Ends the search between two steps; without one the <see cref="AmbientCancellation">ambient token</see> does.</param>
    /// <exception cref="ArgumentException">The data are no images, have values outside [0, 1] or images of the class alone, or do not fit the classifier; there is no such class.</exception>
    /// <exception cref="OperationCanceledException">The token was cancelled.</exception>
    public ReversedTrigger Reverse(IDifferentiableClassifier classifier, DataSet clean, int target, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(classifier);
        ArgumentNullException.ThrowIfNull(clean);
        return new TriggerSearch(this, classifier, clean, target, AmbientCancellation.Or(cancellationToken)).Run();
    }
}
