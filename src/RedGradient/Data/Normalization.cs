using System.Globalization;
using RedGradient.Tensors;

namespace RedGradient.Data;

/// <summary>An explicit change of scale: z = (x − mean) / standard deviation, for all values alike.</summary>
/// <remarks>
/// Nothing in the library normalises by itself. A model trained on normalised inputs sees another range than [0, 1]: attacks on it need
/// their ε and their clipping bounds in that scale, or the normalisation inside the model. Immutable.
/// </remarks>
/// <param name="Mean">Subtracted from every value; finite.</param>
/// <param name="StandardDeviation">Divides every value; finite and above 0.</param>
public sealed record Normalization(float Mean, float StandardDeviation)
{
    /// <summary>Subtracted from every value.</summary>
    public float Mean { get; } = float.IsFinite(Mean)
        ? Mean
        : throw new ArgumentOutOfRangeException(nameof(Mean), Mean, string.Create(CultureInfo.InvariantCulture, $"The mean must be a finite number; it is {Mean}."));

    /// <summary>Divides every value.</summary>
    public float StandardDeviation { get; } = float.IsFinite(StandardDeviation) && StandardDeviation > 0f
        ? StandardDeviation
        : throw new ArgumentOutOfRangeException(
            nameof(StandardDeviation),
            StandardDeviation,
            string.Create(CultureInfo.InvariantCulture, $"The standard deviation must be a finite number above 0; it is {StandardDeviation}."));

    /// <summary>The mean and the (population) standard deviation of all values of a tensor, as a rule of the training inputs alone.</summary>
    /// <param name="inputs">Any shape, at least one value, not all the same.</param>
    /// <exception cref="ArgumentException">There is no value, or all values are equal.</exception>
    public static Normalization Of(Tensor inputs)
    {
        ArgumentNullException.ThrowIfNull(inputs);
        if (inputs.Size == 0)
        {
            throw new ArgumentException($"The mean of no values is not defined; the inputs are {inputs.Shape}.", nameof(inputs));
        }

        var values = inputs.AsSpan();
        var sum = 0.0;
        foreach (var value in values)
        {
            sum += value;
        }

        var mean = sum / values.Length;
        var squares = 0.0;
        foreach (var value in values)
        {
            squares += (value - mean) * (value - mean);
        }

        var deviation = (float)Math.Sqrt(squares / values.Length);
        if (deviation == 0f)
        {
            throw new ArgumentException(
                string.Create(CultureInfo.InvariantCulture, $"All {values.Length} values are {values[0]}: their standard deviation is 0 and cannot divide."), nameof(inputs));
        }

        return new Normalization((float)mean, deviation);
    }

    /// <summary>(x − mean) / standard deviation for every value.</summary>
    /// <param name="inputs">Any shape.</param>
    /// <returns>A new tensor of the same shape.</returns>
    public Tensor Apply(Tensor inputs)
    {
        ArgumentNullException.ThrowIfNull(inputs);
        var values = inputs.ToArray();
        for (var i = 0; i < values.Length; i++)
        {
            values[i] = (values[i] - Mean) / StandardDeviation;
        }

        return new Tensor(values, inputs.Shape);
    }

    /// <summary>The inverse of <see cref="Apply(Tensor)"/>: z × standard deviation + mean, up to rounding.</summary>
    /// <param name="inputs">Any shape.</param>
    /// <returns>A new tensor of the same shape.</returns>
    public Tensor Undo(Tensor inputs)
    {
        ArgumentNullException.ThrowIfNull(inputs);
        var values = inputs.ToArray();
        for (var i = 0; i < values.Length; i++)
        {
            values[i] = (values[i] * StandardDeviation) + Mean;
        }

        return new Tensor(values, inputs.Shape);
    }

    /// <summary><see cref="Apply(Tensor)"/> to the inputs of a data set.</summary>
    /// <param name="data">The data set, which stays as it is.</param>
    public DataSet Apply(DataSet data)
    {
        ArgumentNullException.ThrowIfNull(data);
        return data.WithInputs(Apply(data.Inputs));
    }

    /// <summary><see cref="Undo(Tensor)"/> on the inputs of a data set.</summary>
    /// <param name="data">The data set, which stays as it is.</param>
    public DataSet Undo(DataSet data)
    {
        ArgumentNullException.ThrowIfNull(data);
        return data.WithInputs(Undo(data.Inputs));
    }
}
