using System.Buffers.Binary;
using System.Globalization;
using RedGradient.Tensors;

namespace RedGradient.Defenses.Training;

/// <summary>The commitment of the gradient-attacks article, for comparison: a hash over values, worker, step and nonce strung together, without a length or a shape.</summary>
/// <remarks>Where one part ends and the next begins is not in the bytes: <c>worker_1</c>, 23 and <c>worker_12</c>, 3 give the same. Do not use it.</remarks>
public static class UnframedCommitment
{
    /// <summary>The article's hash: SHA-256 of the gradient's values, then of the text of worker, step and nonce.</summary>
    /// <param name="gradient">The gradient; its shape does not count.</param>
    /// <param name="worker">The worker's name.</param>
    /// <param name="step">The step.</param>
    /// <param name="nonce">Empty by default, as in the article.</param>
    /// <returns>In hexadecimal.</returns>
    public static string Of(Tensor gradient, string worker, long step, string nonce = "")
    {
        ArgumentNullException.ThrowIfNull(gradient);
        var text = worker + step.ToString(CultureInfo.InvariantCulture) + nonce;
        return CanonicalEncoding.HashOf([.. BytesOf(gradient), .. CanonicalEncoding.Text(text)]);
    }

    // Little-endian, whatever the machine.
    internal static byte[] BytesOf(Tensor tensor)
    {
        var bytes = new byte[sizeof(float) * tensor.Size];
        var values = tensor.AsSpan();
        for (var i = 0; i < values.Length; i++) BinaryPrimitives.WriteSingleLittleEndian(bytes.AsSpan(sizeof(float) * i), values[i]);
        return bytes;
    }
}
