using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;

namespace RedGradient.Lessons;

/// <summary>The measured points of an experiment, as they lie in <c>data/results/NAME.json</c>. Not safe for use by several threads at once.</summary>
public sealed class ExperimentResults
{
    private const long LargestSize = 8 << 20;
    private static readonly JsonSerializerOptions Numbers = new() { NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals, PropertyNamingPolicy = JsonNamingPolicy.CamelCase, AllowDuplicateProperties = false };
    private static readonly byte[] Utf8Mark = [0xEF, 0xBB, 0xBF];
    private static readonly UTF8Encoding Utf8 = new(encoderShouldEmitUTF8Identifier: false);
    private readonly SortedDictionary<string, MeasuredPoint> _points = new(StringComparer.Ordinal);

    /// <summary>Starts without a point.</summary>
    /// <param name="name">The experiment's name.</param>
    /// <param name="version">The experiment's version.</param>
    public ExperimentResults(string name, int version)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(name);
        Name = name;
        Version = version;
    }

    /// <summary>The experiment's name.</summary>
    public string Name { get; }

    /// <summary>The experiment's version when the points were measured.</summary>
    public int Version { get; }

    /// <summary>The measured points, sorted by key.</summary>
    public IReadOnlyCollection<MeasuredPoint> Points => _points.Values;

    /// <summary>The numbers of one point.</summary>
    /// <param name="key">The point's key.</param>
    /// <exception cref="ArgumentException">The point is not measured.</exception>
    public MeasuredPoint this[string key] => _points.TryGetValue(key, out var point)
        ? point
        : throw new ArgumentException($"The results of {Name} hold no point \"{key}\"; they hold {string.Join(", ", _points.Keys.Take(10))}{(_points.Count > 10 ? ", …" : "")}.", nameof(key));

    /// <summary>Whether a point is measured, with the seed it has now.</summary>
    /// <param name="point">The point.</param>
    public bool Contains(ExperimentPoint point) => _points.TryGetValue(point.Key, out var known) && known.Seed == point.Seed;

    /// <summary>Adds a point, in place of one with the same key.</summary>
    /// <param name="point">The measured point.</param>
    public void Add(MeasuredPoint point) => _points[point.Key] = point;

    /// <summary>Drops the points that an experiment does not have any more.</summary>
    /// <param name="points">The points it has.</param>
    public void KeepOnly(IEnumerable<ExperimentPoint> points)
    {
        var known = points.ToHashSet();
        foreach (var old in _points.Values.Where(point => !known.Contains(new ExperimentPoint(point.Key, point.Seed))).ToList()) _points.Remove(old.Key);
    }

    /// <summary>Reads results from their file.</summary>
    /// <param name="path">The file.</param>
    /// <exception cref="FormatException">The file is no such file.</exception>
    /// <exception cref="InvalidDataException">It has more than eight million bytes.</exception>
    /// <exception cref="IOException">The file is not there or cannot be read.</exception>
    public static ExperimentResults Load(string path)
    {
        var name = Path.GetFileName(path);
        var bytes = Untrusted.ReadAll(path, LargestSize, "a file of experiment results");
        var start = bytes.AsSpan().StartsWith(Utf8Mark) ? Utf8Mark.Length : 0;
        try
        {
            var file = JsonSerializer.Deserialize<ResultsFile>(bytes.AsSpan(start), Numbers);
            if (file is not { Experiment.Length: > 0, Version: not null, Points: not null }) throw new FormatException("it has no field experiment, version or points.");
            var results = new ExperimentResults(file.Experiment, file.Version.Value);
            foreach (var point in file.Points)
            {
                if (point is not { Key: not null, Seed: not null, Values: not null }) throw new FormatException("a point has no field key, seed or values.");
                results.Add(new MeasuredPoint(point.Key, point.Seed.Value, point.Values));
            }

            return results;
        }
        catch (JsonException exception)
        {
            throw new FormatException($"{name} is not a file of experiment results, or it was cut short: {Untrusted.Place(exception)}{Untrusted.Reason(exception)} Delete it and run the experiment again.", exception);
        }
        catch (Exception exception) when (exception is FormatException or InvalidOperationException or ArgumentException)
        {
            throw new FormatException($"{name} is not a file of experiment results, or it was cut short: {Untrusted.Reason(exception)} Delete it and run the experiment again.", exception);
        }
    }

    /// <summary>Writes the results, whole or not at all: sorted by key, the same bytes for the same points.</summary>
    /// <param name="path">The file; its folder is made if it is not there. Results of the same experiment that are there are replaced.</param>
    /// <param name="overwrite">Whether anything else that is there is replaced too; false by default.</param>
    /// <exception cref="IOException">The file cannot be written, or there is a file of something else; it is as it was.</exception>
    public void Save(string path, bool overwrite = false)
    {
        var full = Path.GetFullPath(path);
        Directory.CreateDirectory(Path.GetDirectoryName(full)!);
        AtomicFile.WriteOver(full, Utf8.GetBytes(ToJson()), file => IsOf(file, Name), $"a file of results of the experiment {Name}", overwrite);
    }

    // Every file of results begins with its experiment's name; one that was edited by hand is read whole.
    private static bool IsOf(string path, string name)
    {
        if (AtomicFile.BeginsWith(path, Utf8.GetBytes(new ExperimentResults(name, 1).ToJson().Split(',')[0]))) return true;
        try
        {
            return Load(path).Name == name;
        }
        catch (FormatException)
        {
            return false;
        }
    }

    /// <summary>The text of the file.</summary>
    public string ToJson()
    {
        var points = _points.Values.Select(point => (JsonNode)new JsonObject
        {
            ["key"] = point.Key,
            ["seed"] = point.Seed,
            ["values"] = JsonSerializer.SerializeToNode(new SortedDictionary<string, double>(point.Values.ToDictionary(), StringComparer.Ordinal), Numbers),
        });
        var root = new JsonObject { ["experiment"] = Name, ["version"] = Version, ["points"] = new JsonArray([.. points]) };
        var options = new JsonSerializerOptions { WriteIndented = true, NewLine = "\n", IndentSize = 1, Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping };
        return root.ToJsonString(options) + "\n";
    }

    // As the file has it; whatever else stands there is passed over.
    private sealed record ResultsFile(string? Experiment, int? Version, List<PointInFile?>? Points);

    private sealed record PointInFile(string? Key, int? Seed, Dictionary<string, double>? Values);
}
