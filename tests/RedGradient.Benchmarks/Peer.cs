using System.Diagnostics;
using System.Globalization;
using RedGradient.Attacks.Evasion;
using RedGradient.Autodiff;
using RedGradient.Data;
using RedGradient.Defenses.Runtime;
using RedGradient.Networks;
using RedGradient.Tensors;

namespace RedGradient.Benchmarks;

/// <summary>The workloads of the comparison with PyTorch: same shapes, batches, optimisers and counts, on random data in [0, 1].</summary>
public static class Peer
{
    private static readonly SeededRandom Random = new(0);

    private static readonly (string Name, Func<(Func<double> Run, string Unit)> Prepare)[] Workloads =
    [
        ("matmul_512", Matmul512),
        ("mlp_train", () => Train(Mlp(), Images(10240, 784), 10, 128, new Adam { LearningRate = 1e-3f })),
        ("cnn_train", () => Train(Cnn(), Images(2560, 1, 28, 28), 10, 128, new Sgd { LearningRate = 0.05f, Momentum = 0.9f })),
        ("plane_train", () => Train(Plane(), Images(5000, 2), 2, 10, new Sgd { LearningRate = 0.03f })),
        ("fgsm_cnn", FgsmCnn),
        ("pgd40_mlp", Pgd40Mlp),
        ("strip_cnn", StripCnn),
        ("per_example_gradients", PerExample),
        ("gradient_leakage", GradientLeakage),
    ];

    /// <summary>Prints <c>name TAB rate TAB unit</c> for each workload asked for (all, if none): the median of five timed runs after a warm-up.</summary>
    /// <param name="names">Workloads; <c>--cpu</c> among them rates by seconds of processor time, which other programs on the machine disturb less.</param>
    public static void Run(string[] names)
    {
        var byProcessor = names.Contains("--cpu");
        names = [.. names.Where(name => name != "--cpu")];
        foreach (var (name, prepare) in Workloads)
        {
            if (names.Length > 0 && !names.Contains(name))
            {
                continue;
            }

            var (run, unit) = prepare();

            // Tiered compilation replaces code while it runs: the warm-up lasts until the steady state, also by the clock that rates.
            var warmUp = Now(byProcessor);
            do
            {
                run();
            }
            while ((Now(byProcessor) - warmUp).TotalSeconds < 1);

            var rates = new double[5];
            for (var i = 0; i < rates.Length; i++)
            {
                var start = Now(byProcessor);
                var amount = run();
                rates[i] = amount / (Now(byProcessor) - start).TotalSeconds;
            }

            Array.Sort(rates);
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{name}\t{rates[2]:F1}\t{unit}"));
        }
    }

    private static TimeSpan Now(bool byProcessor) => byProcessor ? Environment.CpuUsage.TotalTime : Stopwatch.GetElapsedTime(0);

    public static Network Mlp() => new(0, new Dense(784, 256), new Relu(), new Dense(256, 128), new Relu(), new Dense(128, 10));

    public static Network Cnn() => new(
        0,
        new Conv2D(1, 16, 5), new Relu(), new MaxPool2D(2),
        new Conv2D(16, 32, 5), new Relu(), new MaxPool2D(2),
        new Flatten(), new Dense(512, 128), new Relu(), new Dense(128, 10));

    public static Network Plane()
    {
        var layers = new List<Layer> { new Dense(2, 8, Initializer.Xavier), new Tanh() };
        for (var i = 0; i < 5; i++)
        {
            layers.Add(new Dense(8, 8, Initializer.Xavier));
            layers.Add(new Tanh());
        }

        layers.Add(new Dense(8, 2, Initializer.Xavier));
        return new Network(0, [.. layers]);
    }

    public static Tensor Images(params int[] shape) => Tensor.Uniform(Random, 0f, 1f, shape);

    public static int[] Labels(int count, int classes) => [.. Enumerable.Range(0, count).Select(_ => Random.NextInt32(classes))];

    private static (Func<double> Run, string Unit) Matmul512()
    {
        Tensor a = Images(512, 512), b = Images(512, 512);
        return (() =>
        {
            for (var i = 0; i < 50; i++)
            {
                using var step = TensorArena.OfThread.Begin();
                a.MatMul(b);
            }

            return 50 * 2 * Math.Pow(512, 3) / 1e9;
        }, "GFLOP/s");
    }

    private static (Func<double> Run, string Unit) Train(Network network, Tensor inputs, int classes, int batch, Optimizer optimizer)
    {
        var data = new DataSet("random", inputs, Labels(inputs.Shape[0], classes), classes);
        var options = new TrainingOptions { Epochs = 1, BatchSize = batch, Optimizer = optimizer };
        return (() =>
        {
            Trainer.Train(network, data, options);
            return data.Count;
        }, "samples/s");
    }

    private static Tensor InputGradient(IDifferentiableClassifier network, Tensor images, int[] labels) =>
        network.ScoresAndPullback(images, scores => scores.Softmax() - Losses.OneHot(labels, scores.Shape[1])).InputGradient;

    private static (Func<double> Run, string Unit) FgsmCnn()
    {
        var network = Cnn();
        var images = Images(2560, 1, 28, 28);
        var labels = Labels(2560, 10);
        return (() =>
        {
            for (var i = 0; i < 2560; i += 256)
            {
                var clean = images.Rows(i, 256);
                _ = (clean + (0.1f * InputGradient(network, clean, labels[i..(i + 256)]).Sign())).Clamp(0f, 1f);
            }

            return 2560;
        }, "images/s");
    }

    // The library's attack, as lessons and readers run it; it does not stop at success, so that all images take all steps.
    private static (Func<double> Run, string Unit) Pgd40Mlp()
    {
        var network = Mlp();
        var images = Images(1024, 784);
        var labels = Labels(1024, 10);
        var attack = new ProjectedGradientDescent { Epsilon = 0.3f, Steps = 40, StepSize = 0.01f, RandomStart = false, StopAtSuccess = false };
        return (() =>
        {
            attack.Perturb(network, images, labels);
            return 1024;
        }, "images/s");
    }

    private static (Func<double> Run, string Unit) StripCnn()
    {
        var strip = new Strip(Cnn(), Images(100, 1, 28, 28));
        var images = Images(200, 1, 28, 28);
        return (() =>
        {
            strip.Entropies(images);
            return 200;
        }, "inputs/s");
    }

    private static (Func<double> Run, string Unit) PerExample()
    {
        var network = Mlp();
        var images = Images(128, 784);
        var labels = Labels(128, 10);
        return (() =>
        {
            using var step = TensorArena.OfThread.Begin();
            _ = PerExampleGradients.Of(network, images, labels).ToTensors();
            return 128;
        }, "examples/s");
    }

    private static (Func<double> Run, string Unit) GradientLeakage()
    {
        var network = new Network(0, new Dense(784, 64, Initializer.Xavier), new Sigmoid(), new Dense(64, 10, Initializer.Xavier));
        Tensor[] weights = [.. network.Parameters.Select(parameter => parameter.Tracked)];
        int[] label = [3];
        var target = Gradient.Of(Losses.CrossEntropy(network.Forward(Images(1, 784)), label), weights);
        return (() =>
        {
            var x = Images(1, 784);
            for (var i = 0; i < 100; i++)
            {
                using var step = TensorArena.OfThread.Begin();
                var tracked = x.Track();
                var gradients = Gradient.Of(Losses.CrossEntropy(network.Forward(tracked), label), weights, createGraph: true);
                var distance = gradients.Zip(target, (g, t) => (g - t).SumOfSquares()).Aggregate((sum, next) => sum + next);
                x = (x - (0.1f * Gradient.Of(distance, tracked))).Keep();
            }

            return 100;
        }, "iterations/s");
    }
}
