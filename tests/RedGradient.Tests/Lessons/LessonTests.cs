using RedGradient.Lessons;

namespace RedGradient.Tests.Lessons;

public sealed class LessonTests
{
    [Fact]
    public void A_right_answer_passes_visibly_and_a_wrong_one_says_what_it_means()
    {
        Assert.Equal("✓ check passed", Lesson.Check(true, "unused").ToString());
        Assert.Equal("The sign is lost.", Assert.Throws<CheckFailedException>(() => Lesson.Check(false, "The sign is lost.")).Message);
    }

    [Fact]
    public void A_number_in_its_band_is_one_line()
    {
        var record = Lesson.Record("test accuracy", 0.951234567, new Band("synthetic", 0.93, 0.98), new Band("mnist", 0.92, 0.97));
        Assert.Equal("test accuracy = 0.951235 (expected 0.93 to 0.98 on synthetic)", record.ToString());
        Assert.Equal("loss = 1.5E-07 (no expectation on synthetic)", Lesson.Record("loss", 1.5e-7, new Band("mnist", 0, 1)).ToString());
    }

    [Theory]
    [InlineData(0.92)]
    [InlineData(0.99)]
    [InlineData(double.NaN)]
    public void A_number_outside_its_band_is_refused(double value)
    {
        var exception = Assert.Throws<CheckFailedException>(() => Lesson.Record("accuracy", value, new Band("synthetic", 0.93, 0.98)));
        Assert.Contains("outside what the lesson says", exception.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("")]
    [InlineData("a = b")]
    [InlineData("a\nb")]
    [InlineData(" a")]
    public void A_name_that_could_not_be_read_back_is_refused(string name) => Assert.Throws<ArgumentException>(() => Lesson.Record(name, 1));

    [Fact]
    public void A_band_upside_down_is_refused()
    {
        Assert.Throws<ArgumentException>(() => new Band("synthetic", 1, 0));
        Assert.Throws<ArgumentException>(() => new Band("synthetic", double.NaN, 0));
    }
}
