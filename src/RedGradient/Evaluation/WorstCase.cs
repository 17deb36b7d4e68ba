using RedGradient.Attacks.Evasion;
using RedGradient.Networks;
using RedGradient.Tensors;

namespace RedGradient.Evaluation;

/// <summary>A classifier under several attacks at once: an image counts as right only if it withstands all of them.</summary>
/// <remarks>The honest number for a defence: an attacker picks the attack that works, image by image.</remarks>
public sealed class WorstCase
{
    private WorstCase(IReadOnlyList<(string Attack, double Accuracy)> accuracies, string?[] fooledBy)
    {
        Accuracies = accuracies;
        FooledBy = fooledBy;
        Accuracy = (double)fooledBy.Count(name => name is null) / fooledBy.Length;
    }

    /// <summary>The share of images that withstood every attack, from 0 to 1.</summary>
    public double Accuracy { get; }

    /// <summary>The accuracy under each attack alone, in the order given.</summary>
    public IReadOnlyList<(string Attack, double Accuracy)> Accuracies { get; }

    /// <summary>For each image the first attack that fooled the classifier; null if none did.</summary>
    public IReadOnlyList<string?> FooledBy { get; }

    /// <summary>The attack that leaves the least accuracy.</summary>
    public string Strongest => Accuracies.MinBy(item => item.Accuracy).Attack;

    /// <summary>Runs every attack on every image.</summary>
    /// <param name="classifier">The model.</param>
    /// <param name="images">Inputs <c>[batch, …]</c>.</param>
    /// <param name="labels">The true classes.</param>
    /// <param name="attacks">At least one, untargeted.</param>
    /// <param name="cancellationToken">Ends the attacks.</param>
    /// <exception cref="ArgumentException">No attack was given, one is targeted, or one refuses the images, the labels or the classifier.</exception>
    public static WorstCase Over(IClassifier classifier, Tensor images, int[] labels, IReadOnlyList<IEvasionAttack> attacks, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(attacks);
        if (attacks.Count == 0)
        {
            throw new ArgumentException("The worst case is taken over at least one attack; none was given.", nameof(attacks));
        }

        ArgumentNullException.ThrowIfNull(labels);
        var fooledBy = new string?[labels.Length];
        var accuracies = new List<(string Attack, double Accuracy)>();
        foreach (var attack in attacks)
        {
            var result = attack.Perturb(classifier, images, labels, cancellationToken);
            accuracies.Add((attack.Name, result.Accuracy));
            for (var i = 0; i < fooledBy.Length; i++)
            {
                fooledBy[i] ??= result.Succeeded[i] ? attack.Name : null;
            }
        }

        return new WorstCase(accuracies, fooledBy);
    }
}
