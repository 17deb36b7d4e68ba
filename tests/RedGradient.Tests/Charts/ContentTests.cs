using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;
using System.Xml.Linq;
using RedGradient.Charts;
using RedGradient.Charts.Rendering;
using RedGradient.Tensors;

namespace RedGradient.Tests.Charts;

public class ContentTests
{
    private static readonly XNamespace Svg = "http://www.w3.org/2000/svg";

    [Fact]
    public void The_description_says_type_axes_trend_and_key_numbers()
    {
        var chart = Chart.Line("Accuracy rises", "epoch", "accuracy").Add("test", new[] { 0.11, 0.8, 0.97 });
        Assert.Equal("Line chart; horizontal axis epoch from 1 to 3; vertical axis accuracy from 0.067 to 1. test rises from 0.11 to 0.97.", chart.Description);
        Assert.Equal("Accuracy rises. " + chart.Description, chart.ToString());
        Assert.Equal("My words.", chart.Describe("My words.").Description);
    }

    [Theory]
    [InlineData(new[] { 2.0, 1, 3 }, "a rises from 2 to 3, lowest 1 at 2")]
    [InlineData(new[] { 5.0, 5, 5 }, "a stays at 5")]
    [InlineData(new[] { 5.0 }, "a is 5")]
    [InlineData(new[] { 1.0, 9, 1 }, "a starts and ends near 1, highest 9 at 2")]
    [InlineData(new[] { 3.0, double.NaN, 1 }, "a falls from 3 to 1, with 1 missing value")]
    public void Trends_are_put_in_words(double[] values, string expected) =>
        Assert.Contains(expected + ".", Chart.Line("A title", "x", "y").Add("a", values).Description, StringComparison.Ordinal);

    [Fact]
    public void A_line_has_a_gap_where_a_value_is_missing()
    {
        var path = Chart.Line("A title", "x", "y").Add("a", new[] { 1, 2, double.NaN, 4, 5 }).ToSvg();
        var line = XDocument.Parse(path).Descendants(Svg + "path").Single(element => element.Attribute("stroke-width")?.Value == "2.2");
        Assert.Equal(2, Regex.Count(line.Attribute("d")!.Value, "M"));
    }

    [Fact]
    public void A_point_lies_where_the_axes_say()
    {
        var svg = XDocument.Parse(Chart.Line("A title", "x", "y").Add("a", new[] { 0.0, 10 }, new[] { 0.0, 100 }).RangeX(0, 20).RangeY(0, 100).ToSvg());
        var path = svg.Descendants(Svg + "path").Single(element => element.Attribute("stroke-width")?.Value == "2.2").Attribute("d")!.Value;
        var numbers = Regex.Matches(path, @"-?[\d.]+").Select(match => double.Parse(match.Value, CultureInfo.InvariantCulture)).ToArray();
        double Label(string text, string coordinate, Func<XElement, bool> where) => double.Parse(
            svg.Descendants(Svg + "text").Single(element => element.Value == text && where(element)).Attribute(coordinate)!.Value, CultureInfo.InvariantCulture);
        Assert.Equal(Label("10", "x", element => element.Attribute("text-anchor")?.Value == "middle"), numbers[2], 1);
        Assert.Equal(Label("100", "y", element => element.Attribute("text-anchor")?.Value == "end") - 4.2, numbers[3], 1);
    }

    [Fact]
    public void Long_lines_are_thinned_but_keep_their_extremes()
    {
        var values = Enumerable.Range(0, 100_000).Select(i => i == 54321 ? 7.0 : i % 2 * 0.1).ToArray();
        var chart = Chart.Line("A title", "x", "y").Add("a", values);
        Assert.InRange(chart.ToSvg().Length, 1000, 80_000);
        Assert.InRange(chart.ToPlotlyJson().Length, 1000, 80_000);
        Assert.Contains(",7,", chart.ToPlotlyJson(), StringComparison.Ordinal);
        var path = XDocument.Parse(chart.ToSvg()).Descendants(Svg + "path").Single(element => element.Attribute("stroke-width")?.Value == "2.2").Attribute("d")!.Value;
        var top = Regex.Matches(path, @" ([\d.]+)").Min(match => double.Parse(match.Groups[1].Value, CultureInfo.InvariantCulture));
        Assert.InRange(top, 90, 130);
    }

    [Fact]
    public void Twenty_digits_stay_below_a_hundred_kilobytes() => Assert.InRange(Gallery.Pictures().ToSvg().Length, 10_000, 100_000);

    [Fact]
    public void Histogram_bins_count_every_value_once()
    {
        var chart = Chart.Histogram("A title", "x", bins: 4).Add("a", new[] { 0.0, 1, 2, 3, 4 }).Add("b", new[] { 4.0, 4, double.NaN });
        using var json = JsonDocument.Parse(chart.ToPlotlyJson());
        var heights = json.RootElement.GetProperty("data").EnumerateArray()
            .Select(trace => trace.GetProperty("y").EnumerateArray().Select(value => value.GetInt32()).ToArray()).ToArray();
        Assert.Equal([0, 1, 1, 1, 2, 0], heights[0]);
        Assert.Equal([0, 0, 0, 0, 2, 0], heights[1]);
    }

    [Fact]
    public void Cells_are_merged_into_rectangles_that_cover_them_exactly()
    {
        var random = new SeededRandom(4);
        for (var trial = 0; trial < 50; trial++)
        {
            var (rows, columns) = (1 + random.NextInt32(9), 1 + random.NextInt32(9));
            var levels = Enumerable.Range(0, rows * columns).Select(_ => random.NextInt32(4) - 1).ToArray();
            var painted = Enumerable.Repeat(-1, levels.Length).ToArray();
            var paths = CellPainter.Paths(levels, rows, columns, 3);
            for (var level = 0; level < 3; level++)
            {
                foreach (Match match in Regex.Matches(paths[level], @"M(\d+) (\d+)h(\d+)v(\d+)h-\d+z"))
                {
                    var n = match.Groups.Values.Skip(1).Select(group => int.Parse(group.Value, CultureInfo.InvariantCulture)).ToArray();
                    for (var i = 0; i < n[2] * n[3]; i++)
                    {
                        var index = ((n[1] + (i / n[2])) * columns) + n[0] + (i % n[2]);
                        Assert.Equal(-1, painted[index]);
                        painted[index] = level;
                    }
                }
            }

            Assert.Equal(levels, painted);
        }
    }

    [Fact]
    public void A_contour_of_a_cone_is_a_circle()
    {
        var values = new double[40, 40];
        for (var i = 0; i < 1600; i++)
        {
            var (x, y) = ((i % 40) + 0.5 - 20, (i / 40) + 0.5 - 20);
            values[i / 40, i % 40] = Math.Sqrt((x * x) + (y * y));
        }

        var path = MarchingSquares.Contour(values, 12, x => x - 20, y => y - 20);
        Assert.Equal(1, Regex.Count(path, "M"));
        var radii = Regex.Matches(path, @"([\d.-]+) ([\d.-]+)").Select(match => Math.Sqrt(
            Math.Pow(double.Parse(match.Groups[1].Value, CultureInfo.InvariantCulture), 2) + Math.Pow(double.Parse(match.Groups[2].Value, CultureInfo.InvariantCulture), 2))).ToArray();
        Assert.True(radii.Length > 60);
        Assert.All(radii, radius => Assert.InRange(radius, 11.95, 12.05));
    }

    [Theory]
    [InlineData(0, 10, 5, "0 2 4 6 8 10")]
    [InlineData(0, 1, 4, "0.0 0.5 1.0")]
    [InlineData(-3, 3, 6, "−3 −2 −1 0 1 2 3")]
    [InlineData(0, 50000, 5, "0 10,000 20,000 30,000 40,000 50,000")]
    [InlineData(0, 4e-7, 4, "0 1×10⁻⁷ 2×10⁻⁷ 3×10⁻⁷ 4×10⁻⁷")]
    [InlineData(0, 3e8, 3, "0 1×10⁸ 2×10⁸ 3×10⁸")]
    public void Ticks_are_round(double minimum, double maximum, int wanted, string expected) =>
        Assert.Equal(expected, string.Join(' ', TickFinder.Linear(minimum, maximum, wanted, whole: false).Select(tick => tick.Label)));

    [Theory]
    [InlineData(0.001, 1000, 7, "0.001 0.01 0.1 1 10 100 1,000")]
    [InlineData(1e-12, 1, 4, "10⁻¹² 10⁻⁸ 10⁻⁴ 1")]
    [InlineData(2, 60, 6, "2 5 10 20 50")]
    public void Logarithmic_ticks_are_decades(double minimum, double maximum, int wanted, string expected) =>
        Assert.Equal(expected.Replace(",", "", StringComparison.Ordinal), string.Join(' ', TickFinder.Logarithmic(minimum, maximum, wanted).Select(tick => tick.Label)));

    [Theory]
    [InlineData(0.9740001, "0.974")]
    [InlineData(2.30, "2.3")]
    [InlineData(1234567, "1,234,567")]
    [InlineData(0.00001234, "1.23×10⁻⁵")]
    [InlineData(-0.5, "−0.5")]
    [InlineData(0.9999, "1")]
    [InlineData(12345.6, "12,300")]
    [InlineData(double.NaN, "not a number")]
    public void Numbers_in_sentences_are_short(double value, string expected) => Assert.Equal(expected, Numbers.Short(value));

    [Fact]
    public void Confusion_counts_and_names_the_worst_error()
    {
        var chart = Chart.Confusion("A title", [0, 0, 1, 1, 2, 2, 2], [0, 0, 1, 2, 2, 1, 1], ["cat", "dog", "owl"]);
        Assert.Contains("The diagonal holds 4 of 7 examples; the most frequent error takes owl for dog, 2 times", chart.Description, StringComparison.OrdinalIgnoreCase);
        using var json = JsonDocument.Parse(chart.ToPlotlyJson());
        Assert.Equal("heatmap", json.RootElement.GetProperty("data")[0].GetProperty("type").GetString());
    }

    [Fact]
    public void A_plane_lists_cell_centres_from_the_lower_left()
    {
        var plane = new Plane(0, 4, 10, 20, columns: 4, rows: 2);
        Assert.Equal([8, 2], plane.Points.Shape.ToArray());
        Assert.Equal([0.5f, 12.5f, 1.5f, 12.5f], plane.Points.ToArray()[..4]);
        Assert.Equal([3.5f, 17.5f], plane.Points.ToArray()[^2..]);
    }

    [Fact]
    public void Plotly_keeps_each_kind()
    {
        string[] Types(Figure figure)
        {
            using var json = JsonDocument.Parse(figure.ToPlotlyJson());
            return [.. json.RootElement.GetProperty("data").EnumerateArray().Select(trace => trace.GetProperty("type").GetString()!)];
        }

        Assert.Equal(["scatter", "scatter"], Types(Gallery.Line()));
        Assert.Equal(["bar", "scatter", "bar", "scatter", "bar", "scatter"], Types(Gallery.Bars()));
        Assert.Equal(["heatmap", "contour", "contour", "scatter", "scatter", "scatter"], Types(Gallery.Surface(1, "A title")));
        Assert.Equal(["contour", "scatter", "scatter"], Types(Gallery.Contour()));
        Assert.Equal(["heatmap", "heatmap"], Types(Gallery.Pictures()));
        using var log = JsonDocument.Parse(Gallery.Logarithmic().ToPlotlyJson());
        Assert.Equal("log", log.RootElement.GetProperty("layout").GetProperty("yaxis").GetProperty("type").GetString());
    }
}
