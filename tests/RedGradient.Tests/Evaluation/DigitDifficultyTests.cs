using RedGradient.Data;

namespace RedGradient.Tests.Evaluation;

/// <summary>The committed results of the experiment.</summary>
public class DigitDifficultyTests
{
    [Theory]
    [InlineData(DigitDifficulty.Plain, "softmax", 0.88, 0.94)]
    [InlineData(DigitDifficulty.Plain, "784-128-10", 0.93, 0.98)]
    [InlineData(DigitDifficulty.Plain, "small cnn", 0.97, 1.0)]
    [InlineData(DigitDifficulty.Hard, "small cnn", 0.87, 0.93)]
    public void The_digits_are_as_hard_as_the_documentation_says(DigitDifficulty difficulty, string network, double low, double high)
    {
        var results = CommittedResults.Of("digit-difficulty");
        foreach (var seed in new[] { 1, 2, 3 })
        {
            Assert.InRange(results[$"{difficulty}, {network}, seed {seed}"].Values["test accuracy"], low, high);
        }
    }
}
