using RedGradient.Networks;
using RedGradient.Tensors;

namespace RedGradient.Tests.Attacks.Evasion;

/// <summary>Two classes apart by a plane: every attack's answer can be written down. Scores are (0, w·x + b).</summary>
internal sealed class LinearClassifier(double[] w, double b) : IDifferentiableClassifier
{
    public static LinearClassifier Make(int length, int seed)
    {
        var random = new SeededRandom(seed);
        return new LinearClassifier([.. Enumerable.Range(0, length).Select(_ => random.NextNormal())], 0.1);
    }

    public double[] W => w;

    public double Margin(ReadOnlySpan<float> x)
    {
        var sum = b;
        for (var k = 0; k < w.Length; k++)
        {
            sum += w[k] * x[k];
        }

        return sum;
    }

    public Tensor Scores(Tensor batch)
    {
        var scores = new float[batch.Shape[0] * 2];
        for (var i = 0; i < batch.Shape[0]; i++)
        {
            scores[(2 * i) + 1] = (float)Margin(batch.AsSpan().Slice(i * w.Length, w.Length));
        }

        return Tensor.From(scores, batch.Shape[0], 2);
    }

    public Tensor Pullback(Tensor batch, Tensor scoreGradient)
    {
        var result = new float[batch.Size];
        for (var j = 0; j < result.Length; j++)
        {
            result[j] = (float)(w[j % w.Length] * scoreGradient[j / w.Length, 1]);
        }

        return Tensor.From(result, [.. batch.Shape]);
    }
}
