using RedGradient.Lessons;

namespace RedGradient.Tests.Lessons;

public sealed class BandTests
{
    [Fact]
    public void ABandOnAnyDataHoldsWhereNoneIsNamed()
    {
        var record = Lesson.Record("a number", 2.0, new Band("some-other-data", 5.0, 6.0), Band.OnAnyData(1.0, 3.0));

        Assert.Equal(1.0, record.Band!.Low);
        Assert.Equal(3.0, record.Band.High);
        Assert.Throws<CheckFailedException>(() => Lesson.Record("a number", 4.0, Band.OnAnyData(1.0, 3.0)));
    }

    [Fact]
    public void ABandOfTheDataSetGoesBeforeOneOnAnyData()
    {
        var record = Lesson.Record("a number", 5.5, Band.OnAnyData(1.0, 3.0), new Band(Lesson.DataSetName, 5.0, 6.0));

        Assert.Equal(5.0, record.Band!.Low);
    }

    [Fact]
    public void ABandOfCommittedRunsNamesThemInsteadOfTheDataInUse()
    {
        var record = Lesson.Record("success", 0.99201, Band.OfCommitted("MNIST", 0.9915, 0.9925));

        Assert.Equal("success = 0.99201 (expected 0.9915 to 0.9925 on the committed MNIST runs)", record.ToString());
        Assert.Throws<CheckFailedException>(() => Lesson.Record("success", 0.9, Band.OfCommitted("MNIST", 0.9915, 0.9925)));
        Assert.Throws<ArgumentException>(() => Band.OfCommitted(" ", 0.0, 1.0));
        Assert.Throws<ArgumentException>(() => Band.OfCommitted("MNIST", 1.0, 0.0));
    }

    [Fact]
    public void ABandThatRunsBackwardsIsRefused() => Assert.Throws<ArgumentException>(() => Band.OnAnyData(3.0, 1.0));
}
