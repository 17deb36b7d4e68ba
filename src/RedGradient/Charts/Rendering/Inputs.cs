using System.Numerics;
using RedGradient.Tensors;

namespace RedGradient.Charts.Rendering;

/// <summary>Takes what authors pass in, checks it, and turns it into double-precision arrays.</summary>
internal static class Inputs
{
    /// <summary>Numbers of any type as an array; refuses an empty sequence.</summary>
    public static double[] Numbers<T>(string name, IEnumerable<T> values)
        where T : INumber<T>
    {
        ArgumentNullException.ThrowIfNull(values);
        return NotEmpty(name, [.. values.Select(value => double.CreateChecked(value))]);
    }

    /// <summary>A tensor's values in row-major order; refuses an empty one.</summary>
    public static double[] Numbers(string name, Tensor values)
    {
        ArgumentNullException.ThrowIfNull(values);
        return NotEmpty(name, [.. values.ToArray().Select(value => (double)value)]);
    }

    /// <summary>Refuses two lengths that differ.</summary>
    public static void SameLength(string name, string first, int firstLength, string second, int secondLength)
    {
        if (firstLength != secondLength)
        {
            throw new ArgumentException($"The series '{name}' has {firstLength} {first} but {secondLength} {second}; the lengths must be equal.");
        }
    }

    /// <summary>Refuses numbers none of which can be drawn.</summary>
    public static void SomethingToDraw(string name, IEnumerable<double> values)
    {
        if (!values.Any(Extent.CanDraw))
        {
            throw new ArgumentException($"The series '{name}' has no number to draw: every value is not a number, infinite or beyond 1e300.");
        }
    }

    /// <summary>A matrix from a tensor of rank 2.</summary>
    public static double[,] Matrix(Tensor values)
    {
        ArgumentNullException.ThrowIfNull(values);
        if (values.Shape.Rank != 2)
        {
            throw new ArgumentException($"A matrix [rows, columns] is needed; the tensor has the shape {values.Shape}.", nameof(values));
        }

        var (rows, columns) = (values.Shape[0], values.Shape[1]);
        var numbers = values.ToArray();
        var result = new double[rows, columns];
        for (var i = 0; i < numbers.Length; i++)
        {
            result[i / columns, i % columns] = numbers[i];
        }

        return Matrix(result);
    }

    /// <summary>A matrix of any number type in double precision; refuses an empty one and one without a finite number.</summary>
    public static double[,] Matrix<T>(T[,] values)
        where T : INumber<T>
    {
        ArgumentNullException.ThrowIfNull(values);
        var result = new double[values.GetLength(0), values.GetLength(1)];
        if (result.Length == 0)
        {
            throw new ArgumentException($"A matrix needs at least one row and one column; this one has {values.GetLength(0)} and {values.GetLength(1)}.", nameof(values));
        }

        var drawable = false;
        for (var row = 0; row < values.GetLength(0); row++)
        {
            for (var column = 0; column < values.GetLength(1); column++)
            {
                var value = double.CreateChecked(values[row, column]);
                result[row, column] = Extent.CanDraw(value) ? value : double.NaN;
                drawable |= Extent.CanDraw(value);
            }
        }

        return drawable
            ? result
            : throw new ArgumentException("The matrix has no number to draw: every value is not a number, infinite or beyond 1e300.", nameof(values));
    }

    private static double[] NotEmpty(string name, double[] values) => values.Length > 0
        ? values
        : throw new ArgumentException($"The series '{name}' is empty; at least one value is needed.", nameof(values));
}
