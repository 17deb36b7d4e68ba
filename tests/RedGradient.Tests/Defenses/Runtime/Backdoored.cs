using RedGradient.Attacks.Backdoors;
using RedGradient.Data;
using RedGradient.Networks;
using RedGradient.Tensors;

namespace RedGradient.Tests.Defenses.Runtime;

/// <summary>A small network with a backdoor on synthetic digits, trained once for all tests of run-time detectors.</summary>
internal static class Backdoored
{
    public static PatternTrigger Square { get; } = PatternTrigger.Square();

    public static DataSet Clean { get; } = SyntheticDigits.Generate(2500, seed: 1);

    public static DataSet Test { get; } = SyntheticDigits.Generate(400, seed: 2);

    public static Network Network { get; } = Train(new BadNets { Trigger = Square, Goal = BackdoorGoal.AllToOne(7), Rate = 0.15 }.Poison(Clean).Data);

    /// <summary>40 images for overlays, 80 to calibrate, 80 to judge by.</summary>
    public static Tensor HeldOut => Test.Inputs.Rows(0, 40);

    public static Tensor Calibration => Test.Inputs.Rows(40, 80);

    public static DataSet Judged => Test.Skip(120).Take(80);

    /// <summary>60 images with the trigger that are no sevens.</summary>
    public static DataSet Attacked
    {
        get
        {
            var others = Test.Skip(200).OfClasses(0, 1, 2, 3, 4, 5, 6, 8, 9).Take(60);
            return others.WithInputs(Square.Apply(others.Inputs));
        }
    }

    public static Network Train(DataSet data)
    {
        var network = new Network(3, new Conv2D(1, 8, 5), new Relu(), new MaxPool2D(3), new Dense(512, 32), new Relu(), new Dense(32, 10));
        Trainer.Train(network, data, new TrainingOptions { Epochs = 6, BatchSize = 32, Optimizer = new Adam { LearningRate = 2e-3f } });
        return network;
    }
}
