using RedGradient.Data;

namespace RedGradient.Lessons;

/// <summary>What a lesson's cells call to check an answer and to keep a number.</summary>
public static class Lesson
{
    /// <summary>The data set in use, by the setting that <see cref="DigitSource"/> reads: <c>synthetic</c> (the default), <c>mnist</c>, <c>fashion-mnist</c> or <c>optdigits</c>.</summary>
    public static string DataSetName => DigitSource.NameOf(Environment.GetEnvironmentVariable(DigitSource.Variable));

    /// <summary>Checks an answer.</summary>
    /// <param name="condition">Whether the answer is right.</param>
    /// <param name="misconception">What a wrong answer means, as a sentence to the reader.</param>
    /// <returns>A value that shows as <c>✓ check passed</c>.</returns>
    /// <exception cref="CheckFailedException">The answer is wrong; the message is the misconception.</exception>
    public static CheckPassed Check(bool condition, string misconception)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(misconception);
        return condition ? new CheckPassed() : throw new CheckFailedException(misconception);
    }

    /// <summary>Keeps a number, and compares it with what the lesson expects of it on the data set in use.</summary>
    /// <param name="name">What was measured, on one line and without <c> = </c>.</param>
    /// <param name="value">The number.</param>
    /// <param name="bands">What is expected, one band a data set, or <see cref="Band.OnAnyData"/>; the data set in use may have none.</param>
    /// <returns>A value that shows as one line: name, number and expectation.</returns>
    /// <exception cref="CheckFailedException">The number is outside its band.</exception>
    /// <exception cref="ArgumentException">The name is empty, or could not be read back.</exception>
    public static Record Record(string name, double value, params Band[] bands)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(name);
        ArgumentNullException.ThrowIfNull(bands);
        if (name.Contains(" = ", StringComparison.Ordinal) || name.Contains('\n', StringComparison.Ordinal) || name != name.Trim())
        {
            throw new ArgumentException($"A number was recorded as \"{name}\"; a name is one line without \" = \" and without spaces around it.", nameof(name));
        }

        var dataSet = DataSetName;
        // The band that names the data set goes before one for any data.
        var band = Array.Find(bands, each => each.DataSet == dataSet) ?? Array.Find(bands, each => each.IsForAny);
        var record = new Record(name, value, band, dataSet);
        return band is null || band.Contains(value)
            ? record
            : throw new CheckFailedException($"{record}: the number is outside what the lesson says. Was a cell changed, or were cells run in another order?");
    }
}
