namespace RedGradient.Charts.Rendering;

/// <summary>Counts and draws which classes are taken for which.</summary>
internal static class ConfusionMatrix
{
    // More cells than this are no picture, and their number grows with the square.
    private const int MostClasses = 1000;

    public static int[,] Count(int[] labels, int[] predictions, int classes)
    {
        ArgumentNullException.ThrowIfNull(labels);
        ArgumentNullException.ThrowIfNull(predictions);
        if (labels.Length == 0 || labels.Length != predictions.Length)
        {
            throw new ArgumentException($"A confusion matrix needs as many predictions as labels, and at least one; there are {labels.Length} labels and {predictions.Length} predictions.", nameof(predictions));
        }

        if (Math.Min(labels.Min(), predictions.Min()) < 0)
        {
            throw new ArgumentException($"Classes are 0 or more; one is {Math.Min(labels.Min(), predictions.Min())}.", nameof(labels));
        }

        var largest = Math.Max(labels.Max(), predictions.Max());
        if (largest >= MostClasses || classes > MostClasses)
        {
            throw new ArgumentException(FormattableString.Invariant($"A confusion matrix has a row and a column for each class up to the largest, at most {MostClasses}; {(largest >= MostClasses ? $"one label or prediction is {largest}" : $"{classes} names were given")}."), nameof(labels));
        }

        var size = Math.Max(classes, largest + 1);
        var counts = new int[size, size];
        for (var i = 0; i < labels.Length; i++)
        {
            counts[labels[i], predictions[i]]++;
        }

        return counts;
    }

    public static HeatMapChart Draw(string title, int[,] counts, string[]? classNames)
    {
        ArgumentNullException.ThrowIfNull(counts);
        var size = counts.GetLength(0);
        if (size == 0 || counts.GetLength(1) != size)
        {
            throw new ArgumentException($"A confusion matrix is square and has at least one class; this one has {size} rows and {counts.GetLength(1)} columns.", nameof(counts));
        }

        if (size > MostClasses) throw new ArgumentException($"A confusion matrix shows at most {MostClasses} classes; this one has {size}.", nameof(counts));
        var shares = new double[size, size];
        var (total, correct) = (0L, 0L);
        var worst = (Row: -1, Column: -1, Count: 0);
        for (var row = 0; row < size; row++)
        {
            var sum = 0L;
            for (var column = 0; column < size; column++)
            {
                if (counts[row, column] < 0)
                {
                    throw new ArgumentException($"Counts are 0 or more; one is {counts[row, column]}.", nameof(counts));
                }

                sum += counts[row, column];
                worst = row != column && counts[row, column] > worst.Count ? (row, column, counts[row, column]) : worst;
            }

            for (var column = 0; column < size; column++)
            {
                shares[row, column] = sum == 0 ? 0 : (double)counts[row, column] / sum;
            }

            total += sum;
            correct += counts[row, row];
        }

        string Name(int index) => classNames is not null && index < classNames.Length ? classNames[index] : Numbers.Integer(index);
        var look = new MatrixLook(
            ColorScale.Shares(0, 1),
            classNames,
            classNames,
            (row, column) => counts[row, column] == 0 ? "" : Numbers.Integer(counts[row, column]),
            () => $"the diagonal holds {correct} of {total} examples" + (worst.Count > 0 ? $"; the most frequent error takes {Name(worst.Row)} for {Name(worst.Column)}, {(worst.Count == 1 ? "once" : worst.Count + " times")}" : ""),
            ShowScale: true,
            Square: true);
        return new HeatMapChart("Confusion matrix", title, "predicted class", "true class", shares, look).ColorLabel("share of the true class");
    }
}
