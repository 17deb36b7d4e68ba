using RedGradient.Tensors;

namespace RedGradient.Defenses.Federated;

/// <summary>What a server makes of the updates of many workers, some of whom may send anything (Byzantine workers).</summary>
/// <remarks>
/// All take updates <c>[workers, dimension]</c> with finite values, one worker a row, and give <c>[dimension]</c>; f is the number of Byzantine workers to withstand. Sums are
/// double and go in the order of the workers.
/// </remarks>
public static class Aggregation
{
    /// <summary>The mean: one Byzantine worker can make it anything.</summary>
    /// <param name="updates"><c>[workers, dimension]</c>.</param>
    /// <exception cref="ArgumentException">Not a matrix with at least one row, or a value is not finite.</exception>
    public static Tensor Mean(Tensor updates)
    {
        Check(updates);
        return MeanOf(updates, [.. Enumerable.Range(0, updates.Shape[0])]);
    }

    /// <summary>The median of each coordinate; with an even number of workers the mean of the two in the middle (Yin et al. 2018, arXiv 1803.01498).</summary>
    /// <param name="updates"><c>[workers, dimension]</c>.</param>
    /// <exception cref="ArgumentException">Not a matrix with at least one row, or a value is not finite.</exception>
    public static Tensor CoordinateMedian(Tensor updates)
    {
        Check(updates);
        // What is left between the outer ones on both sides: one value, or two.
        return Trimmed(updates, (updates.Shape[0] - 1) / 2);
    }

    /// <summary>The mean of each coordinate without its f smallest and f largest values (Yin et al. 2018, arXiv 1803.01498).</summary>
    /// <param name="updates"><c>[workers, dimension]</c>.</param>
    /// <param name="byzantine">f, from 0 to below half of the workers.</param>
    /// <exception cref="ArgumentException">Not a matrix with at least one row, or a value is not finite.</exception>
    /// <exception cref="ArgumentOutOfRangeException">n ≤ 2f, so that nothing would be left.</exception>
    public static Tensor TrimmedMean(Tensor updates, int byzantine)
    {
        Check(updates);
        var workers = updates.Shape[0];
        return byzantine >= 0 && workers > 2 * byzantine
            ? Trimmed(updates, byzantine)
            : throw new ArgumentOutOfRangeException(nameof(byzantine), byzantine, $"The trimmed mean of n workers withstands f Byzantine ones if n > 2f: of {workers} workers 0 to {(workers - 1) / 2}; {byzantine} was given.");
    }

    /// <summary>The update that lies closest to its neighbours (Blanchard et al. 2017).</summary>
    /// <param name="updates"><c>[workers, dimension]</c>.</param>
    /// <param name="byzantine">f, from 0; n ≥ 2f + 3.</param>
    /// <exception cref="ArgumentException">Not a matrix with at least one row, or a value is not finite.</exception>
    /// <exception cref="ArgumentOutOfRangeException">Too many Byzantine workers for the number of workers.</exception>
    public static Tensor Krum(Tensor updates, int byzantine) => MultiKrum(updates, byzantine, selected: 1);

    /// <summary>The mean of the m updates with the best Krum scores (Blanchard et al. 2017).</summary>
    /// <param name="updates"><c>[workers, dimension]</c>.</param>
    /// <param name="byzantine">f, from 0; n ≥ 2f + 3.</param>
    /// <param name="selected">m, from 1 to n − f; null for n − f.</param>
    /// <exception cref="ArgumentException">Not a matrix with at least one row, or a value is not finite.</exception>
    /// <exception cref="ArgumentOutOfRangeException">Too many Byzantine workers for the number of workers, or m outside its range.</exception>
    public static Tensor MultiKrum(Tensor updates, int byzantine, int? selected = null)
    {
        var scores = KrumScores(updates, byzantine);
        var most = scores.Length - byzantine;
        var count = selected ?? most;
        return count >= 1 && count <= most
            ? MeanOf(updates, [.. Enumerable.Range(0, scores.Length).OrderBy(worker => scores[worker]).Take(count).Order()])
            : throw new ArgumentOutOfRangeException(nameof(selected), selected, $"Multi-Krum averages 1 to n − f updates, here 1 to {most}; {count} was given.");
    }

    /// <summary>Krum's score of each worker: the sum of the squared distances to its n − f − 2 nearest others.</summary>
    /// <param name="updates"><c>[workers, dimension]</c>.</param>
    /// <param name="byzantine">f, from 0; n ≥ 2f + 3.</param>
    /// <returns>One number for each worker; the lowest is chosen.</returns>
    /// <exception cref="ArgumentException">Not a matrix with at least one row, or a value is not finite.</exception>
    /// <exception cref="ArgumentOutOfRangeException">Too many Byzantine workers for the number of workers.</exception>
    public static double[] KrumScores(Tensor updates, int byzantine)
    {
        Check(updates);
        var workers = updates.Shape[0];
        if (byzantine < 0 || workers < (2 * (long)byzantine) + 3)
        {
            var allowed = workers < 3 ? "no number of them can be withstood" : $"0 to {(workers - 3) / 2}";
            throw new ArgumentOutOfRangeException(nameof(byzantine), byzantine, $"Krum needs n ≥ 2f + 3 workers for f Byzantine ones; with {workers} workers allowed are: {allowed}; {byzantine} was given.");
        }

        var distances = new double[workers, workers];
        for (var i = 0; i < workers; i++)
        {
            for (var j = 0; j < i; j++)
            {
                distances[i, j] = distances[j, i] = SquaredDistances.Between(Row(updates, i), Row(updates, j));
            }
        }

        return
        [
            .. Enumerable.Range(0, workers).Select(i =>
                Enumerable.Range(0, workers).Where(j => j != i).Select(j => distances[i, j]).Order().Take(workers - byzantine - 2).Sum()),
        ];
    }

    private static Tensor Trimmed(Tensor updates, int outer)
    {
        var (workers, dimension) = (updates.Shape[0], updates.Shape[1]);
        var values = updates.AsSpan();
        var result = new float[dimension];
        var column = new float[workers];
        for (var k = 0; k < dimension; k++)
        {
            for (var i = 0; i < workers; i++)
            {
                column[i] = values[(i * dimension) + k];
            }

            Array.Sort(column);
            var sum = 0.0;
            for (var i = outer; i < workers - outer; i++)
            {
                sum += column[i];
            }

            result[k] = (float)(sum / (workers - (2 * outer)));
        }

        return Tensor.From(result, dimension);
    }

    private static Tensor MeanOf(Tensor updates, int[] rows)
    {
        var sums = new double[updates.Shape[1]];
        foreach (var row in rows)
        {
            var values = Row(updates, row);
            for (var k = 0; k < sums.Length; k++)
            {
                sums[k] += values[k];
            }
        }

        return Tensor.From([.. sums.Select(sum => (float)(sum / rows.Length))], sums.Length);
    }

    private static ReadOnlySpan<float> Row(Tensor updates, int row) => updates.AsSpan().Slice(row * updates.Shape[1], updates.Shape[1]);

    private static void Check(Tensor updates)
    {
        ArgumentNullException.ThrowIfNull(updates);
        if (updates.Shape.Rank != 2 || updates.Shape[0] == 0)
        {
            throw new ArgumentException($"Updates are a matrix [workers, dimension] with at least one worker; the shape {updates.Shape} was given.", nameof(updates));
        }

        var values = updates.AsSpan();
        for (var i = 0; i < values.Length; i++)
        {
            if (!float.IsFinite(values[i]))
            {
                throw new ArgumentException(FormattableString.Invariant($"Worker {i / updates.Shape[1]} sent {values[i]}; every update must be finite, so leave that worker out."), nameof(updates));
            }
        }
    }
}
