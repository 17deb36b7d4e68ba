using System.Globalization;
using System.Text.Json;
using System.Xml.Linq;
using RedGradient.Charts;

namespace RedGradient.Tests.Charts;

public class FigureTests
{
    private static readonly XNamespace Svg = "http://www.w3.org/2000/svg";

    public static TheoryData<string> Kinds => [.. Gallery.All().Select(item => item.Kind)];

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Every_kind_renders_the_same_bytes_twice_and_in_another_culture(string kind)
    {
        var first = Make(kind);
        var before = CultureInfo.CurrentCulture;
        try
        {
            var comma = (CultureInfo)CultureInfo.InvariantCulture.Clone();
            comma.NumberFormat.NumberDecimalSeparator = ",";
            comma.NumberFormat.NegativeSign = "~";
            CultureInfo.CurrentCulture = comma;
            var second = Make(kind);
            Assert.Equal(first.ToSvg(), second.ToSvg());
            Assert.Equal(first.ToPlotlyJson(), second.ToPlotlyJson());
            Assert.Equal(first.ToString(), second.ToString());
        }
        finally
        {
            CultureInfo.CurrentCulture = before;
        }
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Every_kind_is_plain_well_formed_SVG(string kind)
    {
        var figure = Make(kind);
        var text = figure.ToSvg();
        var root = XDocument.Parse(text).Root!;
        Assert.Equal(Svg + "svg", root.Name);
        Assert.Equal("img", root.Attribute("role")!.Value);
        Assert.Equal(figure.Title, root.Element(Svg + "title")!.Value);
        Assert.Equal(figure.Description, root.Element(Svg + "desc")!.Value);
        var ids = root.Descendants().Attributes("id").Select(id => id.Value).ToArray();
        Assert.Equal(ids.Length, ids.Distinct().Count());
        Assert.All(root.Attribute("aria-labelledby")!.Value.Split(' '), id => Assert.Contains(id, ids));
        string[] allowed = ["svg", "title", "desc", "g", "rect", "path", "line", "text", "clipPath", "pattern"];
        Assert.All(root.DescendantsAndSelf(), element => Assert.Contains(element.Name.LocalName, allowed));
        Assert.DoesNotContain(root.DescendantsAndSelf().Attributes(), attribute => attribute.Name.LocalName is "style" or "href" || attribute.Name.LocalName.StartsWith("on", StringComparison.Ordinal));
        Assert.DoesNotContain("NaN", text, StringComparison.Ordinal);
        Assert.DoesNotContain("\r", text, StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Every_kind_is_a_Plotly_figure(string kind)
    {
        var figure = Make(kind);
        using var document = JsonDocument.Parse(figure.ToPlotlyJson());
        var data = document.RootElement.GetProperty("data");
        Assert.True(data.GetArrayLength() > 0);
        Assert.All(data.EnumerateArray(), trace => Assert.Contains(trace.GetProperty("type").GetString(), new[] { "scatter", "bar", "heatmap", "contour" }));
        var title = document.RootElement.GetProperty("layout").GetProperty("title").GetProperty("text").GetString()!;
        Assert.Equal($"<b>{figure.Title}</b>", title.Replace("<br>", " ", StringComparison.Ordinal));
    }

    [Fact]
    public void Different_figures_have_different_identifiers()
    {
        var ids = Gallery.All().SelectMany(item => XDocument.Parse(item.Figure.ToSvg()).Descendants().Attributes("id")).Select(id => id.Value).ToArray();
        Assert.Equal(ids.Length, ids.Distinct().Count());
    }

    /// <summary>Leaves the gallery in the tests' output folder, as a page to look at.</summary>
    [Fact]
    public void All_kinds_stand_on_one_page()
    {
        var folder = Path.Combine(AppContext.BaseDirectory, "gallery");
        Directory.CreateDirectory(folder);
        var items = Gallery.All();
        File.WriteAllText(
            Path.Combine(folder, "gallery.html"),
            "<!doctype html><html><head><meta charset=\"utf-8\"><title>Gallery</title></head><body>\n" + string.Join("<hr>\n", items.Select(item => item.Figure.ToSvg())) + "</body></html>\n");
        foreach (var (kind, figure) in items)
        {
            File.WriteAllText(Path.Combine(folder, kind.Replace(' ', '-') + ".svg"), figure.ToSvg());
        }

        Assert.Equal(items.Count, Directory.GetFiles(folder, "*.svg").Length);
    }

    private static Figure Make(string kind) => Gallery.All().Single(item => item.Kind == kind).Figure;
}
