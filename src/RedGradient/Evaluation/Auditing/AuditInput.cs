using RedGradient.Data;
using RedGradient.Networks;

namespace RedGradient.Evaluation.Auditing;

/// <summary>What an audit checks before it starts.</summary>
internal static class AuditInput
{
    public static void Check(IClassifier classifier, DataSet clean)
    {
        if (clean.Inputs.Shape.Rank != 4)
        {
            throw new ArgumentException($"An audit needs images [n, channels, height, width]; the inputs of {clean.Name} are {clean.Inputs.Shape}.", nameof(clean));
        }

        if (clean.Count < NetworkAudit.FewestImages)
        {
            throw new ArgumentException($"An audit needs at least {NetworkAudit.FewestImages} clean images; {clean.Name} has {clean.Count}.", nameof(clean));
        }

        if (clean.ClassCounts().Count(count => count > 0) < 3)
        {
            throw new ArgumentException($"An audit compares at least 3 classes; {clean.Name} has images of {clean.ClassCounts().Count(count => count > 0)}.", nameof(clean));
        }

        foreach (var value in clean.Inputs.AsSpan())
        {
            if (value is not (>= 0f and <= 1f))
            {
                throw new ArgumentException(FormattableString.Invariant($"An audit needs images with values from 0 to 1; {clean.Name} holds {value}."), nameof(clean));
            }
        }

        CheckFit(classifier, clean);
    }

    private static void CheckFit(IClassifier classifier, DataSet clean)
    {
        var size = string.Join('×', clean.Inputs.Shape.ToArray()[1..]);
        Tensors.Tensor scores;
        try
        {
            scores = classifier.Scores(clean.Inputs.Rows(0, 1));
        }
        catch (ArgumentException exception)
        {
            throw new ArgumentException($"The network does not take the images of {clean.Name}, which are {size}: {exception.Message}", nameof(classifier), exception);
        }

        if (scores.Shape.Rank != 2 || scores.Shape[1] != clean.ClassCount)
        {
            throw new ArgumentException($"The network gives {scores.Shape} for one image of {clean.Name}, which has {clean.ClassCount} classes; an audit needs [1, {clean.ClassCount}], one score for each class.", nameof(classifier));
        }

        foreach (var score in classifier.Scores(clean.Inputs.Rows(0, NetworkAudit.FewestImages)).AsSpan())
        {
            if (!float.IsFinite(score))
            {
                throw new ArgumentException(FormattableString.Invariant($"The network gives the score {score} for an image of {clean.Name}; scores must be finite numbers."), nameof(classifier));
            }
        }
    }
}
