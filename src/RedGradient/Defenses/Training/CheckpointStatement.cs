using RedGradient.Networks;

namespace RedGradient.Defenses.Training;

/// <summary>What is signed with a checkpoint: which run and step it is of, what it came from, and what its weights are. Immutable.</summary>
/// <remarks>A signature over the weights alone accepts an old checkpoint, or one of another run, for ever; step, parent and run are what ties it to its place.</remarks>
public sealed record CheckpointStatement
{
    /// <summary>The domain tag of <see cref="Encode"/>.</summary>
    public const string Purpose = "RedGradient checkpoint 1";

    /// <summary>States what a network is.</summary>
    /// <param name="run">The run's name, not empty.</param>
    /// <param name="step">At least 0.</param>
    /// <param name="parent">The <see cref="Hash"/> of the statement before; <see cref="GradientOpening.NoParent"/> for the first.</param>
    /// <param name="network">Of the library's layers.</param>
    /// <exception cref="ArgumentException">The name is empty, the step is negative, or the parent is no hash.</exception>
    /// <exception cref="NotSupportedException">A layer is not one of the library's.</exception>
    public CheckpointStatement(string run, long step, string parent, Network network)
        : this(run, step, parent, LayoutOf(network), WeightsOf(network))
    {
    }

    private CheckpointStatement(string run, long step, string parent, string layout, string weights)
    {
        ArgumentException.ThrowIfNullOrEmpty(run);
        if (step < 0) throw new ArgumentOutOfRangeException(nameof(step), step, $"A step is 0 or more; {step} was given.");
        CanonicalEncoding.Hash(parent, "The parent's hash");
        (Run, Step, Parent, Layout, Weights) = (run, step, parent.ToLowerInvariant(), layout, weights);
    }

    /// <summary>The run's name.</summary>
    public string Run { get; init; }

    /// <summary>The step.</summary>
    public long Step { get; init; }

    /// <summary>The hash of the statement before.</summary>
    public string Parent { get; init; }

    /// <summary>The layers, as a network file describes them.</summary>
    public string Layout { get; }

    /// <summary>The hash of the network file: layers, values, running values and masks.</summary>
    public string Weights { get; }

    /// <summary>The hash of this statement: the next one's parent.</summary>
    public string Hash => CanonicalEncoding.HashOf(Encode());

    /// <summary>Run, step, parent, layers and weights, each with its length.</summary>
    public byte[] Encode() => CanonicalEncoding.Encode(
        Purpose,
        CanonicalEncoding.Text(Run),
        CanonicalEncoding.Number(Step),
        CanonicalEncoding.Hash(Parent, "The parent's hash"),
        CanonicalEncoding.Text(Layout),
        CanonicalEncoding.Hash(Weights, "The weights' hash"));

    internal static string LayoutOf(Network network)
    {
        ArgumentNullException.ThrowIfNull(network);
        var layers = NetworkFile.DescribeLayers(network.Layers) ?? throw new NotSupportedException("Only networks of the library's own layers have a statement; this one has a layer of another kind.");
        return layers.ToJsonString();
    }

    internal static string WeightsOf(Network network) => CanonicalEncoding.HashOf(NetworkFile.ToBytes(network));
}
