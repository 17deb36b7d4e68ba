using System.Text.RegularExpressions;
using Newtonsoft.Json.Linq;
using Plotly.NET;
using Plotly.NET.LayoutObjects;
using RedGradient.Tests.Charts;

namespace RedGradient.Interactive.Tests;

/// <summary>Every kind of chart as a chart of Plotly.NET and of XPlot: the same figure, open to their functions.</summary>
public sealed partial class FigureTests
{
    public static TheoryData<string> Kinds() => [.. Gallery.All().Select(item => item.Kind)];

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Plotly_NET_holds_the_same_figure(string kind)
    {
        var figure = Make(kind);
        var theirs = JObject.Parse(GenericChart.toFigureJson(figure.ToPlotly()));
        var ours = JObject.Parse(figure.ToPlotlyJson());
        Same(ours["data"]!, theirs["data"]!);
        Same(ours["layout"]!, theirs["layout"]!);
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void XPlot_holds_the_same_figure(string kind)
    {
        var figure = Make(kind);
        var script = figure.ToXPlot().GetInlineJS();
        var ours = JObject.Parse(figure.ToPlotlyJson());
        Same(ours["data"]!, JToken.Parse(Data().Match(script).Groups[1].Value));
        Same(ours["layout"]!, JToken.Parse(Layout().Match(script).Groups[1].Value));
    }

    [Fact]
    public void What_a_reader_sets_in_XPlot_changes_that_and_leaves_the_rest()
    {
        var chart = Gallery.Line().ToXPlot();
        chart.WithTitle("Another title");
        chart.WithXTitle("step");
        var layout = JObject.Parse(Layout().Match(chart.GetInlineJS()).Groups[1].Value);
        Assert.Equal("Another title", (string?)layout["title"]!["text"]);
        Assert.Equal(17, (int)layout["title"]!["font"]!["size"]!);
        Assert.Equal("step", (string?)layout["xaxis"]!["title"]!["text"]);
        Assert.Equal("linear", (string?)layout["xaxis"]!["type"]);
    }

    [Fact]
    public void Plotly_NET_finds_its_own_types_in_the_figure()
    {
        var layout = GenericChart.getLayout(Gallery.Line().ToPlotly());
        var axes = Plotly.NET.Layout.getXAxes(layout);
        Assert.Equal("xaxis", Assert.Single(axes).Item1);
        Assert.IsType<LinearAxis>(axes[0].Item2);
    }

    [Fact]
    public void Each_kind_stands_side_by_side_in_a_gallery()
    {
        var page = new System.Text.StringBuilder("<!doctype html><meta charset=\"utf-8\"><script src=\"npm/package/plotly.min.js\"></script>\n<table><tr><th>RedGradient<th>Plotly.NET<th>XPlot</tr>\n");
        foreach (var (kind, figure) in Gallery.All())
        {
            var id = "f" + page.Length;
            page.Append("<tr><td>").Append(figure.ToSvg()).Append("<td><div id=\"").Append(id).Append("\"></div><script>{const f=").Append(GenericChart.toFigureJson(figure.ToPlotly()))
                .Append(";Plotly.newPlot('").Append(id).Append("',f.data,f.layout)}</script><td>").Append(figure.ToXPlot().GetInlineHtml()).Append("</tr>\n");
            Assert.NotEmpty(kind);
        }

        var folder = Path.GetFullPath(Path.Combine(AppContext.BaseDirectory, "../../../../../artifacts"));
        Directory.CreateDirectory(folder);
        File.WriteAllText(Path.Combine(folder, "plotly-gallery.html"), page.ToString());
    }

    [Fact]
    public void A_figure_of_nothing_says_so() =>
        Assert.Contains("no data", Assert.Throws<InvalidOperationException>(() => RedGradient.Charts.Chart.Line("A title", "x", "y").ToPlotly()).Message, StringComparison.Ordinal);

    private static RedGradient.Charts.Figure Make(string kind) => Gallery.All().Single(item => item.Kind == kind).Figure;

    private static void Same(JToken expected, JToken actual)
    {
        switch (expected, actual)
        {
            case (JObject ours, JObject theirs):
                Assert.Equal(ours.Properties().Select(property => property.Name).Order(), theirs.Properties().Select(property => property.Name).Order());
                foreach (var (name, value) in ours) Same(value!, theirs[name]!);
                break;
            case (JArray ours, JArray theirs):
                Assert.Equal(ours.Count, theirs.Count);
                foreach (var (one, other) in ours.Zip(theirs)) Same(one, other);
                break;
            case ({ Type: JTokenType.Float or JTokenType.Integer }, _):
                Assert.Equal((double)expected, (double)actual, 1e-9);
                break;
            default:
                Assert.True(JToken.DeepEquals(expected, actual), $"{expected.Path}: {expected} and {actual}");
                break;
        }
    }

    [GeneratedRegex(@"var data = (\[.*\]);\s*var layout", RegexOptions.Singleline)]
    private static partial Regex Data();

    [GeneratedRegex(@"var layout = (\{.*?\});\s*Plotly\.newPlot", RegexOptions.Singleline)]
    private static partial Regex Layout();
}
