using RedGradient.Networks;
using RedGradient.Tensors;

namespace RedGradient.Defenses.Runtime;

/// <summary>Stands before a classifier and gives, for each input, its class or a rejection with the reason; counts both for a monitor.</summary>
/// <remarks>Detectors are asked in their order, each only about inputs that those before it let pass: put the cheap one first. Safe for use by several threads if the classifier and the detectors are.</remarks>
public sealed class Guard
{
    private readonly Lock gate = new();
    private readonly long[] rejectedByDetector;
    private long[] acceptedByClass = [];
    private long[] rejectedByClass = [];

    /// <summary>Puts detectors before a classifier.</summary>
    /// <param name="classifier">The model that answers.</param>
    /// <param name="detectors">At least one, each with a name of its own.</param>
    /// <exception cref="ArgumentException">There is no detector, or two have one name.</exception>
    public Guard(IClassifier classifier, params IInputDetector[] detectors)
    {
        ArgumentNullException.ThrowIfNull(classifier);
        ArgumentNullException.ThrowIfNull(detectors);
        if (detectors.Length == 0)
        {
            throw new ArgumentException("A guard needs at least one detector; none was given.", nameof(detectors));
        }

        if (detectors.GroupBy(detector => detector.Name).FirstOrDefault(group => group.Count() > 1) is { } twice)
        {
            throw new ArgumentException($"The detectors of a guard are counted by name; two were called \"{twice.Key}\".", nameof(detectors));
        }

        Classifier = classifier;
        Detectors = [.. detectors];
        rejectedByDetector = new long[detectors.Length];
    }

    /// <summary>The model that answers.</summary>
    public IClassifier Classifier { get; }

    /// <summary>What looks at the inputs, in the order asked.</summary>
    public IReadOnlyList<IInputDetector> Detectors { get; }

    /// <summary>What was seen so far; may be read while other threads classify.</summary>
    public GuardCounters Counters
    {
        get
        {
            lock (gate)
            {
                return new GuardCounters([.. acceptedByClass], [.. rejectedByClass], Detectors.Select((detector, i) => (detector.Name, Count: rejectedByDetector[i])).ToDictionary(item => item.Name, item => item.Count));
            }
        }
    }

    /// <summary>Answers a batch and counts its inputs.</summary>
    /// <param name="batch">Inputs <c>[n, …]</c>; for a single one n = 1.</param>
    /// <param name="cancellationToken">Ends the work; nothing is counted then.</param>
    /// <returns>One answer for each input, the same as it would get alone.</returns>
    /// <exception cref="ArgumentException">The classifier or a detector refuses the shape.</exception>
    public IReadOnlyList<GuardAnswer> Classify(Tensor batch, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(batch);
        var token = AmbientCancellation.Or(cancellationToken);
        var scores = Classifier.Scores(batch);
        var predictions = scores.ArgMax();
        var answers = predictions.Select(prediction => new GuardAnswer(prediction, null, null)).ToArray();
        foreach (var detector in Detectors)
        {
            token.ThrowIfCancellationRequested();
            var open = Enumerable.Range(0, answers.Length).Where(i => !answers[i].IsRejected).ToArray();
            if (open.Length == 0)
            {
                break;
            }

            var reasons = detector.Examine(batch.Rows(open), [.. open.Select(i => predictions[i])], token);
            foreach (var (row, reason) in open.Zip(reasons).Where(item => item.Second is not null))
            {
                answers[row] = new GuardAnswer(predictions[row], detector.Name, reason);
            }
        }

        Count(answers, scores.Shape[1]);
        return answers;
    }

    private void Count(GuardAnswer[] answers, int classes)
    {
        lock (gate)
        {
            if (acceptedByClass.Length < classes)
            {
                Array.Resize(ref acceptedByClass, classes);
                Array.Resize(ref rejectedByClass, classes);
            }

            foreach (var answer in answers)
            {
                (answer.IsRejected ? rejectedByClass : acceptedByClass)[answer.Prediction]++;
                for (var i = 0; i < Detectors.Count; i++)
                {
                    rejectedByDetector[i] += answer.RejectedBy == Detectors[i].Name ? 1 : 0;
                }
            }
        }
    }
}
