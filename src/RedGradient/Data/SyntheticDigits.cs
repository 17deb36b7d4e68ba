using RedGradient.Tensors;

namespace RedGradient.Data;

/// <summary>Handwritten-like digits, 28 × 28, drawn from stroke skeletons: the course's data where no download is there.</summary>
/// <remarks>
/// Each digit is written in one of several ways, its control points and its plane are bent at random, it is slanted, turned, stretched, drawn with a pen of
/// random width, pressure and sharpness, and centred by its mass. Image i and its label depend on the seed, the difficulty and i alone, not on
/// the count and not on the number of threads: <c>Generate(100, 1)</c> is the beginning of <c>Generate(1000, 1)</c>. Every ten examples from
/// a multiple of ten on hold each digit once, in random order.
/// <para>Measured with 10,000 training images (seed 1) and 2,000 test images (seed 2), Adam at 1e-3, batches of 128, 10 epochs. Plain: softmax
/// regression 91.6%, a 784-128-10 ReLU network 94.9%, a small convolutional network (16 and 32 kernels 5 × 5 with pooling, 128 hidden) 98.7%.
/// Hard: 61.5%, 74.3% and 89.9%. The 10,000 images of MNIST's test split, 8,500 to train on, give 92.7%, 94.5% and 98.5%.</para>
/// </remarks>
public static class SyntheticDigits
{
    private const int ImagesPerTask = 64;
    private const int Pixels = DigitWriter.Side * DigitWriter.Side;

    /// <summary>Draws labelled digits.</summary>
    /// <param name="count">The number of images, at least 0.</param>
    /// <param name="seed">The same seed gives the same bits; use different seeds for training and test images.</param>
    /// <param name="difficulty">Default <see cref="DigitDifficulty.Plain"/>.</param>
    /// <param name="cancellationToken">Stops the work; default the <see cref="AmbientCancellation"/>.</param>
    /// <returns>Inputs <c>[count, 1, 28, 28]</c> in [0, 1], ink bright on 0, and labels from 0 to 9.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The count is negative or too large for one tensor, or the difficulty is unknown.</exception>
    /// <exception cref="OperationCanceledException">The token was cancelled.</exception>
    public static DataSet Generate(
        int count, int seed, DigitDifficulty difficulty = DigitDifficulty.Plain, CancellationToken cancellationToken = default)
    {
        var style = difficulty switch
        {
            DigitDifficulty.Plain => DigitStyle.Plain,
            DigitDifficulty.Hard => DigitStyle.Hard,
            _ => throw new ArgumentOutOfRangeException(nameof(difficulty), difficulty, $"There is no difficulty {difficulty}; allowed are Plain and Hard."),
        };
        var name = difficulty == DigitDifficulty.Plain ? "synthetic" : "synthetic-hard";
        return Generate(count, seed, style, name, threads: -1, AmbientCancellation.Or(cancellationToken));
    }

    internal static DataSet Generate(int count, int seed, DigitStyle style, string name, int threads, CancellationToken cancellationToken = default)
    {
        const int most = int.MaxValue / Pixels;
        if (count < 0 || count > most)
        {
            throw new ArgumentOutOfRangeException(nameof(count), count, $"The number of images must be from 0 to {most}; it is {count}.");
        }

        var root = new SeededRandom(seed);
        var labels = Labels(root, count);
        var values = new float[count * Pixels];
        var options = new ParallelOptions { MaxDegreeOfParallelism = threads, CancellationToken = cancellationToken };
        Parallel.For(0, (count + ImagesPerTask - 1) / ImagesPerTask, options, task =>
        {
            var writer = new DigitWriter(style);
            for (var i = task * ImagesPerTask; i < Math.Min(count, (task + 1) * ImagesPerTask); i++)
            {
                writer.Write(root.Split(i), labels[i], values.AsSpan(i * Pixels, Pixels));
            }
        });
        return new DataSet(name, new Tensor(values, new Shape(count, 1, DigitWriter.Side, DigitWriter.Side)), labels, 10);
    }

    private static int[] Labels(SeededRandom root, int count)
    {
        var labels = new int[count];
        var order = Array.Empty<int>();
        for (var i = 0; i < count; i++)
        {
            if (i % 10 == 0)
            {
                // Negative numbers: streams of their own beside those of the images.
                order = root.Split(-1 - (i / 10)).Permutation(10);
            }

            labels[i] = order[i % 10];
        }

        return labels;
    }
}
