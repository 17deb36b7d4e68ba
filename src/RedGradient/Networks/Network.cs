using System.Globalization;
using RedGradient.Autodiff;
using RedGradient.Tensors;

namespace RedGradient.Networks;

/// <summary>Layers one after the other: a classifier or a regression.</summary>
/// <remarks>Using a network (scores, gradients to the input) is safe on several threads at once; training changes it and is not.</remarks>
public sealed class Network : IDifferentiableClassifier
{
    /// <summary>Creates a network and draws its weights.</summary>
    /// <param name="seed">Decides every first weight.</param>
    /// <param name="layers">From the input to the output; at least one.</param>
    /// <exception cref="ArgumentException">No layer was given, or one is there twice.</exception>
    public Network(int seed, params Layer[] layers)
        : this(layers)
    {
        var random = new SeededRandom(seed);
        for (var i = 0; i < layers.Length; i++)
        {
            layers[i].Initialize(random.Split(i));
        }
    }

    internal Network(Layer[] layers)
    {
        ArgumentNullException.ThrowIfNull(layers);
        if (layers.Length == 0)
        {
            throw new ArgumentException("A network needs at least one layer; none was given.", nameof(layers));
        }

        if (layers.Distinct(ReferenceEqualityComparer.Instance).Count() != layers.Length)
        {
            throw new ArgumentException("Each layer of a network must be an object of its own; one was given twice.", nameof(layers));
        }

        Layers = [.. layers];
        Parameters = [.. layers.SelectMany(layer => layer.Parameters)];
        for (var i = 0; i < layers.Length; i++)
        {
            foreach (var parameter in layers[i].Parameters.Concat(layers[i].Buffers))
            {
                parameter.Name = string.Create(CultureInfo.InvariantCulture, $"{i}.{parameter.LocalName}");
            }
        }
    }

    /// <summary>From the input to the output.</summary>
    public IReadOnlyList<Layer> Layers { get; }

    /// <summary>All weights and biases, by layer.</summary>
    public IReadOnlyList<Parameter> Parameters { get; }

    /// <summary>How many numbers training changes.</summary>
    public int ParameterCount => Parameters.Sum(parameter => parameter.Shape.Size);

    /// <summary>The output of the last layer, with the use of the parameters recorded: for a loss that is differentiated by the weights.</summary>
    /// <param name="batch">Inputs <c>[batch, …]</c>.</param>
    /// <returns>For a classifier the scores <c>[batch, classes]</c>.</returns>
    /// <exception cref="ArgumentException">The shape does not fit the first layer.</exception>
    public Tensor Forward(Tensor batch) => Forward(batch, ForwardPass.InferenceTracked);

    /// <summary>The output of the last layer for a pass of the caller's choice.</summary>
    /// <param name="batch">Inputs <c>[batch, …]</c>.</param>
    /// <param name="pass">Training or use; parameters tracked or not.</param>
    /// <returns>For a classifier the scores <c>[batch, classes]</c>.</returns>
    /// <exception cref="ArgumentException">The shape does not fit a layer; the message names it.</exception>
    public Tensor Forward(Tensor batch, ForwardPass pass)
    {
        ArgumentNullException.ThrowIfNull(batch);
        ArgumentNullException.ThrowIfNull(pass);
        var outputs = FusedLayers.Forward(Layers, batch, pass);
        return pass.Forwarded is { } forwarded ? forwarded(outputs) : outputs;
    }

    /// <summary>The outputs of all layers, the input first: what each layer made of the batch.</summary>
    /// <param name="batch">Inputs <c>[batch, …]</c>.</param>
    /// <param name="pass">Training or use; parameters tracked or not.</param>
    /// <returns>One more tensor than there are layers.</returns>
    public Tensor[] Activations(Tensor batch, ForwardPass pass)
    {
        ArgumentNullException.ThrowIfNull(batch);
        var outputs = new Tensor[Layers.Count + 1];
        outputs[0] = batch;
        for (var i = 0; i < Layers.Count; i++)
        {
            outputs[i + 1] = Layers[i].Forward(outputs[i], pass);
        }

        return outputs;
    }

    /// <summary>The scores without any recording, for as many inputs as there are: large batches go through in pieces.</summary>
    /// <param name="batch">Inputs <c>[batch, …]</c>.</param>
    /// <returns>The scores (logits) <c>[batch, classes]</c>.</returns>
    /// <exception cref="ArgumentException">The shape does not fit the first layer.</exception>
    public Tensor Scores(Tensor batch)
    {
        ArgumentNullException.ThrowIfNull(batch);
        using var off = Gradient.Off();
        return InPieces(batch);
    }

    /// <inheritdoc/>
    public Tensor Pullback(Tensor batch, Tensor scoreGradient)
    {
        ArgumentNullException.ThrowIfNull(scoreGradient);
        return ScoresAndPullback(batch, _ => scoreGradient).InputGradient;
    }

    /// <inheritdoc/>
    public (Tensor Scores, Tensor InputGradient) ScoresAndPullback(Tensor batch, Func<Tensor, Tensor> scoreGradient)
    {
        ArgumentNullException.ThrowIfNull(batch);
        ArgumentNullException.ThrowIfNull(scoreGradient);
        using var step = TensorArena.OfThread.Begin();

        // The gradient is what was asked for, even where the caller records nothing of its own.
        using var recording = Operation.ForceRecording();
        var input = batch.Track();
        var scores = Forward(input, ForwardPass.Inference);
        Tensor kept;
        Tensor gradient;
        using (TensorArena.Suspend())
        {
            // The caller's function sees, and may hold, ordinary tensors.
            kept = scores.Keep();
            gradient = scoreGradient(kept);
        }

        var inputGradient = Gradient.Pullback(scores, gradient, [input])[0];
        using (TensorArena.Suspend())
        {
            return (kept, inputGradient.Keep());
        }
    }

    /// <summary>The class with the highest score for each input.</summary>
    /// <param name="batch">Inputs <c>[batch, …]</c>.</param>
    /// <returns>One class for each input; the first wins a tie.</returns>
    public int[] Predict(Tensor batch) => Scores(batch).ArgMax();

    /// <summary>The softmax of the scores.</summary>
    /// <param name="batch">Inputs <c>[batch, …]</c>.</param>
    /// <returns><c>[batch, classes]</c>, each row summing to 1.</returns>
    public Tensor Probabilities(Tensor batch) => Scores(batch).Softmax();

    /// <summary>The share of inputs whose highest score is at their label.</summary>
    /// <param name="inputs">Inputs <c>[batch, …]</c>, at least one.</param>
    /// <param name="labels">One for each.</param>
    /// <returns>From 0 to 1.</returns>
    /// <exception cref="ArgumentException">No inputs, or another number of labels.</exception>
    public float Accuracy(Tensor inputs, int[] labels)
    {
        ArgumentNullException.ThrowIfNull(inputs);
        ArgumentNullException.ThrowIfNull(labels);
        if (labels.Length == 0 || inputs.Shape.Rank == 0 || inputs.Shape[0] != labels.Length)
        {
            throw new ArgumentException($"Accuracy needs one label for each of at least one input; the inputs are {inputs.Shape} and there are {labels.Length} labels.", nameof(labels));
        }

        var predictions = Predict(inputs);
        var right = 0;
        for (var i = 0; i < labels.Length; i++)
        {
            right += predictions[i] == labels[i] ? 1 : 0;
        }

        return (float)right / labels.Length;
    }

    /// <summary>A network of its own with the same layers, values and masks.</summary>
    /// <exception cref="NotSupportedException">A layer is not one of the library's.</exception>
    public Network Copy() => NetworkFile.FromBytes(NetworkFile.ToBytes(this), "The copy");

    /// <summary>Writes the network to a file; see <see cref="NetworkFile"/> for the format. The file that was there stays until the new one is complete.</summary>
    /// <param name="path">Where; the folder must be there. A network that is there is replaced.</param>
    /// <param name="overwrite">Whether a file that is no network is replaced too; false by default.</param>
    /// <exception cref="NotSupportedException">A layer is not one of the library's.</exception>
    /// <exception cref="IOException">The file could not be written, or there is a file that is no network.</exception>
    /// <exception cref="UnauthorizedAccessException">There is no right to write there.</exception>
    public void Save(string path, bool overwrite = false) => NetworkFile.Write(this, path, overwrite);

    /// <summary>Reads a network from a file written by <see cref="Save"/>.</summary>
    /// <param name="path">Where.</param>
    /// <exception cref="InvalidDataException">The file is no network, was cut short or altered, or has a version this library does not know.</exception>
    public static Network Load(string path) => NetworkFile.Read(path);

    private Tensor InPieces(Tensor batch)
    {
        // Inputs that go through the layers at once: enough to fill the cores, few enough to stay in the cache.
        const int Piece = 256;
        if (batch.Shape.Rank == 0 || batch.Shape[0] <= Piece)
        {
            using var step = TensorArena.OfThread.Begin();
            var result = FusedLayers.Forward(Layers, batch, ForwardPass.Inference);
            using var pause = TensorArena.Suspend();
            return result.Keep();
        }

        var count = batch.Shape[0];
        Tensor? all = null;
        for (var start = 0; start < count; start += Piece)
        {
            using var step = TensorArena.OfThread.Begin();
            var part = FusedLayers.Forward(Layers, batch.Rows(start, Math.Min(Piece, count - start)), ForwardPass.Inference);
            if (all is null)
            {
                var lengths = part.Shape.ToArray();
                lengths[0] = count;
                using var pause = TensorArena.Suspend();
                all = Tensor.Allocate(new Shape(lengths));
            }

            part.AsSpan().CopyTo(all.MutableSpan[(start * (all.Size / count))..]);
        }

        return all!;
    }
}
