using RedGradient.Attacks.Backdoors;

namespace RedGradient.Tests.Attacks.Backdoors;

public class BackdoorGoalTests
{
    [Fact]
    public void Each_goal_sends_classes_where_it_says()
    {
        Assert.Equal([2, 2, null, 2], Enumerable.Range(0, 4).Select(label => BackdoorGoal.AllToOne(2).Of(label, 4)));
        Assert.Equal([1, 2, 3, 0], Enumerable.Range(0, 4).Select(label => BackdoorGoal.AllToAll.Of(label, 4)!.Value));
        Assert.Equal([null, 3, null, null], Enumerable.Range(0, 4).Select(label => BackdoorGoal.FromTo(1, 3).Of(label, 4)));
        Assert.Null(BackdoorGoal.AllToAll.Of(0, 1));
        Assert.Equal(2, BackdoorGoal.AllToOne(2).Target);
        Assert.Equal(3, BackdoorGoal.FromTo(1, 3).Target);
        Assert.Null(BackdoorGoal.AllToAll.Target);
        Assert.Equal(["every class → 2", "i → i + 1", "1 → 3"], new[] { BackdoorGoal.AllToOne(2), BackdoorGoal.AllToAll, BackdoorGoal.FromTo(1, 3) }.Select(goal => goal.ToString()));
    }

    [Fact]
    public void Classes_that_are_not_there_are_refused()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => BackdoorGoal.AllToOne(-1));
        Assert.Throws<ArgumentOutOfRangeException>(() => BackdoorGoal.FromTo(-1, 2));
        Assert.Throws<ArgumentOutOfRangeException>(() => BackdoorGoal.FromTo(1, -2));
        Says(Assert.Throws<ArgumentException>(() => BackdoorGoal.FromTo(3, 3)), "must differ", "3");
        Says(Assert.Throws<ArgumentOutOfRangeException>(() => BackdoorGoal.AllToOne(10).Of(0, 10)), "every class → 10", "10 classes", "0 to 9");
        Says(Assert.Throws<ArgumentOutOfRangeException>(() => BackdoorGoal.FromTo(10, 2).Of(0, 10)), "10 → 2", "0 to 9");

        static void Says(Exception error, params string[] parts) => Assert.All(parts, part => Assert.Contains(part, error.Message, StringComparison.Ordinal));
    }
}
