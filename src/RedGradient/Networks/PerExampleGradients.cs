using RedGradient.Autodiff;
using RedGradient.Autodiff.Operations;
using RedGradient.Tensors;
using RedGradient.Tensors.Kernels;

namespace RedGradient.Networks;

/// <summary>The gradient of each example's own loss, for a whole batch from one forward and one backward pass.</summary>
/// <remarks>
/// A dense layer's gradient for example i is the outer product of its input xᵢ and δᵢ, the gradient at its output. So norms and dot products need only
/// xᵢ and δᵢ: ‖xᵢδᵢᵀ‖² = ‖xᵢ‖²·‖δᵢ‖² and ⟨xᵢδᵢᵀ, xⱼδⱼᵀ⟩ = (xᵢ·xⱼ)(δᵢ·δⱼ). A convolution's, and an embedding's, are written out one layer at a time. All parameters must
/// belong to dense, convolution or embedding layers; layers are in their state for use (no dropout), so that examples do not influence each other.
/// </remarks>
public sealed class PerExampleGradients
{
    private readonly Network network;
    private readonly IReadOnlyList<(Layer Layer, Tensor Input, Tensor Output)> observed;
    private readonly Tensor losses;
    private readonly Tensor[] deltas;

    private PerExampleGradients(Network network, IReadOnlyList<(Layer Layer, Tensor Input, Tensor Output)> observed, Tensor losses, Tensor[] deltas)
    {
        this.network = network;
        this.observed = observed;
        this.losses = losses;
        this.deltas = deltas;
    }

    /// <summary>The number of examples.</summary>
    public int Count => losses.Shape[0];

    /// <summary>Each example's loss, <c>[batch]</c>.</summary>
    public Tensor Losses => losses.Detach();

    /// <summary>Runs the batch forward and backward once, for the cross-entropy of each example.</summary>
    /// <param name="network">Its parameters must belong to dense, convolution or embedding layers.</param>
    /// <param name="inputs"><c>[batch, …]</c>, at least one example.</param>
    /// <param name="labels">One class for each.</param>
    /// <exception cref="NotSupportedException">A layer of another kind has parameters.</exception>
    /// <exception cref="ArgumentException">The shapes do not fit, or a label is no class.</exception>
    public static PerExampleGradients Of(Network network, Tensor inputs, int[] labels) =>
        Of(network, inputs, outputs => Networks.Losses.CrossEntropyPerExample(outputs, labels));

    /// <summary>Runs the batch forward and backward once, for a loss of one's own.</summary>
    /// <param name="network">Its parameters must belong to dense, convolution or embedding layers.</param>
    /// <param name="inputs"><c>[batch, …]</c>, at least one example.</param>
    /// <param name="loss">Takes the outputs to one loss for each example, <c>[batch]</c>, each from its own row alone.</param>
    /// <exception cref="NotSupportedException">A layer of another kind has parameters.</exception>
    /// <exception cref="ArgumentException">The loss does not give one number for each example.</exception>
    public static PerExampleGradients Of(Network network, Tensor inputs, Func<Tensor, Tensor> loss)
    {
        ArgumentNullException.ThrowIfNull(network);
        ArgumentNullException.ThrowIfNull(inputs);
        ArgumentNullException.ThrowIfNull(loss);
        var pass = ForwardPass.Observing();
        var losses = loss(network.Forward(inputs, pass));
        if (losses.Shape.Rank != 1 || losses.Shape[0] != inputs.Shape[0])
        {
            throw new ArgumentException($"The loss must give one number for each of {inputs.Shape[0]} examples; it gave the shape {losses.Shape}.", nameof(loss));
        }

        if (pass.Observed.Sum(entry => entry.Layer.Parameters.Count) != network.Parameters.Count)
        {
            throw new NotSupportedException("Per-example gradients are known for dense, convolution and embedding layers; another layer of this network has parameters.");
        }

        var deltas = Gradient.Pullback(losses, Tensor.Ones(losses.Shape.ToArray()), [.. pass.Observed.Select(entry => entry.Output)]);
        return new PerExampleGradients(network, pass.Observed, losses, deltas);
    }

    /// <summary>All gradients written out: for each parameter of the network, in its order, <c>[batch, …the parameter's shape]</c>.</summary>
    public Tensor[] ToTensors() => [.. Enumerable.Range(0, observed.Count).SelectMany(WriteLayer)];

    /// <summary>The norm of each example's whole gradient.</summary>
    /// <returns>One number for each example, 0 or more.</returns>
    public double[] Norms()
    {
        var squares = new double[Count];
        for (var layer = 0; layer < observed.Count; layer++)
        {
            AddSquares(layer, squares);
        }

        return [.. squares.Select(Math.Sqrt)];
    }

    /// <summary>The dot product of every pair of examples' gradients, <c>[batch, batch]</c>.</summary>
    public Tensor DotProducts()
    {
        var sum = Tensor.Zeros(Count, Count);
        for (var layer = 0; layer < observed.Count; layer++)
        {
            if (observed[layer].Layer is Dense)
            {
                var input = observed[layer].Input.Detach();
                var inputs = input.MatMul(input.Transpose());
                var outputs = deltas[layer].MatMul(deltas[layer].Transpose());
                sum += (inputs + 1f) * outputs;
            }
            else
            {
                foreach (var gradients in WriteLayer(layer))
                {
                    var rows = gradients.Reshape(Count, -1);
                    sum += rows.MatMul(rows.Transpose());
                }
            }
        }

        return sum;
    }

    /// <summary>Σ weightᵢ·gradientᵢ for each parameter, by one more backward pass.</summary>
    /// <param name="weights">One for each example.</param>
    /// <returns>A tensor of each parameter's shape, in the network's order.</returns>
    /// <exception cref="ArgumentException">Another number of weights.</exception>
    public Tensor[] WeightedSum(float[] weights)
    {
        ArgumentNullException.ThrowIfNull(weights);
        return weights.Length == Count
            ? Gradient.Pullback(losses, Tensor.From(weights, Count), [.. network.Parameters.Select(parameter => parameter.Tracked)])
            : throw new ArgumentException($"A weighted sum needs one weight for each of {Count} examples; {weights.Length} were given.", nameof(weights));
    }

    /// <summary>The squared norm of each example's gradient for each parameter: [parameter][example].</summary>
    internal double[][] SquaredNorms() => [.. Enumerable.Range(0, observed.Count).SelectMany(SquaresOfLayer)];

    private double[][] SquaresOfLayer(int index)
    {
        var (layer, input, _) = observed[index];
        if (layer is not Dense) return [.. WriteLayer(index).Select(SquaresOfRows)];
        double[] inputs = SquaresOfRows(input), outputs = SquaresOfRows(deltas[index]);
        return [[.. inputs.Zip(outputs, (x, delta) => x * delta)], outputs];
    }

    private double[] SquaresOfRows(Tensor rows)
    {
        var size = rows.Size / Count;
        var squares = new double[Count];
        for (var i = 0; i < Count; i++)
        {
            var row = rows.AsSpan().Slice(i * size, size);
            squares[i] = Reduction.Dot(row, row);
        }

        return squares;
    }

    private Tensor[] WriteLayer(int index)
    {
        var (layer, input, _) = observed[index];
        var delta = deltas[index];
        if (layer is Conv2D convolution)
        {
            var geometry = new ConvolutionGeometry(input.Shape, convolution.Weight.Shape, convolution.Stride, convolution.Padding);
            var weights = Tensor.Allocate(new Shape([Count, .. convolution.Weight.Shape]));
            Convolution.WeightGradientPerImage(geometry, input, delta, weights);
            return [weights, delta.Reshape(Count, geometry.Outputs, geometry.Positions).Sum(2)];
        }

        return layer switch
        {
            Conv1D alongSequence => WriteLayer(alongSequence, input, delta),
            Embedding embedding => [WriteLayer(embedding, input, delta)],
            _ => [OuterProducts(input, delta), delta],
        };
    }

    private Tensor[] WriteLayer(Conv1D layer, Tensor input, Tensor delta)
    {
        var windows = Windows.Apply(input.Detach(), layer.Kernel);
        int places = delta.Shape[1], length = windows.Shape[1], size = layer.Weight.Shape.Size;
        var result = Tensor.AllocateZeros(new Shape([Count, .. layer.Weight.Shape]));
        for (var example = 0; example < Count; example++)
        {
            MatrixMultiply.Run(windows.Rows(example * places, places), delta.Row(example), true, false, result.View(example * size, new Shape(length, layer.OutputChannels)));
        }

        return [result, delta.Sum(1)];
    }

    // Each example adds its δ to the rows of its own tokens.
    private Tensor WriteLayer(Embedding layer, Tensor input, Tensor delta)
    {
        int positions = input.Shape[1], width = layer.Width, size = layer.Weight.Shape.Size;
        var ids = layer.Ids(input);
        var result = Tensor.AllocateZeros(new Shape([Count, .. layer.Weight.Shape]));
        for (var i = 0; i < ids.Length; i++)
        {
            var row = result.MutableSpan.Slice((i / positions * size) + (ids[i] * width), width);
            Elementwise.Zip(default(AddFunction), row, delta.AsSpan().Slice(i * width, width), row);
        }

        return result;
    }

    private Tensor OuterProducts(Tensor input, Tensor delta)
    {
        var result = Tensor.Allocate(new Shape(Count, input.Shape[1], delta.Shape[1]));
        Workers.Run(Count, new OuterWork(input, delta, result));
        return result;
    }

    private void AddSquares(int index, double[] squares)
    {
        var (layer, input, _) = observed[index];
        if (layer is not Dense)
        {
            foreach (var gradients in WriteLayer(index))
            {
                var own = SquaresOfRows(gradients);
                for (var i = 0; i < Count; i++) squares[i] += own[i];
            }

            return;
        }

        // The 1 is the bias, whose gradient is δ itself.
        double[] inputs = SquaresOfRows(input), outputs = SquaresOfRows(deltas[index]);
        for (var i = 0; i < Count; i++) squares[i] += (inputs[i] + 1.0) * outputs[i];
    }

    private readonly struct OuterWork(Tensor input, Tensor delta, Tensor result) : IParallelWork
    {
        public void Run(int example)
        {
            int inputs = input.Shape[1], outputs = delta.Shape[1];
            var x = input.AsSpan().Slice(example * inputs, inputs);
            var d = delta.AsSpan().Slice(example * outputs, outputs);
            OuterProduct.Write(x, d, result.MutableSpan.Slice(example * inputs * outputs, inputs * outputs));
        }
    }
}
