using RedGradient.Attacks.Backdoors;
using RedGradient.Attacks.Byzantine;
using RedGradient.Attacks.Evasion;
using RedGradient.Autodiff;
using RedGradient.Data;
using RedGradient.Defenses.Training;
using RedGradient.Networks;
using RedGradient.Tensors;

namespace RedGradient.Determinism;

/// <summary>Training and attacks whose every bit must not depend on threads or vector instructions.</summary>
internal static class Work
{
    public static IEnumerable<(string Name, string Hash)> Full()
    {
        var digits = SyntheticDigits.Generate(800, seed: 3);
        yield return ("digits", Hash(print => print.Add(digits.Inputs)));
        yield return ("functions", Functions(50_021));
        yield return ("mlp", TrainAndAttack(Mlp(784, 128), digits, batch: 100, steps: 50, attacked: 200));
        yield return ("cnn", TrainAndAttack(Cnn(28, 8), digits, batch: 25, steps: 50, attacked: 40));
        yield return ("gradients", Gradients(Cnn(28, 8), digits.Take(20)));
        yield return ("evasion", Evade(Mlp(784, 128), digits, attacked: 40));
        yield return ("training defences", DefendTraining(Mlp(784, 128), digits));
    }

    public static IEnumerable<(string Name, string Hash)> Small()
    {
        var digits = SyntheticDigits.Generate(20, seed: 3);
        var small = digits.WithInputs(Crop(digits.Inputs, 8, 12));
        yield return ("digits", Hash(print => print.Add(digits.Inputs)));
        yield return ("functions", Functions(2_011));
        yield return ("mlp", TrainAndAttack(Mlp(144, 20), small, batch: 9, steps: 9, attacked: 5));
        yield return ("cnn", TrainAndAttack(Cnn(12, 4), small, batch: 7, steps: 6, attacked: 5));
        yield return ("gradients", Gradients(Cnn(12, 3), small.Take(4)));
        yield return ("evasion", Evade(Mlp(144, 20), small, attacked: 5));
        yield return ("training defences", DefendTraining(Mlp(144, 20), small));
    }

    private static Network Mlp(int inputs, int width) => new(
        1,
        new Flatten(),
        new Dense(inputs, width),
        new Relu(),
        new Dropout(0.2f),
        new Dense(width, 37, Initializer.Xavier),
        new Tanh(),
        new Dense(37, 21),
        new Sigmoid(),
        new Dense(21, 10));

    private static Network Cnn(int side, int channels) => new(
        2,
        new Conv2D(1, channels, 5, padding: 2),
        new BatchNormalization(channels),
        new Relu(),
        new MaxPool2D(2),
        new Residual(new Conv2D(channels, channels, 3, padding: 1), new Gelu()),
        new Conv2D(channels, 2 * channels, 3, stride: 2, padding: 1),
        new LeakyRelu(),
        new AveragePool2D(2, 1),
        new Dense(2 * channels * ((side / 4) - 1) * ((side / 4) - 1), 10));

    private static string TrainAndAttack(Network network, DataSet data, int batch, int steps, int attacked)
    {
        var perEpoch = (data.Count + batch - 1) / batch;
        var epochs = (steps + perEpoch - 1) / perEpoch;
        var history = Trainer.Train(network, data, new TrainingOptions
        {
            Epochs = epochs,
            BatchSize = batch,
            Optimizer = new AdamW { LearningRate = 2e-3f, WeightDecay = 0.01f },
            ClipNorm = 5f,
            Schedule = LearningRateSchedule.Cosine,
            Validation = data.Take(20),
        });
        var images = Perturb(network, data.Inputs.Rows(0, attacked), data.Labels[..attacked], steps: 10);
        return Hash(print =>
        {
            print.Add(network.Parameters.Select(parameter => parameter.Value)).Add(network.Layers.SelectMany(layer => layer.Buffers).Select(buffer => buffer.Value));
            print.Add(images).Add(network.Probabilities(images));
            foreach (var epoch in history.Epochs)
            {
                print.Add(epoch.Loss).Add(epoch.GradientNorm).Add(epoch.ValidationLoss ?? 0.0);
            }
        });
    }

    // Projected gradient descent in the maximum norm, written with nothing but the classifier's interface.
    private static Tensor Perturb(Network network, Tensor images, int[] labels, int steps)
    {
        var current = images;
        var target = Losses.OneHot(labels, 10);
        for (var step = 0; step < steps; step++)
        {
            var (_, gradient) = network.ScoresAndPullback(current, scores => scores.Softmax() - target);
            current = (images + (current + (gradient.Sign() * 0.01f) - images).Clamp(-0.1f, 0.1f)).Clamp(0f, 1f);
        }

        return current;
    }

    // The library's attacks, each with its own arithmetic beside the network's; then training on attacked digits.
    private static string Evade(Network network, DataSet data, int attacked)
    {
        Trainer.Train(network, data, new TrainingOptions { Epochs = 2, BatchSize = 25, Objective = AdversarialTraining.ProjectedGradient(0.1f, steps: 2, range: ValueRange.Unit) });
        EvasionAttack[] attacks =
        [
            new FastGradientSign { Range = null },
            new MomentumFastGradientSign { Epsilon = 0.1f, StopAtSuccess = false },
            new ProjectedGradientDescent { Epsilon = 0.1f, Steps = 5, Restarts = 2 },
            new ProjectedGradientDescent { Norm = PerturbationNorm.L2, Epsilon = 1f, Steps = 5 },
            new DeepFool(),
            new CarliniWagner { Steps = 10, SearchSteps = 3, LearningRate = 0.1f },
            new UniversalPerturbation { Epochs = 2 },
            new SquareAttack { MaximumQueries = 30 },
            new NaturalEvolutionStrategies { Steps = 2, Directions = 4 },
        ];
        var noisy = new DefendedClassifier(network, new RandomNoise());
        return Hash(print =>
        {
            print.Add(attacks.Select(attack => attack.Perturb(network, data.Inputs.Rows(0, attacked), data.Labels[..attacked]).Perturbed));
            print.Add(new FastGradientSign().Perturb(new ExpectationOverTransformation(noisy, 3), data.Inputs.Rows(0, attacked), data.Labels[..attacked]).Perturbed);
        });
    }

    // Slow poison, anti-backdoor learning, clusters and spectra of the features, and a server that combines updates.
    private static string DefendTraining(Network network, DataSet data)
    {
        var poisoned = new AdaptiveBackdoor { Trigger = PatternTrigger.Square(), Goal = BackdoorGoal.AllToOne(7) }.Poison(data).Data;
        var learned = new AntiBackdoorLearning { Isolating = AntiBackdoorLearning.Paper.Isolating with { Epochs = 1 }, Looks = 1, Rounds = 1 }.Run(network, poisoned);
        var clusters = new ActivationClustering { Dimensions = 3 }.Inspect(network, poisoned);
        var spectra = SpectralSignatures.Score(network, poisoned);
        new DistributedTraining { Workers = 7, Byzantine = 2, Attack = new InnerProductManipulation(), Steps = 3, Rule = updates => Aggregation.MultiKrum(updates, 2) }.Run(network, poisoned);
        return Hash(print =>
        {
            print.Add(network.Parameters.Select(parameter => parameter.Value));
            foreach (var number in learned.Scores.Concat(spectra).Concat(clusters.SelectMany(finding => finding.Projection.Cast<double>().Append(finding.Clusters.Silhouette))))
            {
                print.Add(number);
            }
        });
    }

    // First order, and second order through the norm of all gradients.
    private static string Gradients(Network network, DataSet data)
    {
        var inputs = data.Inputs.Track();
        var weights = network.Parameters.Select(parameter => parameter.Tracked).ToArray();
        var loss = Losses.CrossEntropy(network.Forward(inputs), data.Labels);
        var gradients = Gradient.Of(loss, weights, createGraph: true);
        var norm = gradients.Select(gradient => gradient.Square().Sum()).Aggregate((x, y) => x + y);
        var second = Gradient.Of(norm, [inputs, .. weights]);
        return Hash(print => print.Add(loss, norm).Add(gradients).Add(second));
    }

    private static string Functions(int count)
    {
        var x = Tensor.Normal(new SeededRandom(5), 0f, 4f, count);
        var matrix = Tensor.Uniform(new SeededRandom(6), -3f, 3f, count / 11, 11);
        return Hash(print => print.Add(
            x.Exp(),
            x.Abs().Log(),
            x.Tanh(),
            x.Sigmoid(),
            x.Gelu(),
            x.Abs().Sqrt(),
            x / (x.Square() + 0.1f),
            x.Sum(),
            x.Mean(),
            matrix.Softmax(),
            matrix.LogSoftmax(),
            matrix.Sum(0),
            matrix.Sum(1),
            matrix.Max(),
            matrix.Transpose().MatMul(matrix)));
    }

    private static Tensor Crop(Tensor images, int start, int side)
    {
        var values = new List<float>();
        for (var n = 0; n < images.Shape[0]; n++)
        {
            for (var y = 0; y < side; y++)
            {
                for (var x = 0; x < side; x++)
                {
                    values.Add(images[n, 0, start + y, start + x]);
                }
            }
        }

        return Tensor.From([.. values], images.Shape[0], 1, side, side);
    }

    private static string Hash(Action<Fingerprint> add)
    {
        using var print = new Fingerprint();
        add(print);
        return print.ToString();
    }
}
