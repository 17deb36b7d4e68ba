using System.Globalization;
using RedGradient.Tensors;

namespace RedGradient.Data;

/// <summary>Examples with their classes: inputs <c>[n, …]</c> and one label for each.</summary>
/// <remarks>
/// Immutable and safe to share between threads: every operation gives a new data set, and the inputs of this one stay as they are.
/// Images are <c>[n, channels, height, width]</c> with values in [0, 1]; nothing is normalised unless <see cref="Normalization"/> is asked to.
/// </remarks>
public sealed partial class DataSet
{
    /// <summary>Creates a data set; the labels are copied, the tensor is kept.</summary>
    /// <param name="name">What the data are called in titles and messages, for example <c>mnist</c>.</param>
    /// <param name="inputs">One example a row: <c>[n, …]</c>, every value finite; n may be 0.</param>
    /// <param name="labels">The class of each example, from 0 to <paramref name="classCount"/> − 1.</param>
    /// <param name="classCount">The number of classes, at least 1.</param>
    /// <exception cref="ArgumentException">The numbers of inputs and labels differ, a label is no class, or an input is not finite.</exception>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="classCount"/> is less than 1.</exception>
    public DataSet(string name, Tensor inputs, int[] labels, int classCount)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(name);
        ArgumentNullException.ThrowIfNull(inputs);
        ArgumentNullException.ThrowIfNull(labels);
        if (classCount < 1)
        {
            throw new ArgumentOutOfRangeException(nameof(classCount), classCount, $"A data set needs at least 1 class; {classCount} were given.");
        }

        if (inputs.Shape.Rank < 1)
        {
            throw new ArgumentException("The inputs of a data set are [n, …]; a scalar was given.", nameof(inputs));
        }

        if (inputs.Shape[0] != labels.Length)
        {
            throw new ArgumentException($"The inputs {inputs.Shape} are {inputs.Shape[0]} examples, but {labels.Length} labels were given.", nameof(labels));
        }

        CheckLabels(labels, classCount);
        CheckFinite(inputs);
        Name = name;
        Inputs = inputs;
        Labels = (int[])labels.Clone();
        ClassCount = classCount;
    }

    private DataSet(DataSet origin, Tensor inputs, int[] labels, int classCount)
    {
        // Rows of a data set that was checked need no second check.
        Name = origin.Name;
        Inputs = inputs;
        Labels = labels;
        ClassCount = classCount;
    }

    /// <summary>What the data are called in titles and messages.</summary>
    public string Name { get; }

    /// <summary>The inputs, one example a row: <c>[n, …]</c>; images are <c>[n, channels, height, width]</c> in [0, 1].</summary>
    public Tensor Inputs { get; }

    /// <summary>The class of each example, from 0 to <see cref="ClassCount"/> − 1. Do not change the array: it is the data set's own.</summary>
    public int[] Labels { get; }

    /// <summary>The number of classes, whether or not each has an example.</summary>
    public int ClassCount { get; }

    /// <summary>The number of examples, n.</summary>
    public int Count => Labels.Length;

    /// <summary>How many examples each class has: an array of <see cref="ClassCount"/> counts.</summary>
    public int[] ClassCounts()
    {
        var counts = new int[ClassCount];
        foreach (var label in Labels)
        {
            counts[label]++;
        }

        return counts;
    }

    /// <summary>The same examples under another name.</summary>
    /// <param name="name">Not empty.</param>
    public DataSet WithName(string name) => new(name, Inputs, Labels, ClassCount);

    /// <summary>The same labels over other inputs, for example perturbed or normalised ones.</summary>
    /// <param name="inputs">As many examples as this data set has, <c>[n, …]</c>, every value finite.</param>
    /// <exception cref="ArgumentException">The number of examples differs, or a value is not finite.</exception>
    public DataSet WithInputs(Tensor inputs) => new(Name, inputs, Labels, ClassCount);

    /// <summary>The same inputs under other labels, for example flipped ones.</summary>
    /// <param name="labels">One for each example, from 0 to <see cref="ClassCount"/> − 1; copied.</param>
    /// <exception cref="ArgumentException">The number of labels differs, or a label is no class.</exception>
    public DataSet WithLabels(int[] labels) => new(Name, Inputs, labels, ClassCount);

    /// <summary>The name, the shape of the inputs and the number of classes.</summary>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Name}: {Count} examples {Inputs.Shape}, {ClassCount} classes");

    private static void CheckLabels(int[] labels, int classCount)
    {
        for (var i = 0; i < labels.Length; i++)
        {
            if (labels[i] < 0 || labels[i] >= classCount)
            {
                throw new ArgumentException($"The label at index {i} is {labels[i]}; with {classCount} classes allowed are 0 to {classCount - 1}.", nameof(labels));
            }
        }
    }

    private static void CheckFinite(Tensor inputs)
    {
        var values = inputs.AsSpan();
        for (var i = 0; i < values.Length; i++)
        {
            if (!float.IsFinite(values[i]))
            {
                var row = i / (values.Length / inputs.Shape[0]);
                throw new ArgumentException(
                    string.Create(CultureInfo.InvariantCulture, $"Example {row} of the inputs holds {values[i]}; every input must be a finite number."),
                    nameof(inputs));
            }
        }
    }
}
