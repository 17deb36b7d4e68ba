using RedGradient.Data;

namespace RedGradient.Tests.Data;

public class SyntheticSentencesTests
{
    private static readonly SyntheticSentences Language = new(seed: 1);

    [Fact]
    public void Seeds_decide_the_language_and_what_is_said_in_it()
    {
        var sentences = Language.Generate(50, seed: 2);
        Assert.Equal(sentences.Inputs.ToArray(), new SyntheticSentences(seed: 1).Generate(50, seed: 2).Inputs.ToArray());
        Assert.NotEqual(sentences.Inputs.ToArray(), Language.Generate(50, seed: 3).Inputs.ToArray());
        Assert.NotEqual(Language.Evidence(7, 1), new SyntheticSentences(seed: 2).Evidence(7, 1));
        Assert.Equal("[50, 16]", sentences.Inputs.Shape.ToString());
        Assert.Equal([25, 25], sentences.ClassCounts());
        Assert.All(sentences.Inputs.ToArray(), id => Assert.True(id is >= 0f and < 400f && id == MathF.Floor(id)));
    }

    [Fact]
    public void The_best_possible_classifier_is_right_in_about_97_of_100_cases()
    {
        var rates = Enumerable.Range(1, 5).Select(seed =>
        {
            var language = new SyntheticSentences(seed);
            var sentences = language.Generate(1000, seed: 9);
            return Enumerable.Range(0, 1000).Count(row => (sentences.Inputs.Row(row).ToArray().Sum(id => language.Evidence((int)id, 1)) > 0.0 ? 1 : 0) == sentences.Labels[row]) / 1000.0;
        }).ToArray();
        Assert.InRange(rates.Average(), 0.96, 0.98);
    }

    [Fact]
    public void Tokens_come_as_often_as_the_evidence_says()
    {
        var sentences = Language.Generate(4000, seed: 4);
        var counts = new double[2, 400];
        for (var i = 0; i < sentences.Inputs.Size; i++) counts[sentences.Labels[i / 16], (int)sentences.Inputs.AsSpan()[i]]++;
        var frequent = Enumerable.Range(0, 400).Where(token => counts[0, token] > 150 && counts[1, token] > 150).ToArray();
        Assert.True(frequent.Length > 10);
        Assert.All(frequent, token => Assert.Equal(Math.Log(counts[1, token] / counts[0, token]), Language.Evidence(token, 1), 0.3));
    }

    [Fact]
    public void The_plainest_tokens_of_a_style_speak_loudest_for_it()
    {
        var plainest = Language.Plainest(1, 40);
        Assert.Equal(40, plainest.Distinct().Count());
        var least = plainest.Min(token => Language.Evidence(token, 1));
        Assert.All(Enumerable.Range(0, 400).Except(plainest), token => Assert.True(Language.Evidence(token, 1) <= least));
        Assert.Equal(Language.Evidence(plainest[0], 1), -Language.Evidence(plainest[0], 0), 1e-12);
        Assert.Empty(Language.Plainest(0, 0));
    }

    [Fact]
    public void Numbers_out_of_range_are_refused_with_a_sentence()
    {
        Refused(() => new SyntheticSentences(1, vocabulary: 1), "The number of tokens of a language must be at least 2; 1 was given.");
        Refused(() => new SyntheticSentences(1, length: 0), "The number of tokens in a sentence must be at least 1; 0 was given.");
        Refused(() => new SyntheticSentences(1, style: 1.5), "The share of a sentence's tokens that its style decides must be a number from 0 to 1; 1.5 was given.");
        Refused(() => Language.Generate(-1, 1), "The number of sentences must be at least 0; -1 was given.");
        Refused(() => Language.Evidence(400, 1), "There is no token 400; allowed are 0 to 399.");
        Refused(() => Language.Evidence(0, 2), "The styles are 0 and 1; 2 was given.");
        Refused(() => Language.Plainest(1, 401), "From a language of 400 tokens 0 to 400 can be taken; 401 were asked for.");

        static void Refused(Func<object> use, string sentence) => Assert.Contains(sentence, Assert.Throws<ArgumentOutOfRangeException>(use).Message, StringComparison.Ordinal);
    }
}
