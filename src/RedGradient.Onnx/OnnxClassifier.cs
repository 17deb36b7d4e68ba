using Microsoft.ML.OnnxRuntime;
using Microsoft.ML.OnnxRuntime.Tensors;
using RedGradient.Networks;
using Tensor = RedGradient.Tensors.Tensor;

namespace RedGradient.Onnx;

/// <summary>An ONNX model by its scores: no gradients, so that attacks by queries, STRIP and a scan with patches can ask it.</summary>
/// <remarks>The model is asked on one thread of ONNX Runtime, so that the order of its sums does not depend on the machine's cores. The classifier owns the model; dispose it.</remarks>
public sealed class OnnxClassifier : IClassifier, IDisposable
{
    private readonly InferenceSession session;
    private readonly string input;
    private readonly string output;
    private readonly int[] expected;
    private readonly string name;

    private OnnxClassifier(InferenceSession session, string name, InputNormalization normalization)
    {
        Normalization = normalization;
        this.session = session;
        this.name = name;
        (input, var meta) = session.InputMetadata.Single();
        output = session.OutputMetadata.Keys.First();
        expected = meta.Dimensions;
    }

    /// <summary>What is done to each batch before the model sees it.</summary>
    public InputNormalization Normalization { get; }

    /// <summary>Loads a model with one input of 32-bit floating-point numbers; its first output are the scores.</summary>
    /// <param name="path">The file.</param>
    /// <param name="normalization">What the model expects done to images in [0, 1]; <see cref="InputNormalization.None"/> where null.</param>
    /// <exception cref="FileNotFoundException">There is no such file.</exception>
    /// <exception cref="InvalidDataException">It is no ONNX model, or none with one such input.</exception>
    public static OnnxClassifier Load(string path, InputNormalization? normalization = null)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        if (!File.Exists(path)) throw new FileNotFoundException($"There is no file \"{path}\"; torch.onnx.export writes an ONNX model.", path);
        var file = Path.GetFileName(path);
        InferenceSession session;
        try
        {
            using var options = new SessionOptions { IntraOpNumThreads = 1, InterOpNumThreads = 1, LogSeverityLevel = OrtLoggingLevel.ORT_LOGGING_LEVEL_FATAL };
            session = new InferenceSession(path, options);
        }
        catch (OnnxRuntimeException exception)
        {
            throw new InvalidDataException($"{file} is no ONNX model that ONNX Runtime reads: {Reason(exception)}", exception);
        }

        if (session.InputMetadata.Count == 1 && session.InputMetadata.Values.Single() is { IsTensor: true } meta && meta.ElementType == typeof(float)) return new OnnxClassifier(session, file, normalization ?? InputNormalization.None);
        var inputs = string.Join(", ", session.InputMetadata.Select(pair => $"{pair.Key} of {pair.Value.ElementType?.Name ?? "another kind"}"));
        session.Dispose();
        throw new InvalidDataException($"{file} has the inputs {inputs}; a classifier has one input of 32-bit floating-point numbers.");
    }

    /// <inheritdoc/>
    public Tensor Scores(Tensor batch)
    {
        ArgumentNullException.ThrowIfNull(batch);
        batch = Normalization.Apply(batch);

        // A model that was exported for batches of one length takes no others; the rows go in one by one then, or in such batches.
        if (expected.Length > 0 && expected[0] > 0 && batch.Shape.Rank > 0 && batch.Shape[0] != expected[0])
        {
            return expected[0] == 1
                ? Tensor.Concatenate([.. Enumerable.Range(0, batch.Shape[0]).Select(i => Ask(batch.Rows(i, 1)))])
                : throw new ArgumentException($"{name} takes batches of {expected[0]} alone; {batch.Shape[0]} were given. Export it with a dynamic first dimension.", nameof(batch));
        }

        return Ask(batch);
    }

    /// <summary>Frees the model.</summary>
    public void Dispose() => session.Dispose();

    /// <summary>The file it came from.</summary>
    public override string ToString() => $"ONNX model {name}, scores alone, {Normalization}";

    private static string Reason(OnnxRuntimeException exception) => exception.Message.Split('\n')[0].TrimEnd('.', ' ') + ".";

    private Tensor Ask(Tensor batch)
    {
        try
        {
            var values = new DenseTensor<float>(batch.ToArray(), batch.Shape.ToArray());
            using var results = session.Run([NamedOnnxValue.CreateFromTensor(input, values)], [output]);
            var scores = results[0].AsTensor<float>();
            return Tensor.From(scores.ToArray(), scores.Dimensions.ToArray());
        }
        catch (OnnxRuntimeException exception)
        {
            throw new ArgumentException($"{name} does not take a batch of the shape {batch.Shape}: {Reason(exception)}", nameof(batch), exception);
        }
    }
}
