using System.Diagnostics;
using System.Globalization;
using TorchSharp.Modules;
using static TorchSharp.torch;
using F = TorchSharp.torch.nn.functional;
using Tensor = TorchSharp.torch.Tensor;

namespace RedGradient.Benchmarks.Torch;

/// <summary>The workloads of the comparison in TorchSharp: same shapes, batches, optimisers and counts, on random data in [0, 1].</summary>
internal static class Peer
{
    private static readonly (string Name, Func<Workload> Prepare)[] Workloads =
    [
        ("matmul_512", Matmul512),
        ("mlp_train", () => Train(Networks.Mlp(), rand(10240, 784), 10, 128, weights => optim.Adam(weights, 1e-3))),
        ("cnn_train", () => Train(Networks.Cnn(), rand(2560, 1, 28, 28), 10, 128, weights => optim.SGD(weights, 0.05, momentum: 0.9))),
        ("plane_train", () => Train(Networks.Plane(), rand(5000, 2), 2, 10, weights => optim.SGD(weights, 0.03))),
        ("fgsm_cnn", FgsmCnn),
        ("pgd40_mlp", Pgd40Mlp),
        ("strip_cnn", () => StripCnn(1)),
        ("strip_cnn_batched", () => StripCnn(5)),
        ("per_example_gradients", PerExampleLoop),
        ("per_example_gradients_batched", PerExampleBatched),
        ("gradient_leakage", GradientLeakage),
    ];

    /// <summary>Prints <c>name TAB rate TAB unit</c> for each workload asked for (all, if none): the median of five timed runs after a warm-up.</summary>
    /// <param name="threads">Of libtorch.</param>
    /// <param name="names">Workloads; <c>--cpu</c> among them rates by seconds of processor time.</param>
    public static int Run(int threads, string[] names)
    {
        var byProcessor = names.Contains("--cpu");
        names = [.. names.Where(name => name != "--cpu")];
        set_num_threads(threads);
        random.manual_seed(0);
        foreach (var (name, prepare) in Workloads)
        {
            // The batched form of a workload is one way more for libtorch to do the same: it comes with the name.
            if (names.Length > 0 && !names.Contains(name) && !names.Contains(name.Replace("_batched", "", StringComparison.Ordinal)))
            {
                continue;
            }

            var workload = prepare();
            var warmUp = Now(byProcessor);
            do
            {
                workload.Run();
            }
            while ((Now(byProcessor) - warmUp).TotalSeconds < 1);

            var rates = new double[5];
            for (var i = 0; i < rates.Length; i++)
            {
                var start = Now(byProcessor);
                var amount = workload.Run();
                rates[i] = amount / (Now(byProcessor) - start).TotalSeconds;
            }

            Array.Sort(rates);
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{name}\t{rates[2]:F1}\t{workload.Unit}"));
        }

        return 0;
    }

    private static TimeSpan Now(bool byProcessor) => byProcessor ? Environment.CpuUsage.TotalTime : Stopwatch.GetElapsedTime(0);

    private static Tensor Rows(Tensor tensor, long start, long count) => tensor.narrow(0, start, Math.Min(count, tensor.shape[0] - start));

    private static Workload Matmul512()
    {
        Tensor a = rand(512, 512), b = rand(512, 512);
        return new Workload("GFLOP/s", () =>
        {
            for (var i = 0; i < 50; i++)
            {
                using var product = a.mm(b);
            }

            return 50 * 2 * Math.Pow(512, 3) / 1e9;
        });
    }

    private static Workload Train(Sequential network, Tensor inputs, int classes, int batch, Func<IEnumerable<Parameter>, optim.Optimizer> optimizer)
    {
        var labels = randint(0, classes, inputs.shape[0]);
        var steps = optimizer(network.parameters());
        return new Workload("samples/s", () =>
        {
            for (long i = 0; i < inputs.shape[0]; i += batch)
            {
                using var scope = NewDisposeScope();
                steps.zero_grad();
                F.cross_entropy(network.forward(Rows(inputs, i, batch)), Rows(labels, i, batch)).backward();
                steps.step();
            }

            return inputs.shape[0];
        });
    }

    private static Tensor InputGradient(Sequential network, Tensor images, Tensor labels)
    {
        var tracked = images.detach().clone().requires_grad_(true);
        return autograd.grad([F.cross_entropy(network.forward(tracked), labels, reduction: nn.Reduction.Sum)], [tracked])[0];
    }

    private static Workload FgsmCnn()
    {
        var network = Networks.Cnn();
        Tensor images = rand(2560, 1, 28, 28), labels = randint(0, 10, 2560);
        return new Workload("images/s", () =>
        {
            for (var i = 0; i < 2560; i += 256)
            {
                using var scope = NewDisposeScope();
                var clean = Rows(images, i, 256);
                _ = (clean + (0.1 * InputGradient(network, clean, Rows(labels, i, 256)).sign())).clamp(0, 1);
            }

            return 2560;
        });
    }

    private static Workload Pgd40Mlp()
    {
        var network = Networks.Mlp();
        Tensor images = rand(1024, 784), labels = randint(0, 10, 1024);
        return new Workload("images/s", () =>
        {
            for (var i = 0; i < 1024; i += 256)
            {
                using var scope = NewDisposeScope();
                Tensor clean = Rows(images, i, 256), own = Rows(labels, i, 256), low = clean - 0.3, high = clean + 0.3;
                var adversarial = clean.clone();
                for (var k = 0; k < 40; k++)
                {
                    using var step = NewDisposeScope();
                    var moved = adversarial + (0.01 * InputGradient(network, adversarial, own).sign());
                    adversarial = minimum(maximum(moved, low), high).clamp(0, 1).MoveToOuterDisposeScope();
                }
            }

            return 1024;
        });
    }

    private static Workload StripCnn(int atOnce)
    {
        var network = Networks.Cnn();
        Tensor images = rand(200, 1, 28, 28), overlays = rand(100, 1, 28, 28);
        return new Workload("inputs/s", () =>
        {
            using var off = no_grad();
            for (var i = 0; i < 200; i += atOnce)
            {
                using var scope = NewDisposeScope();
                var blends = (Rows(images, i, atOnce).unsqueeze(1) + overlays.unsqueeze(0)).clamp(0, 1).reshape(atOnce * 100, 1, 28, 28);
                var p = F.softmax(network.forward(blends), 1);
                _ = (-(p * (p + 1e-12).log2()).sum(1)).reshape(atOnce, 100).mean([1]);
            }

            return 200;
        });
    }

    private static Workload PerExampleLoop()
    {
        var network = Networks.Mlp();
        Tensor images = rand(128, 784), labels = randint(0, 10, 128);
        Tensor[] weights = [.. network.parameters()];
        return new Workload("examples/s", () =>
        {
            for (var i = 0; i < 128; i++)
            {
                using var scope = NewDisposeScope();
                _ = autograd.grad([F.cross_entropy(network.forward(Rows(images, i, 1)), Rows(labels, i, 1))], weights);
            }

            return 128;
        });
    }

    // All of the batch's gradients as outer products of each layer's input and the gradient at its output.
    private static Workload PerExampleBatched()
    {
        Linear first = nn.Linear(784, 256), second = nn.Linear(256, 128), third = nn.Linear(128, 10);
        Tensor images = rand(128, 784), labels = randint(0, 10, 128);
        return new Workload("examples/s", () =>
        {
            using var scope = NewDisposeScope();
            Tensor z1 = first.forward(images), a1 = z1.relu(), z2 = second.forward(a1), a2 = z2.relu(), z3 = third.forward(a2);
            var deltas = autograd.grad([F.cross_entropy(z3, labels, reduction: nn.Reduction.Sum)], [z1, z2, z3]);
            _ = bmm(images.unsqueeze(2), deltas[0].unsqueeze(1));
            _ = bmm(a1.unsqueeze(2), deltas[1].unsqueeze(1));
            _ = bmm(a2.unsqueeze(2), deltas[2].unsqueeze(1));
            return 128;
        });
    }

    private static Workload GradientLeakage()
    {
        var network = nn.Sequential(nn.Linear(784, 64), nn.Sigmoid(), nn.Linear(64, 10));
        Tensor[] weights = [.. network.parameters()];
        var label = tensor(new long[] { 3 });
        Tensor[] target = [.. autograd.grad([F.cross_entropy(network.forward(rand(1, 784)), label)], weights).Select(gradient => gradient.detach())];
        return new Workload("iterations/s", () =>
        {
            var x = rand(1, 784);
            for (var i = 0; i < 100; i++)
            {
                using var scope = NewDisposeScope();
                var tracked = x.detach().requires_grad_(true);
                var gradients = autograd.grad([F.cross_entropy(network.forward(tracked), label)], weights, retain_graph: true, create_graph: true);
                var distance = gradients.Zip(target, (g, t) => (g - t).square().sum()).Aggregate((sum, next) => sum + next);
                x = (x - (0.1 * autograd.grad([distance], [tracked])[0])).detach().MoveToOuterDisposeScope();
            }

            return 100;
        });
    }

    private sealed record Workload(string Unit, Func<double> Run);
}
