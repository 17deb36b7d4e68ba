using System.Globalization;
using RedGradient.Networks;
using TorchSharp;
using TorchSharp.Modules;
using TorchModule = TorchSharp.torch.nn.Module<TorchSharp.torch.Tensor, TorchSharp.torch.Tensor>;

namespace RedGradient.TorchSharp;

/// <summary>A network of the library as a TorchSharp <c>Sequential</c> of the same layers, and back, for every layer that both have.</summary>
/// <remarks>
/// The library has no counterpart for what is not named here. A dense layer of the library takes images row by row, a linear one does not: where an image may still be one, a
/// <c>Flatten</c> named <c>flatten</c> is put before it. Masks do not travel.
/// </remarks>
public static class TorchNetwork
{
    /// <summary>The same network in TorchSharp; its children carry the numbers of the layers.</summary>
    /// <param name="network">Of layers that TorchSharp has too: all but residual blocks, skips and the layers of sequences; it stays as it is.</param>
    /// <exception cref="NotSupportedException">A layer is not translated; the message names it.</exception>
    public static Sequential ToTorch(Network network)
    {
        ArgumentNullException.ThrowIfNull(network);
        var modules = new List<(string, TorchModule)>();
        var flat = false;
        for (var i = 0; i < network.Layers.Count; i++)
        {
            var layer = network.Layers[i];
            if (layer is Dense && !flat) modules.Add(($"flatten{(modules.Any(module => module.Item1 == "flatten") ? i.ToString(CultureInfo.InvariantCulture) : "")}", torch.nn.Flatten()));
            flat = layer is Dense or RedGradient.Networks.Flatten || (flat && layer is not (Conv2D or Pool2D));
            modules.Add((i.ToString(CultureInfo.InvariantCulture), Module(layer, flat)));
        }

        var result = torch.nn.Sequential(modules.ToArray());
        TorchWeights.CopyTo(result, StateDictionary.Of(network));
        result.eval();
        return result;
    }

    /// <summary>The same network in the library.</summary>
    /// <param name="sequential">Of modules that the library has too; it stays as it is.</param>
    /// <exception cref="NotSupportedException">The library has no such module, or not with these options; the message names it.</exception>
    public static Network FromTorch(Sequential sequential)
    {
        ArgumentNullException.ThrowIfNull(sequential);
        var children = sequential.named_children().ToArray();
        var layers = children.Select(child => Layer(child.name, child.module)).ToArray();
        var network = new Network(0, layers);
        var places = children.Select((child, i) => (child.name, i)).ToDictionary(pair => pair.name, pair => pair.i, StringComparer.Ordinal);
        StateDictionary.CopyTo(network, TorchWeights.Of(sequential).ToDictionary(tensor => Renamed(tensor.Key, places), tensor => tensor.Value, StringComparer.Ordinal));
        return network;
    }

    private static string Renamed(string name, Dictionary<string, int> places)
    {
        var dot = name.IndexOf('.', StringComparison.Ordinal);
        return places[name[..dot]].ToString(CultureInfo.InvariantCulture) + name[dot..];
    }

    private static TorchModule Module(Layer layer, bool flat) => layer switch
    {
        Dense dense => torch.nn.Linear(dense.Inputs, dense.Outputs),
        Conv2D convolution => torch.nn.Conv2d(convolution.Weight.Shape[1], convolution.Weight.Shape[0], convolution.Weight.Shape[2], convolution.Stride, convolution.Padding),
        BatchNormalization normalization when flat => torch.nn.BatchNorm1d(normalization.Gain.Shape[0], normalization.Epsilon, normalization.Momentum),
        BatchNormalization normalization => torch.nn.BatchNorm2d(normalization.Gain.Shape[0], normalization.Epsilon, normalization.Momentum),
        MaxPool2D pool => torch.nn.MaxPool2d(pool.Size, pool.Stride),
        AveragePool2D pool => torch.nn.AvgPool2d(pool.Size, pool.Stride),
        RedGradient.Networks.Dropout dropout => torch.nn.Dropout(dropout.Rate),
        RedGradient.Networks.Flatten => torch.nn.Flatten(),
        Relu => torch.nn.ReLU(),
        LeakyRelu leaky => torch.nn.LeakyReLU(leaky.Slope),
        RedGradient.Networks.Sigmoid => torch.nn.Sigmoid(),
        RedGradient.Networks.Tanh => torch.nn.Tanh(),
        Gelu => torch.nn.GELU(),
        RedGradient.Networks.Identity => torch.nn.Identity(),
        RedGradient.Networks.Embedding or Conv1D or GlobalPool1D => throw new NotSupportedException($"The layer {layer.GetType().Name} reads sequences with the channels last, which are not translated to TorchSharp; write it as a module of your own."),
        var other => throw new NotSupportedException($"TorchSharp has no layer {other.GetType().Name}; write it as a module of your own."),
    };

    private static Layer Layer(string name, torch.nn.Module module) => module switch
    {
        Linear linear => new Dense((int)linear.in_features, (int)linear.out_features),
        Conv2d convolution => Convolution(name, convolution),
        BatchNorm { track_running_stats: false } or BatchNorm { affine: false } => throw Unsupported(name, module, "without a weight or running values"),
        BatchNorm norm => new BatchNormalization((int)norm.num_features, (float)(norm.momentum ?? throw Unsupported(name, module, "without a momentum")), (float)norm.eps),
        MaxPool2d pool => pool.padding is { } padding && padding.Any(value => value != 0) || pool.dilation is { } dilation && dilation.Any(value => value != 1) || pool.ceil_mode
            ? throw Unsupported(name, module, "with padding, dilation or ceil_mode")
            : new MaxPool2D(Square(name, module, pool.kernel_size), pool.stride is { Length: > 0 } ? Square(name, module, pool.stride) : null),
        AvgPool2d pool => pool.padding is { } padding && padding.Any(value => value != 0) || pool.ceil_mode || pool.divisor_override is not null
            ? throw Unsupported(name, module, "with padding, ceil_mode or a divisor")
            : new AveragePool2D(Square(name, module, pool.kernel_size), pool.stride is { Length: > 0 } ? Square(name, module, pool.stride) : null),
        global::TorchSharp.Modules.Dropout dropout => new RedGradient.Networks.Dropout((float)dropout.p),
        global::TorchSharp.Modules.Flatten flatten => flatten.start_dim == 1 && flatten.end_dim == -1 ? new RedGradient.Networks.Flatten() : throw Unsupported(name, module, "of other dimensions than 1 to −1"),
        ReLU => new Relu(),
        LeakyReLU leaky => new LeakyRelu((float)leaky.negative_slope),
        global::TorchSharp.Modules.Sigmoid => new RedGradient.Networks.Sigmoid(),
        global::TorchSharp.Modules.Tanh => new RedGradient.Networks.Tanh(),
        GELU gelu => gelu.approximate == GELU.Approximate.none ? new Gelu() : throw Unsupported(name, module, "with the approximation by tanh"),
        global::TorchSharp.Modules.Identity => new RedGradient.Networks.Identity(),
        _ => throw Unsupported(name, module, ""),
    };

    private static Conv2D Convolution(string name, Conv2d module)
    {
        if (module.groups != 1 || module.dilation.Any(value => value != 1) || module.padding_type is not null || module.padding_mode != PaddingModes.Zeros)
        {
            throw Unsupported(name, module, "with groups, dilation or a named padding");
        }

        return new Conv2D((int)module.in_channels, (int)module.out_channels, Square(name, module, module.kernel_size), Square(name, module, module.stride), module.padding is { Length: > 0 } padding ? Square(name, module, padding) : 0);
    }

    private static int Square(string name, torch.nn.Module module, long[] lengths) => lengths.Distinct().Count() == 1
        ? (int)lengths[0]
        : throw Unsupported(name, module, $"of {string.Join('×', lengths)}, which is no square");

    private static NotSupportedException Unsupported(string name, torch.nn.Module module, string how) =>
        new($"The library has no layer for the module {name}, a {module.GetName()}{(how.Length > 0 ? " " + how : "")}.");
}
