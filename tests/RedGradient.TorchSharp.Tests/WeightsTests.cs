using RedGradient.Networks;
using RedGradient.Tensors;
using RedGradient.TorchSharp;
using TorchSharp;
using TorchSharp.PyBridge;
using Tensor = RedGradient.Tensors.Tensor;

namespace RedGradient.Guests.Tests;

/// <summary>Weights between the library, TorchSharp and PyTorch's files.</summary>
public sealed class WeightsTests
{
    [Fact]
    public void A_network_goes_to_TorchSharp_and_back_with_every_layer_both_have()
    {
        var network = Every();
        using var module = TorchNetwork.ToTorch(network);
        var images = Tensor.Uniform(new SeededRandom(2), 0f, 1f, 3, 1, 12, 12);
        var slope = Tensor.Normal(new SeededRandom(3), 0f, 1f, 3, 3);
        using (var classifier = new TorchClassifier(module))
        {
            Assert.InRange(Torch.Error(network.Scores(images).ToArray(), classifier.Scores(images).ToArray()), 0, 1e-5);
        }

        using (var twin = TorchNetwork.ToTorch(network))
        using (var precise = new TorchClassifier(twin, precision: torch.float64))
        {
            Assert.InRange(Torch.Error(network.Scores(images).ToArray(), precise.Scores(images).ToArray()), 0, 1e-5);
            Assert.InRange(Torch.Error(network.Pullback(images, slope).ToArray(), precise.Pullback(images, slope).ToArray()), 0, 1e-5);
        }

        var back = TorchNetwork.FromTorch(module);
        Assert.Equal(network.Scores(images).ToArray(), back.Scores(images).ToArray());
        Assert.Equal(network.Layers.Select(layer => layer.GetType()), back.Layers.Select(layer => layer.GetType()));
    }

    [Fact]
    public void A_dense_layer_that_takes_images_gets_a_flatten_before_it()
    {
        var network = new Network(1, new Dense(16, 8), new BatchNormalization(8), new Relu(), new Dense(8, 3));
        using var module = TorchNetwork.ToTorch(network);
        Assert.Equal(["flatten", "0", "1", "2", "3"], module.named_children().Select(child => child.name));
        using var classifier = new TorchClassifier(module);
        var images = Tensor.Uniform(new SeededRandom(2), 0f, 1f, 3, 1, 4, 4);
        Assert.InRange(Torch.Error(network.Scores(images).ToArray(), classifier.Scores(images).ToArray()), 0, 1e-5);
    }

    [Fact]
    public void What_the_other_side_has_not_is_named()
    {
        Assert.StartsWith("TorchSharp has no layer Residual", Refused(() => TorchNetwork.ToTorch(new Network(1, new Residual(new Identity())))), StringComparison.Ordinal);
        Assert.StartsWith("The layer Conv1D reads sequences with the channels last,", Refused(() => TorchNetwork.ToTorch(new Network(1, new Conv1D(2, 2, 1)))), StringComparison.Ordinal);
        using var groups = torch.nn.Sequential(("conv", torch.nn.Conv2d(2, 2, 3, groups: 2)));
        Assert.Equal("The library has no layer for the module conv, a Conv2d with groups, dilation or a named padding.", Refused(() => TorchNetwork.FromTorch(groups)));
        using var oblong = torch.nn.Sequential(("pool", torch.nn.MaxPool2d((2, 3))));
        Assert.Equal("The library has no layer for the module pool, a MaxPool2d of 2×3, which is no square.", Refused(() => TorchNetwork.FromTorch(oblong)));
        using var other = torch.nn.Sequential(("soft", torch.nn.Softmax(1)));
        Assert.Equal("The library has no layer for the module soft, a Softmax.", Refused(() => TorchNetwork.FromTorch(other)));

        static string Refused(Action action) => Assert.Throws<NotSupportedException>(action).Message;
    }

    [Fact]
    public void PyTorch_reads_our_weights_and_we_read_what_it_writes()
    {
        using var module = TorchNetwork.ToTorch(new Network(99, [.. Models.Clean.Copy().Layers]));
        TorchWeights.LoadPyTorch(module, Models.CleanWeights);
        Assert.Equal(Models.Clean.Parameters.Select(parameter => parameter.Value.ToArray()), TorchNetwork.FromTorch(module).Parameters.Select(parameter => parameter.Value.ToArray()));
        using var other = torch.nn.Sequential(torch.nn.Linear(3, 2));
        Assert.StartsWith("clean-python.pth does not hold the weights of this module", Assert.Throws<InvalidDataException>(() => TorchWeights.LoadPyTorch(other, Models.CleanWeights)).Message, StringComparison.Ordinal);
        Assert.Throws<FileNotFoundException>(() => TorchWeights.LoadPyTorch(other, Path.Combine(Models.Folder, "none.pth")));
    }

    [Fact]
    public void Safetensors_of_the_library_and_of_PyBridge_are_the_same()
    {
        string ours = Path.Combine(Models.Folder, "ours.safetensors"), theirs = Path.Combine(Models.Folder, "theirs.safetensors");
        var network = Every();
        SafetensorsNetwork.Save(network, ours);
        using var module = TorchNetwork.ToTorch(Every(seed: 77));
        module.load_safetensors(ours, strict: false);
        Assert.Equal(StateDictionary.Of(network).OrderBy(pair => pair.Key, StringComparer.Ordinal).Select(pair => pair.Value.ToArray()), TorchWeights.Of(module).OrderBy(pair => pair.Key, StringComparer.Ordinal).Select(pair => pair.Value.ToArray()));

        module.save_safetensors(theirs);
        using var third = TorchNetwork.ToTorch(Every(seed: 78));
        TorchWeights.LoadSafetensors(third, theirs);
        Assert.Equal(TorchWeights.Of(module)["0.weight"].ToArray(), TorchWeights.Of(third)["0.weight"].ToArray());
        TorchWeights.SaveSafetensors(third, theirs);
        Assert.Equal(TorchWeights.Of(third).Keys.Order(), SafetensorsFile.Read(theirs).Tensors.Keys.Order());
    }

    [Fact]
    public void Weights_that_do_not_fit_leave_the_module_as_it_was()
    {
        using var module = torch.nn.Sequential(torch.nn.Linear(3, 2));
        var before = TorchWeights.Of(module)["0.weight"].ToArray();
        Assert.StartsWith("The module needs the weight 0.bias", Refused(new() { ["0.weight"] = Tensor.Ones(2, 3) }), StringComparison.Ordinal);
        Assert.StartsWith("The weight 0.bias has the shape [3]; the module needs [2].", Refused(new() { ["0.weight"] = Tensor.Ones(2, 3), ["0.bias"] = Tensor.Ones(3) }), StringComparison.Ordinal);
        Assert.StartsWith("The module has no weight 1.bias.", Refused(new() { ["0.weight"] = Tensor.Ones(2, 3), ["0.bias"] = Tensor.Ones(2), ["1.bias"] = Tensor.Ones(2) }), StringComparison.Ordinal);
        Assert.Equal(before, TorchWeights.Of(module)["0.weight"].ToArray());

        string Refused(Dictionary<string, Tensor> weights) => Assert.Throws<ArgumentException>(() => TorchWeights.CopyTo(module, weights)).Message;
    }

    private static Network Every(int seed = 5)
    {
        var network = new Network(
            seed, new Conv2D(1, 3, 3, padding: 1), new BatchNormalization(3), new LeakyRelu(0.2f), new MaxPool2D(2), new Conv2D(3, 4, 3), new Relu(), new AveragePool2D(2), new Sigmoid(), new Identity(),
            new Flatten(), new Dropout(0.3f), new Dense(16, 8), new Tanh(), new Dense(8, 6), new Gelu(), new Dense(6, 3));
        var random = new SeededRandom(seed);
        foreach (var buffer in network.Layers[1].Buffers) buffer.Set(Tensor.Uniform(random, 0.5f, 2f, 3));
        return network;
    }
}
