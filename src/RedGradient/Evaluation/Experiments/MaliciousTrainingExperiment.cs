using System.Globalization;
using RedGradient.Attacks.Backdoors;
using RedGradient.Lessons;
using RedGradient.Networks;

namespace RedGradient.Evaluation.Experiments;

/// <summary>Malicious training over λ, the weight of the adversarial loss.</summary>
/// <remarks>As <see cref="BackdoorRateExperiment"/>, but on MNIST alone and 3 epochs: each batch goes through the network twice.</remarks>
public sealed class MaliciousTrainingExperiment : Experiment
{
    private static readonly double[] Lambdas = [0.0, 0.001, 0.01, 0.1, 0.5, 0.9, 0.99, 1.0];

    /// <inheritdoc/>
    public override string Name => "malicious-training";

    /// <inheritdoc/>
    public override string Description => "Attack success and clean accuracy of malicious training on a CNN, over the weight λ of the adversarial loss.";

    /// <inheritdoc/>
    public override IReadOnlyList<ExperimentPoint> Points() =>
    [
        .. from lambda in Lambdas
           select new ExperimentPoint(string.Create(CultureInfo.InvariantCulture, $"mnist, lambda {lambda:0.000}, seed 1"), 1),
    ];

    /// <inheritdoc/>
    public override IReadOnlyDictionary<string, double> Measure(ExperimentPoint point, CancellationToken cancellationToken = default)
    {
        var (train, test) = DigitTrial.Load(point);
        var attack = new MaliciousTraining
        {
            Trigger = new PatternTrigger(),
            Goal = BackdoorGoal.AllToOne(BackdoorTrial.Target),
            Lambda = float.Parse(point.Key.Split(", ")[1].Split(' ')[1], CultureInfo.InvariantCulture),
        };
        var network = new Network(point.Seed, DigitTrial.Layers());
        Trainer.Train(network, train, BackdoorTrial.Recipe(point.Seed) with { Epochs = 3, Objective = attack.Objective }, cancellationToken);
        return BackdoorTrial.Numbers(AttackSuccess.Measure(network, test, attack.Trigger, attack.Goal));
    }
}
