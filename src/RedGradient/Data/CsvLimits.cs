using System.Globalization;

namespace RedGradient.Data;

/// <summary>Reads lines of whole numbers piece by piece: no line and no field is ever held whole, however long it is.</summary>
/// <param name="Path">The file.</param>
/// <param name="Pixels">The pixels of a line; the class follows them.</param>
/// <param name="LargestPixel">The largest value of a pixel.</param>
/// <param name="LargestClass">The largest class.</param>
internal sealed record CsvLimits(string Path, int Pixels, int LargestPixel, int LargestClass)
{
    // What a sentence can show of a field that is wrong; a number has at most ten digits.
    private const int LongestField = 64;

    /// <summary>Reads every line and hands on each number.</summary>
    /// <param name="take">Takes the number of the picture, from 0, the field, from 0, and its value.</param>
    /// <returns>The number of pictures; empty lines are none.</returns>
    /// <exception cref="InvalidDataException">A line is not of this form.</exception>
    internal long Read(Action<long, int, int> take)
    {
        using var file = Untrusted.Open(Path, long.MaxValue, "a file of numbers");
        using var reader = new StreamReader(file);
        var buffer = new char[1 << 14];
        Span<char> field = stackalloc char[LongestField];
        long line = 1, picture = 0, length = 0;
        var fields = 0;
        var blank = true;
        while (reader.ReadBlock(buffer, 0, buffer.Length) is > 0 and var read)
        {
            foreach (var character in buffer.AsSpan(0, read))
            {
                if (character == '\n')
                {
                    EndLine(field, take);
                    continue;
                }

                if (character == ',')
                {
                    blank = false;
                    EndField(field, take);
                    continue;
                }

                // Spaces around a number do not count.
                if (length == 0 && char.IsWhiteSpace(character)) continue;
                blank = false;
                if (length < LongestField) field[(int)length] = character;
                length++;
            }
        }

        EndLine(field, take);
        return picture;

        void EndField(ReadOnlySpan<char> text, Action<long, int, int> taker)
        {
            if (fields <= Pixels)
            {
                var largest = fields == Pixels ? LargestClass : LargestPixel;
                var shown = text[..(int)Math.Min(length, LongestField)].TrimEnd();
                if (length > LongestField || !int.TryParse(shown, NumberStyles.None, CultureInfo.InvariantCulture, out var value) || value > largest)
                {
                    var what = fields == Pixels ? "the class" : string.Create(CultureInfo.InvariantCulture, $"pixel {fields + 1}");
                    var more = length > LongestField ? string.Create(CultureInfo.InvariantCulture, $"… ({length} characters)") : "";
                    throw new InvalidDataException($"'{Path}', line {line}: {what} is '{Untrusted.Shown(shown, LongestField)}{more}'; allowed are whole numbers from 0 to {largest}.");
                }

                taker(picture, fields, value);
            }

            fields = Math.Min(fields + 1, int.MaxValue - 1);
            length = 0;
        }

        void EndLine(ReadOnlySpan<char> text, Action<long, int, int> taker)
        {
            if (!blank)
            {
                EndField(text, taker);
                if (fields != Pixels + 1)
                {
                    throw new InvalidDataException($"'{Path}', line {line}: {fields} values; expected are {Pixels} pixels and the class, {Pixels + 1L}.");
                }

                picture++;
            }

            (line, length, fields, blank) = (line + 1, 0, 0, true);
        }
    }
}
