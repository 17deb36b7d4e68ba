using System.Runtime.Intrinsics;

namespace RedGradient.Tensors.Kernels;

/// <summary>Max pooling over windows of 2 × 2 that do not overlap, four windows of a row at once.</summary>
/// <remarks>The last four windows of a row may repeat some of the ones before them: they write the same values again.</remarks>
internal static unsafe class PairPooling
{
    public const int Lanes = 4;

    /// <summary>The largest of each window.</summary>
    public static void PickRow(float* keys, int keyStep, int width, float* result)
    {
        for (var x = 0; x < width; x += Lanes)
        {
            x = Math.Min(x, width - Lanes);
            Winners(keys + (2 * x), keyStep, out var largest);
            largest.Store(result + x);
        }
    }

    /// <summary>The largest of each window where it is positive, else zero: what pooling leaves of a rectified plane. A NaN stays.</summary>
    public static void PickRectifiedRow(float* keys, int keyStep, int width, float* result)
    {
        for (var x = 0; x < width; x += Lanes)
        {
            x = Math.Min(x, width - Lanes);
            var from = keys + (2 * x);
            var columns = Vector256.Shuffle(Larger(Vector256.Load(from), Vector256.Load(from + keyStep)), Vector256.Create(0, 2, 4, 6, 1, 3, 5, 7));
            var largest = Larger(columns.GetLower(), columns.GetUpper());
            Vector128.ConditionalSelect(Vector128.LessThanOrEqual(largest, Vector128<float>.Zero), Vector128<float>.Zero, largest).Store(result + x);
        }
    }

    /// <summary>The same, and of each window which of its four is the largest (0 to 3), or 4 where none is positive: as an integer in a float's bits.</summary>
    public static void PickRectifiedRow(float* keys, int keyStep, int width, float* result, float* places)
    {
        for (var x = 0; x < width; x += Lanes)
        {
            x = Math.Min(x, width - Lanes);
            var winner = Winners(keys + (2 * x), keyStep, out var largest);
            var positive = Vector128.GreaterThan(largest, Vector128<float>.Zero).AsInt32();
            Vector128.ConditionalSelect(positive, winner, Vector128.Create(4)).AsSingle().Store(places + x);
            Vector128.ConditionalSelect(Vector128.LessThanOrEqual(largest, Vector128<float>.Zero), Vector128<float>.Zero, largest).Store(result + x);
        }
    }

    /// <summary>Each value at its window's place (0 to 3), zeros at the others; nowhere for a place of 4.</summary>
    public static void PlaceRow(float* places, int width, float* values, float* result, int resultStep)
    {
        for (var x = 0; x < width; x += Lanes)
        {
            x = Math.Min(x, width - Lanes);
            Place(Vector128.Load(places + x).AsInt32(), Vector128.Load(values + x), result + (2 * x), resultStep);
        }
    }

    /// <summary>Each value at the place of its window's largest key, zeros at the three others.</summary>
    public static void PlaceRow(float* keys, int keyStep, int width, float* values, float* result)
    {
        for (var x = 0; x < width; x += Lanes)
        {
            x = Math.Min(x, width - Lanes);
            Place(Winners(keys + (2 * x), keyStep, out _), Vector128.Load(values + x), result + (2 * x), keyStep);
        }
    }

    private static void Place(Vector128<int> winner, Vector128<float> value, float* target, int step)
    {
        Interleave(Where(winner, 0, value), Where(winner, 1, value)).Store(target);
        Interleave(Where(winner, 2, value), Where(winner, 3, value)).Store(target + step);
    }

    // Which of the four is the largest, the first at a tie; a NaN counts as larger than any number.
    private static Vector128<int> Winners(float* keys, int keyStep, out Vector128<float> largest)
    {
        var top = Split(keys);
        var bottom = Split(keys + keyStep);
        largest = top.GetLower();
        var winner = Vector128<int>.Zero;
        Challenge(top.GetUpper(), 1, ref largest, ref winner);
        Challenge(bottom.GetLower(), 2, ref largest, ref winner);
        Challenge(bottom.GetUpper(), 3, ref largest, ref winner);
        return winner;
    }

    private static void Challenge(Vector128<float> key, int place, ref Vector128<float> largest, ref Vector128<int> winner)
    {
        var wins = ~Vector128.LessThanOrEqual(key, largest) & Vector128.Equals(largest, largest);
        largest = Vector128.ConditionalSelect(wins, key, largest);
        winner = Vector128.ConditionalSelect(wins.AsInt32(), Vector128.Create(place), winner);
    }

    private static Vector256<float> Larger(Vector256<float> x, Vector256<float> y) =>
        Vector256.ConditionalSelect(~Vector256.LessThanOrEqual(y, x) & Vector256.Equals(x, x), y, x);

    private static Vector128<float> Larger(Vector128<float> x, Vector128<float> y) =>
        Vector128.ConditionalSelect(~Vector128.LessThanOrEqual(y, x) & Vector128.Equals(x, x), y, x);

    private static Vector128<float> Where(Vector128<int> winner, int place, Vector128<float> value) =>
        Vector128.Equals(winner, Vector128.Create(place)).AsSingle() & value;

    // Eight numbers: those at even places below, those at odd places above.
    private static Vector256<float> Split(float* source) =>
        Vector256.Shuffle(Vector256.Load(source), Vector256.Create(0, 2, 4, 6, 1, 3, 5, 7));

    private static Vector256<float> Interleave(Vector128<float> even, Vector128<float> odd) =>
        Vector256.Shuffle(Vector256.Create(even, odd), Vector256.Create(0, 4, 1, 5, 2, 6, 3, 7));
}
