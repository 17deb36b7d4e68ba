namespace RedGradient.Tensors;

/// <summary>Where a <see cref="SeededRandom"/> stands: the four words of its generator and the normal number it has left over (NaN for none).</summary>
internal readonly record struct RandomState(ulong First, ulong Second, ulong Third, ulong Fourth, double SpareNormal)
{
    /// <summary>Whether a generator can stand there: one whose words are all 0 would give 0 for ever.</summary>
    internal bool IsPossible => (First | Second | Third | Fourth) != 0;
}
