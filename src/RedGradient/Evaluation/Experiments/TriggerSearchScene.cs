using RedGradient.Attacks.Training;
using RedGradient.Data;
using RedGradient.Networks;

namespace RedGradient.Evaluation.Experiments;

/// <summary>A text classifier in training's end state, and what an attacker who looks for a trigger of three tokens has: 100 sentences of his own, and a filter that bans the 40 plainest words.</summary>
/// <remarks>
/// One seed decides the language, the network and the searches. 4,000 sentences to train on, 1,000 to test; 8 epochs of Adam at 0.003, batches of 64. The trigger goes before sentences of class 0 and shall
/// lead to class 1.
/// </remarks>
public sealed class TriggerSearchScene
{
    /// <summary>What every search may cost, in forward passes over the attacker's sentences.</summary>
    public const int Budget = 1200;

    /// <summary>How many of the target's plainest words the filter bans.</summary>
    public const int BannedCount = 40;

    private const int Source = 0;
    private const int Target = 1;

    /// <summary>Trains a classifier.</summary>
    /// <param name="model">One of <see cref="Models"/>.</param>
    /// <param name="seed">Decides everything.</param>
    /// <param name="cancellationToken">Ends the training; the ambient token if none is given.</param>
    /// <exception cref="ArgumentException">There is no such model.</exception>
    public TriggerSearchScene(string model, int seed, CancellationToken cancellationToken = default)
    {
        Network = new Network(seed, Layers(model));
        Language = new SyntheticSentences(seed);
        Banned = Language.Plainest(Target, BannedCount);
        var test = Language.Generate(1000, seed: 2);
        Trainer.Train(Network, Language.Generate(4000, seed: 1), new TrainingOptions { Epochs = 8, BatchSize = 64, Optimizer = new Adam { LearningRate = 0.003f }, Seed = seed }, cancellationToken);
        Accuracy = Network.Accuracy(test.Inputs, test.Labels);
        Unseen = OfSource(test, test.Count);
        Goal = new TokenTriggerGoal(Network, OfSource(Language.Generate(400, seed: 3), 100), Target, banned: Banned);
    }

    /// <summary>The two classifiers: one averages its embeddings, one looks at three neighbours at a time and keeps the strongest answer.</summary>
    public static IReadOnlyList<string> Models { get; } = ["mean embedding", "convolution"];

    /// <summary>The ways to search that are compared.</summary>
    public static IReadOnlyList<TokenTriggerSearch> Methods { get; } =
        [new RandomTokens(), new DrawFromTop(), new FirstOrderReplacement(), new CandidateEvaluation(), new CoordinateDescent(), new ExhaustiveCoordinates()];

    /// <summary>The language of the sentences.</summary>
    public SyntheticSentences Language { get; }

    /// <summary>The classifier.</summary>
    public Network Network { get; }

    /// <summary>Its share of right answers on 1,000 sentences that it was not trained on.</summary>
    public double Accuracy { get; }

    /// <summary>What the attacker is after, with his own sentences.</summary>
    public TokenTriggerGoal Goal { get; }

    /// <summary>The tokens that the filter bans.</summary>
    public IReadOnlyList<int> Banned { get; }

    /// <summary>The sentences of class 0 among the test sentences: nobody trained or searched on them.</summary>
    public DataSet Unseen { get; }

    /// <summary>The layers of a classifier, for sentences of 400 tokens.</summary>
    /// <param name="model">One of <see cref="Models"/>.</param>
    /// <exception cref="ArgumentException">There is no such model.</exception>
    public static Layer[] Layers(string model) => model switch
    {
        "mean embedding" => [new Embedding(400, 16, Initializer.Normal(0.5f)), new GlobalAveragePool1D(), new Dense(16, 32, Initializer.Xavier), new Tanh(), new Dense(32, 2)],
        "convolution" => [new Embedding(400, 16, Initializer.Normal(0.5f)), new Conv1D(16, 16, 3), new Relu(), new GlobalMaxPool1D(), new Dense(16, 2)],
        _ => throw new ArgumentException($"There is no text classifier \"{model}\"; there are {string.Join(" and ", Models)}.", nameof(model)),
    };

    private static DataSet OfSource(DataSet data, int most) => data.Select([.. Enumerable.Range(0, data.Count).Where(row => data.Labels[row] == Source).Take(most)]);
}
