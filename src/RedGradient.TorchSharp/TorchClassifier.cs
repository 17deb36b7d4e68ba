using System.Runtime.InteropServices;
using RedGradient.Networks;
using TorchSharp;
using Shape = RedGradient.Tensors.Shape;
using Tensor = RedGradient.Tensors.Tensor;

namespace RedGradient.TorchSharp;

/// <summary>A TorchSharp module, or a PyTorch model as a TorchScript file, behind the interface that attacks and detectors ask.</summary>
/// <remarks>
/// The module runs in evaluation mode: no dropout, running values of batch normalisation. A batch is copied whole to the device and the answer whole back; whatever a call makes there is
/// freed at its end. The weights are not watched, so that a pullback works for the input alone. Calls on several threads at once are not allowed for.
/// On one AMD processor with AVX-512, libtorch 2.10 (and PyTorch 2.6 alike) gives wrong input gradients of float32 convolutions, off by as much as they are large, by way of its library oneDNN.
/// So small convolutions are computed in 32 and in 64 bits when the first model with convolutions is loaded; where they differ, such models are computed without oneDNN, and <see cref="ToString"/>
/// and with it an audit's report say so. Where oneDNN cannot be switched off (Windows), they say to ask for <c>torch.float64</c>.
/// </remarks>
public sealed class TorchClassifier : IDifferentiableClassifier, IExaminedModel, IDisposable
{
    private readonly Func<torch.Tensor, torch.Tensor> forward;
    private readonly torch.nn.Module module;
    private readonly bool owned;
    private readonly torch.Device device;
    private readonly torch.ScalarType precision;
    private readonly torch.Tensor? mean;
    private readonly torch.Tensor? deviation;
    private readonly string description;
    private readonly bool isSuspect;

    /// <summary>Puts a module behind the interface; from now on it is in evaluation mode and on the device, and stays the caller's to dispose.</summary>
    /// <param name="module">Takes a batch <c>[n, …]</c> to scores <c>[n, classes]</c> before any softmax.</param>
    /// <param name="normalization">What the module expects done to images in [0, 1] before it sees them; <see cref="InputNormalization.None"/> where null.</param>
    /// <param name="device">Where it runs; the processor where null.</param>
    /// <param name="precision">The type of number it computes in, to which the module's weights are turned; <c>torch.float32</c> where null.</param>
    public TorchClassifier(torch.nn.Module<torch.Tensor, torch.Tensor> module, InputNormalization? normalization = null, torch.Device? device = null, torch.ScalarType? precision = null)
        : this(module, (module ?? throw new ArgumentNullException(nameof(module))).call, $"TorchSharp module {module.GetName()}", ModuleCode.Unread(module), normalization, device, precision, false)
    {
    }

    private TorchClassifier(torch.nn.Module module, Func<torch.Tensor, torch.Tensor> forward, string description, IReadOnlyList<string> unread, InputNormalization? normalization, torch.Device? device, torch.ScalarType? precision, bool owned)
    {
        UnreadCode = unread;
        this.module = module;
        this.owned = owned;
        this.device = device ?? torch.CPU;
        this.precision = precision ?? torch.float32;
        this.forward = forward;
        this.description = description;
        Normalization = normalization ?? InputNormalization.None;
        isSuspect = this.device.type == DeviceType.CPU && this.precision == torch.float32 && HasConvolutions(module) && OneDnn.IsWrong;
        module.to(this.device);
        if (precision is { } type) module.to(type);
        module.eval();
        if (Normalization.Channels > 0)
        {
            mean = torch.tensor(Normalization.Mean.ToArray(), device: this.device).DetachFromDisposeScope();
            deviation = torch.tensor(Normalization.StandardDeviation.ToArray(), device: this.device).DetachFromDisposeScope();
        }
    }

    /// <summary>What is done to each batch before the module sees it.</summary>
    public InputNormalization Normalization { get; }

    /// <summary>
    /// What of the model is no plain layer: of a TorchScript file the operations, conditions and loops in its code, of a module the modules of your own. An audit finds no sign only where this is empty.
    /// </summary>
    public IReadOnlyList<string> UnreadCode { get; }

    /// <summary>Loads a TorchScript file, as <c>torch.jit.save(torch.jit.trace(model.eval(), example), path)</c> writes it.</summary>
    /// <remarks>A TorchScript file holds code, which runs: load none that you would not run. The classifier owns the model; dispose it.</remarks>
    /// <param name="path">The file.</param>
    /// <param name="normalization">What the model expects done to images in [0, 1]; <see cref="InputNormalization.None"/> where null.</param>
    /// <param name="device">Where it runs; the processor where null.</param>
    /// <param name="precision">The type of number it computes in; <c>torch.float32</c> where null.</param>
    /// <exception cref="FileNotFoundException">There is no such file.</exception>
    /// <exception cref="InvalidDataException">It is no TorchScript file.</exception>
    public static TorchClassifier Load(string path, InputNormalization? normalization = null, torch.Device? device = null, torch.ScalarType? precision = null)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        if (!File.Exists(path)) throw new FileNotFoundException($"There is no file \"{path}\"; torch.jit.save writes a TorchScript file.", path);
        try
        {
            var model = torch.jit.load<torch.Tensor, torch.Tensor>(path, device ?? torch.CPU);
            return new TorchClassifier(model, model.call, $"TorchScript model {Path.GetFileName(path)}", TorchScriptCode.Unread(path), normalization, device, precision, true);
        }
        catch (ExternalException exception)
        {
            throw new InvalidDataException($"{Path.GetFileName(path)} is no TorchScript file that libtorch reads; one is written by torch.jit.save(torch.jit.trace(model.eval(), example), path). A file of torch.save holds weights alone: see TorchWeights.", exception);
        }
    }

    /// <inheritdoc/>
    public Tensor Scores(Tensor batch)
    {
        ArgumentNullException.ThrowIfNull(batch);
        using var scope = torch.NewDisposeScope();
        using var off = torch.no_grad();
        using var section = Section();
        return Back(Answer(There(batch)));
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
        using var scope = torch.NewDisposeScope();
        using var on = torch.enable_grad();
        using var section = Section();
        var input = There(batch).requires_grad_(true);
        var output = Answer(input);
        var scores = Back(output);
        var slope = scoreGradient(scores);
        if (!slope.Shape.Equals(scores.Shape)) throw new ArgumentException($"The gradient of the scores must have their shape {scores.Shape}; it has {slope.Shape}.", nameof(scoreGradient));

        // libtorch would end the process.
        if (!output.requires_grad) throw new InvalidOperationException($"The scores of the {description} do not depend on its input by a way that can be differentiated: it was traced without gradients, quantised, or rounds. Ask it for scores alone.");
        var gradient = torch.autograd.grad([output], [input], [There(slope).to(output.dtype)])[0];
        return (scores, Back(gradient));
    }

    /// <summary>Frees what the classifier made, and the model it loaded; a module that was handed in stays.</summary>
    public void Dispose()
    {
        mean?.Dispose();
        deviation?.Dispose();
        if (owned) module.Dispose();
    }

    /// <summary>What it is, how its input is normalised, and whether oneDNN is switched off for it.</summary>
    public override string ToString() => $"{description}, {Normalization}" + (!isSuspect ? ""
        : OneDnn.HasSwitch ? ". It is computed without libtorch's library oneDNN, which on this processor gets the gradients of convolutions wrong."
        : ". On this processor libtorch's library oneDNN gets its gradients wrong: load it with the precision torch.float64.");

    internal static torch.Tensor Copied(Tensor tensor, torch.Device? device = null)
    {
        var result = torch.empty([.. tensor.Shape.Select(length => (long)length)], dtype: torch.float32);
        MemoryMarshal.AsBytes(tensor.AsSpan()).CopyTo(result.bytes);
        return device is null || device.type == DeviceType.CPU ? result : result.to(device);
    }

    internal static Tensor Back(torch.Tensor tensor)
    {
        using var scope = torch.NewDisposeScope();
        var here = tensor.detach().to(torch.float32).cpu().contiguous();
        var values = new float[here.numel()];
        here.bytes.CopyTo(MemoryMarshal.AsBytes(values.AsSpan()));
        return Tensor.From(values, [.. here.shape.Select(length => (int)length)]);
    }

    // Their weights have four dimensions; no other layer's have more than two.
    private static bool HasConvolutions(torch.nn.Module module) => module.parameters().Concat(module.buffers()).Any(tensor => tensor.dim() > 2);

    private IDisposable? Section() => isSuspect && OneDnn.HasSwitch ? OneDnn.Off() : null;

    private torch.Tensor There(Tensor tensor) => Copied(tensor, device).to(precision);

    private torch.Tensor Answer(torch.Tensor input)
    {
        if (mean is null) return Called(input);
        if (input.dim() < 2 || input.shape[1] != mean.numel()) throw new ArgumentException($"The normalisation is for {mean.numel()} channels; the batch is {new Shape([.. input.shape.Select(length => (int)length)])}.", "batch");
        long[] perChannel = [1, mean.numel(), .. Enumerable.Repeat(1L, (int)input.dim() - 2)];
        return Called((input - mean.reshape(perChannel)) / deviation!.reshape(perChannel));
    }

    private torch.Tensor Called(torch.Tensor input)
    {
        try
        {
            return forward(input);
        }
        catch (ExternalException exception)
        {
            var reason = exception.Message.Split('\n').Select(line => line.Trim()).FirstOrDefault(line => line.Length > 0 && !line.StartsWith("The following operation failed", StringComparison.Ordinal)) ?? "no reason was given";
            throw new ArgumentException($"The {description} does not take a batch of the shape [{string.Join(", ", input.shape)}]: {reason.TrimEnd('.')}.", "batch", exception);
        }
    }
}
