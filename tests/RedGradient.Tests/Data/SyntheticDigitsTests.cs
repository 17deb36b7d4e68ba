using System.Runtime.InteropServices;
using System.Security.Cryptography;
using RedGradient.Data;
using RedGradient.Tensors;

namespace RedGradient.Tests.Data;

public sealed class SyntheticDigitsTests
{
    private static string Hash(DataSet data)
    {
        Assert.True(BitConverter.IsLittleEndian);
        byte[] bytes = [.. MemoryMarshal.AsBytes(data.Inputs.AsSpan()), .. data.Labels.Select(label => (byte)label)];
        return Convert.ToHexStringLower(SHA256.HashData(bytes));
    }

    [Theory]
    [InlineData(DigitDifficulty.Plain, "2cb69b2b52932ad625da1e10a0a0e5519db2f46da05818643ada3131a677389e")]
    [InlineData(DigitDifficulty.Hard, "e8285ccbf0f26dded02a5e9ba0384b46105167bcf3482ac1c17db6057c9e6535")]
    public void The_same_seed_gives_the_same_bits_on_every_machine(DigitDifficulty difficulty, string expected) =>
        Assert.Equal(expected, Hash(SyntheticDigits.Generate(200, 12345, difficulty)));

    [Theory]
    [InlineData(DigitDifficulty.Plain)]
    [InlineData(DigitDifficulty.Hard)]
    public void The_number_of_threads_changes_nothing(DigitDifficulty difficulty)
    {
        var style = difficulty == DigitDifficulty.Plain ? DigitStyle.Plain : DigitStyle.Hard;
        var expected = Hash(SyntheticDigits.Generate(500, 3, difficulty));
        Assert.Equal(expected, Hash(SyntheticDigits.Generate(500, 3, style, "x", 1)));
        Assert.Equal(expected, Hash(SyntheticDigits.Generate(500, 3, style, "x", 7)));
    }

    [Fact]
    public void An_image_depends_on_seed_and_index_alone()
    {
        var many = SyntheticDigits.Generate(333, 8);
        Assert.Equal(Hash(many.Take(71)), Hash(SyntheticDigits.Generate(71, 8)));
        Assert.NotEqual(Hash(many), Hash(SyntheticDigits.Generate(333, 9)));
        Assert.NotEqual(many.Labels, SyntheticDigits.Generate(333, 9).Labels);
    }

    [Fact]
    public void Labels_are_balanced_and_shuffled()
    {
        var data = SyntheticDigits.Generate(1005, 4);
        Assert.All(data.ClassCounts(), count => Assert.InRange(count, 100, 101));
        var blocks = Enumerable.Range(0, 100).Select(block => string.Concat(data.Labels.Skip(10 * block).Take(10))).ToArray();
        Assert.True(blocks.Distinct().Count() > 95);
        Assert.All(blocks, block => Assert.Equal("0123456789", string.Concat(block.Order())));
    }

    [Fact]
    public void Plain_images_look_like_those_of_mnist()
    {
        var data = SyntheticDigits.Generate(500, 6);
        var values = data.Inputs.ToArray();
        Assert.Equal(new Shape(500, 1, 28, 28), data.Inputs.Shape);
        Assert.Equal("synthetic", data.Name);
        Assert.Equal(10, data.ClassCount);
        Assert.All(values, value => Assert.InRange(value, 0f, 1f));

        // MNIST's test images: 81% of the pixels are 0 and the mean is 0.1325.
        Assert.InRange(values.Count(value => value == 0f) / (double)values.Length, 0.72, 0.84);
        Assert.InRange(values.Average(), 0.11, 0.15);
        for (var i = 0; i < data.Count; i++)
        {
            var image = values.AsSpan(784 * i, 784);
            double mass = 0, x = 0, y = 0;
            for (var pixel = 0; pixel < 784; pixel++)
            {
                mass += image[pixel];
                x += image[pixel] * (pixel % 28);
                y += image[pixel] * (pixel / 28);
            }

            Assert.InRange(mass, 10.0, 350.0);
            Assert.InRange(x / mass, 10.0, 17.0);
            Assert.InRange(y / mass, 10.0, 17.0);
        }
    }

    [Fact]
    public void Classes_can_be_told_apart_by_their_mean_pictures()
    {
        // A nearest-mean rule is the weakest of classifiers: it has to do far better than one in ten on new images.
        var train = SyntheticDigits.Generate(1000, 1);
        var test = SyntheticDigits.Generate(300, 2);
        var means = Enumerable.Range(0, 10).Select(digit => Mean(train.OfClass(digit))).ToArray();
        var right = 0;
        for (var i = 0; i < test.Count; i++)
        {
            var image = test.Inputs.AsSpan().Slice(784 * i, 784).ToArray();
            var nearest = means.Select((mean, digit) => (Distance: mean.Zip(image, (a, b) => (a - b) * (a - b)).Sum(), digit)).Min().digit;
            right += nearest == test.Labels[i] ? 1 : 0;
        }

        Assert.InRange(right / 300.0, 0.6, 0.92);
    }

    [Fact]
    public void Hard_images_are_other_images_with_a_noisy_background()
    {
        var data = SyntheticDigits.Generate(200, 6, DigitDifficulty.Hard);
        var values = data.Inputs.ToArray();
        Assert.Equal("synthetic-hard", data.Name);
        Assert.All(values, value => Assert.InRange(value, 0f, 1f));
        Assert.InRange(values.Count(value => value == 0f) / (double)values.Length, 0.3, 0.5);
    }

    [Fact]
    public void Requests_out_of_range_are_refused_with_a_sentence()
    {
        Assert.Equal(0, SyntheticDigits.Generate(0, 1).Count);
        Assert.Contains("it is -1", Assert.Throws<ArgumentOutOfRangeException>(() => SyntheticDigits.Generate(-1, 1)).Message);
        Assert.Contains("it is 2147483647", Assert.Throws<ArgumentOutOfRangeException>(() => SyntheticDigits.Generate(int.MaxValue, 1)).Message);
        Assert.Contains("Plain and Hard", Assert.Throws<ArgumentOutOfRangeException>(() => SyntheticDigits.Generate(1, 1, (DigitDifficulty)7)).Message);
    }

    [Fact]
    public void A_cancelled_token_stops_the_work() =>
        Assert.Throws<OperationCanceledException>(() => SyntheticDigits.Generate(100, 1, cancellationToken: new CancellationToken(true)));

    private static float[] Mean(DataSet data)
    {
        var mean = new float[784];
        for (var i = 0; i < data.Inputs.Size; i++)
        {
            mean[i % 784] += data.Inputs.AsSpan()[i] / data.Count;
        }

        return mean;
    }
}
