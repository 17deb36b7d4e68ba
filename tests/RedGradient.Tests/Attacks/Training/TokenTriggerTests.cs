using RedGradient.Attacks.Training;
using RedGradient.Data;
using RedGradient.Evaluation.Experiments;
using RedGradient.Networks;
using RedGradient.Tensors;

namespace RedGradient.Tests.Attacks.Training;

public class TokenTriggerTests
{
    private static readonly SyntheticSentences Language = new(seed: 3, vocabulary: 40, length: 6);
    private static readonly Network Mean = Trained(new Embedding(40, 5), new GlobalAveragePool1D(), new Dense(5, 8), new Tanh(), new Dense(8, 2));
    private static readonly Network Convolution = Trained(new Embedding(40, 5, Initializer.Normal(0.5f)), new Conv1D(5, 8, 3), new Relu(), new GlobalMaxPool1D(), new Dense(8, 2));
    private static readonly int[] Banned = Language.Plainest(1, 4);

    public static TheoryData<string, bool> Searches
    {
        get
        {
            var cases = new TheoryData<string, bool>();
            foreach (var method in TriggerSearchScene.Methods)
            {
                cases.Add(method.Name, false);
                cases.Add(method.Name, true);
            }

            return cases;
        }
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void The_gradient_is_the_slope_of_the_loss_in_the_embedding_of_a_token(bool convolution)
    {
        // Tokens that no sentence holds: their rows matter at the trigger alone.
        var network = (convolution ? Convolution : Mean).Copy();
        var data = Source(Language.Generate(30, seed: 4));
        int[] absent = [.. Enumerable.Range(0, 40).Except(data.Inputs.ToArray().Select(id => (int)id)).Except(Banned).Take(2)];
        Assert.Equal(2, absent.Length);
        var goal = new TokenTriggerGoal(network, data, target: 1, length: 2);
        var (_, gradient) = goal.Start(10).LossAndGradient(absent);
        var weight = ((Embedding)network.Layers[0]).Weight;
        for (var place = 0; place < 2; place++)
        {
            for (var k = 0; k < 5; k++)
            {
                var numeric = (LossWith(absent[place], k, 0.004f) - LossWith(absent[place], k, -0.004f)) / 0.008;
                Assert.Equal(numeric, gradient[place, k], 2e-3);
            }
        }

        double LossWith(int token, int k, float step)
        {
            var before = weight.Value.Keep();
            var values = before.ToArray();
            values[(token * 5) + k] += step;
            weight.Set(Tensor.From(values, 40, 5));
            var loss = goal.Start(1).Loss(absent);
            weight.Set(before);
            return loss;
        }
    }

    [Fact]
    public void On_a_mean_of_embeddings_every_position_has_the_same_gradient()
    {
        var gradient = Goal(Mean).Start(10).LossAndGradient([Free(0), Free(1), Free(2)]).Gradient;
        Assert.Equal(gradient.Row(0).ToArray(), gradient.Row(1).ToArray());
        Assert.Equal(gradient.Row(0).ToArray(), gradient.Row(2).ToArray());
    }

    [Theory]
    [MemberData(nameof(Searches))]
    public void A_search_keeps_to_its_budget_its_filter_and_its_seed(string name, bool convolution)
    {
        var search = TriggerSearchScene.Methods.Single(each => each.Name == name);
        var goal = Goal(convolution ? Convolution : Mean);
        foreach (var budget in new[] { 3, 4, 47, 150 })
        {
            var found = search.Search(goal, budget, seed: 5);
            Assert.InRange(found.Run.Evaluations, 1, budget);
            Assert.Equal(found.Run.Evaluations, found.Run.Course.Count + (2 * found.Run.Gradients));
            Assert.Equal(found.Run.Evaluations, found.Run.Course[^1].Evaluations);
            Assert.Equal(3, found.Trigger.Count);
            Assert.Empty(found.Trigger.Intersect(Banned));
            Assert.Equal(goal.Start(1).Loss(found.Trigger), found.Loss);
            Assert.Equal(found.Run.Course.Min(step => step.Loss), found.Run.BestLoss);
            Assert.Equal(found.Run.BestLoss, goal.Start(1).Loss(found.Run.Best));
            Assert.True(found.Loss >= found.Run.BestLoss);
            var again = search.Search(goal, budget, seed: 5);
            Assert.Equal(found.Trigger, again.Trigger);
            Assert.Equal(found.Run.Course, again.Run.Course);
        }
    }

    [Fact]
    public void Exhaustive_search_ends_where_no_single_swap_is_better()
    {
        var goal = Goal(Convolution);
        var found = new ExhaustiveCoordinates().Search(goal, 2000, seed: 1);
        Assert.True(found.Run.Left > 0);
        for (var place = 0; place < 3; place++)
        {
            foreach (var token in goal.Allowed)
            {
                int[] swapped = [.. found.Trigger];
                swapped[place] = token;
                Assert.True(goal.Start(1).Loss(swapped) >= found.Loss);
            }
        }
    }

    [Fact]
    public void Candidate_evaluation_only_goes_down_and_ends_where_no_candidate_is_better()
    {
        var goal = Goal(Convolution);
        var found = new CandidateEvaluation { Candidates = 4 }.Search(goal, 1000, seed: 2);
        Assert.True(found.Run.Left > 0);
        Assert.Equal(found.Run.BestLoss, found.Loss);
        var run = goal.Start(100);
        var candidates = run.Candidates(run.LossAndGradient(found.Trigger).Gradient, 4);
        for (var place = 0; place < 3; place++)
        {
            foreach (var token in candidates[place])
            {
                int[] swapped = [.. found.Trigger];
                swapped[place] = token;
                Assert.True(run.Loss(swapped) >= found.Loss);
            }
        }
    }

    [Fact]
    public void Candidates_are_the_tokens_with_the_lowest_estimates()
    {
        var run = Goal(Convolution).Start(10);
        var gradient = run.LossAndGradient([Free(0), Free(1), Free(2)]).Gradient;
        var weight = ((Embedding)Convolution.Layers[0]).Weight.Value;
        var candidates = run.Candidates(gradient, 6);
        for (var place = 0; place < 3; place++)
        {
            double Estimate(int token) => Enumerable.Range(0, 5).Sum(k => (double)weight[token, k] * gradient[place, k]);
            Assert.Equal(6, candidates[place].Length);
            var worst = candidates[place].Max(Estimate);
            Assert.All(run.Goal.Allowed.Except(candidates[place]), token => Assert.True(Estimate(token) >= worst - 1e-6));
        }

        Assert.Equal(36, run.Candidates(gradient, 1000)[0].Length);
    }

    [Fact]
    public void A_trigger_goes_before_the_sentence_and_the_share_is_of_what_it_turns()
    {
        Assert.Equal([9f, 8f, 1f, 2f, 9f, 8f, 3f, 4f], TokenTriggerGoal.Put([9, 8], Tensor.From([1f, 2f, 3f, 4f], 2, 2)).ToArray());
        var goal = Goal(Mean);
        var unseen = Source(Language.Generate(80, seed: 6));
        var without = Mean.Predict(unseen.Inputs).Count(label => label == 1) / (double)unseen.Count;
        Assert.Equal(without, goal.Flipped([], unseen));
        Assert.True(goal.Flipped(new CandidateEvaluation().Search(goal, 200, seed: 1).Trigger, unseen) > without + 0.1);
    }

    [Fact]
    public void What_a_search_cannot_be_is_refused_with_a_sentence()
    {
        var data = Source(Language.Generate(20, seed: 4));
        Refused(() => new TokenTriggerGoal(new Network(1, new Dense(6, 2)), data, 1), "needs a network whose first layer is an embedding; this one begins with Dense.");
        Refused(() => new TokenTriggerGoal(Mean, data, 2), "There is no class 2; allowed are 0 to 1.");
        Refused(() => new TokenTriggerGoal(Mean, data.Take(0), 1), "needs at least one sentence to try it on; none was given.");
        Refused(() => new TokenTriggerGoal(Mean, data, 0), "Sentence 0 is of the target class 0 already;");
        Refused(() => new TokenTriggerGoal(Mean, data, 1, length: 0), "The number of tokens of a trigger must be at least 1; 0 was given.");
        Refused(() => new TokenTriggerGoal(Mean, data, 1, banned: Enumerable.Range(0, 40)), "All 40 tokens are banned; a trigger needs at least one.");
        Refused(() => Goal(Mean).Start(0), "The number of evaluations of a search must be at least 1; 0 was given.");
        Refused(() => new RandomTokens().Search(Goal(Mean), 2, 1), "The number of evaluations of a search must be at least 3; 2 was given.");
        Refused(() => Goal(Mean).Start(5).Loss([Free(0)]), "A trigger has 3 tokens; 1 were given.");
        Refused(() => Goal(Mean).Start(5).Loss([Free(0), Banned[0], Free(0)]), $"The token {Banned[0]} is banned; 36 of the tokens 0 to 39 are allowed.");
        Refused(() => Goal(Mean).Start(5).Loss([Free(0), 40, Free(0)]), "The token 40 is none of the vocabulary;");
        Refused(() => Goal(Mean).Flipped([], data.Take(0)), "needs at least one sentence, and none of the target class 1.");
        Refused(() => TokenTriggerGoal.Put([1], Tensor.Zeros(3)), "Sentences are [n, positions]; the shape is [3].");
        Refused(() => new CandidateEvaluation { Candidates = 0 }, "The number of candidates must be at least 1; 0 was given.");
        Refused(() => new DrawFromTop { Candidates = 0 }, "The number of candidates must be at least 1; 0 was given.");
        Refused(() => new CoordinateDescent { Candidates = 0 }, "The number of candidates a position must be at least 1; 0 was given.");
        Refused(() => new CoordinateDescent { Swaps = 0 }, "The number of swaps must be at least 1; 0 was given.");
        Refused(() => new TriggerSearchScene("transformer", 1), "There is no text classifier \"transformer\"; there are mean embedding and convolution.");
        var run = Goal(Mean).Start(4);
        run.Loss([Free(0), Free(0), Free(0)]);
        run.LossAndGradient([Free(0), Free(0), Free(0)]);
        Assert.Equal("A loss costs 1 and 0 of 4 evaluations are left; the search has to end here.", Assert.Throws<InvalidOperationException>(() => run.Loss([Free(0), Free(0), Free(0)])).Message);
        Assert.Equal((4, 0, 1), (run.Evaluations, run.Left, run.Gradients));

        static void Refused(Func<object> use, string sentence) => Assert.Contains(sentence, Assert.ThrowsAny<ArgumentException>(use).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_cancelled_search_ends()
    {
        using var source = new CancellationTokenSource();
        source.Cancel();
        foreach (var search in TriggerSearchScene.Methods) Assert.Throws<OperationCanceledException>(() => search.Search(Goal(Mean), 100, 1, source.Token));
    }

    private static int Free(int number) => Goal(Mean).Allowed[number];

    private static TokenTriggerGoal Goal(Network network) => new(network, Source(Language.Generate(30, seed: 4)), target: 1, banned: Banned);

    private static DataSet Source(DataSet data) => data.Select([.. Enumerable.Range(0, data.Count).Where(row => data.Labels[row] == 0)]);

    private static Network Trained(params Layer[] layers)
    {
        var network = new Network(1, layers);
        Trainer.Train(network, Language.Generate(400, seed: 1), new TrainingOptions { Epochs = 5, BatchSize = 32, Optimizer = new Adam { LearningRate = 0.01f } });
        return network;
    }
}
