namespace RedGradient.Defenses.Training;

/// <summary>What activation clustering saw in one class.</summary>
/// <param name="Label">The class.</param>
/// <param name="Rows">The positions of its examples in the data.</param>
/// <param name="Projection">Their features after projection, <c>[rows, dimensions]</c>.</param>
/// <param name="Clusters">The two clusters of these rows.</param>
/// <param name="IsSuspicious">Whether the rule takes the smaller cluster for poison.</param>
public sealed record ClassClusters(int Label, IReadOnlyList<int> Rows, double[,] Projection, TwoMeans Clusters, bool IsSuspicious)
{
    /// <summary>The positions of the smaller cluster's examples in the data.</summary>
    public int[] SmallerCluster() => [.. Rows.Where((_, i) => Clusters.InSmaller[i])];
}
