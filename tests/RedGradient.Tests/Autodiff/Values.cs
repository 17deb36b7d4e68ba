using RedGradient.Tensors;

namespace RedGradient.Tests.Autodiff;

/// <summary>Inputs for finite differences, at a distance from the points where functions have a kink.</summary>
internal static class Values
{
    public static Tensor Normal(int seed, params int[] shape) => Tensor.Normal(new SeededRandom(seed), 0f, 1f, shape);

    /// <summary>From 0.5 to 2.</summary>
    public static Tensor Positive(int seed, params int[] shape) => Tensor.Uniform(new SeededRandom(seed), 0.5f, 2f, shape);

    /// <summary>Of both signs, at least 0.1 from 0 and from ±1.</summary>
    public static Tensor AwayFromKinks(int seed, params int[] shape)
    {
        var random = new SeededRandom(seed);
        var size = new Shape(shape).Size;
        return Tensor.From([.. Enumerable.Range(0, size).Select(_ => (float)((random.NextInt32(2) == 0 ? -1.0 : 1.0) * (random.NextUniform(0.1, 0.9) + random.NextInt32(2))) switch
        {
            > 0.9f and < 1.1f => 1.2f,
            < -0.9f and > -1.1f => -1.2f,
            var value => value,
        })], shape);
    }

    /// <summary>All at least 0.1 apart, in random order.</summary>
    public static Tensor Distinct(int seed, params int[] shape)
    {
        var size = new Shape(shape).Size;
        return Tensor.From([.. new SeededRandom(seed).Permutation(size).Select(place => (place - (size / 2f)) * 0.1f)], shape);
    }
}
