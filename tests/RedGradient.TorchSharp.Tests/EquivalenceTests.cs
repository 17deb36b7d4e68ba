using System.Globalization;
using RedGradient.Autodiff;
using RedGradient.Data;
using RedGradient.Networks;
using RedGradient.Tensors;
using RedGradient.TorchSharp;
using TorchSharp;
using F = TorchSharp.torch.nn.functional;
using Tensor = RedGradient.Tensors.Tensor;

namespace RedGradient.Guests.Tests;

/// <summary>libtorch as the judge of our engine: one number for each operation, the worst of its values and gradients.</summary>
public sealed class EquivalenceTests
{
    private const double Bound = 1e-5;
    private static readonly int[] Labels = [3, 0, 4, 1, 2, 2];

    [Fact]
    public void Every_operation_agrees_with_libtorch()
    {
        using var scope = torch.NewDisposeScope();
        var table = new List<(string Kind, string Name, double Error)>();
        foreach (var (name, make, shape, training) in Layers()) table.Add(("layer", name, OfLayer(make, shape, training)));
        foreach (var (name, ours, theirs, shapes) in Operations()) table.Add(("operation", name, OfFunction(ours, theirs, shapes)));
        foreach (var (name, ours, theirs) in Optimizers()) table.Add(("optimiser, 3 steps", name, OfOptimizer(ours, theirs)));
        table.Add(("second order", "‖∂L/∂W‖² of tanh layers by the input", SecondOrder(new Dense(6, 5), new Tanh(), new Dense(5, 5))));
        table.Add(("second order", "‖∂L/∂W‖² of sigmoid layers by the input", SecondOrder(new Dense(6, 5), new Sigmoid(), new Dense(5, 5))));
        table.Add(("second order", "‖∂L/∂W‖² of GELU layers by the input", SecondOrder(new Dense(6, 5), new Gelu(), new Dense(5, 5))));
        Write("equivalence.md", ["| kind | operation | worst relative error |", "|---|---|---:|", .. table.Select(row => string.Create(CultureInfo.InvariantCulture, $"| {row.Kind} | {row.Name} | {row.Error:0.0E+0} |"))]);
        Assert.All(table, row => Assert.True(row.Error <= Bound, $"{row.Kind} {row.Name}: {row.Error}"));
        Assert.True(table.Count >= 50);
    }

    [Theory]
    [InlineData("SGD")]
    [InlineData("SGD with momentum")]
    [InlineData("Adam")]
    public void Fifty_steps_from_the_same_weights_on_the_same_batches_give_the_same_losses(string name)
    {
        using var scope = torch.NewDisposeScope();
        var network = new Network(4, new Dense(784, 64), new Relu(), new Dense(64, 10));
        using var peer = TorchNetwork.ToTorch(network);
        peer.train();
        var (run, other) = name switch
        {
            "SGD" => (new Sgd { LearningRate = 0.1f }.Start(network.Parameters), (torch.optim.Optimizer)torch.optim.SGD(peer.parameters(), 0.1)),
            "Adam" => (new Adam { LearningRate = 1e-3f }.Start(network.Parameters), torch.optim.Adam(peer.parameters(), 1e-3)),
            _ => (new Sgd { LearningRate = 0.05f, Momentum = 0.9f }.Start(network.Parameters), torch.optim.SGD(peer.parameters(), 0.05, momentum: 0.9)),
        };
        var data = SyntheticDigits.Generate(50 * 32, seed: 6);
        var worst = 0.0;
        var (first, last) = (0.0, 0.0);
        for (var step = 0; step < 50; step++)
        {
            using var inner = torch.NewDisposeScope();
            var inputs = data.Inputs.Rows(step * 32, 32);
            var labels = data.Labels[(step * 32)..((step + 1) * 32)];
            var loss = Losses.CrossEntropy(network.Forward(inputs, ForwardPass.Training(new SeededRandom(1))), labels);
            run.Step(Gradient.Of(loss, [.. network.Parameters.Select(parameter => parameter.Tracked)]));
            other.zero_grad();
            var theirs = F.cross_entropy(peer.call(Torch.Of(inputs)), torch.tensor(Array.ConvertAll(labels, label => (long)label)));
            theirs.backward();
            other.step();
            last = loss.ToScalar();
            first = step == 0 ? last : first;
            worst = Math.Max(worst, Math.Abs(last - theirs.item<float>()));
        }

        Write($"training-{name.Replace(' ', '-')}.md", [string.Create(CultureInfo.InvariantCulture, $"{name}: loss {first:F4} to {last:F4} in 50 steps, worst difference {worst:0.0E+0}")]);
        Assert.True(last < first / 2);
        Assert.InRange(worst, 0, 1e-4);
    }

    private static void Write(string name, string[] lines)
    {
        var folder = Directory.CreateDirectory(Path.Combine(Repository.Root, "artifacts", "equivalence")).FullName;
        File.WriteAllText(Path.Combine(folder, name), string.Join('\n', lines) + "\n");
    }

    private static IEnumerable<(string Name, Func<Layer> Make, int[] Shape, bool Training)> Layers()
    {
        yield return ("dense", () => new Dense(7, 5), [6, 7], false);
        yield return ("convolution 3×3", () => new Conv2D(2, 4, 3), [3, 2, 9, 8], false);
        yield return ("convolution 5×5, padding 2", () => new Conv2D(1, 3, 5, padding: 2), [2, 1, 12, 12], false);
        yield return ("convolution 3×3, stride 2, padding 1", () => new Conv2D(3, 2, 3, 2, 1), [2, 3, 9, 9], false);
        yield return ("convolution 1×1", () => new Conv2D(3, 2, 1), [2, 3, 4, 4], false);
        yield return ("largest of 2×2", () => new MaxPool2D(2), [2, 3, 8, 8], false);
        yield return ("largest of 3×3, stride 2", () => new MaxPool2D(3, 2), [2, 3, 9, 10], false);
        yield return ("mean of 2×2", () => new AveragePool2D(2), [2, 3, 8, 8], false);
        yield return ("mean of 3×3, stride 1", () => new AveragePool2D(3, 1), [2, 3, 7, 6], false);
        yield return ("batch normalisation of images, in use", () => new BatchNormalization(3), [4, 3, 5, 5], false);
        yield return ("batch normalisation of images, in training", () => new BatchNormalization(3), [4, 3, 5, 5], true);
        yield return ("ReLU", () => new Relu(), [6, 7], false);
        yield return ("leaky ReLU", () => new LeakyRelu(0.2f), [6, 7], false);
        yield return ("sigmoid", () => new Sigmoid(), [6, 7], false);
        yield return ("tanh", () => new Tanh(), [6, 7], false);
        yield return ("GELU", () => new Gelu(), [6, 7], false);
        yield return ("identity", () => new Identity(), [6, 7], false);
        yield return ("flatten", () => new Flatten(), [2, 3, 4, 5], false);
        yield return ("dropout, in use", () => new Dropout(0.4f), [6, 7], false);
    }

    private static IEnumerable<(string Name, Func<Tensor[], Tensor> Ours, Func<torch.Tensor[], torch.Tensor> Theirs, int[][] Shapes)> Operations()
    {
        yield return ("matrix product", x => x[0].MatMul(x[1]), x => x[0].mm(x[1]), [[17, 33], [33, 19]]);
        yield return ("matrix product, 64×300×48", x => x[0].MatMul(x[1]), x => x[0].mm(x[1]), [[64, 300], [300, 48]]);
        yield return ("sum with stretching", x => x[0] + x[1], x => x[0] + x[1], [[5, 7], [7]]);
        yield return ("difference", x => x[0] - x[1], x => x[0] - x[1], [[5, 7], [5, 1]]);
        yield return ("product", x => x[0] * x[1], x => x[0] * x[1], [[5, 7], [1, 7]]);
        yield return ("quotient", x => x[0] / (x[1].Square() + 1f), x => x[0] / (x[1].square() + 1), [[5, 7], [5, 7]]);
        yield return ("exp", x => x[0].Exp(), x => x[0].exp(), [[5, 7]]);
        yield return ("log", x => (x[0].Square() + 0.1f).Log(), x => (x[0].square() + 0.1f).log(), [[5, 7]]);
        yield return ("square root", x => (x[0].Square() + 0.1f).Sqrt(), x => (x[0].square() + 0.1f).sqrt(), [[5, 7]]);
        yield return ("absolute value", x => x[0].Abs(), x => x[0].abs(), [[5, 7]]);
        yield return ("clamp", x => x[0].Clamp(-0.5f, 0.5f), x => x[0].clamp(-0.5f, 0.5f), [[5, 7]]);
        yield return ("maximum", x => x[0].Maximum(x[1]), x => torch.maximum(x[0], x[1]), [[5, 7], [5, 7]]);
        yield return ("minimum", x => x[0].Minimum(x[1]), x => torch.minimum(x[0], x[1]), [[5, 7], [5, 7]]);
        yield return ("sum over a dimension", x => x[0].Sum(1), x => x[0].sum(1), [[5, 7]]);
        yield return ("mean over a dimension", x => x[0].Mean(0), x => x[0].mean([0]), [[5, 7]]);
        yield return ("softmax", x => x[0].Softmax(), x => F.softmax(x[0], 1), [[5, 7]]);
        yield return ("log softmax", x => x[0].LogSoftmax(), x => F.log_softmax(x[0], 1), [[5, 7]]);
        yield return ("transpose", x => x[0].Transpose(), x => x[0].t(), [[5, 7]]);
        yield return ("rows", x => x[0].Rows(2, 3), x => x[0].narrow(0, 2, 3), [[6, 5]]);
        yield return ("concatenation", x => Tensor.Concatenate(x[0], x[1]), x => torch.cat([x[0], x[1]], 0), [[2, 5], [3, 5]]);
        yield return ("cross-entropy", x => Losses.CrossEntropy(x[0] * 5f, Labels), x => F.cross_entropy(x[0] * 5f, Targets()), [[6, 5]]);
        yield return ("cross-entropy of each example", x => Losses.CrossEntropyPerExample(x[0], Labels), x => F.cross_entropy(x[0], Targets(), reduction: torch.nn.Reduction.None), [[6, 5]]);
        yield return ("mean squared error", x => Losses.MeanSquaredError(x[0], x[1]), x => F.mse_loss(x[0], x[1]), [[6, 5], [6, 5]]);
    }

    private static IEnumerable<(string Name, Optimizer Ours, Func<IEnumerable<global::TorchSharp.Modules.Parameter>, torch.optim.Optimizer> Theirs)> Optimizers()
    {
        yield return ("SGD", new Sgd { LearningRate = 0.1f }, weights => torch.optim.SGD(weights, 0.1));
        yield return ("SGD, weight decay", new Sgd { LearningRate = 0.1f, WeightDecay = 0.01f }, weights => torch.optim.SGD(weights, 0.1, weight_decay: 0.01));
        yield return ("SGD, momentum", new Sgd { LearningRate = 0.1f, Momentum = 0.9f }, weights => torch.optim.SGD(weights, 0.1, momentum: 0.9));
        yield return ("SGD, Nesterov", new Sgd { LearningRate = 0.1f, Momentum = 0.9f, Nesterov = true }, weights => torch.optim.SGD(weights, 0.1, momentum: 0.9, nesterov: true));
        yield return ("RMSProp", new RmsProp { LearningRate = 0.01f }, weights => torch.optim.RMSProp(weights, 0.01, alpha: 0.99, eps: 1e-8));
        yield return ("Adam", new Adam { LearningRate = 0.01f }, weights => torch.optim.Adam(weights, 0.01));
        yield return ("AdamW, weight decay", new AdamW { LearningRate = 0.01f, WeightDecay = 0.1f }, weights => torch.optim.AdamW(weights, 0.01, weight_decay: 0.1));
    }

    private static torch.Tensor Targets() => torch.tensor(Array.ConvertAll(Labels, label => (long)label));

    private static double OfLayer(Func<Layer> make, int[] shape, bool training)
    {
        var network = new Network(7, make());
        var random = new SeededRandom(11);
        foreach (var parameter in network.Parameters.Concat(network.Layers[0].Buffers)) parameter.Set(Tensor.Uniform(random, 0.3f, 1.2f, parameter.Shape.ToArray()) - 0.2f);
        using var peer = TorchNetwork.ToTorch(network);

        // In float64: by float32 libtorch gave wrong input gradients of convolutions on one processor (its oneDNN; see TorchClassifier).
        peer.to(torch.float64);
        if (training) peer.train();
        var input = Tensor.Normal(random, 0f, 1f, shape).Track();
        var output = network.Forward(input, training ? ForwardPass.Training(new SeededRandom(1)) : ForwardPass.InferenceTracked);
        var slope = Tensor.Normal(random, 0f, 1f, output.Shape.ToArray());
        var gradients = Gradient.Pullback(output, slope, [input, .. network.Parameters.Select(parameter => parameter.Tracked)]);
        var there = Torch.Of(input.Detach()).to(torch.float64).requires_grad_(true);
        var answer = peer.call(there);
        var theirs = torch.autograd.grad([answer], [there, .. peer.parameters()], [Torch.Of(slope).to(torch.float64)]);
        var worst = Torch.Error(output.ToArray(), Torch.Values(answer));
        for (var i = 0; i < gradients.Length; i++)
        {
            // Dense weights are the transpose of linear ones.
            var ours = network.Layers[0] is Dense && gradients[i].Shape.Rank == 2 && i > 0 ? gradients[i].Transpose() : gradients[i];
            worst = Math.Max(worst, Torch.Error(ours.ToArray(), Torch.Values(theirs[i])));
        }

        var state = TorchWeights.Of(peer);
        foreach (var (name, values) in StateDictionary.Of(network)) worst = Math.Max(worst, Torch.Error(values.ToArray(), state[name].ToArray()));
        return worst;
    }

    private static double OfFunction(Func<Tensor[], Tensor> ours, Func<torch.Tensor[], torch.Tensor> theirs, int[][] shapes)
    {
        var random = new SeededRandom(12);
        Tensor[] inputs = [.. shapes.Select(shape => Tensor.Normal(random, 0f, 1f, shape).Track())];
        torch.Tensor[] there = [.. inputs.Select(input => Torch.Of(input.Detach()).requires_grad_(true))];
        Tensor output = ours(inputs);
        var answer = theirs(there);
        var slope = Tensor.Normal(random, 0f, 1f, output.Shape.ToArray());
        var gradients = Gradient.Pullback(output, slope, inputs);
        var expected = torch.autograd.grad([answer], there, [Torch.Of(slope).reshape(answer.shape)]);
        return gradients.Select((gradient, i) => Torch.Error(gradient.ToArray(), Torch.Values(expected[i]))).Append(Torch.Error(output.ToArray(), Torch.Values(answer))).Max();
    }

    private static double OfOptimizer(Optimizer ours, Func<IEnumerable<global::TorchSharp.Modules.Parameter>, torch.optim.Optimizer> theirs)
    {
        var network = new Network(3, new Dense(9, 5));
        using var peer = TorchNetwork.ToTorch(network);
        var parameters = peer.parameters().ToArray();
        var run = ours.Start(network.Parameters);
        using var other = theirs(parameters);
        var random = new SeededRandom(13);
        for (var step = 0; step < 3; step++)
        {
            Tensor[] gradients = [Tensor.Normal(random, 0f, 1f, 9, 5), Tensor.Normal(random, 0f, 1f, 5)];
            run.Step(gradients);
            parameters[0].grad = Torch.Of(gradients[0].Transpose());
            parameters[1].grad = Torch.Of(gradients[1]);
            other.step();
        }

        return Math.Max(
            Torch.Error(network.Parameters[0].Value.Transpose().ToArray(), Torch.Values(parameters[0])),
            Torch.Error(network.Parameters[1].Value.ToArray(), Torch.Values(parameters[1])));
    }

    private static double SecondOrder(params Layer[] layers)
    {
        var network = new Network(5, layers);
        using var peer = TorchNetwork.ToTorch(network);
        var input = Tensor.Normal(new SeededRandom(14), 0f, 1f, 6, 6).Track();
        var gradients = Gradient.Of(Losses.CrossEntropy(network.Forward(input), Labels), [.. network.Parameters.Select(parameter => parameter.Tracked)], createGraph: true);
        var ours = Gradient.Of(gradients.Select(gradient => gradient.Square().Sum()).Aggregate((sum, next) => sum + next), input);
        var there = Torch.Of(input.Detach()).requires_grad_(true);
        var first = torch.autograd.grad([F.cross_entropy(peer.call(there), Targets())], [.. peer.parameters()], retain_graph: true, create_graph: true);
        var theirs = torch.autograd.grad([first.Select(gradient => gradient.square().sum()).Aggregate((sum, next) => sum + next)], [there])[0];
        return Torch.Error(ours.ToArray(), Torch.Values(theirs));
    }
}
