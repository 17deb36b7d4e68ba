using RedGradient.Attacks.Poisoning;
using RedGradient.Tensors;

namespace RedGradient.Tests.Attacks.Poisoning;

public class OnlineCentroidTests
{
    private const int Window = 100;

    [Theory]
    [InlineData(ReplacementRule.None)]
    [InlineData(ReplacementRule.AverageOut)]
    public void Alone_the_attacker_moves_the_centre_as_the_closed_form_says(ReplacementRule rule)
    {
        var course = Pull(new OnlineCentroid(Cloud(0.3), 2.0, rule), 500);
        for (var i = 1; i <= 500; i++)
        {
            var bound = rule == ReplacementRule.None ? CentroidBounds.InfiniteHorizon(i, Window) : CentroidBounds.AverageOut(i, Window);
            Assert.InRange(course.Displacements[i] / bound, 0.98, 1.0 + 1e-9);
        }
    }

    [Fact]
    public void The_points_needed_invert_the_infinite_horizon()
    {
        foreach (var points in new[] { 0, 1, 10, 172, 1000 })
        {
            Assert.Equal(points, CentroidBounds.PointsNeeded(CentroidBounds.InfiniteHorizon(points, Window), Window), 6);
        }
    }

    [Fact]
    public void Random_out_is_average_out_in_the_mean()
    {
        var runs = Enumerable.Range(1, 200).Select(seed => Pull(new OnlineCentroid(Cloud(0.3), 2.0, ReplacementRule.RandomOut, seed), 300).Displacements[300]).ToArray();
        var mean = runs.Average();
        var error = Math.Sqrt(runs.Average(run => (run - mean) * (run - mean)) / runs.Length);
        Assert.InRange(mean, 3.0 - (4 * error), 3.0 + (4 * error));
        Assert.InRange(error, 0.001, 0.1);
    }

    [Fact]
    public void Oldest_out_follows_its_closed_form_and_then_runs_at_twice_the_speed()
    {
        var same = Enumerable.Range(0, Window).Select(_ => new[] { 1.0, -1.0 }).ToArray();
        var course = Pull(new OnlineCentroid(same, 2.0, ReplacementRule.OldestOut), 3000);
        for (var i = 0; i <= Window; i++)
        {
            Assert.Equal(CentroidBounds.OldestOut(i, Window), course.Displacements[i], 9);
        }

        Assert.Equal(1000 * 2.0 / (Window + 1), course.Displacements[3000] - course.Displacements[2000], 3);
    }

    [Fact]
    public void Nearest_out_takes_the_best_point_of_the_ball()
    {
        for (var seed = 1; seed <= 6; seed++)
        {
            var detector = new OnlineCentroid(Cloud(0.7, 12, seed), 1.5, ReplacementRule.NearestOut);
            var attack = new CentroidPoisoning { Direction = [3.0, -1.0] };
            for (var step = 0; step < 4; step++)
            {
                var best = attack.Best(detector);
                var (gain, grid) = (Gain(detector, best), GridGain(detector));
                Assert.True(detector.Accepts(best));
                Assert.InRange(gain, grid - 1e-5, grid + 0.03);
                Assert.True(detector.Offer(best));
            }
        }
    }

    [Fact]
    public void Nearest_out_holds_the_attacker_back()
    {
        var nearest = Pull(new OnlineCentroid(Cloud(0.3), 2.0, ReplacementRule.NearestOut), 300).Displacements;
        Assert.True(nearest[300] < 0.6 * CentroidBounds.AverageOut(300, Window), $"{nearest[300]}");
        Assert.All(nearest.Zip(nearest.Skip(1)), pair => Assert.True(pair.Second >= pair.First - 1e-9));
    }

    [Theory]
    [InlineData(0.05)]
    [InlineData(0.2)]
    [InlineData(0.3)]
    public void Part_of_the_traffic_reaches_what_the_bound_says_and_no_more(double share)
    {
        const int Runs = 150;
        var ends = Enumerable.Range(1, Runs).Select(seed => new CentroidPoisoning { Direction = [1.0, 0.0], Share = share, Seed = seed }
            .Run(new OnlineCentroid(Cloud(0.0), 2.0, ReplacementRule.AverageOut), 600, Clean).Displacements[600]).ToArray();
        var mean = ends.Average();
        var error = Math.Sqrt(ends.Average(end => (end - mean) * (end - mean)) / Runs);
        var bound = CentroidBounds.PartialTraffic(600, Window, share);
        Assert.InRange(mean, bound - (4 * error), bound + (4 * error));
        Assert.True(error < 0.01, $"{error}");
        Assert.True(bound < share / (1 - share));
    }

    [Fact]
    public void The_alarm_for_false_positives_keeps_the_guarded_bound()
    {
        var runs = Enumerable.Range(1, 60).Select(seed => new CentroidPoisoning { Direction = [1.0, 0.0], Share = 0.6, Alarm = 0.05, Seed = seed }
            .Run(new OnlineCentroid(Cloud(0.0), 2.0, ReplacementRule.AverageOut), 3000, random => [0.5 * random.NextNormal(), 0.5 * random.NextNormal()])).ToArray();
        Assert.All(runs, course => Assert.True(course.Discovered && course.Displacements.Count < 3000));
        Assert.All(runs, course => Assert.InRange(course.CleanRefused, 6, course.CleanPoints));
        // At D = 0.55 a clean point is refused with probability P(x < −0.9) = 3.6%; beyond, α is passed, though the alarm takes its time.
        double Mean(int i) => runs.Average(course => course.Displacements[i]);
        var within = Enumerable.Range(1, 400).Where(i => runs.All(course => course.Displacements.Count > i)).TakeWhile(i => Mean(i) <= 0.55).ToArray();
        Assert.True(within.Length > 50, $"{within.Length}");
        Assert.All(within.Where(i => i % 5 == 0), i => Assert.InRange(Mean(i), 0.0, CentroidBounds.Guarded(i, Window, 0.6, 0.05)));

        // Without the alarm the clean points are locked out, and the attacker goes on.
        var free = new CentroidPoisoning { Direction = [1.0, 0.0], Share = 0.6 }
            .Run(new OnlineCentroid(Cloud(0.0), 2.0, ReplacementRule.AverageOut), 3000, random => [0.5 * random.NextNormal(), 0.5 * random.NextNormal()]);
        Assert.True(free.Displacements[^1] > 5.0 && !free.Discovered);
    }

    [Fact]
    public void What_lies_outside_is_refused_and_changes_nothing()
    {
        foreach (var rule in Enum.GetValues<ReplacementRule>())
        {
            var detector = new OnlineCentroid([[0.0, 0.0], [2.0, 0.0]], 1.0, rule);
            Assert.False(detector.Offer([1.0, 1.01]));
            Assert.Equal([1.0, 0.0], detector.Centre);
            Assert.True(detector.Offer([1.0, 1.0]));
            Assert.Equal(rule == ReplacementRule.None ? 1.0 / 3.0 : 0.5, detector.Centre[1], 12);
            Assert.Equal(rule == ReplacementRule.None ? 3 : 2, detector.Count);
        }
    }

    [Fact]
    public void The_centre_stays_the_mean_of_the_window()
    {
        foreach (var rule in new[] { ReplacementRule.RandomOut, ReplacementRule.OldestOut, ReplacementRule.NearestOut })
        {
            var detector = new OnlineCentroid(Cloud(0.5), 2.0, rule);
            Pull(detector, 150);
            Assert.Equal(detector.Window.Average(point => point[0]), detector.Centre[0], 9);
            Assert.Equal(detector.Window.Average(point => point[1]), detector.Centre[1], 9);
        }
    }

    [Fact]
    public void The_windows_points_are_copies()
    {
        double[][] points = [[0.0, 0.0], [1.0, 1.0]];
        var detector = new OnlineCentroid(points, 1.0, ReplacementRule.OldestOut);
        points[0][0] = 50.0;
        Assert.Equal(0.0, detector.Window[0][0]);
    }

    [Fact]
    public void Bad_input_gets_a_sentence()
    {
        var detector = new OnlineCentroid(Cloud(0.3), 2.0, ReplacementRule.AverageOut);
        Refuses("at least one point", () => new OnlineCentroid([], 1.0, ReplacementRule.None));
        Refuses("above 0; 0 was given", () => new OnlineCentroid([[1.0]], 0.0, ReplacementRule.None));
        Refuses("above 0; NaN", () => new OnlineCentroid([[1.0]], double.NaN, ReplacementRule.None));
        Refuses("needs 1 finite coordinates", () => new OnlineCentroid([[1.0], [1.0, 2.0]], 1.0, ReplacementRule.None));
        Refuses("needs 2 finite coordinates", () => detector.Offer([double.NaN, 0.0]));
        Refuses("needs 2 finite coordinates", () => detector.Accepts([0.0]));
        Refuses("not all 0", () => new CentroidPoisoning { Direction = [0.0, 0.0] }.Run(detector, 1));
        Refuses("needs 2 finite", () => new CentroidPoisoning { Direction = [1.0] }.Best(detector));
        Refuses("source of clean points", () => new CentroidPoisoning { Direction = [1.0, 0.0], Share = 0.5 }.Run(detector, 1));
        Refuses("at least 0; -1", () => new CentroidPoisoning { Direction = [1.0, 0.0] }.Run(detector, -1));
        Refuses("points of the plane", () => new CentroidPoisoning { Direction = [1.0] }.Run(new OnlineCentroid([[1.0]], 1.0, ReplacementRule.NearestOut), 1));
        Refuses("from 0 to 1", () => new CentroidPoisoning { Direction = [1.0], Share = 1.5 });
        Refuses("from 0 to below 1", () => new CentroidPoisoning { Direction = [1.0], Alarm = 1.0 });
        Refuses("from 0 to below 1; 1 was given", () => CentroidBounds.PartialTraffic(1, 1, 1.0));
        Refuses("for 0 to 5 points; 6", () => CentroidBounds.OldestOut(6, 5));
        Refuses("0 or more; -1", () => CentroidBounds.PointsNeeded(-1.0, 5));
        Refuses("at least 1; 0", () => CentroidBounds.AverageOut(1, 0));
        Refuses("at least 0; -1", () => CentroidBounds.InfiniteHorizon(-1, 5));
    }

    private static CentroidCourse Pull(OnlineCentroid detector, int points) => new CentroidPoisoning { Direction = [2.0, 1.0] }.Run(detector, points);

    private static double[] Clean(SeededRandom random) => [0.1 * random.NextNormal(), 0.1 * random.NextNormal()];

    private static double[][] Cloud(double spread, int count = Window, int seed = 1)
    {
        var random = new SeededRandom(seed);
        return [.. Enumerable.Range(0, count).Select(_ => new[] { spread * random.NextNormal(), spread * random.NextNormal() })];
    }

    // How far the centre would move along (3, −1)/√10, times n.
    private static double Gain(OnlineCentroid detector, double[] point)
    {
        var leaving = detector.Window.MinBy(each => ((each[0] - point[0]) * (each[0] - point[0])) + ((each[1] - point[1]) * (each[1] - point[1])))!;
        return ((3.0 * (point[0] - leaving[0])) - (point[1] - leaving[1])) / Math.Sqrt(10.0);
    }

    private static double GridGain(OnlineCentroid detector)
    {
        const int Steps = 300;
        var best = double.NegativeInfinity;
        for (var i = 0; i <= Steps * Steps; i++)
        {
            var (x, y) = (((2.0 * (i % Steps) / Steps) - 1.0) * detector.Radius, ((2.0 * (i / Steps) / Steps) - 1.0) * detector.Radius);
            if ((x * x) + (y * y) <= detector.Radius * detector.Radius)
            {
                best = Math.Max(best, Gain(detector, [detector.Centre[0] + x, detector.Centre[1] + y]));
            }
        }

        return best;
    }

    private static void Refuses(string sentence, Func<object?> act) =>
        Assert.Contains(sentence, Assert.ThrowsAny<ArgumentException>(act).Message, StringComparison.Ordinal);
}
