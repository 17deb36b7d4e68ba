using RedGradient.Attacks.Backdoors;
using RedGradient.Attacks.Evasion;
using RedGradient.Attacks.Federated;
using RedGradient.Attacks.Poisoning;
using RedGradient.Attacks.Training;
using RedGradient.Autodiff;
using RedGradient.Data;
using RedGradient.Defenses.Evasion;
using RedGradient.Defenses.Federated;
using RedGradient.Defenses.Repair;
using RedGradient.Defenses.Runtime;
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
        yield return ("fused cnn", TrainAndAttack(FusedCnn(8), digits, batch: 25, steps: 20, attacked: 20));
        yield return ("gradients", Gradients(Cnn(28, 8), digits.Take(20)));
        yield return ("evasion", Evade(Mlp(784, 128), digits, attacked: 40));
        yield return ("backdoors", Backdoor(28, digits.Take(200)));
        yield return ("runtime detection", Detect(Cnn(28, 8), digits, inputs: 20));
        yield return ("repair", Repair(28, 8, digits.Take(200)));
        yield return ("poisoning", Poison(Mlp(784, 32), digits.Take(200)));
        yield return ("training defences", DefendTraining(Mlp(784, 128), digits));
        yield return ("sequences", ReadSequences(sentences: 600, evaluations: 120));
    }

    public static IEnumerable<(string Name, string Hash)> Small()
    {
        var digits = SyntheticDigits.Generate(20, seed: 3);
        var small = digits.WithInputs(Crop(digits.Inputs, 8, 12));
        yield return ("digits", Hash(print => print.Add(digits.Inputs)));
        yield return ("functions", Functions(2_011));
        yield return ("mlp", TrainAndAttack(Mlp(144, 20), small, batch: 9, steps: 9, attacked: 5));
        yield return ("cnn", TrainAndAttack(Cnn(12, 4), small, batch: 7, steps: 6, attacked: 5));
        yield return ("fused cnn", TrainAndAttack(FusedCnn(4), digits, batch: 7, steps: 3, attacked: 2));
        yield return ("gradients", Gradients(Cnn(12, 3), small.Take(4)));
        yield return ("evasion", Evade(Mlp(144, 20), small, attacked: 5));
        yield return ("backdoors", Backdoor(12, small));
        yield return ("runtime detection", Detect(Cnn(12, 4), small, inputs: 4));
        yield return ("repair", Repair(12, 4, small));
        yield return ("poisoning", Poison(Mlp(144, 20), small));
        yield return ("training defences", DefendTraining(Mlp(144, 20), small));
        yield return ("sequences", ReadSequences(sentences: 40, evaluations: 20));
    }

    // A language, a classifier of its sentences, its gradients one by one, and a trigger found with them.
    private static string ReadSequences(int sentences, int evaluations)
    {
        var language = new SyntheticSentences(seed: 3, vocabulary: 60);
        var data = language.Generate(sentences, seed: 1);
        var network = new Network(4, new Embedding(60, 9), new Conv1D(9, 12, 3), new Relu(), new Conv1D(12, 7, 2), new Tanh(), new GlobalMaxPool1D(), new Dense(7, 2));
        Trainer.Train(network, data, new TrainingOptions { Epochs = 2, BatchSize = 32 });
        var mean = new Network(5, new Embedding(60, 9), new GlobalAveragePool1D(), new Dense(9, 2));
        var source = data.Select([.. Enumerable.Range(0, sentences).Where(row => data.Labels[row] == 0)]);
        var goal = new TokenTriggerGoal(network, source, target: 1, banned: language.Plainest(1, 5));
        var found = new CandidateEvaluation().Search(goal, evaluations, seed: 1);
        return Hash(print =>
        {
            print.Add(network.Parameters.Select(parameter => parameter.Value)).Add(PerExampleGradients.Of(network, data.Inputs.Rows(0, 9), data.Labels[..9]).ToTensors());
            print.Add(PerExampleGradients.Of(mean, data.Inputs.Rows(0, 9), data.Labels[..9]).ToTensors());
            foreach (var step in found.Run.Course) print.Add(step.Loss);
        });
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

    // Convolution, rectifier and pooling follow each other, so that they go through at once: of 24 × 24 positions, then of 10 × 10.
    private static Network FusedCnn(int channels) => new(
        5,
        new Conv2D(1, channels, 5),
        new Relu(),
        new MaxPool2D(2),
        new Conv2D(channels, channels, 5, padding: 1),
        new Relu(),
        new MaxPool2D(2),
        new Dense(25 * channels, 10));

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

    // Every kind of trigger, malicious training inside a malicious architecture, and a trojan made by gradient.
    private static string Backdoor(int side, DataSet data)
    {
        Layer[] Layers() => [new Flatten(), new Dense(side * side, 20), new Relu(), new Dense(20, 10)];
        var mixed = new BlendedTrigger().Then(new SinusoidTrigger()).Then(new WarpTrigger()).Then(new VariedTrigger { Original = new PatternTrigger(), Down = -1, Strength = 0.8f, Noise = 0.1f });
        var few = new TrainingOptions { Epochs = 2, BatchSize = 25 };
        var network = new MaliciousArchitecture { Target = 7 }.Build(4, Layers());
        Trainer.Train(network, data, few with { Objective = new MaliciousTraining { Trigger = mixed, Goal = BackdoorGoal.AllToAll }.Objective });
        var finished = new Network(5, Layers());
        var trojan = new TrojanAttack { Target = 7, Steps = 5, Retraining = few }.Implant(finished, data);
        var board = MaliciousArchitecture.Trigger.Apply(data.Inputs);
        return Hash(print => print
            .Add(mixed.Apply(data.Inputs), network.Scores(board), TriggerSkip.Detect(data.Inputs), trojan.Trigger.Picture)
            .Add(new[] { network, finished }.SelectMany(each => each.Parameters).Select(parameter => parameter.Value)));
    }

    // Attacks made to pass STRIP, its entropies with both blends, and the neighbours.
    private static string Detect(Network network, DataSet data, int inputs)
    {
        var square = PatternTrigger.Square();
        var raising = new EntropyRaisingBackdoor { Backdoor = new BadNets { Trigger = square, Goal = BackdoorGoal.AllToOne(7), Rate = 0.2 } };
        var specific = new SourceSpecificBackdoor { Trigger = square, Source = data.Labels[0], Target = (data.Labels[0] + 1) % 10, Rate = 0.05, CoverRate = 0.3 };
        Trainer.Train(network, raising.Poison(data).Data, new TrainingOptions { Epochs = 2, BatchSize = 25 });
        var images = specific.Poison(data).Data.Inputs.Rows(0, inputs);
        return Hash(print =>
        {
            foreach (var blend in Enum.GetValues<OverlayBlend>())
            {
                var entropies = new Strip(network, data.Inputs, new StripOptions { Overlays = 10, Blend = blend }).Entropies(images);
                Array.ForEach(entropies, entropy => print.Add(entropy));
            }

            foreach (var around in new Proximity(data).Around(images))
            {
                print.Add(around.Nearest).Add(around.Agreement);
            }

            print.Add(NormalDistribution.Quantile(0.01));
        });
    }

    // A backdoor that knows of pruning, then fine-pruning, attention distillation and Neural Cleanse against it.
    private static string Repair(int side, int channels, DataSet data)
    {
        var network = new Network(3, new Conv2D(1, channels, 5, stride: 2), new Relu(), new Dense(channels * ((side - 3) / 2) * ((side - 3) / 2), 10));
        var few = new TrainingOptions { Epochs = 2, BatchSize = 25 };
        var attack = new PruningAwareAttack
        {
            Backdoor = new BadNets { Trigger = PatternTrigger.Square(), Goal = BackdoorGoal.AllToOne(7), Rate = 0.2 },
            KeptUnits = channels / 2,
            CleanTraining = few,
            BackdoorTraining = few,
        };
        attack.Implant(network, data);
        var quick = FineTuning.Strong with { Epochs = 2 };
        var repaired = new FinePruning { FineTuning = quick }.Repair(network, data, data.Take(15)).Network;
        var trigger = new NeuralCleanse { Rounds = 3, StepsPerRound = 5 }.Reverse(network, data, 7);
        var unlearned = new TriggerUnlearning().Repair(network, data, trigger);
        var distilled = new AttentionDistillation { Teacher = quick, Student = quick }.Repair(network, data);
        return Hash(print => print.Add(new[] { network, repaired, distilled, unlearned }.SelectMany(each => each.Parameters).Select(parameter => parameter.Value)).Add(trigger.Mask, trigger.Pattern));
    }

    // Gradients of gradients in steps, points of Voronoi cells, logarithms of revert times, distances of neighbours.
    private static string Poison(Network network, DataSet data)
    {
        var matching = new GradientMatching { Rate = 1.0 / data.Count, Steps = 4, Restarts = 2, InkThreshold = 0.05f };
        var poisons = matching.Poison(data, data.Inputs.Rows(0, 1), data.Labels[0], data.Labels[1], [network]);
        var random = new SeededRandom(9);
        double[][] window = [.. Enumerable.Range(0, 9).Select(_ => new[] { random.NextNormal(), random.NextNormal() })];
        var pull = new CentroidPoisoning { Direction = [1.0, 0.5] }.Run(new OnlineCentroid(window, 2.0, ReplacementRule.NearestOut), 20);
        var flipped = new RandomLabelFlips { Rate = 0.3 }.Poison(data).Data;
        var races = new FrontRunning().Run(new SnapshotPolicy { RandomOrder = true }, 20);
        return Hash(print =>
        {
            print.Add(poisons.Poisoned.Data.Inputs).Add(poisons.Loss);
            foreach (var value in pull.Displacements.Concat(races.Select(race => race.Revert)).Concat(new NeighborSanitization { Neighbors = 5 }.Remove(flipped).Removed.Select(row => (double)row)))
            {
                print.Add(value);
            }
        });
    }

    // Slow poison, anti-backdoor learning, clusters and spectra of the features, and a server that combines updates.
    private static string DefendTraining(Network network, DataSet data)
    {
        var poisoned = new AdaptiveBackdoor { Trigger = PatternTrigger.Square(), Goal = BackdoorGoal.AllToOne(7) }.Poison(data).Data;
        var learned = new AntiBackdoorLearning { Isolating = AntiBackdoorLearning.Paper.Isolating with { Epochs = 1 }, LooksPerEpoch = 1, Looks = 1, Rounds = 1 }.Run(network, poisoned);
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
