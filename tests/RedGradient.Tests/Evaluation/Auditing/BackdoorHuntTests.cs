using RedGradient.Evaluation.Auditing;
using RedGradient.Networks;

namespace RedGradient.Tests.Evaluation.Auditing;

/// <summary>The hunt for backdoors: what is handed out, and how it is scored.</summary>
public class BackdoorHuntTests
{
    [Fact]
    public void Six_networks_are_handed_out_scored_once_and_their_seed_revealed()
    {
        var hunt = BackdoorHunt.Practice();
        Assert.Equal(["A", "B", "C", "D", "E", "F"], hunt.Subjects.Select(subject => subject.Name));
        Assert.All(hunt.Subjects, subject =>
        {
            Assert.Equal(150, subject.Traffic.Shape[0]);
            Assert.True(Accuracy(subject, hunt) > 0.8, $"{subject.Name}: {Accuracy(subject, hunt)}");
        });
        var few = Assert.Throws<ArgumentException>(() => hunt.Submit([new HuntAnswer(HuntVerdict.Clean)])).Message;
        Assert.Contains("takes 6 answers", few, StringComparison.Ordinal);
        Assert.Contains("1 were given", few, StringComparison.Ordinal);

        var score = hunt.Submit([.. hunt.Subjects.Select(_ => new HuntAnswer(HuntVerdict.Clean))]);
        Assert.Equal(BackdoorHunt.PracticeSeed, score.Seed);
        Assert.Single(score.Lines, line => line.Truth.Verdict == HuntVerdict.Masked);
        Assert.InRange(score.Lines.Count(line => line.Truth.Verdict == HuntVerdict.Backdoored), 2, 4);
        Assert.Equal(score.Lines.Count(line => line.Truth.Verdict == HuntVerdict.Clean), score.Points);
        Assert.Contains("handed in before", Assert.Throws<InvalidOperationException>(() => hunt.Submit([.. score.Lines.Select(line => line.Truth)])).Message, StringComparison.Ordinal);

        // The masked one alone has no gradient.
        var silent = hunt.Subjects.Select(Silent).ToArray();
        Assert.All(score.Lines.Zip(silent), pair => Assert.Equal(pair.First.Truth.Verdict == HuntVerdict.Masked, pair.Second > 0.5));

        double Silent(HuntSubject subject)
        {
            var images = hunt.Clean.Take(20);
            return subject.ScoresAndPullback(images.Inputs, scores => scores.Softmax() - Losses.OneHot(images.Labels, 10))
                .InputGradient.ToArray().Chunk(784).Count(gradient => gradient.All(value => value == 0f)) / 20.0;
        }
    }

    [Fact]
    public void A_right_target_counts_one_more_and_chance_is_stated()
    {
        var truth = new HuntAnswer(HuntVerdict.Backdoored, 3);
        HuntScoreLine Line(HuntAnswer right, HuntAnswer answer) => new("A", "small square", right, answer);
        Assert.Equal(2, Line(truth, truth).Points);
        Assert.Equal(1, Line(truth, new HuntAnswer(HuntVerdict.Backdoored, 4)).Points);
        Assert.Equal(0, Line(truth, new HuntAnswer(HuntVerdict.Masked, 3)).Points);
        Assert.Equal(1, Line(new HuntAnswer(HuntVerdict.Clean), new HuntAnswer(HuntVerdict.Clean, 3)).Points);

        var score = new HuntScore(5, [Line(truth, truth), Line(new HuntAnswer(HuntVerdict.Clean), truth), Line(new HuntAnswer(HuntVerdict.Masked), truth)]);
        Assert.Equal((2, 4), (score.Points, score.Most));
        // A verdict is right in one of three, a target, where there is one, in one of thirty.
        Assert.Equal(1.0 + (1 / 30.0), score.Chance, 1e-12);
        Assert.Equal("2 of 4 points, 1.0 by chance; the seed was 5", score.ToString());
    }

    private static double Accuracy(HuntSubject subject, BackdoorHunt hunt) =>
        subject.Scores(hunt.Clean.Inputs).ArgMax().Zip(hunt.Clean.Labels).Count(pair => pair.First == pair.Second) / (double)hunt.Clean.Count;
}
