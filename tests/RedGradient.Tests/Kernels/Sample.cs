using FsCheck;
using FsCheck.Fluent;
using RedGradient.Tensors;

namespace RedGradient.Tests.Kernels;

/// <summary>Random cases with a fixed replay, and tensors drawn from a seed.</summary>
internal static class Sample
{
    /// <summary>Lengths that kernels stumble over: 0, 1, around multiples of 8, 16 and 32, and anything between.</summary>
    public static Gen<int> Length => Gen.Frequency(
        (1, Gen.Constant(0)),
        (2, Gen.Constant(1)),
        (3, Gen.Elements(7, 8, 9, 15, 16, 17, 31, 32, 33, 63, 64, 65)),
        (5, Gen.Choose(2, 50)));

    public static void Check<T>(Gen<T> cases, int count, Action<T> body) =>
        FsCheck.Check.One(Config.QuickThrowOnFailure.WithReplay(20261121UL, 7UL).WithMaxTest(count), Prop.ForAll(cases.ToArbitrary(), body));

    public static Tensor Normal(int seed, params int[] shape) => Tensor.Normal(new SeededRandom(seed), 0f, 1f, shape);

    public static Tensor Uniform(int seed, float minimum, float maximum, params int[] shape) =>
        Tensor.Uniform(new SeededRandom(seed), minimum, maximum, shape);
}
