using RedGradient.Defenses.Repair;

namespace RedGradient.Evaluation.Auditing;

/// <summary>How a network is audited. Immutable.</summary>
public sealed record AuditOptions
{
    private readonly int images = 1000;
    private readonly int probes = 100;
    private readonly float epsilon = 0.1f;

    /// <summary>At most so many images are used, at least 200; 1,000 by default.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Less than 200.</exception>
    public int Images
    {
        get => images;
        init => images = Require.AtLeast(NetworkAudit.FewestImages, value, "The number of images of an audit");
    }

    /// <summary>Images that patches are put on, that STRIP judges and that FGSM and PGD attack, at least 20; 100 by default.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Less than 20.</exception>
    public int Probes
    {
        get => probes;
        init => probes = Require.AtLeast(20, value, "The number of images of a test");
    }

    /// <summary>The radius ε of FGSM and PGD in L∞; 0.1 by default.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Not a finite number above 0.</exception>
    public float Epsilon
    {
        get => epsilon;
        init => epsilon = Require.Positive(value, "The radius ε");
    }

    /// <summary>How triggers are reversed; the defaults of <see cref="NeuralCleanse"/>.</summary>
    public NeuralCleanse Cleanse { get; init; } = new();

    /// <summary>How patches are moved over the images; the defaults of <see cref="PatchScan"/>.</summary>
    public PatchScan Patches { get; init; } = new();

    /// <summary>How squares are searched for where the model gives scores alone; the defaults of <see cref="PatchSearch"/>.</summary>
    public PatchSearch Search { get; init; } = new();

    /// <summary>Decides which images are used and in which order; 1 by default.</summary>
    public int Seed { get; init; } = 1;
}
