using System.Globalization;
using RedGradient.Tensors;

namespace RedGradient.Data;

/// <summary>Reads pictures from lines of whole numbers separated by commas, the class last: the format of the UCI handwritten digits (optdigits).</summary>
public static class CsvReader
{
    /// <summary>Reads the UCI handwritten digits: 8 × 8 pixels from 0 to 16, divided by 16, and a class from 0 to 9.</summary>
    /// <param name="path">For example <c>optdigits.tra</c>.</param>
    /// <returns>Images <c>[n, 1, 8, 8]</c> in [0, 1].</returns>
    /// <exception cref="FileNotFoundException">There is no such file.</exception>
    /// <exception cref="InvalidDataException">A line is not of this form; the message names file, line and value.</exception>
    public static DataSet ReadOptdigits(string path) => ReadImages(path, "optdigits", 8, 8, 16, 10);

    /// <summary>Reads pictures whose pixels are whole numbers from 0 to a largest value.</summary>
    /// <param name="path">The file; empty lines are skipped.</param>
    /// <param name="name">What the data set is called.</param>
    /// <param name="height">Pixels in a column, at least 1.</param>
    /// <param name="width">Pixels in a row, at least 1.</param>
    /// <param name="largestValue">The value that becomes 1, at least 1; every pixel is divided by it.</param>
    /// <param name="classCount">The number of classes, at least 1.</param>
    /// <returns>Images <c>[n, 1, height, width]</c> in [0, 1].</returns>
    /// <exception cref="ArgumentOutOfRangeException">A size is less than 1.</exception>
    /// <exception cref="FileNotFoundException">There is no such file.</exception>
    /// <exception cref="InvalidDataException">A line is not of this form; the message names file, line and value.</exception>
    public static DataSet ReadImages(string path, string name, int height, int width, int largestValue, int classCount)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(path);
        ArgumentOutOfRangeException.ThrowIfLessThan(height, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(width, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(largestValue, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(classCount, 1);
        if (!File.Exists(path))
        {
            throw new FileNotFoundException($"There is no file '{path}' to read {name} from.", path);
        }

        var pixels = checked(height * width);
        var values = new List<float>();
        var labels = new List<int>();
        var line = 0;
        foreach (var text in File.ReadLines(path))
        {
            line++;
            if (string.IsNullOrWhiteSpace(text))
            {
                continue;
            }

            var fields = text.Split(',');
            if (fields.Length != pixels + 1)
            {
                throw new InvalidDataException($"'{path}', line {line}: {fields.Length} values; expected are {pixels} pixels and the class, {pixels + 1}.");
            }

            for (var i = 0; i < pixels; i++)
            {
                values.Add(Parse(fields[i], largestValue, path, line, $"pixel {i + 1}") / (float)largestValue);
            }

            labels.Add(Parse(fields[pixels], classCount - 1, path, line, "the class"));
        }

        return new DataSet(name, new Tensor(values.ToArray(), new Shape(labels.Count, 1, height, width)), labels.ToArray(), classCount);
    }

    private static int Parse(string field, int largest, string path, int line, string what)
    {
        if (!int.TryParse(field.AsSpan().Trim(), NumberStyles.None, CultureInfo.InvariantCulture, out var value) || value > largest)
        {
            throw new InvalidDataException($"'{path}', line {line}: {what} is '{field}'; allowed are whole numbers from 0 to {largest}.");
        }

        return value;
    }
}
