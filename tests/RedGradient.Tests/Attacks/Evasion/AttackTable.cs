using RedGradient.Attacks.Evasion;

namespace RedGradient.Tests.Attacks.Evasion;

/// <summary>Every attack, with options that make it quick.</summary>
internal static class AttackTable
{
    public static IReadOnlyDictionary<string, EvasionAttack> All { get; } = new Dictionary<string, EvasionAttack>
    {
        ["FGSM"] = new FastGradientSign(),
        ["I-FGSM"] = new IterativeFastGradientSign(),
        ["MI-FGSM"] = new MomentumFastGradientSign(),
        ["PGD"] = new ProjectedGradientDescent { Steps = 10, Restarts = 2 },
        ["PGD all steps"] = new ProjectedGradientDescent { Steps = 5, StopAtSuccess = false },
        ["PGD margin"] = new ProjectedGradientDescent { Steps = 10, Loss = ScoreLoss.Margin },
        ["PGD L2"] = new ProjectedGradientDescent { Norm = PerturbationNorm.L2, Epsilon = 4f, Steps = 10 },
        ["DeepFool"] = new DeepFool(),
        ["DeepFool L∞"] = new DeepFool { Norm = PerturbationNorm.LInfinity },
        ["Carlini–Wagner"] = new CarliniWagner { Steps = 50, SearchSteps = 6, LearningRate = 0.1f },
        ["Universal"] = new UniversalPerturbation { Epochs = 20, BatchSize = 16 },
        ["Square"] = new SquareAttack { MaximumQueries = 300 },
        ["NES"] = new NaturalEvolutionStrategies { Steps = 15, Directions = 10 },
        ["Random corners"] = new RandomSearch { Samples = 20 },
        ["Random points"] = new RandomSearch { Samples = 20, Corners = false },
        ["Transfer"] = new TransferAttack(Victim.Surrogate, new ProjectedGradientDescent { Steps = 10, StopAtSuccess = false }),
    };

    public static TheoryData<string> Names => [.. All.Keys];

    public static TheoryData<string> Bounded => [.. All.Where(item => item.Value is BoundedAttack).Select(item => item.Key)];

    /// <summary>The radius and norm of an attack's ball; null for one without.</summary>
    public static (float Epsilon, PerturbationNorm Norm)? BallOf(EvasionAttack attack) => attack switch
    {
        ProjectedGradientDescent descent => (descent.Epsilon, descent.Norm),
        BoundedAttack bounded => (bounded.Epsilon, PerturbationNorm.LInfinity),
        TransferAttack transfer => BallOf(transfer.Inner),
        _ => null,
    };
}
