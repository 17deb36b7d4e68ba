namespace RedGradient.Tensors.Kernels;

/// <summary>The gradient with respect to a convolution's output: as it is, or as that of what pooling left of it, with the places of what it left.</summary>
/// <param name="values">[batch, outputs, height, width], or half as high and wide with places.</param>
/// <param name="places">Null, or what <see cref="Convolution.PooledForward"/> wrote.</param>
internal readonly struct OutputGradient(Tensor values, Tensor? places = null)
{
    public ReadOnlySpan<float> Values => values.AsSpan();

    public ReadOnlySpan<float> Places => places is null ? default : places.AsSpan();
}
