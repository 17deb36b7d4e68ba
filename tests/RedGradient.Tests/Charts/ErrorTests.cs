using RedGradient.Charts;
using RedGradient.Tensors;

namespace RedGradient.Tests.Charts;

public class ErrorTests
{
    [Fact]
    public void Different_lengths_are_both_named()
    {
        var error = Assert.Throws<ArgumentException>(() => Chart.Line("A title", "x", "y").Add("train", new[] { 1, 2, 3 }, new[] { 0.5, 0.4 }));
        Assert.Contains("'train'", error.Message, StringComparison.Ordinal);
        Assert.Contains("3 horizontal values but 2 vertical values", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_band_must_be_as_long_as_its_line() =>
        Assert.Contains("2 vertical values but 1 upper edges", Assert.Throws<ArgumentException>(
            () => Chart.Line("A title", "x", "y").Add("a", new[] { 1, 2 }, new[] { 1, 2 }, new[] { 1, 2 }, new[] { 1 })).Message, StringComparison.Ordinal);

    [Fact]
    public void An_empty_series_is_refused() =>
        Assert.Contains("'train' is empty", Assert.Throws<ArgumentException>(() => Chart.Line("A title", "x", "y").Add("train", Array.Empty<double>())).Message, StringComparison.Ordinal);

    [Fact]
    public void A_series_without_a_number_is_refused() =>
        Assert.Contains("no number to draw", Assert.Throws<ArgumentException>(() => Chart.Histogram("A title", "x").Add("a", new[] { float.NaN, float.NaN })).Message, StringComparison.Ordinal);

    [Fact]
    public void A_chart_without_data_is_refused_when_it_is_drawn() =>
        Assert.Contains("no data yet", Assert.Throws<InvalidOperationException>(() => Chart.Line("A title", "x", "y").ToSvg()).Message, StringComparison.Ordinal);

    [Fact]
    public void A_logarithmic_axis_needs_a_positive_value() =>
        Assert.Contains("the largest one is −1", Assert.Throws<InvalidOperationException>(() => Chart.Line("A title", "x", "y").Add("a", new[] { -1, -2 }).LogY().ToSvg()).Message, StringComparison.Ordinal);

    [Fact]
    public void Shapes_are_named_when_they_do_not_fit()
    {
        Assert.Contains("[2, 3, 4, 4]", Assert.Throws<ArgumentException>(() => Chart.Pictures("A title", Zeros(2, 3, 4, 4))).Message, StringComparison.Ordinal);
        Assert.Contains("[5, 3]", Assert.Throws<ArgumentException>(() => Chart.Scatter("A title", "x", "y").Add(Zeros(5, 3), new int[5])).Message, StringComparison.Ordinal);
        Assert.Contains("5 points but 4 labels", Assert.Throws<ArgumentException>(() => Chart.Scatter("A title", "x", "y").Add(Zeros(5, 2), new int[4])).Message, StringComparison.Ordinal);
        Assert.Contains("2 images but 1 captions", Assert.Throws<ArgumentException>(() => Chart.Pictures("A title", Zeros(2, 1, 4, 4), ["a"])).Message, StringComparison.Ordinal);
        Assert.Contains("6400 points", Assert.Throws<ArgumentException>(() => Chart.DecisionSurface("A title", new Plane(0, 1, 0, 1), Zeros(100))).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Ranges_must_run_upwards() =>
        Assert.Contains("from 2 to 1", Assert.Throws<ArgumentException>(() => Chart.Line("A title", "x", "y").RangeY(2, 1)).Message, StringComparison.Ordinal);

    [Fact]
    public void Rows_of_a_table_have_as_many_cells_as_columns() =>
        Assert.Contains("2 columns but the row has 1 cells", Assert.Throws<ArgumentException>(() => new Table("a", "b").Add(1)).Message, StringComparison.Ordinal);

    private static Tensor Zeros(params int[] shape) => Tensor.From(new float[shape.Aggregate(1, (product, length) => product * length)], shape);

    [Fact]
    public void A_table_of_items_without_columns_or_heads_is_refused()
    {
        Assert.Contains("at least one column", Assert.Throws<ArgumentException>(() => Table.Of([1, 2]).ToHtml()).Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => Table.Of([1]).Column(" ", item => item));
        Assert.Contains("11 were asked for", Assert.Throws<ArgumentOutOfRangeException>(() => Table.Of([1]).Column("head", item => item, decimals: 11)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_slider_needs_two_to_eleven_states_with_different_labels_and_a_start_among_them()
    {
        static SliderState State(string label) => new(label, Gallery.Line(), "numbers");
        Assert.Contains("2 to 11 states, none of them null; 1 were given", Assert.Throws<ArgumentException>(() => Chart.Slider("ε", 0, [State("0")])).Message, StringComparison.Ordinal);
        Assert.Contains("12 were given", Assert.Throws<ArgumentException>(() => Chart.Slider("ε", 0, Enumerable.Range(0, 12).Select(i => State($"{i}")))).Message, StringComparison.Ordinal);
        Assert.Contains("states 0 to 1", Assert.Throws<ArgumentOutOfRangeException>(() => Chart.Slider("ε", 2, [State("0"), State("1")])).Message, StringComparison.Ordinal);
        Assert.Contains("labelled \"0\"", Assert.Throws<ArgumentException>(() => Chart.Slider("ε", 0, [State("0"), State("0")])).Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => new SliderState("", Gallery.Line(), "numbers"));
    }
}
