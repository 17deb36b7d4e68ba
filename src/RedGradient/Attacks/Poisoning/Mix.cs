using RedGradient.Data;
using RedGradient.Tensors;

namespace RedGradient.Attacks.Poisoning;

/// <summary>Puts poison into a clean data set.</summary>
internal static class Mix
{
    /// <summary>The clean data set with some rows replaced.</summary>
    public static PoisonedDataSet Replace(DataSet clean, int[] rows, DataSet poison)
    {
        var inputs = clean.Inputs.ToArray();
        var labels = (int[])clean.Labels.Clone();
        var flags = new bool[clean.Count];
        var width = inputs.Length / clean.Count;
        var values = poison.Inputs.AsSpan();
        for (var i = 0; i < rows.Length; i++)
        {
            values.Slice(i * width, width).CopyTo(inputs.AsSpan(rows[i] * width, width));
            labels[rows[i]] = poison.Labels[i];
            flags[rows[i]] = true;
        }

        return new PoisonedDataSet(clean.WithInputs(new Tensor(inputs, clean.Inputs.Shape)).WithLabels(labels), flags);
    }

    /// <summary>The clean data set and the poison after it.</summary>
    public static PoisonedDataSet Add(DataSet clean, DataSet poison)
    {
        var all = new DataSet(clean.Name, Tensor.Concatenate(clean.Inputs, poison.Inputs), [.. clean.Labels, .. poison.Labels], clean.ClassCount);
        return new PoisonedDataSet(all, [.. Enumerable.Range(0, all.Count).Select(row => row >= clean.Count)]);
    }
}
