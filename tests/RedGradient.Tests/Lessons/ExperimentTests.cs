using RedGradient.Lessons;

namespace RedGradient.Tests.Lessons;

public sealed class ExperimentTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("experiment-").FullName;

    private string FilePath => Path.Combine(_folder, "results", "squares.json");

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Theory]
    [InlineData(1)]
    [InlineData(4)]
    public void The_file_is_the_same_for_any_parallelism(int parallelism)
    {
        ExperimentRunner.Run(new Squares(3), FilePath, parallelism);
        Assert.Equal(
            """
            {
             "experiment": "squares",
             "version": 1,
             "points": [
              {
               "key": "seed 1",
               "seed": 1,
               "values": {
                "half": 0.5,
                "square": 1
               }
              },
              {
               "key": "seed 2",
               "seed": 2,
               "values": {
                "half": 1,
                "square": 4
               }
              },
              {
               "key": "seed 3",
               "seed": 3,
               "values": {
                "half": 1.5,
                "square": 9
               }
              }
             ]
            }

            """,
            File.ReadAllText(FilePath));
    }

    [Fact]
    public void A_stopped_experiment_goes_on_where_it_was()
    {
        var first = new Squares(5) { FailAt = 4 };
        Assert.ThrowsAny<Exception>(() => ExperimentRunner.Run(first, FilePath));
        Assert.Equal(3, ExperimentResults.Load(FilePath).Points.Count);
        var second = new Squares(5);
        var progress = new List<int>();
        ExperimentRunner.Run(second, FilePath, progress: (done, _) => progress.Add(done));
        Assert.Equal([4, 5], second.Measured);
        Assert.Equal([3, 4, 5], progress);
        Assert.Equal(16, ExperimentResults.Load(FilePath)["seed 4"].Values["square"]);
        Assert.Equal(["squares.json"], Directory.GetFiles(Path.GetDirectoryName(FilePath)!).Select(Path.GetFileName));
    }

    [Fact]
    public void Points_that_are_gone_are_dropped_and_another_version_starts_anew()
    {
        ExperimentRunner.Run(new Squares(3), FilePath);
        ExperimentRunner.Run(new Squares(2), FilePath);
        Assert.Equal(["seed 1", "seed 2"], ExperimentResults.Load(FilePath).Points.Select(point => point.Key));
        var newer = new Squares(2) { NewVersion = 2 };
        ExperimentRunner.Run(newer, FilePath);
        Assert.Equal([1, 2], newer.Measured);
    }

    [Fact]
    public void A_cancelled_experiment_keeps_what_was_finished()
    {
        using var source = new CancellationTokenSource();
        Assert.ThrowsAny<OperationCanceledException>(() => ExperimentRunner.Run(new Squares(9), FilePath, 1, (done, _) =>
        {
            if (done == 2) source.Cancel();
        }, cancellationToken: source.Token));
        Assert.Equal(2, ExperimentResults.Load(FilePath).Points.Count);
    }

    [Fact]
    public void Not_a_number_and_infinity_survive_the_file()
    {
        var results = new ExperimentResults("odd", 1);
        results.Add(new MeasuredPoint("a", 1, new Dictionary<string, double> { ["nan"] = double.NaN, ["infinity"] = double.NegativeInfinity, ["third"] = 1.0 / 3 }));
        results.Save(FilePath);
        var values = ExperimentResults.Load(FilePath)["a"].Values;
        Assert.Equal((double.NaN, double.NegativeInfinity, 1.0 / 3), (values["nan"], values["infinity"], values["third"]));
    }

    [Fact]
    public void Results_of_another_experiment_are_kept_unless_the_caller_says_otherwise()
    {
        new ExperimentResults("cubes", 1).Save(FilePath);
        var before = File.ReadAllText(FilePath);
        var squares = new Squares(2);
        Assert.Contains("holds the results of cubes, not of squares; it is kept as it is.", Assert.Throws<IOException>(() => ExperimentRunner.Run(squares, FilePath)).Message, StringComparison.Ordinal);
        Assert.Empty(squares.Measured);
        Assert.Throws<IOException>(() => new ExperimentResults("squares", 1).Save(FilePath));
        Assert.Equal(before, File.ReadAllText(FilePath));
        Assert.Equal(2, ExperimentRunner.Run(squares, FilePath, overwrite: true).Points.Count);
    }

    [Fact]
    public void Points_that_another_process_measured_meanwhile_are_kept()
    {
        var calls = 0;
        ExperimentRunner.Run(new Squares(3), FilePath, progress: (_, _) =>
        {
            calls++;
            if (calls == 2)
            {
                var others = ExperimentResults.Load(FilePath);
                others.Add(new MeasuredPoint("seed 3", 3, new Dictionary<string, double> { ["square"] = -1 }));
                others.Save(FilePath);
            }
            else if (calls == 3)
            {
                Assert.Equal(["seed 1", "seed 2", "seed 3"], ExperimentResults.Load(FilePath).Points.Select(point => point.Key));
            }
        });
        Assert.Equal(4, calls);
    }

    [Theory]
    [InlineData("{")]
    [InlineData("{}")]
    [InlineData("{\"experiment\": \"squares\", \"version\": 1, \"points\": [{}]}")]
    public void A_damaged_file_is_refused_with_a_sentence(string text)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(FilePath)!);
        File.WriteAllText(FilePath, text);
        Assert.Contains("squares.json", Assert.Throws<FormatException>(() => ExperimentRunner.Run(new Squares(1), FilePath)).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(4)]
    public void What_stops_a_point_stops_the_experiment_as_what_it_is_and_a_folder_is_no_file_of_results(int parallelism)
    {
        Assert.Throws<InvalidOperationException>(() => ExperimentRunner.Run(new Squares(8) { FailAt = 2 }, FilePath, parallelism));
        var squares = new Squares(3);
        File.Delete(FilePath);
        Directory.CreateDirectory(FilePath);
        Assert.Contains("squares.json' is a folder; the results of squares would be a file of that name.", Assert.Throws<IOException>(() => ExperimentRunner.Run(squares, FilePath, parallelism)).Message, StringComparison.Ordinal);
        Assert.Empty(squares.Measured);
    }

    [Fact]
    public void Two_points_of_one_key_are_refused() =>
        Assert.Throws<ArgumentException>(() => ExperimentRunner.Run(new Squares(2) { SameKey = true }, FilePath));

    private sealed class Squares(int count) : Experiment
    {
        public override string Name => "squares";

        public override string Description => "Squares of the seeds.";

        public override int Version => NewVersion;

        public int NewVersion { get; init; } = 1;

        public int FailAt { get; init; } = -1;

        public bool SameKey { get; init; }

        public List<int> Measured { get; } = [];

        public override IReadOnlyList<ExperimentPoint> Points() =>
            [.. Enumerable.Range(1, count).Select(seed => new ExperimentPoint(SameKey ? "seed" : $"seed {seed}", seed))];

        public override IReadOnlyDictionary<string, double> Measure(ExperimentPoint point, CancellationToken cancellationToken = default)
        {
            if (point.Seed == FailAt) throw new InvalidOperationException("the power went out");
            lock (Measured) Measured.Add(point.Seed);
            return new Dictionary<string, double> { ["square"] = point.Seed * point.Seed, ["half"] = point.Seed / 2.0 };
        }
    }
}
