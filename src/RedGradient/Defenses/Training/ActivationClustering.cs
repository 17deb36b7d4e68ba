using RedGradient.Data;
using RedGradient.Networks;

namespace RedGradient.Defenses.Training;

/// <summary>Activation clustering: within a class, poison and clean examples excite the last hidden layer differently and fall into two clusters.</summary>
/// <remarks>Chen et al. 2018 (arXiv 1811.03728). The network was trained on the data under suspicion. Immutable.</remarks>
public sealed record ActivationClustering
{
    private readonly int dimensions = 10;
    private readonly double largestShare = 0.35;
    private readonly double leastSilhouette = 0.3;

    /// <summary>How the features are brought to few dimensions; independent components by default, as in the paper.</summary>
    public FeatureProjection Projection { get; init; } = FeatureProjection.Independent;

    /// <summary>To how many, at least 1; 10 by default. Never more than there are features.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Less than 1.</exception>
    public int Dimensions
    {
        get => dimensions;
        init => dimensions = Require.AtLeast(1, value, "The number of dimensions that features are brought to");
    }

    /// <summary>When the smaller cluster is taken for poison; by its size by default.</summary>
    public ClusterRule Rule { get; init; } = ClusterRule.Size;

    /// <summary>By the rule of size: the share of its class below which the smaller cluster is poison, from 0 to 1; 0.35 by default.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Outside.</exception>
    public double LargestShare
    {
        get => largestShare;
        init => largestShare = Require.Share(value, "The share below which a cluster is poison");
    }

    /// <summary>By the rule of silhouettes: the mean silhouette above which the smaller cluster is poison, from 0 to 1; 0.3 by default.</summary>
    /// <remarks>The value depends on network and data: measure it on classes known to be clean.</remarks>
    /// <exception cref="ArgumentOutOfRangeException">Outside.</exception>
    public double LeastSilhouette
    {
        get => leastSilhouette;
        init => leastSilhouette = Require.Share(value, "The silhouette above which a cluster is poison");
    }

    /// <summary>Decides the starts of FastICA and of 2-means; 1 by default.</summary>
    public int Seed { get; init; } = 1;

    /// <summary>Clusters the features of every class.</summary>
    /// <param name="network">Trained on the data; at least two layers.</param>
    /// <param name="data">The examples with the labels they were trained on.</param>
    /// <param name="cancellationToken">Ends the work between two classes; without one the <see cref="AmbientCancellation">ambient token</see> does.</param>
    /// <returns>One finding for each class with at least two examples.</returns>
    /// <exception cref="ArgumentException">The network has no hidden layer.</exception>
    public IReadOnlyList<ClassClusters> Inspect(Network network, DataSet data, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(data);
        var token = AmbientCancellation.Or(cancellationToken);
        var features = HiddenFeatures.Of(network, data.Inputs);
        var findings = new List<ClassClusters>();
        for (var label = 0; label < data.ClassCount; label++)
        {
            token.ThrowIfCancellationRequested();
            var rows = Enumerable.Range(0, data.Count).Where(row => data.Labels[row] == label).ToArray();
            if (rows.Length >= 2)
            {
                var projected = Project(HiddenFeatures.Rows(features, rows));
                var clusters = TwoMeans.Split(projected, Seed);
                var suspicious = Rule == ClusterRule.Size ? clusters.SmallerShare < LargestShare : clusters.Silhouette > LeastSilhouette;
                findings.Add(new ClassClusters(label, rows, projected, clusters, suspicious));
            }

            AmbientProgress.Report($"class {label} of {data.ClassCount} clustered", (label + 1.0) / data.ClassCount);
        }

        return findings;
    }

    private double[,] Project(double[,] features)
    {
        var count = Math.Min(Dimensions, features.GetLength(1));
        return Projection == FeatureProjection.Principal
            ? PrincipalComponents.Fit(features, count).Project(features)
            : IndependentComponents.Fit(features, count, Seed).Project(features);
    }
}
