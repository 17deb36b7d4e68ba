namespace RedGradient.Lessons;

/// <summary>A number that a lesson keeps; at the end of a cell, or displayed, it shows as one line that tests read back.</summary>
public sealed class Record
{
    internal Record(string name, double value, Band? band, string dataSet)
    {
        Name = name;
        Value = value;
        Band = band;
        DataSet = dataSet;
    }

    /// <summary>What was measured.</summary>
    public string Name { get; }

    /// <summary>The number.</summary>
    public double Value { get; }

    /// <summary>What was expected on the data set in use; null when the lesson states nothing for it.</summary>
    public Band? Band { get; }

    /// <summary>The data set in use.</summary>
    public string DataSet { get; }

    /// <summary>Gives <c>name = value (expected a to b on synthetic)</c>, <c>(expected a to b on the committed MNIST runs)</c> or <c>(no expectation on …)</c>; six significant digits.</summary>
    public override string ToString() => Band is null
        ? FormattableString.Invariant($"{Name} = {Value:G6} (no expectation on {DataSet})")
        : FormattableString.Invariant($"{Name} = {Value:G6} (expected {Band.Low:G6} to {Band.High:G6} on {Band.Origin ?? DataSet})");
}
