namespace RedGradient.Charts.Rendering;

/// <summary>Says in words where a series starts, ends and turns.</summary>
internal static class Trend
{
    /// <summary>A clause such as "train falls from 2.3 to 0.08".</summary>
    public static string Describe(string? name, double[] xs, double[] ys)
    {
        var drawable = Enumerable.Range(0, ys.Length).Where(i => Extent.CanDraw(ys[i]) && Extent.CanDraw(xs[i])).ToArray();
        var subject = name ?? "the line";
        var (first, last) = (drawable[0], drawable[^1]);
        var lowest = drawable.MinBy(i => ys[i]);
        var highest = drawable.MaxBy(i => ys[i]);
        var gaps = ys.Length - drawable.Length;
        var gapClause = gaps == 0 ? "" : $", with {gaps} missing value{(gaps == 1 ? "" : "s")}";
        if (drawable.Length == 1)
        {
            return $"{subject} is {Numbers.Short(ys[first])}{gapClause}";
        }

        var range = (ys[highest] * 0.5) - (ys[lowest] * 0.5);
        var change = (ys[last] * 0.5) - (ys[first] * 0.5);
        if (range == 0)
        {
            return $"{subject} stays at {Numbers.Short(ys[first])}{gapClause}";
        }

        var verb = Math.Abs(change) < range * 0.05 ? "starts and ends near" : change > 0 ? "rises from" : "falls from";
        var ends = Math.Abs(change) < range * 0.05
            ? Numbers.Short(ys[last])
            : $"{Numbers.Short(ys[first])} to {Numbers.Short(ys[last])}";
        return $"{subject} {verb} {ends}{Turning(xs, ys, lowest, "lowest", first, last, range)}{Turning(xs, ys, highest, "highest", first, last, range)}{gapClause}";
    }

    // A turning point is worth a word when it lies clearly beyond both ends.
    private static string Turning(double[] xs, double[] ys, int index, string word, int first, int last, double halfRange)
    {
        var beyond = Math.Min(Math.Abs((ys[index] * 0.5) - (ys[first] * 0.5)), Math.Abs((ys[index] * 0.5) - (ys[last] * 0.5)));
        return beyond > halfRange * 0.1 ? $", {word} {Numbers.Short(ys[index])} at {Numbers.Short(xs[index])}" : "";
    }
}
