using RedGradient.Networks;

namespace RedGradient.Tests.Networks;

public class ScheduleTests
{
    [Fact]
    public void Constant_is_1() => Assert.All(Enumerable.Range(0, 100), step => Assert.Equal(1f, LearningRateSchedule.Constant.Factor(step, 10, 100)));

    [Fact]
    public void Cosine_falls_from_1_towards_0_along_half_a_wave()
    {
        for (var step = 0; step < 100; step++)
        {
            Assert.Equal(0.5 * (1.0 + Math.Cos(Math.PI * step / 100.0)), LearningRateSchedule.Cosine.Factor(step, 10, 100), 1e-6);
        }

        Assert.Equal(1f, LearningRateSchedule.Cosine.Factor(0, 1, 1));
    }

    [Fact]
    public void Stepwise_falls_after_every_so_many_epochs()
    {
        var schedule = LearningRateSchedule.Stepwise(epochs: 3, factor: 0.5f);
        foreach (var (step, factor) in new[] { (0, 1f), (29, 1f), (30, 0.5f), (59, 0.5f), (60, 0.25f), (90, 0.125f) })
        {
            Assert.Equal(factor, schedule.Factor(step, 10, 1000));
        }

        Assert.Throws<ArgumentOutOfRangeException>(() => LearningRateSchedule.Stepwise(0, 0.5f));
        Assert.Throws<ArgumentOutOfRangeException>(() => LearningRateSchedule.Stepwise(1, 0f));
        Assert.Throws<ArgumentOutOfRangeException>(() => LearningRateSchedule.Stepwise(1, 1.5f));
    }

    [Fact]
    public void Warm_up_rises_evenly_and_stays()
    {
        var schedule = LearningRateSchedule.Warmup(4);
        Assert.Equal([0.25f, 0.5f, 0.75f, 1f, 1f, 1f], Enumerable.Range(0, 6).Select(step => schedule.Factor(step, 10, 100)));
        Assert.Throws<ArgumentOutOfRangeException>(() => LearningRateSchedule.Warmup(0));
    }
}
