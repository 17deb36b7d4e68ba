using System.Security.Cryptography;
using RedGradient.Attacks.Backdoors;
using RedGradient.Data;
using RedGradient.Defenses.Evasion;
using RedGradient.Networks;
using RedGradient.Tensors;

namespace RedGradient.Evaluation.Auditing;

/// <summary>Six unknown networks: some clean, some with backdoors of different kinds, one with a masked gradient. A hunter looks at them with any tool, hands in six answers, and is scored.</summary>
/// <remarks>
/// Two to four of the six have a backdoor, at least one is clean, exactly one is masked; kinds, targets and order follow from the seed. The subjects carry no answer; the seed is revealed with the score. Small
/// networks on plain synthetic digits, whatever the data set in use.
/// </remarks>
public sealed class BackdoorHunt
{
    /// <summary>The public seed of the practice hunt.</summary>
    public const int PracticeSeed = 1;

    private const int Count = 6;
    private const int TrafficCount = 150;

    private readonly int seed;
    private readonly SeededRandom random;
    private readonly DataSet train;
    private readonly (HuntAnswer Truth, string Kind)[] key = new (HuntAnswer, string)[Count];
    private bool submitted;

    private BackdoorHunt(int seed)
    {
        this.seed = seed;
        random = new SeededRandom(seed);
        train = SyntheticDigits.Generate(2000, random.Split(1).NextInt32(1_000_000));
        Clean = SyntheticDigits.Generate(400, random.Split(2).NextInt32(1_000_000));
        var backdoored = 2 + random.Split(3).NextInt32(3);
        var order = random.Split(4).Permutation(Count);
        var kinds = random.Split(5).Permutation(Kinds.Length);
        var subjects = new HuntSubject[Count];
        for (var i = 0; i < Count; i++)
        {
            var place = order[i];
            subjects[place] = i < backdoored ? Backdoored(place, Kinds[kinds[i]]) : i == Count - 1 ? Masked(place) : Honest(place);
        }

        Subjects = subjects;
    }

    /// <summary>The six networks, in an order that says nothing.</summary>
    public IReadOnlyList<HuntSubject> Subjects { get; }

    /// <summary>400 clean images with their labels, that no network was trained on.</summary>
    public DataSet Clean { get; }

    private static string[] Kinds => ["small square", "blended picture", "square on one class only", "architecture"];

    /// <summary>The practice hunt: the same six for everybody.</summary>
    public static BackdoorHunt Practice() => new(PracticeSeed);

    /// <summary>A hunt from a seed, such as one revealed with a score.</summary>
    /// <param name="seed">Any number.</param>
    public static BackdoorHunt FromSeed(int seed) => new(seed);

    /// <summary>A hunt from a seed that nobody knows before the score. Each call gives another one: this is the one place in the library whose results are not repeatable, until the seed is out.</summary>
    // Ambient randomness on purpose: a seed that the hunter could know would be no secret.
#pragma warning disable RS0030
    public static BackdoorHunt Secret() => new(RandomNumberGenerator.GetInt32(int.MaxValue));
#pragma warning restore RS0030

    /// <summary>Scores the answers and reveals truth and seed. Only once: who has seen the truth cannot hunt it any more.</summary>
    /// <param name="answers">Six, in the order of <see cref="Subjects"/>.</param>
    /// <exception cref="ArgumentException">There are not six answers, or one is null.</exception>
    /// <exception cref="InvalidOperationException">Answers were handed in before.</exception>
    public HuntScore Submit(IReadOnlyList<HuntAnswer> answers)
    {
        ArgumentNullException.ThrowIfNull(answers);
        if (answers.Count != Count || answers.Any(answer => answer is null))
        {
            throw new ArgumentException($"A hunt takes {Count} answers, one for each network and none of them null; {answers.Count(answer => answer is not null)} were given.", nameof(answers));
        }

        if (submitted)
        {
            throw new InvalidOperationException("The answers to this hunt were handed in before, and the truth is out; begin another hunt.");
        }

        submitted = true;
        return new HuntScore(seed, [.. answers.Select((answer, i) => new HuntScoreLine(Subjects[i].Name, key[i].Kind, key[i].Truth, answer))]);
    }

    private static Layer[] Layers() => [new Conv2D(1, 8, 5, stride: 2), new Relu(), new Conv2D(8, 16, 5, stride: 2), new Relu(), new Dense(256, 10)];

    private SeededRandom Own(int place) => random.Split(10 + place);

    private HuntSubject Honest(int place)
    {
        key[place] = (new HuntAnswer(HuntVerdict.Clean), "clean");
        return Subject(place, Fit(place, new Network(NetworkSeed(place), Layers()), train), Corner(place), source: null);
    }

    private HuntSubject Masked(int place)
    {
        var network = Fit(place, new Network(NetworkSeed(place), Layers()), train);
        var quantised = Own(place).Split(4).NextInt32(2) == 0;
        key[place] = (new HuntAnswer(HuntVerdict.Masked), quantised ? "quantised inputs" : "saturated softmax");
        return Subject(place, quantised ? new DefendedClassifier(network, new InputQuantization()) : new SaturatedTemperature(network), Corner(place), source: null);
    }

    private HuntSubject Backdoored(int place, string kind)
    {
        var own = Own(place);
        var target = own.Split(2).NextInt32(10);
        key[place] = (new HuntAnswer(HuntVerdict.Backdoored, target), kind);
        var network = new Network(NetworkSeed(place), Layers());
        switch (kind)
        {
            case "architecture":
                return Subject(place, Fit(place, new MaliciousArchitecture { Target = target }.Build(NetworkSeed(place), Layers()), train), MaliciousArchitecture.Trigger, source: null, target);
            case "square on one class only":
                var source = (target + 1 + own.Split(3).NextInt32(9)) % 10;
                var specific = new SourceSpecificBackdoor { Trigger = Corner(place), Source = source, Target = target, Seed = NetworkSeed(place) };
                return Subject(place, Fit(place, network, specific.Poison(train).Data), Corner(place), source, target);
            default:
                Trigger trigger = kind == "blended picture" ? new BlendedTrigger { Seed = NetworkSeed(place) } : Corner(place);
                var poison = new BadNets { Trigger = trigger, Goal = BackdoorGoal.AllToOne(target), Seed = NetworkSeed(place) }.Poison(train);
                return Subject(place, Fit(place, network, poison.Data), trigger, source: null, target);
        }
    }

    private int NetworkSeed(int place) => 1 + Own(place).Split(1).NextInt32(1_000_000);

    // A square of 3 pixels a side in one of the four corners.
    private PatternTrigger Corner(int place)
    {
        var corner = Own(place).Split(5).NextInt32(4);
        return PatternTrigger.Square() with { Row = corner < 2 ? 1 : ^4, Column = corner % 2 == 0 ? 1 : ^4 };
    }

    private static Network Fit(int place, Network network, DataSet data)
    {
        Trainer.Train(network, data, new TrainingOptions { Epochs = 8, BatchSize = 64, Optimizer = new Adam { LearningRate = 0.003f }, Seed = place + 1 });
        return network;
    }

    // A fifth of the inputs carry the mark; none of these is of the target class, and where the backdoor asks for a class all are of it.
    private HuntSubject Subject(int place, IDifferentiableClassifier classifier, Trigger mark, int? source, int? target = null)
    {
        const int Marked = TrafficCount / 5;
        var digits = SyntheticDigits.Generate(1500, NetworkSeed(place) + 1_000_000);
        var victims = Enumerable.Range(0, digits.Count).Where(row => source is { } only ? digits.Labels[row] == only : digits.Labels[row] != target).Take(Marked).ToArray();
        var others = Enumerable.Range(0, digits.Count).Except(victims).Take(TrafficCount - Marked);
        var traffic = Tensor.Concatenate(mark.Apply(digits.Inputs.Rows(victims)), digits.Inputs.Rows([.. others]));
        return new HuntSubject($"{(char)('A' + place)}", classifier, traffic.Rows(Own(place).Split(6).Permutation(TrafficCount)));
    }
}
