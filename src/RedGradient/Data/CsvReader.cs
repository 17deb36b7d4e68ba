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
    /// <exception cref="ArgumentOutOfRangeException">A size is less than 1, or the pictures are too large.</exception>
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

        var pixels = (long)height * width;
        if (pixels >= Array.MaxLength) throw new ArgumentOutOfRangeException(nameof(height), FormattableString.Invariant($"The pictures were {height} × {width} pixels; more than {Array.MaxLength} pixels are not read."));
        // Once to see that every line is right and how many there are, once for the values: nothing is held that is not asked for.
        var limits = new CsvLimits(path, (int)pixels, largestValue, classCount - 1);
        var count = limits.Read((_, _, _) => { });
        if (count * pixels > Array.MaxLength) throw new InvalidDataException($"'{path}' holds {count} pictures of {pixels} pixels; more than {Array.MaxLength} values are not read.");
        var values = new float[count * pixels];
        var labels = new int[count];
        var again = limits.Read((line, field, value) =>
        {
            if (line >= count) throw new InvalidDataException($"'{path}' grew while it was read.");
            if (field == pixels) labels[line] = value;
            else values[(line * pixels) + field] = value / (float)largestValue;
        });
        return again == count
            ? new DataSet(name, new Tensor(values, new Shape((int)count, 1, height, width)), labels, classCount)
            : throw new InvalidDataException($"'{path}' changed while it was read.");
    }
}
