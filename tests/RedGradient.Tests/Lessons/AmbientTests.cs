namespace RedGradient.Tests.Lessons;

public sealed class AmbientTests
{
    [Fact]
    public void The_callers_token_goes_before_the_ambient_one()
    {
        using var own = new CancellationTokenSource();
        Assert.Equal(own.Token, AmbientCancellation.Or(own.Token));
        Assert.Equal(AmbientCancellation.Token, AmbientCancellation.Or(default));
        Assert.False(AmbientCancellation.Token.IsCancellationRequested);
    }

    [Fact]
    public void Progress_without_a_listener_goes_nowhere() => AmbientProgress.Report("epoch 1", 0.1);
}
