using System.Globalization;
using System.Text.RegularExpressions;
using RedGradient.Notebooks.Documents;

namespace RedGradient.Notebooks.Running;

/// <summary>A number that a lesson recorded, read back from the text outputs of its notebook.</summary>
/// <param name="Name">What was measured.</param>
/// <param name="Value">The number, as precise as the lesson shows it.</param>
/// <param name="Low">The least value expected; null when the lesson states no band for the data set.</param>
/// <param name="High">The greatest value expected; null when the lesson states no band for the data set.</param>
/// <param name="DataSet">The data set for which the band holds; null without a band.</param>
public sealed partial record RecordedNumber(string Name, double Value, double? Low, double? High, string? DataSet)
{
    /// <summary>Reads every recorded number of a notebook, in the order of the cells.</summary>
    /// <param name="notebook">An executed notebook.</param>
    /// <returns>The numbers; lines that are none are passed over.</returns>
    public static IReadOnlyList<RecordedNumber> ReadAll(Notebook notebook)
    {
        ArgumentNullException.ThrowIfNull(notebook);
        return [.. notebook.Cells.SelectMany(cell => cell.Outputs).SelectMany(Texts).SelectMany(text => text.Split('\n')).Select(Read).OfType<RecordedNumber>()];
    }

    private static IEnumerable<string> Texts(Output output) => output switch
    {
        StreamOutput { Name: "stdout" } stream => [stream.Text],
        DisplayOutput display => PlainText(display.Data),
        ResultOutput result => PlainText(result.Data),
        _ => [],
    };

    private static IEnumerable<string> PlainText(System.Text.Json.Nodes.JsonObject data) =>
        data["text/plain"] is System.Text.Json.Nodes.JsonValue value && value.TryGetValue(out string? text) ? [text] : [];

    private static RecordedNumber? Read(string line)
    {
        var match = Line().Match(line);
        if (!match.Success) return null;
        var (value, low, high) = (Number("value"), Number("low"), Number("high"));
        // Whatever else a cell prints is text.
        if (value is null || match.Groups["low"].Success != low.HasValue || match.Groups["high"].Success != high.HasValue) return null;
        return new RecordedNumber(match.Groups["name"].Value, value.Value, low, high, match.Groups["data"].Success ? match.Groups["data"].Value : null);

        double? Number(string group) => match.Groups[group].Success && double.TryParse(match.Groups[group].Value, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) ? number : null;
    }

    [GeneratedRegex("""^(?<name>\S.*?) = (?<value>[-+0-9.E]+|NaN|-?Infinity) \((?:expected (?<low>[-+0-9.E]+) to (?<high>[-+0-9.E]+) on (?<data>.+)|no expectation on .+)\)$""")]
    private static partial Regex Line();
}
