using RedGradient.Charts;

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
