using System.Globalization;
using System.Text.RegularExpressions;
using RedGradient.Charts;
using RedGradient.Charts.Rendering;

namespace RedGradient.Tests.Charts;

public class DiagramTests
{
    [Fact]
    public void Its_description_names_boxes_and_arrows()
    {
        var diagram = Gallery.Diagram();
        Assert.Contains("3 boxes", diagram.Description, StringComparison.Ordinal);
        Assert.Contains("clean images → network (1 − λ)", diagram.Description, StringComparison.Ordinal);
        Assert.Equal("Something else.", diagram.Describe("Something else.").Description);
    }

    [Fact]
    public void An_arrow_runs_from_the_edge_of_one_box_to_the_edge_of_the_other()
    {
        // One row of two cells of 336: the boxes are 210 wide, centred at 168 and 504; the tip stops 5 short.
        var svg = Chart.Diagram("Two boxes").Box("a", 0, 0).Box("b", 1, 0).Arrow("a", "b").ToSvg();
        Assert.Contains("<line x1=\"297\"", svg, StringComparison.Ordinal);
        Assert.Contains("d=\"M418 ", svg, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("1 − λ", 5)]
    [InlineData("a long word", 4)]
    public void A_label_stands_between_the_boxes_not_on_them(string label, int columns)
    {
        var diagram = Chart.Diagram("Boxes in a row");
        for (var i = 0; i < columns; i++)
        {
            diagram.Box($"box {i}", i, i % 2 / 2.0);
        }

        var svg = diagram.Arrow($"box {columns - 2}", $"box {columns - 1}", label).ToSvg();
        var boxes = Regex.Matches(svg, "<rect x=\"([0-9.]+)\" y=\"[0-9.]+\" width=\"([0-9.]+)\"[^>]* rx=\"6\"").Select(match => (Left: Number(match.Groups[1]), Right: Number(match.Groups[1]) + Number(match.Groups[2]))).ToArray();
        var middle = Number(Regex.Match(svg, $"<text x=\"([0-9.]+)\"[^>]*>{label}</text>").Groups[1]);
        var half = TextMetrics.Width(label, 12) / 2;
        Assert.Equal(columns, boxes.Length);
        Assert.All(boxes, box => Assert.True(box.Right <= middle - half || box.Left >= middle + half, $"The label from {middle - half} to {middle + half} meets a box from {box.Left} to {box.Right}."));

        static double Number(Group group) => double.Parse(group.Value, CultureInfo.InvariantCulture);
    }

    [Fact]
    public void What_cannot_be_drawn_is_refused()
    {
        var diagram = Chart.Diagram("Two boxes").Box("a", 0, 0).Box("b", 1, 0);
        Says(Assert.Throws<ArgumentException>(() => diagram.Box("a", 2, 0)), "\"a\"", "twice");
        Says(Assert.Throws<ArgumentOutOfRangeException>(() => diagram.Box("c", -1, 0)), "0 to 20", "−1");
        Says(Assert.Throws<ArgumentOutOfRangeException>(() => diagram.Box("c", 0, double.NaN)), "0 to 20");
        Assert.Throws<ArgumentException>(() => diagram.Box(" ", 0, 0));
        Says(Assert.Throws<ArgumentException>(() => diagram.Arrow("a", "x")), "no box \"x\"", "\"a\", \"b\"");
        Says(Assert.Throws<ArgumentException>(() => diagram.Arrow("a", "a")), "itself");
        Assert.Throws<ArgumentNullException>(() => diagram.Arrow("a", "b", null!));
        Assert.Throws<InvalidOperationException>(() => Chart.Diagram("Nothing").ToSvg());

        static void Says(Exception error, params string[] parts) => Assert.All(parts, part => Assert.Contains(part, error.Message, StringComparison.Ordinal));
    }
}
