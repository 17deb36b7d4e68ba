using System.Globalization;
using RedGradient.Tensors;

namespace RedGradient.Data;

// The part of a data set that gives other data sets: rows by position, by class and in another order.
public sealed partial class DataSet
{
    /// <summary>The first examples.</summary>
    /// <param name="count">From 0 to <see cref="Count"/>.</param>
    /// <exception cref="ArgumentOutOfRangeException">There are not so many examples.</exception>
    public DataSet Take(int count)
    {
        CheckCount(count, nameof(count));
        return Range(0, count);
    }

    /// <summary>All but the first examples.</summary>
    /// <param name="count">How many to leave out, from 0 to <see cref="Count"/>.</param>
    /// <exception cref="ArgumentOutOfRangeException">There are not so many examples.</exception>
    public DataSet Skip(int count)
    {
        CheckCount(count, nameof(count));
        return Range(count, Count - count);
    }

    /// <summary>The examples at some positions, in the order given; a position may come more than once.</summary>
    /// <param name="indices">Each from 0 to <see cref="Count"/> − 1.</param>
    /// <exception cref="ArgumentException">An index is outside the data set.</exception>
    public DataSet Select(int[] indices)
    {
        ArgumentNullException.ThrowIfNull(indices);
        for (var i = 0; i < indices.Length; i++)
        {
            if (indices[i] < 0 || indices[i] >= Count)
            {
                throw new ArgumentException($"The index at position {i} is {indices[i]}; {Name} has {Count} examples, so allowed are 0 to {Count - 1}.", nameof(indices));
            }
        }

        var width = RowSize;
        var source = Inputs.AsSpan();
        var values = new float[checked(indices.Length * width)];
        var labels = new int[indices.Length];
        for (var i = 0; i < indices.Length; i++)
        {
            source.Slice(indices[i] * width, width).CopyTo(values.AsSpan(i * width, width));
            labels[i] = Labels[indices[i]];
        }

        return new DataSet(this, new Tensor(values, ShapeOf(indices.Length)), labels, ClassCount);
    }

    /// <summary>All examples in a random order.</summary>
    /// <param name="seed">The same seed gives the same order.</param>
    public DataSet Shuffle(int seed) => Select(new SeededRandom(seed).Permutation(Count));

    /// <summary>The first examples, and all that come after them.</summary>
    /// <param name="firstCount">How many go into the first part, from 0 to <see cref="Count"/>.</param>
    /// <exception cref="ArgumentOutOfRangeException">There are not so many examples.</exception>
    public (DataSet First, DataSet Second) Split(int firstCount)
    {
        CheckCount(firstCount, nameof(firstCount));
        return (Range(0, firstCount), Range(firstCount, Count - firstCount));
    }

    /// <summary>Three parts that do not overlap, taken from the front in this order: training, validation, test. Shuffle first if the order means something.</summary>
    /// <param name="trainCount">The number of training examples.</param>
    /// <param name="validationCount">The number of validation examples.</param>
    /// <param name="testCount">The number of test examples.</param>
    /// <exception cref="ArgumentOutOfRangeException">A count is negative.</exception>
    /// <exception cref="ArgumentException">Together the parts need more examples than there are.</exception>
    public (DataSet Train, DataSet Validation, DataSet Test) Split(int trainCount, int validationCount, int testCount)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(trainCount);
        ArgumentOutOfRangeException.ThrowIfNegative(validationCount);
        ArgumentOutOfRangeException.ThrowIfNegative(testCount);
        var sum = (long)trainCount + validationCount + testCount;
        if (sum > Count)
        {
            throw new ArgumentException(
                $"{trainCount} training, {validationCount} validation and {testCount} test examples are {sum}, but {Name} has {Count}.", nameof(trainCount));
        }

        return (Range(0, trainCount), Range(trainCount, validationCount), Range(trainCount + validationCount, testCount));
    }

    /// <summary>The examples of one class, in their order, with their label.</summary>
    /// <param name="label">From 0 to <see cref="ClassCount"/> − 1.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no such class.</exception>
    public DataSet OfClass(int label) => OfClasses(label);

    /// <summary>The examples of some classes, in their order, with their labels and the same <see cref="ClassCount"/>.</summary>
    /// <param name="classes">Each from 0 to <see cref="ClassCount"/> − 1, for example <c>3, 7</c>.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no such class.</exception>
    public DataSet OfClasses(params int[] classes)
    {
        var place = PlacesOf(classes);
        return Select(Enumerable.Range(0, Count).Where(i => place[Labels[i]] >= 0).ToArray());
    }

    /// <summary>The examples of some classes under new labels: the first class named becomes 0, the second 1, and so on.</summary>
    /// <param name="classes">Each from 0 to <see cref="ClassCount"/> − 1 and named once; their number is the new <see cref="ClassCount"/>.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no such class.</exception>
    /// <exception cref="ArgumentException">No class is named, or one is named twice.</exception>
    public DataSet Relabel(params int[] classes)
    {
        var place = PlacesOf(classes);
        if (classes.Length == 0 || classes.Distinct().Count() != classes.Length)
        {
            throw new ArgumentException($"The classes to keep must be named once each, at least one; given: [{string.Join(", ", classes)}].", nameof(classes));
        }

        var kept = OfClasses(classes);
        return new DataSet(kept, kept.Inputs, kept.Labels.Select(label => place[label]).ToArray(), classes.Length);
    }

    private int RowSize => Count == 0 ? 0 : Inputs.Size / Count;

    private DataSet Range(int start, int count)
    {
        var width = RowSize;
        var values = Inputs.AsSpan().Slice(start * width, count * width).ToArray();
        return new DataSet(this, new Tensor(values, ShapeOf(count)), Labels.AsSpan(start, count).ToArray(), ClassCount);
    }

    private Shape ShapeOf(int count)
    {
        var lengths = Inputs.Shape.ToArray();
        lengths[0] = count;
        return new Shape(lengths);
    }

    private int[] PlacesOf(int[] classes)
    {
        ArgumentNullException.ThrowIfNull(classes);
        var place = new int[ClassCount];
        Array.Fill(place, -1);
        for (var i = 0; i < classes.Length; i++)
        {
            if (classes[i] < 0 || classes[i] >= ClassCount)
            {
                throw new ArgumentOutOfRangeException(nameof(classes), classes[i], $"{Name} has no class {classes[i]}; allowed: 0 to {ClassCount - 1}.");
            }

            place[classes[i]] = i;
        }

        return place;
    }

    private void CheckCount(int count, string parameter)
    {
        if (count < 0 || count > Count)
        {
            throw new ArgumentOutOfRangeException(
                parameter, count, string.Create(CultureInfo.InvariantCulture, $"{Name} has {Count} examples; asked for were {count}, allowed are 0 to {Count}."));
        }
    }
}
