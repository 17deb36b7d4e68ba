namespace RedGradient.Attacks.Poisoning;

/// <summary>How an online centroid was pulled.</summary>
public sealed class CentroidCourse
{
    private readonly double[] start;
    private readonly double[] unit;
    private readonly double radius;
    private readonly List<double> displacements = [0.0];
    private readonly List<double[]> centres = [];
    private readonly List<double[]> poisons = [];

    internal CentroidCourse(OnlineCentroid detector, double[] unit)
    {
        start = [.. detector.Centre];
        this.unit = unit;
        radius = detector.Radius;
        centres.Add(start);
    }

    /// <summary>D after 0, 1, 2… arrivals: (c − c₀)·a / r, in radii.</summary>
    public IReadOnlyList<double> Displacements => displacements;

    /// <summary>The centre after 0, 1, 2… arrivals.</summary>
    public IReadOnlyList<double[]> Centres => centres;

    /// <summary>The attacker's points that were accepted, in their order.</summary>
    public IReadOnlyList<double[]> Poisons => poisons;

    /// <summary>How many clean points came.</summary>
    public int CleanPoints { get; private set; }

    /// <summary>How many of them were refused: false positives.</summary>
    public int CleanRefused { get; private set; }

    /// <summary>Whether the alarm for false positives ended the attack.</summary>
    public bool Discovered { get; internal set; }

    internal bool Record(OnlineCentroid detector, double[] point, bool isPoison)
    {
        var accepted = detector.Offer(point);
        if (isPoison && accepted)
        {
            poisons.Add(point);
        }

        CleanPoints += isPoison ? 0 : 1;
        CleanRefused += isPoison || accepted ? 0 : 1;
        centres.Add([.. detector.Centre]);
        displacements.Add(detector.Centre.Select((value, k) => (value - start[k]) * unit[k]).Sum() / radius);
        return accepted;
    }
}
