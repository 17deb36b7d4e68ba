using RedGradient.Networks;
using RedGradient.Tensors;

namespace RedGradient.Tests.Attacks.Evasion;

/// <summary>A network of two dense layers in plain arrays and loops: a model that knows nothing of this library but the interface.</summary>
internal sealed class ForeignClassifier : IDifferentiableClassifier
{
    private readonly double[,] first;
    private readonly double[] firstBias;
    private readonly double[,] second;
    private readonly double[] secondBias;

    public ForeignClassifier(Network copied)
    {
        first = Matrix(copied.Parameters[0].Value);
        firstBias = Array.ConvertAll(copied.Parameters[1].Value.ToArray(), value => (double)value);
        second = Matrix(copied.Parameters[2].Value);
        secondBias = Array.ConvertAll(copied.Parameters[3].Value.ToArray(), value => (double)value);
    }

    /// <summary>Images whose scores were asked for.</summary>
    public int Forwards { get; private set; }

    /// <summary>Images whose gradient was asked for.</summary>
    public int Backwards { get; private set; }

    public Tensor Scores(Tensor batch)
    {
        Forwards += batch.Shape[0];
        var pixels = batch.ToArray();
        var count = batch.Shape[0];
        var scores = new float[count * secondBias.Length];
        for (var i = 0; i < count; i++)
        {
            var hidden = Hidden(pixels, i);
            for (var k = 0; k < secondBias.Length; k++)
            {
                var sum = secondBias[k];
                for (var j = 0; j < hidden.Length; j++)
                {
                    sum += Math.Max(hidden[j], 0.0) * second[j, k];
                }

                scores[(i * secondBias.Length) + k] = (float)sum;
            }
        }

        return Tensor.From(scores, count, secondBias.Length);
    }

    public Tensor Pullback(Tensor batch, Tensor scoreGradient)
    {
        Backwards += batch.Shape[0];
        var pixels = batch.ToArray();
        var slopes = scoreGradient.ToArray();
        var length = first.GetLength(0);
        var result = new float[pixels.Length];
        for (var i = 0; i < batch.Shape[0]; i++)
        {
            var hidden = Hidden(pixels, i);
            for (var j = 0; j < hidden.Length; j++)
            {
                var slope = 0.0;
                for (var k = 0; k < secondBias.Length && hidden[j] > 0.0; k++)
                {
                    slope += slopes[(i * secondBias.Length) + k] * second[j, k];
                }

                for (var p = 0; p < length && slope != 0.0; p++)
                {
                    result[(i * length) + p] += (float)(slope * first[p, j]);
                }
            }
        }

        return Tensor.From(result, [.. batch.Shape]);
    }

    private static double[,] Matrix(Tensor values)
    {
        var result = new double[values.Shape[0], values.Shape[1]];
        for (var i = 0; i < values.Shape[0]; i++)
        {
            for (var j = 0; j < values.Shape[1]; j++)
            {
                result[i, j] = values[i, j];
            }
        }

        return result;
    }

    private double[] Hidden(float[] pixels, int image)
    {
        var length = first.GetLength(0);
        var hidden = (double[])firstBias.Clone();
        for (var p = 0; p < length; p++)
        {
            var pixel = pixels[(image * length) + p];
            for (var j = 0; j < hidden.Length && pixel != 0f; j++)
            {
                hidden[j] += pixel * first[p, j];
            }
        }

        return hidden;
    }
}
