using System.Globalization;
using RedGradient.Tensors;

namespace RedGradient.Data;

/// <summary>Points in the plane, the small problems of the neural-network playgrounds: inputs <c>[n, 2]</c>, two classes.</summary>
/// <remarks>
/// Coordinates lie about in [−6, 6], as in the well-known playground; a network wants them scaled (divide by 6, or use <see cref="Normalization"/>).
/// <para>Noise is a share from 0 to 0.5: 0 draws the clean figure, 0.5 blurs the classes into each other. It moves points after their label was
/// decided, so that with noise no classifier is perfect. The examples of both classes come in random order, as many of each (within one of
/// each other where the count is odd), except for <see cref="Xor"/> and <see cref="InterleavedGrid"/>, where chance decides.</para>
/// Point i depends on the seed and i alone.
/// </remarks>
public static class Points
{
    private const double Radius = 5.0;

    /// <summary>The doughnut: class 1 is a disc of radius 2.5 around the origin, class 0 the ring from 3.5 to 5.</summary>
    /// <param name="count">The number of points, at least 0.</param>
    /// <param name="noise">From 0 to 0.5: every coordinate moves by up to noise × 5.</param>
    /// <param name="seed">The same seed gives the same points.</param>
    /// <exception cref="ArgumentOutOfRangeException">The count is negative, or the noise outside [0, 0.5].</exception>
    public static DataSet Circle(int count = 500, double noise = 0.0, int seed = 1) => Generate("circle", count, noise, seed, (random, label) =>
    {
        var radius = label == 1 ? random.NextUniform(0.0, 0.5 * Radius) : random.NextUniform(0.7 * Radius, Radius);
        var angle = random.NextUniform(0.0, 2.0 * Math.PI);
        var x = radius * DeterministicMath.Sin(angle);
        var y = radius * DeterministicMath.Cos(angle);
        return (x + random.NextUniform(-noise * Radius, noise * Radius), y + random.NextUniform(-noise * Radius, noise * Radius), label);
    });

    /// <summary>Two normal clouds around (2, 2), class 1, and (−2, −2), class 0: a straight line parts them.</summary>
    /// <param name="count">The number of points, at least 0.</param>
    /// <param name="noise">From 0 to 0.5: the variance is 0.5 + 7 × noise, from 0.5 to 4.</param>
    /// <param name="seed">The same seed gives the same points.</param>
    /// <exception cref="ArgumentOutOfRangeException">The count is negative, or the noise outside [0, 0.5].</exception>
    public static DataSet TwoGaussians(int count = 500, double noise = 0.0, int seed = 1) => Generate("two-gaussians", count, noise, seed, (random, label) =>
    {
        var deviation = Math.Sqrt(0.5 + (7.0 * noise));
        var center = label == 1 ? 2.0 : -2.0;
        return (center + (deviation * random.NextNormal()), center + (deviation * random.NextNormal()), label);
    });

    /// <summary>Four normal clouds in the corners, two classes: class 1 around (3, 3) and (−3, −3), class 0 around (−3, 3) and (3, −3).</summary>
    /// <param name="count">The number of points, at least 0.</param>
    /// <param name="noise">From 0 to 0.5: the variance is 0.5 + 7 × noise, from 0.5 to 4.</param>
    /// <param name="seed">The same seed gives the same points.</param>
    /// <exception cref="ArgumentOutOfRangeException">The count is negative, or the noise outside [0, 0.5].</exception>
    public static DataSet FourGaussians(int count = 500, double noise = 0.0, int seed = 1) => Generate("four-gaussians", count, noise, seed, (random, label) =>
    {
        var deviation = Math.Sqrt(0.5 + (7.0 * noise));
        var side = random.NextInt32(2) == 0 ? 3.0 : -3.0;
        var other = label == 1 ? side : -side;
        return (side + (deviation * random.NextNormal()), other + (deviation * random.NextNormal()), label);
    });

    /// <summary>Exclusive or: class 1 where both coordinates have the same sign, with a gap of 0.3 along the axes.</summary>
    /// <param name="count">The number of points, at least 0.</param>
    /// <param name="noise">From 0 to 0.5: every coordinate moves by up to noise × 5.</param>
    /// <param name="seed">The same seed gives the same points.</param>
    /// <exception cref="ArgumentOutOfRangeException">The count is negative, or the noise outside [0, 0.5].</exception>
    public static DataSet Xor(int count = 500, double noise = 0.0, int seed = 1) => Generate("xor", count, noise, seed, (random, _) =>
    {
        var x = random.NextUniform(-Radius, Radius);
        var y = random.NextUniform(-Radius, Radius);
        x += x > 0.0 ? 0.3 : -0.3;
        y += y > 0.0 ? 0.3 : -0.3;
        var label = x * y > 0.0 ? 1 : 0;
        return (x + random.NextUniform(-noise * Radius, noise * Radius), y + random.NextUniform(-noise * Radius, noise * Radius), label);
    });

    /// <summary>Two spirals of one and three quarter turns, one a class, wound into each other.</summary>
    /// <param name="count">The number of points, at least 0.</param>
    /// <param name="noise">From 0 to 0.5: every coordinate moves by up to noise.</param>
    /// <param name="seed">The same seed gives the same points.</param>
    /// <exception cref="ArgumentOutOfRangeException">The count is negative, or the noise outside [0, 0.5].</exception>
    public static DataSet Spiral(int count = 500, double noise = 0.0, int seed = 1) => Generate("spiral", count, noise, seed, (random, label) =>
    {
        var share = random.NextDouble();
        var angle = (1.75 * share * 2.0 * Math.PI) + (label == 1 ? 0.0 : Math.PI);
        var x = share * Radius * DeterministicMath.Sin(angle);
        var y = share * Radius * DeterministicMath.Cos(angle);
        return (x + random.NextUniform(-noise, noise), y + random.NextUniform(-noise, noise), label);
    });

    /// <summary>A chessboard of 4 × 4 fields with sides of 3 over [−6, 6] × [−6, 6]; the field at the lower left is class 0.</summary>
    /// <param name="count">The number of points, at least 0.</param>
    /// <param name="noise">From 0 to 0.5: every coordinate moves by up to noise × 3.</param>
    /// <param name="seed">The same seed gives the same points.</param>
    /// <exception cref="ArgumentOutOfRangeException">The count is negative, or the noise outside [0, 0.5].</exception>
    public static DataSet InterleavedGrid(int count = 500, double noise = 0.0, int seed = 1) => Generate("interleaved-grid", count, noise, seed, (random, _) =>
    {
        var x = random.NextUniform(-6.0, 6.0);
        var y = random.NextUniform(-6.0, 6.0);
        var label = ((int)((x + 6.0) / 3.0) + (int)((y + 6.0) / 3.0)) & 1;
        return (x + random.NextUniform(-3.0 * noise, 3.0 * noise), y + random.NextUniform(-3.0 * noise, 3.0 * noise), label);
    });

    /// <summary>Two half circles of radius 4, one a class, whose ends reach into each other.</summary>
    /// <param name="count">The number of points, at least 0.</param>
    /// <param name="noise">From 0 to 0.5: the standard deviation of normal noise on each coordinate is noise × 4.</param>
    /// <param name="seed">The same seed gives the same points.</param>
    /// <exception cref="ArgumentOutOfRangeException">The count is negative, or the noise outside [0, 0.5].</exception>
    public static DataSet Moons(int count = 500, double noise = 0.0, int seed = 1) => Generate("moons", count, noise, seed, (random, label) =>
    {
        var angle = random.NextUniform(0.0, Math.PI);
        var x = 4.0 * DeterministicMath.Cos(angle);
        var y = 4.0 * DeterministicMath.Sin(angle);
        (x, y) = label == 0 ? (x - 2.0, y - 1.0) : (2.0 - x, 1.0 - y);
        return (x + (4.0 * noise * random.NextNormal()), y + (4.0 * noise * random.NextNormal()), label);
    });

    private static DataSet Generate(string name, int count, double noise, int seed, Func<SeededRandom, int, (double X, double Y, int Label)> draw)
    {
        if (count < 0)
        {
            throw new ArgumentOutOfRangeException(nameof(count), count, $"The number of points must be 0 or more; it is {count}.");
        }

        if (!(noise >= 0.0 && noise <= 0.5))
        {
            throw new ArgumentOutOfRangeException(
                nameof(noise), noise, string.Create(CultureInfo.InvariantCulture, $"The noise is a share from 0 to 0.5; it is {noise}."));
        }

        var root = new SeededRandom(seed);
        var labels = new int[count];
        var values = new float[checked(2 * count)];
        for (var i = 0; i < count; i++)
        {
            // Each pair of neighbours holds both classes, in an order of its own.
            var swapped = root.Split(-1 - (i / 2)).NextInt32(2);
            var (x, y, label) = draw(root.Split(i), i % 2 ^ swapped);
            values[2 * i] = (float)x;
            values[(2 * i) + 1] = (float)y;
            labels[i] = label;
        }

        return new DataSet(name, new Tensor(values, new Shape(count, 2)), labels, 2);
    }
}
