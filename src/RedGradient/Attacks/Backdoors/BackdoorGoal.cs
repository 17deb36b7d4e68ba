namespace RedGradient.Attacks.Backdoors;

/// <summary>Which class an input with the trigger shall be taken for.</summary>
public sealed record BackdoorGoal
{
    private readonly int? source;
    private readonly int? target;

    private BackdoorGoal(int? source, int? target)
    {
        this.source = source;
        this.target = target;
    }

    /// <summary>All-to-all: class i becomes class i + 1, the last one class 0.</summary>
    public static BackdoorGoal AllToAll { get; } = new(null, null);

    /// <summary>The one class that the trigger leads to; null for all-to-all.</summary>
    public int? Target => target;

    /// <summary>All-to-one, a single target: every other class becomes this one.</summary>
    /// <param name="target">The class, from 0.</param>
    public static BackdoorGoal AllToOne(int target) => new(null, Require.AtLeast(0, target, "The target class"));

    /// <summary>One class becomes another one; the others are left alone.</summary>
    /// <param name="source">The class attacked, from 0.</param>
    /// <param name="target">The class it becomes, another one.</param>
    /// <exception cref="ArgumentException">The two are the same.</exception>
    public static BackdoorGoal FromTo(int source, int target)
    {
        Require.AtLeast(0, source, "The source class");
        Require.AtLeast(0, target, "The target class");
        return source != target
            ? new BackdoorGoal(source, target)
            : throw new ArgumentException($"The source and the target class of a backdoor must differ; both were {target}.", nameof(target));
    }

    /// <summary>The class that an input of some class shall be taken for.</summary>
    /// <param name="label">The input's true class.</param>
    /// <param name="classCount">The number of classes.</param>
    /// <returns>Another class; null if inputs of this class are not attacked.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The goal names a class that is not there.</exception>
    public int? Of(int label, int classCount)
    {
        Check(classCount);
        if (target is null)
        {
            return classCount > 1 ? (label + 1) % classCount : null;
        }

        return label == target || (source is not null && label != source) ? null : target;
    }

    /// <summary>Refuses a number of classes that the goal does not fit.</summary>
    /// <param name="classCount">The number of classes.</param>
    internal void Check(int classCount)
    {
        if (target >= classCount || source >= classCount)
        {
            throw new ArgumentOutOfRangeException(nameof(classCount), $"The backdoor's goal is {this}, but there are {classCount} classes; allowed are 0 to {classCount - 1}.");
        }
    }

    /// <summary>The goal in a few words, such as <c>every class → 7</c>.</summary>
    public override string ToString() => target is null ? "i → i + 1" : source is null ? $"every class → {target}" : $"{source} → {target}";
}
