using TorchSharp.Modules;
using static TorchSharp.torch.nn;
using Tensor = TorchSharp.torch.Tensor;

namespace RedGradient.Benchmarks.Torch;

/// <summary>The networks of the comparison, layer for layer those of RedGradient.Benchmarks.</summary>
internal static class Networks
{
    public static Sequential Mlp() => Sequential(Linear(784, 256), ReLU(), Linear(256, 128), ReLU(), Linear(128, 10));

    public static Sequential Cnn() => Sequential(
        Conv2d(1, 16, 5), ReLU(), MaxPool2d(2),
        Conv2d(16, 32, 5), ReLU(), MaxPool2d(2),
        Flatten(), Linear(512, 128), ReLU(), Linear(128, 10));

    public static Sequential Plane()
    {
        var layers = new List<Module<Tensor, Tensor>> { Linear(2, 8), Tanh() };
        for (var i = 0; i < 5; i++)
        {
            layers.Add(Linear(8, 8));
            layers.Add(Tanh());
        }

        layers.Add(Linear(8, 2));
        return Sequential(layers);
    }
}
