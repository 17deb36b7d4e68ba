using FsCheck;
using FsCheck.Fluent;
using RedGradient.Data;
using RedGradient.Tensors;

namespace RedGradient.Tests.Data;

public sealed class DataSetTests
{
    private static readonly Config Fixed = Config.QuickThrowOnFailure.WithReplay(new Replay(new Rnd(20260101UL, 1UL), null));

    // Example i has the inputs 2i and 2i + 1 and the label i modulo the number of classes.
    private static DataSet Numbered(int count, int classes = 3) => new(
        "numbered",
        Tensor.From(Enumerable.Range(0, 2 * count).Select(i => (float)i).ToArray(), count, 2),
        Enumerable.Range(0, count).Select(i => i % classes).ToArray(),
        classes);

    private static int[] Origins(DataSet data) => Enumerable.Range(0, data.Count).Select(i => (int)data.Inputs.AsSpan()[2 * i] / 2).ToArray();

    private static bool RowsBelongTogether(DataSet data, int classes) => Origins(data).Select((origin, i) =>
        data.Labels[i] == origin % classes && data.Inputs.AsSpan()[(2 * i) + 1] == (2 * origin) + 1).All(fits => fits);

    [Fact]
    public void Any_selection_keeps_inputs_and_labels_together() => Prop.ForAll(
        (from count in Gen.Choose(1, 40)
         from indices in Gen.Choose(0, count - 1).ArrayOf()
         from seed in Gen.Choose(int.MinValue, int.MaxValue)
         select (count, indices, seed)).ToArbitrary(),
        sample =>
        {
            var data = Numbered(sample.count);
            var selected = data.Select(sample.indices);
            var shuffled = data.Shuffle(sample.seed);
            return Origins(selected).SequenceEqual(sample.indices)
                && RowsBelongTogether(selected, 3)
                && RowsBelongTogether(shuffled, 3)
                && Origins(shuffled).Order().SequenceEqual(Enumerable.Range(0, sample.count))
                && Origins(data.Shuffle(sample.seed)).SequenceEqual(Origins(shuffled));
        }).Check(Fixed);

    [Fact]
    public void Any_split_is_a_partition_in_order() => Prop.ForAll(
        (from count in Gen.Choose(0, 40)
         from first in Gen.Choose(0, count)
         from second in Gen.Choose(0, count - first)
         select (count, first, second)).ToArbitrary(),
        sample =>
        {
            var data = Numbered(sample.count);
            var third = sample.count - sample.first - sample.second;
            var (train, validation, test) = data.Split(sample.first, sample.second, third);
            var (head, tail) = data.Split(sample.first);
            return Origins(train).Concat(Origins(validation)).Concat(Origins(test)).SequenceEqual(Enumerable.Range(0, sample.count))
                && (train.Count, validation.Count, test.Count) == (sample.first, sample.second, third)
                && Origins(head).SequenceEqual(Origins(data.Take(sample.first)))
                && Origins(tail).SequenceEqual(Origins(data.Skip(sample.first)))
                && RowsBelongTogether(test, 3);
        }).Check(Fixed);

    [Fact]
    public void Classes_are_picked_in_order_and_relabelled_on_request()
    {
        var data = Numbered(10, 5);
        Assert.Equal([1, 3, 6, 8], Origins(data.OfClasses(3, 1)));
        Assert.Equal([1, 3, 1, 3], data.OfClasses(3, 1).Labels);
        Assert.Equal(5, data.OfClasses(3, 1).ClassCount);
        Assert.Equal([1, 0, 1, 0], data.Relabel(3, 1).Labels);
        Assert.Equal(2, data.Relabel(3, 1).ClassCount);
        Assert.Equal([2, 7], Origins(data.OfClass(2)));
        Assert.Equal([2, 2, 2, 2, 2], data.ClassCounts());
    }

    [Fact]
    public void An_empty_data_set_can_be_taken_apart()
    {
        var empty = new DataSet("empty", Tensor.From([], 0, 1, 28, 28), [], 10);
        Assert.Equal(0, empty.Shuffle(1).Count);
        Assert.Equal(new Shape(0, 1, 28, 28), empty.Take(0).Inputs.Shape);
        Assert.Equal(0, empty.OfClass(3).Count);
        Assert.Equal(new Shape(0, 2), Numbered(4).Take(0).Inputs.Shape);
    }

    [Fact]
    public void Labels_given_are_copied()
    {
        int[] labels = [0, 1];
        var data = new DataSet("copied", Tensor.From([1, 2], 2, 1), labels, 2);
        labels[0] = 1;
        Assert.Equal([0, 1], data.Labels);
        Assert.Equal([1, 1], data.WithLabels([1, 1]).Labels);
        Assert.Equal([0, 1], data.Labels);
        Assert.Equal("renamed", data.WithName("renamed").Name);
        Assert.Equal(5f, data.WithInputs(Tensor.From([5, 6], 2, 1)).Inputs.AsSpan()[0]);
        Assert.Equal("copied: 2 examples [2, 1], 2 classes", data.ToString());
    }

    [Fact]
    public void Bad_examples_are_refused_with_a_sentence()
    {
        var inputs = Tensor.From([1, 2, 3, 4], 2, 2);
        Assert.Contains("2 examples, but 3 labels", Assert.Throws<ArgumentException>(() => new DataSet("x", inputs, [0, 1, 0], 2)).Message);
        Assert.Contains("index 1 is 2; with 2 classes allowed are 0 to 1", Assert.Throws<ArgumentException>(() => new DataSet("x", inputs, [0, 2], 2)).Message);
        Assert.Contains("index 0 is -1", Assert.Throws<ArgumentException>(() => new DataSet("x", inputs, [-1, 0], 2)).Message);
        Assert.Contains("at least 1 class; 0", Assert.Throws<ArgumentOutOfRangeException>(() => new DataSet("x", inputs, [0, 0], 0)).Message);
        Assert.Contains("scalar", Assert.Throws<ArgumentException>(() => new DataSet("x", Tensor.From([1]), [0], 2)).Message);
        Assert.Throws<ArgumentException>(() => new DataSet(" ", inputs, [0, 0], 2));
        foreach (var value in new[] { float.NaN, float.PositiveInfinity, float.NegativeInfinity })
        {
            var message = Assert.Throws<ArgumentException>(() => new DataSet("x", Tensor.From([1, 2, 3, value], 2, 2), [0, 1], 2)).Message;
            Assert.Contains("Example 1 of the inputs holds " + value.ToString(System.Globalization.CultureInfo.InvariantCulture), message);
        }
    }

    [Fact]
    public void Bad_requests_are_refused_with_a_sentence()
    {
        var data = Numbered(4);
        Assert.Contains("numbered has 4 examples; asked for were 5", Assert.Throws<ArgumentOutOfRangeException>(() => data.Take(5)).Message);
        Assert.Throws<ArgumentOutOfRangeException>(() => data.Skip(-1));
        Assert.Throws<ArgumentOutOfRangeException>(() => data.Split(5));
        Assert.Contains("are 5, but numbered has 4", Assert.Throws<ArgumentException>(() => data.Split(3, 1, 1)).Message);
        Assert.Throws<ArgumentOutOfRangeException>(() => data.Split(3, -1, 1));
        Assert.Throws<ArgumentException>(() => data.Split(int.MaxValue, int.MaxValue, 0));
        Assert.Contains("position 1 is 4", Assert.Throws<ArgumentException>(() => data.Select([0, 4])).Message);
        Assert.Contains("no class 3; allowed: 0 to 2", Assert.Throws<ArgumentOutOfRangeException>(() => data.OfClasses(0, 3)).Message);
        Assert.Contains("[1, 1]", Assert.Throws<ArgumentException>(() => data.Relabel(1, 1)).Message);
        Assert.Throws<ArgumentException>(() => data.Relabel());
    }
}
