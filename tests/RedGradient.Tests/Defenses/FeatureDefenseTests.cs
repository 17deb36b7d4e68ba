using RedGradient.Data;
using RedGradient.Defenses.Training;
using RedGradient.Networks;
using RedGradient.Tensors;
using RedGradient.Tests.Attacks.Evasion;

namespace RedGradient.Tests.Defenses;

public class FeatureDefenseTests
{
    // Points with variances 9, 4 and 1/4 along directions that are not the axes.
    private static readonly double[,] Cloud = MakeCloud(400);

    [Fact]
    public void Principal_components_are_orthonormal_and_explain_the_covariance()
    {
        var components = PrincipalComponents.Fit(Cloud, 3);
        var projected = components.Project(Cloud);
        for (var i = 0; i < 3; i++)
        {
            for (var j = 0; j < 3; j++)
            {
                var dot = components.Direction(i).Zip(components.Direction(j), (x, y) => x * y).Sum();
                Assert.Equal(i == j ? 1.0 : 0.0, dot, 1e-10);
                var covariance = Enumerable.Range(0, 400).Sum(row => projected[row, i] * projected[row, j]) / 399;
                Assert.Equal(i == j ? components.Variances[i] : 0.0, covariance, 1e-9);
            }
        }

        // C·v = λ·v with the covariance by a double loop.
        var means = Enumerable.Range(0, 3).Select(k => Enumerable.Range(0, 400).Average(row => Cloud[row, k])).ToArray();
        for (var i = 0; i < 3; i++)
        {
            for (var k = 0; k < 3; k++)
            {
                var sum = 0.0;
                for (var l = 0; l < 3; l++)
                {
                    sum += Enumerable.Range(0, 400).Sum(row => (Cloud[row, k] - means[k]) * (Cloud[row, l] - means[l])) / 399 * components.Direction(i)[l];
                }

                Assert.Equal(components.Variances[i] * components.Direction(i)[k], sum, 1e-9);
            }
        }

        Assert.Equal(components.Variances.OrderDescending(), components.Variances);
        Assert.Contains("1 to 3", Assert.Throws<ArgumentOutOfRangeException>(() => PrincipalComponents.Fit(Cloud, 4)).Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentOutOfRangeException>(() => PrincipalComponents.Fit(Cloud, 0));
        Assert.Throws<ArgumentException>(() => PrincipalComponents.Fit(new double[1, 3], 1));
        Assert.Contains("1 of whose", Assert.Throws<ArgumentException>(() => PrincipalComponents.Fit(new[,] { { double.NaN }, { 1.0 } }, 1)).Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => components.Project(new double[2, 2]));
    }

    [Fact]
    public void Independent_components_take_a_mixture_apart()
    {
        // Three sources that are not normal, mixed by a matrix.
        var random = new SeededRandom(4);
        var sources = Enumerable.Range(0, 2000).Select(i => new[] { random.NextUniform(-1, 1), random.NextDouble() < 0.5 ? -1.0 : 1.0, Math.Round(random.NextNormal() * random.NextNormal(), 6) }).ToArray();
        double[,] mixing = { { 1, 2, -1 }, { 0.5, -1, 1 }, { 2, 0.3, 0.7 } };
        var mixed = new double[2000, 3];
        for (var i = 0; i < 2000; i++)
        {
            for (var k = 0; k < 3; k++)
            {
                mixed[i, k] = Enumerable.Range(0, 3).Sum(s => mixing[k, s] * sources[i][s]);
            }
        }

        var components = IndependentComponents.Fit(mixed, 3);
        Assert.True(components.Converged);
        Assert.InRange(components.Rounds, 2, 100);
        var found = components.Project(mixed);
        for (var s = 0; s < 3; s++)
        {
            Assert.True(Enumerable.Range(0, 3).Max(k => Math.Abs(Correlation(i => sources[i][s], i => found[i, k]))) > 0.99);
            for (var k = 0; k < 3; k++)
            {
                Assert.Equal(s == k ? 1.0 : 0.0, Enumerable.Range(0, 2000).Sum(i => found[i, s] * found[i, k]) / 1999, 1e-8);
            }
        }

        Assert.Equal(found.Cast<double>(), IndependentComponents.Fit(mixed, 3).Project(mixed).Cast<double>());
    }

    [Fact]
    public void Independent_components_leave_out_directions_without_spread()
    {
        var flat = new double[50, 3];
        var random = new SeededRandom(1);
        for (var i = 0; i < 50; i++)
        {
            (flat[i, 0], flat[i, 2]) = (random.NextUniform(0, 1), random.NextUniform(0, 1));
        }

        Assert.Equal(2, IndependentComponents.Fit(flat, 3).Project(flat).GetLength(1));
        Assert.Contains("all in one place", Assert.Throws<ArgumentException>(() => IndependentComponents.Fit(new double[5, 2], 2)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Two_means_finds_two_clouds_and_the_silhouette_is_that_of_the_definition()
    {
        var random = new SeededRandom(2);
        var points = new double[50, 2];
        for (var i = 0; i < 50; i++)
        {
            points[i, 0] = (i % 5 == 0 ? 6 : 0) + random.NextNormal();
            points[i, 1] = random.NextNormal();
        }

        var split = TwoMeans.Split(points);
        Assert.Equal(Enumerable.Range(0, 50).Select(i => i % 5 == 0), split.InSmaller);
        Assert.Equal(0.2, split.SmallerShare, 1e-12);
        double Distance(int i, int j) => Math.Sqrt(((points[i, 0] - points[j, 0]) * (points[i, 0] - points[j, 0])) + ((points[i, 1] - points[j, 1]) * (points[i, 1] - points[j, 1])));
        var silhouette = Enumerable.Range(0, 50).Average(i =>
        {
            var a = Enumerable.Range(0, 50).Where(j => j != i && j % 5 == 0 == (i % 5 == 0)).Average(j => Distance(i, j));
            var b = Enumerable.Range(0, 50).Where(j => j % 5 == 0 != (i % 5 == 0)).Average(j => Distance(i, j));
            return (b - a) / Math.Max(a, b);
        });
        Assert.Equal(silhouette, split.Silhouette, 1e-12);
        var spread = new[] { true, false }.Sum(inside =>
        {
            var rows = Enumerable.Range(0, 50).Where(i => split.InSmaller[i] == inside).ToArray();
            return new[] { 0, 1 }.Sum(k => rows.Sum(i => (points[i, k] - rows.Average(j => points[j, k])) * (points[i, k] - rows.Average(j => points[j, k]))));
        });
        Assert.Equal(spread, split.Spread, 1e-9);
    }

    [Fact]
    public void Two_means_has_an_answer_for_points_in_one_place_and_refuses_too_few()
    {
        var same = TwoMeans.Split(new double[4, 2]);
        Assert.Equal(0.0, same.SmallerShare);
        Assert.Equal(0.0, same.Silhouette);
        Assert.Equal([false, true], TwoMeans.Split(new[,] { { 0.0 }, { 1.0 } }).InSmaller);
        Assert.Throws<ArgumentException>(() => TwoMeans.Split(new double[1, 2]));
        Assert.Throws<ArgumentException>(() => TwoMeans.Split(new[,] { { double.NaN }, { 1.0 } }));
        Assert.Throws<ArgumentOutOfRangeException>(() => TwoMeans.Split(Cloud, starts: 0));
    }

    [Fact]
    public void Features_are_what_goes_into_the_last_layer()
    {
        var features = HiddenFeatures.Of(Victim.Network, Victim.Data.Inputs.Rows(0, 300));
        var expected = Victim.Network.Activations(Victim.Data.Inputs.Rows(299, 1), ForwardPass.Inference)[^2];
        Assert.Equal((300, 32), (features.GetLength(0), features.GetLength(1)));
        Assert.Equal(expected.ToArray().Select(value => (double)value), Enumerable.Range(0, 32).Select(k => features[299, k]), (x, y) => Math.Abs(x - y) < 1e-5);
        Assert.Contains("output layer only", Assert.Throws<ArgumentException>(() => HiddenFeatures.Of(new Network(1, new Dense(4, 2)), Tensor.Ones(1, 4))).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(FeatureProjection.Principal)]
    [InlineData(FeatureProjection.Independent)]
    public void Clustering_finds_the_class_with_a_second_cloud(FeatureProjection projection)
    {
        var (network, data, poison) = TwoClasses(poisonShare: 0.2);
        foreach (var rule in Enum.GetValues<ClusterRule>())
        {
            var clustering = new ActivationClustering { Projection = projection, Dimensions = 2, Rule = rule, LeastSilhouette = 0.5 };
            var findings = clustering.Inspect(network, data);
            Assert.Equal([0, 1], findings.Select(finding => finding.Label));
            Assert.Equal([false, true], findings.Select(finding => finding.IsSuspicious));
            Assert.Equal(poison, findings[1].SmallerCluster());
            Assert.Equal(2, findings[1].Projection.GetLength(1));
        }
    }

    [Fact]
    public void By_size_poison_that_is_half_of_its_class_goes_unnoticed()
    {
        var (network, data, _) = TwoClasses(poisonShare: 0.5);
        var findings = new ActivationClustering { Projection = FeatureProjection.Principal, Dimensions = 2 }.Inspect(network, data);
        Assert.DoesNotContain(findings, finding => finding.IsSuspicious);
        Assert.True(findings[1].Clusters.Silhouette > 0.6);
        Assert.Throws<ArgumentOutOfRangeException>(() => new ActivationClustering { Dimensions = 0 });
        Assert.Throws<ArgumentOutOfRangeException>(() => new ActivationClustering { LargestShare = 1.2 });
        Assert.Throws<ArgumentOutOfRangeException>(() => new ActivationClustering { LeastSilhouette = double.NaN });
        using var stopped = new CancellationTokenSource();
        stopped.Cancel();
        Assert.Throws<OperationCanceledException>(() => new ActivationClustering().Inspect(network, data, stopped.Token));
    }

    [Fact]
    public void Spectral_scores_are_squares_along_the_top_singular_vector_of_the_class()
    {
        var (network, data, poison) = TwoClasses(poisonShare: 0.1);
        var spectral = new SpectralSignatures();
        var scores = SpectralSignatures.Score(network, data);
        var rows = Enumerable.Range(0, data.Count).Where(row => data.Labels[row] == 1).ToArray();
        var points = rows.Select(row => data.Inputs.Row(row).ToArray().Select(value => (double)value).ToArray()).ToArray();
        var mean = Enumerable.Range(0, 4).Select(k => points.Average(point => point[k])).ToArray();

        // The singular vector by power iteration.
        var v = new[] { 1.0, 0.3, 0.2, 0.1 };
        for (var i = 0; i < 500; i++)
        {
            var along = points.Select(point => Enumerable.Range(0, 4).Sum(k => (point[k] - mean[k]) * v[k])).ToArray();
            var next = Enumerable.Range(0, 4).Select(k => points.Select((point, j) => (point[k] - mean[k]) * along[j]).Sum()).ToArray();
            v = [.. next.Select(value => value / Math.Sqrt(next.Sum(each => each * each)))];
        }

        for (var i = 0; i < rows.Length; i++)
        {
            var along = Enumerable.Range(0, 4).Sum(k => (points[i][k] - mean[k]) * v[k]);
            Assert.Equal(along * along, scores[rows[i]], 1e-5);
        }

        var removed = spectral.Remove(scores, data);
        Assert.Equal(2 * 15, removed.Length);
        Assert.Subset(removed.ToHashSet(), poison.ToHashSet());
        Assert.All(removed.Where(row => data.Labels[row] == 1), row => Assert.True(scores[row] >= rows.Select(other => scores[other]).OrderDescending().ElementAt(14)));
        Assert.Throws<ArgumentException>(() => spectral.Remove(scores[1..], data));
        foreach (var share in new[] { 0.0, 0.7, double.NaN })
        {
            Assert.Contains("2/3", Assert.Throws<ArgumentOutOfRangeException>(() => new SpectralSignatures { PoisonShare = share }).Message, StringComparison.Ordinal);
        }
    }

    // Two classes of 100 points whose features are the points themselves; some of the second class lie elsewhere.
    private static (Network Network, DataSet Data, int[] Poison) TwoClasses(double poisonShare)
    {
        var random = new SeededRandom(7);
        var values = new float[200 * 4];
        var labels = new int[200];
        var poison = new List<int>();
        for (var i = 0; i < 200; i++)
        {
            labels[i] = i % 2;
            var bad = i % 2 == 1 && i / 2 < 100 * poisonShare;
            if (bad) poison.Add(i);
            for (var k = 0; k < 4; k++)
            {
                values[(i * 4) + k] = (float)random.NextNormal() + (bad && k < 2 ? 9f : 0f) + (k == 3 ? labels[i] : 0f);
            }
        }

        return (new Network(1, new Flatten(), new Dense(4, 2)), new DataSet("clouds", Tensor.From(values, 200, 4), labels, 2), [.. poison]);
    }

    private static double[,] MakeCloud(int count)
    {
        var random = new SeededRandom(3);
        var points = new double[count, 3];
        for (var i = 0; i < count; i++)
        {
            var (x, y, z) = (3 * random.NextNormal(), 2 * random.NextNormal(), 0.5 * random.NextNormal());
            (points[i, 0], points[i, 1], points[i, 2]) = ((0.6 * x) - (0.8 * y) + 1, (0.8 * x) + (0.6 * y) - 2, z);
        }

        return points;
    }

    private static double Correlation(Func<int, double> first, Func<int, double> second)
    {
        var (x, y) = (Enumerable.Range(0, 2000).Select(first).ToArray(), Enumerable.Range(0, 2000).Select(second).ToArray());
        var (mx, my) = (x.Average(), y.Average());
        return x.Zip(y, (p, q) => (p - mx) * (q - my)).Sum() / Math.Sqrt(x.Sum(p => (p - mx) * (p - mx)) * y.Sum(q => (q - my) * (q - my)));
    }
}
