using RedGradient.Tensors;

namespace RedGradient.Networks;

/// <summary>A training step under way, as its hooks see it. It serves until the step ends; a tensor that is to outlive it is copied with <see cref="Tensor.Keep"/>.</summary>
public sealed class TrainingStep
{
    private TrainingBatch batch;
    private Tensor? outputs;
    private Tensor? loss;
    private IReadOnlyList<Tensor>? gradients;
    private StepExamples? examples;

    internal TrainingStep(Network network, TrainingBatch batch, int number)
    {
        Network = network;
        this.batch = batch;
        Number = number;
    }

    /// <summary>The network in training.</summary>
    public Network Network { get; }

    /// <summary>The number of the step over the whole run, from 1. Epoch and step within it stand in <see cref="Batch"/>.</summary>
    public int Number { get; }

    /// <summary>Where the step is.</summary>
    public TrainingPoint Point { get; internal set; }

    /// <summary>The examples. Replaced at <see cref="TrainingPoint.BeforeForward"/> alone, by as many inputs as labels; epoch and step stay.</summary>
    /// <exception cref="InvalidOperationException">Set at another point.</exception>
    /// <exception cref="ArgumentException">Inputs and labels differ in number.</exception>
    public TrainingBatch Batch
    {
        get => batch;
        set
        {
            ArgumentNullException.ThrowIfNull(value);
            Allow("batch", TrainingPoint.BeforeForward, TrainingPoint.BeforeForward);
            if (value.Inputs.Shape.Rank == 0 || value.Inputs.Shape[0] != value.Labels.Length)
                throw new ArgumentException($"A batch has one label for each input; the inputs are {value.Inputs.Shape} and there are {value.Labels.Length} labels.", nameof(value));
            batch = value with { Epoch = batch.Epoch, Step = batch.Step };
        }
    }

    /// <summary>What the network gave for the batch, recorded for the gradient; from <see cref="TrainingPoint.AfterForward"/> on, and replaced there alone.</summary>
    /// <exception cref="InvalidOperationException">Not there yet, or set at another point.</exception>
    /// <exception cref="ArgumentException">Another shape.</exception>
    public Tensor Outputs
    {
        get => outputs ?? throw Missing("outputs", TrainingPoint.AfterForward);
        set => outputs = Checked("outputs", value, Outputs.Shape, TrainingPoint.AfterForward, TrainingPoint.AfterForward);
    }

    /// <summary>The loss, a recorded scalar; from <see cref="TrainingPoint.Loss"/> on, replaced there or at <see cref="TrainingPoint.BeforeBackward"/>.</summary>
    /// <exception cref="InvalidOperationException">Not there yet, or set at another point.</exception>
    /// <exception cref="ArgumentException">Another shape.</exception>
    public Tensor Loss
    {
        get => loss ?? throw Missing("loss", TrainingPoint.Loss);
        set => loss = Checked("loss", value, Loss.Shape, TrainingPoint.Loss, TrainingPoint.BeforeBackward);
    }

    /// <summary>One for each of the network's parameters; from <see cref="TrainingPoint.AfterBackward"/> on, replaced there or at <see cref="TrainingPoint.BeforeStep"/>.</summary>
    /// <exception cref="InvalidOperationException">Not there yet, or set at another point.</exception>
    /// <exception cref="ArgumentException">Another number of gradients, or another shape.</exception>
    public IReadOnlyList<Tensor> Gradients
    {
        get => gradients ?? throw Missing("gradients", TrainingPoint.AfterBackward);
        set
        {
            ArgumentNullException.ThrowIfNull(value);
            var parameters = Network.Parameters;
            if (value.Count != parameters.Count) throw new ArgumentException($"A step has one gradient for each of {parameters.Count} parameters; {value.Count} were given.", nameof(value));
            gradients = [.. value.Select((gradient, i) => Checked($"gradient of {parameters[i].Name}", gradient, parameters[i].Shape, TrainingPoint.AfterBackward, TrainingPoint.BeforeStep))];
        }
    }

    /// <summary>The gradient of each example of the batch on its own, with the factor by which it goes into the sum; from <see cref="TrainingPoint.AfterBackward"/> to <see cref="TrainingPoint.BeforeStep"/>.</summary>
    /// <remarks>Computed when it is first asked for. For the mean cross-entropy, and networks of dense and convolution layers.</remarks>
    /// <exception cref="InvalidOperationException">The step is before or after these points.</exception>
    /// <exception cref="NotSupportedException">A layer of another kind has parameters.</exception>
    public StepExamples Examples
    {
        get
        {
            Allow("examples' gradients", TrainingPoint.AfterBackward, TrainingPoint.BeforeStep);
            return examples ??= new StepExamples(this);
        }
    }

    internal void Reach(TrainingPoint point, Tensor value)
    {
        Point = point;
        if (point == TrainingPoint.AfterForward) outputs = value;
        else loss = value;
    }

    internal void Reach(IReadOnlyList<Tensor> values) => (Point, gradients) = (TrainingPoint.AfterBackward, values);

    // Clipping is the loop's own.
    internal void Clip(IReadOnlyList<Tensor> values) => gradients = values;

    private Tensor Checked(string what, Tensor value, Shape shape, TrainingPoint first, TrainingPoint last)
    {
        ArgumentNullException.ThrowIfNull(value);
        Allow(what, first, last);
        return value.Shape.Equals(shape) ? value : throw new ArgumentException($"The {what} of a step must keep the shape {shape}; {value.Shape} was given.", nameof(value));
    }

    private void Allow(string what, TrainingPoint first, TrainingPoint last)
    {
        if (Point < first || Point > last)
            throw new InvalidOperationException($"The {what} of a step can be touched {(first == last ? $"at {first}" : $"from {first} to {last}")}; this was at {Point}.");
    }

    private InvalidOperationException Missing(string what, TrainingPoint first) => new($"The {what} of a step are there from {first} on; this was at {Point}.");
}
