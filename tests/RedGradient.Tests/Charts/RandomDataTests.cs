using System.Globalization;
using System.Text.Json;
using System.Xml.Linq;
using FsCheck;
using FsCheck.Fluent;
using RedGradient.Charts;

namespace RedGradient.Tests.Charts;

public class RandomDataTests
{
    private static readonly Config Fixed = Config.QuickThrowOnFailure.WithReplay(20260301UL, 5UL).WithMaxTest(100);

    private static readonly double[] Awkward =
        [double.NaN, double.PositiveInfinity, double.NegativeInfinity, double.MaxValue, double.Epsilon, 0, -0.0, 1e-310, 1e299, -1e299, 1e10, 1e10 + 1e-4, 1];

    private static readonly Gen<double> Numbers = Gen.OneOf(
        Gen.Choose(-1000, 1000).Select(value => value / 8.0),
        Gen.Choose(-40, 40).Select(exponent => Math.Pow(10, exponent)),
        Gen.Elements(Awkward));

    private static readonly Gen<double[]> Series = Gen.Choose(1, 60).SelectMany(count => Numbers.ArrayOf(count));

    [Fact]
    public void Lines_and_points_take_any_numbers_or_refuse_them_with_a_sentence() => ForAll(values =>
    {
        var positive = values.Any(value => value is > 0 and <= 1e300 and >= 1e-300);
        IsSound(() => Chart.Line("A title", "x", "y").Add("series", values), Drawable(values));
        IsSound(() => Chart.Line("A title", "x", "y").Add("series", values, values, values, values), Drawable(values));
        IsSound(() => Chart.Scatter("A title", "x", "y").Add("points", values, values.Reverse()), values.Zip(values.Reverse()).Any(pair => Drawable([pair.First]) && Drawable([pair.Second])));
        IsSound(() => Chart.Line("A title", "x", "y").Add("series", values).LogY(), positive);
    });

    [Fact]
    public void Bars_and_histograms_take_any_numbers() => ForAll(values =>
    {
        var names = values.Select((_, i) => new string('n', (i % 30) + 1));
        IsSound(() => Chart.Bar("A title", "x", "y", names).Add("a", values).Add("b", values, values.Select(value => double.IsNaN(value) ? value : Math.Abs(value))), Drawable(values));
        IsSound(() => Chart.Histogram("A title", "x", 7).Add("a", values), Drawable(values));
    });

    [Fact]
    public void Surfaces_take_any_numbers() => ForAll(values =>
    {
        var matrix = new double[4, Math.Max(2, values.Length / 4)];
        for (var i = 0; i < matrix.Length; i++)
        {
            matrix[i % 4, i / 4] = values[i % values.Length];
        }

        IsSound(() => Chart.HeatMap("A title", "x", "y", matrix, decimals: 1), Drawable(values));
        IsSound(() => Chart.HeatMap("A title", "x", "y", matrix, diverging: true), Drawable(values));
        IsSound(() => Chart.DecisionSurface("A title", matrix, (-1, 1), (0, 1e-3)), Drawable(values));
        IsSound(() => Chart.Contour("A title", "x", "y", matrix, (-1e9, 1), (0, 1)), Drawable(values));
        IsSound(() => Chart.Pictures("A title", [.. values.Select(value => new[] { (float)value })]), true);
        IsSound(() => Chart.Pictures("A title", [.. values.Select(value => new[] { (float)value })], columns: 3, diverging: true), true);
    });

    [Fact]
    public void Titles_names_and_captions_take_any_text() =>
        Prop.ForAll(ArbMap.Default.GeneratorFor<string>().Where(text => !string.IsNullOrWhiteSpace(text)).ToArbitrary(), text =>
        {
            IsSound(() => Chart.Line(text, text, text).Add(text, new[] { 1.0, 2 }).MarkX(1, text).Annotate(1, 2, text), true);
            IsSound(() => Chart.Bar(text, text, text, [text]).Add(text, new[] { 1 }), true);
            IsSound(() => Chart.Row(text, Chart.Pictures(text, [new float[] { 1 }], [text])), true);
        }).Check(Fixed);

    private static bool Drawable(double[] values) => values.Any(value => Math.Abs(value) <= 1e300);

    private static void ForAll(Action<double[]> property) => Prop.ForAll(Series.ToArbitrary(), property).Check(Fixed);

    private static void IsSound(Func<Figure> make, bool expected)
    {
        Figure figure;
        string svg;
        try
        {
            figure = make();
            svg = figure.ToSvg();
        }
        catch (Exception error) when (error is ArgumentException or InvalidOperationException)
        {
            Assert.False(expected, error.Message);
            Assert.EndsWith(".", error.Message.Split(" (Parameter")[0], StringComparison.Ordinal);
            return;
        }

        Assert.True(expected, "Data without a number to draw were accepted.");
        var root = XDocument.Parse(svg).Root!;
        Assert.DoesNotContain("NaN", string.Concat(root.Descendants().Attributes().Where(attribute => attribute.Name != "id").Select(attribute => attribute.Value + " ")), StringComparison.Ordinal);
        foreach (var element in root.Descendants().Where(element => element.Name.LocalName is "text" or "rect" or "line"))
        {
            foreach (var attribute in element.Attributes().Where(attribute => attribute.Name.LocalName is "x" or "y" or "x1" or "x2" or "y1" or "y2" or "width" or "height"))
            {
                var limit = attribute.Name.LocalName is "x" or "x1" or "x2" or "width" ? figure.Width : figure.Height;
                var value = double.Parse(attribute.Value, CultureInfo.InvariantCulture);
                Assert.True(value >= -1 && value <= limit + 1, $"{element} lies outside of the figure.");
            }
        }

        using var json = JsonDocument.Parse(figure.ToPlotlyJson());
        Assert.True(json.RootElement.GetProperty("data").GetArrayLength() > 0);
    }
}
