using RedGradient.Attacks.Backdoors;
using RedGradient.Data;
using RedGradient.Networks;

namespace RedGradient.Evaluation;

/// <summary>How a backdoor works on images that training has not seen.</summary>
/// <remarks>The attack success rate counts only images of the classes attacked: one that is of the target class already proves nothing.</remarks>
public sealed class AttackSuccess
{
    private AttackSuccess(Proportion success, Proportion clean, int[,] matrix)
    {
        Success = success;
        CleanAccuracy = clean;
        Matrix = matrix;
    }

    /// <summary>The share of attacked images that go, with the trigger, to the class the attacker wants.</summary>
    public Proportion Success { get; }

    /// <summary>The share of images answered rightly without a trigger.</summary>
    public Proportion CleanAccuracy { get; }

    /// <summary>Counts of images with the trigger, <c>[true class, predicted class]</c>, those of the target class included.</summary>
    public int[,] Matrix { get; }

    /// <summary>By how many points of accuracy, as a share, a backdoored classifier is worse on clean images than a clean one; negative if it is better.</summary>
    /// <param name="cleanClassifier">The same evaluation of a classifier without a backdoor.</param>
    public double CleanAccuracyDrop(AttackSuccess cleanClassifier)
    {
        ArgumentNullException.ThrowIfNull(cleanClassifier);
        return cleanClassifier.CleanAccuracy.Value - CleanAccuracy.Value;
    }

    /// <summary>Measures a backdoor.</summary>
    /// <param name="classifier">The model.</param>
    /// <param name="test">Clean images <c>[n, channels, height, width]</c> in [0, 1] that were not trained on.</param>
    /// <param name="trigger">What wakes the backdoor.</param>
    /// <param name="goal">Which class it leads to.</param>
    /// <exception cref="ArgumentException">No image belongs to an attacked class, or the trigger does not fit.</exception>
    public static AttackSuccess Measure(IClassifier classifier, DataSet test, Trigger trigger, BackdoorGoal goal)
    {
        ArgumentNullException.ThrowIfNull(classifier);
        ArgumentNullException.ThrowIfNull(test);
        ArgumentNullException.ThrowIfNull(trigger);
        ArgumentNullException.ThrowIfNull(goal);
        goal.Check(test.ClassCount);
        var wanted = test.Labels.Select(label => goal.Of(label, test.ClassCount)).ToArray();
        var trials = wanted.Count(label => label is not null);
        if (trials == 0)
        {
            throw new ArgumentException($"None of the {test.Count} test images belongs to a class that {goal} attacks; attack success needs at least one.", nameof(test));
        }

        var clean = classifier.Scores(test.Inputs).ArgMax();
        var triggered = classifier.Scores(trigger.Apply(test.Inputs)).ArgMax();
        var matrix = new int[test.ClassCount, test.ClassCount];
        for (var i = 0; i < test.Count; i++)
        {
            matrix[test.Labels[i], triggered[i]]++;
        }

        return new AttackSuccess(
            new Proportion(triggered.Where((prediction, i) => prediction == wanted[i]).Count(), trials),
            new Proportion(clean.Where((prediction, i) => prediction == test.Labels[i]).Count(), test.Count),
            matrix);
    }

    /// <summary>Both shares with their intervals.</summary>
    public override string ToString() => $"attack success {Success}, clean accuracy {CleanAccuracy}";
}
