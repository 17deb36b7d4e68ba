using System.Collections;
using System.Globalization;
using System.Linq.Expressions;
using System.Text;
using RedGradient.Charts;
using RedGradient.Tensors;

namespace RedGradient.Tests.Charts;

/// <summary>Formats values the way a notebook host does that knows nothing but the convention's names.</summary>
public class ConventionTests
{
    [Fact]
    public void A_chart_offers_SVG_and_HTML_and_text_and_Plotly_to_those_who_ask()
    {
        var chart = Gallery.Line();
        var (preferred, outputs) = Format(chart);
        Assert.Equal(["image/svg+xml", "text/html", "text/plain"], preferred);
        Assert.Equal(chart.ToSvg(), outputs["image/svg+xml"]);
        Assert.Equal(chart.ToString(), outputs["text/plain"]);
        Assert.StartsWith("<img src=\"data:image/svg+xml;base64,", outputs["text/html"], StringComparison.Ordinal);
        Assert.Equal(chart.ToSvg(), Encoding.UTF8.GetString(Convert.FromBase64String(outputs["text/html"].Split("base64,")[1].Split('"')[0])));
        Assert.Contains($"alt=\"{chart}\"", outputs["text/html"], StringComparison.Ordinal);
        Assert.DoesNotContain("\n", outputs["text/plain"], StringComparison.Ordinal);
        Assert.StartsWith("{\"data\":[", outputs["application/vnd.plotly.v1+json"], StringComparison.Ordinal);
    }

    [Fact]
    public void A_row_of_charts_offers_the_same() => Assert.Equal(["image/svg+xml", "text/html", "text/plain"], Format(Chart.Row("A title", Gallery.Line())).Preferred);

    [Fact]
    public void A_picture_offers_PNG_in_base64_and_text()
    {
        var picture = Picture.From(Tensor.From([0, 1f], 1, 2), "Two pixels.");
        var (preferred, outputs) = Format(picture);
        Assert.Equal(["image/png", "text/plain"], preferred);
        Assert.Equal(picture.ToPng(), Convert.FromBase64String(outputs["image/png"]));
        Assert.Equal("Picture, 8 by 4 pixels: Two pixels.", outputs["text/plain"]);
    }

    [Fact]
    public void A_table_offers_HTML_and_text()
    {
        var table = new Table("attack", "accuracy", "steps").Add("clean <none>", 0.974, 0).Add("PGD", 0.0214f, 40);
        var (preferred, outputs) = Format(table);
        Assert.Equal(["text/html", "text/plain"], preferred);
        Assert.Equal(
            "| attack       | accuracy | steps |\n|--------------|---------:|------:|\n| clean <none> |    0.974 |     0 |\n| PGD          |    0.021 |    40 |",
            outputs["text/plain"]);
        Assert.Contains("<td align=\"left\">clean &lt;none&gt;</td><td align=\"right\">0.974</td><td align=\"right\">0</td>", outputs["text/html"], StringComparison.Ordinal);
    }

    [Fact]
    public void A_table_of_items_has_plain_heads_and_decimals_of_its_columns()
    {
        var runs = new[] { (Name: "FGSM | one step", Share: 0.1234, Steps: 1), (Name: "PGD", Share: 0.98765, Steps: 40) };
        var table = Table.Of(runs).Column("attack", run => run.Name).Column("success, %", run => 100 * run.Share, decimals: 1).Column("share", run => run.Share).Column("steps", run => run.Steps).Decimals(2).Caption("Two <attacks>");
        var (preferred, outputs) = Format(table);
        Assert.Equal(["text/html", "text/plain"], preferred);
        Assert.Equal(
            "Two <attacks>\n\n| attack           | success, % | share | steps |\n|------------------|-----------:|------:|------:|\n"
            + "| FGSM \\| one step |       12.3 |  0.12 |     1 |\n| PGD              |       98.8 |  0.99 |    40 |",
            outputs["text/plain"]);
        Assert.StartsWith("<table>\n<caption>Two &lt;attacks&gt;</caption>\n<thead><tr><th scope=\"col\" align=\"left\">attack</th>", outputs["text/html"], StringComparison.Ordinal);
        Assert.Equal(outputs["text/html"], Format(table).Outputs["text/html"]);
    }

    [Fact]
    public void A_slider_offers_its_start_to_all_and_every_state_to_the_book()
    {
        var slider = Chart.Slider("ε", 1, Enumerable.Range(0, 3).Select(i => new SliderState($"0.{i}", Gallery.Line(), $"accuracy {90 - i} %")));
        var (preferred, outputs) = Format(slider);
        Assert.Equal(["image/svg+xml", "text/html", "text/plain"], preferred);
        Assert.Equal(Gallery.Line().ToSvg(), outputs["image/svg+xml"]);
        Assert.EndsWith("Shown for ε = 0.1.\nε = 0.0: accuracy 90 %\nε = 0.1: accuracy 89 %\nε = 0.2: accuracy 88 %", outputs["text/plain"], StringComparison.Ordinal);
        Assert.Contains("<tr><td>0.2</td><td>accuracy 88 %</td></tr>", outputs["text/html"], StringComparison.Ordinal);
        using var json = System.Text.Json.JsonDocument.Parse(outputs["application/vnd.redgradient.slider+json"]);
        Assert.Equal("ε", json.RootElement.GetProperty("parameter").GetString());
        Assert.Equal(1, json.RootElement.GetProperty("start").GetInt32());
        var last = json.RootElement.GetProperty("states")[2];
        Assert.Equal(("0.2", "accuracy 88 %", Gallery.Line().ToSvg()), (last.GetProperty("label").GetString(), last.GetProperty("numbers").GetString(), last.GetProperty("svg").GetString()));
        Assert.Equal(outputs, Format(slider).Outputs);
    }

    [Fact]
    public void Formatters_refuse_other_values()
    {
        using var writer = new StringWriter(CultureInfo.InvariantCulture);
        foreach (var formatter in Formatters(SourceType(typeof(LineChart))))
        {
            Assert.Equal(false, formatter.GetType().GetMethod("Format")!.Invoke(formatter, ["a text", writer]));
        }

        Assert.Equal("", writer.ToString());
    }

    [Theory]
    [InlineData(typeof(LineChart))]
    [InlineData(typeof(ChartGrid))]
    [InlineData(typeof(PictureChart))]
    [InlineData(typeof(Picture))]
    [InlineData(typeof(Table))]
    [InlineData(typeof(TableOf<int>))]
    [InlineData(typeof(Slider))]
    public void Displayable_types_have_a_public_ToHtml_without_parameters(Type type) =>
        Assert.Equal(typeof(string), type.GetMethod("ToHtml", Type.EmptyTypes)!.ReturnType);

    private static (string[] Preferred, Dictionary<string, string> Outputs) Format(object value)
    {
        var attribute = Attribute(value.GetType());
        var outputs = new Dictionary<string, string>();
        foreach (var formatter in Formatters(SourceType(value.GetType())))
        {
            // One public method of that name, or the look-up fails.
            var method = formatter.GetType().GetMethod("Format")!;
            var (instance, writer) = (Expression.Parameter(typeof(object)), Expression.Parameter(typeof(TextWriter)));
            var format = Expression.Lambda<Func<object, TextWriter, bool>>(Expression.Call(Expression.Constant(formatter), method, instance, writer), instance, writer).Compile();
            using var output = new StringWriter(CultureInfo.InvariantCulture);
            Assert.True(format(value, output));
            Assert.Null(formatter.GetType().GetProperty("Type"));
            outputs.Add((string)formatter.GetType().GetProperty("MimeType")!.GetGetMethod()!.Invoke(formatter, null)!, output.ToString());
        }

        return ((string[])attribute.GetType().GetProperty("PreferredMimeTypes")!.GetValue(attribute)!, outputs);
    }

    private static object Attribute(Type type) => type.GetCustomAttributes(true).Single(attribute => attribute.GetType().Name == "TypeFormatterSourceAttribute");

    private static Type SourceType(Type type)
    {
        var attribute = Attribute(type);
        return (Type)attribute.GetType().GetProperty("FormatterSourceType")!.GetValue(attribute)!;
    }

    private static object[] Formatters(Type sourceType)
    {
        var source = Activator.CreateInstance(sourceType)!;
        return [.. ((IEnumerable)source.GetType().GetMethod("CreateTypeFormatters")!.Invoke(source, null)!).Cast<object>()];
    }
}
