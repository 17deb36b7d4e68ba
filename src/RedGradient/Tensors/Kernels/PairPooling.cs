using System.Runtime.Intrinsics;

namespace RedGradient.Tensors.Kernels;

/// <summary>Max pooling over windows of 2 × 2 that do not overlap, eight windows of a row at once.</summary>
/// <remarks>The last eight windows of a row may repeat some of the ones before them: they write the same values again.</remarks>
internal static unsafe class PairPooling
{
    public const int Lanes = 8;

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

    /// <summary>Each value at the place of its window's largest key, zeros at the three others.</summary>
    public static void PlaceRow(float* keys, int keyStep, int width, float* values, float* result)
    {
        for (var x = 0; x < width; x += Lanes)
        {
            x = Math.Min(x, width - Lanes);
            var winner = Winners(keys + (2 * x), keyStep, out _);
            var value = Vector256.Load(values + x);
            var target = result + (2 * x);
            Interleave(Where(winner, 0, value), Where(winner, 1, value), target);
            Interleave(Where(winner, 2, value), Where(winner, 3, value), target + keyStep);
        }
    }

    // Which of the four is the largest, the first at a tie; a NaN counts as larger than any number.
    private static Vector256<int> Winners(float* keys, int keyStep, out Vector256<float> largest)
    {
        Split(keys, out largest, out var second);
        Split(keys + keyStep, out var third, out var fourth);
        var winner = Vector256<int>.Zero;
        Challenge(second, 1, ref largest, ref winner);
        Challenge(third, 2, ref largest, ref winner);
        Challenge(fourth, 3, ref largest, ref winner);
        return winner;
    }

    private static void Challenge(Vector256<float> key, int place, ref Vector256<float> largest, ref Vector256<int> winner)
    {
        var wins = ~Vector256.LessThanOrEqual(key, largest) & Vector256.Equals(largest, largest);
        largest = Vector256.ConditionalSelect(wins, key, largest);
        winner = Vector256.ConditionalSelect(wins.AsInt32(), Vector256.Create(place), winner);
    }

    private static Vector256<float> Where(Vector256<int> winner, int place, Vector256<float> value) =>
        Vector256.Equals(winner, Vector256.Create(place)).AsSingle() & value;

    // Sixteen numbers: those at even places and those at odd places.
    private static void Split(float* source, out Vector256<float> even, out Vector256<float> odd)
    {
        Vector256<float> first = Vector256.Load(source), second = Vector256.Load(source + 8);
        var high = Vector256.Create(0, 0, 0, 0, -1, -1, -1, -1).AsSingle();
        even = Vector256.ConditionalSelect(high, Vector256.Shuffle(second, Vector256.Create(0, 0, 0, 0, 0, 2, 4, 6)), Vector256.Shuffle(first, Vector256.Create(0, 2, 4, 6, 0, 0, 0, 0)));
        odd = Vector256.ConditionalSelect(high, Vector256.Shuffle(second, Vector256.Create(0, 0, 0, 0, 1, 3, 5, 7)), Vector256.Shuffle(first, Vector256.Create(1, 3, 5, 7, 0, 0, 0, 0)));
    }

    private static void Interleave(Vector256<float> even, Vector256<float> odd, float* target)
    {
        var odds = Vector256.Create(0, -1, 0, -1, 0, -1, 0, -1).AsSingle();
        Vector256<int> low = Vector256.Create(0, 0, 1, 1, 2, 2, 3, 3), high = Vector256.Create(4, 4, 5, 5, 6, 6, 7, 7);
        Vector256.ConditionalSelect(odds, Vector256.Shuffle(odd, low), Vector256.Shuffle(even, low)).Store(target);
        Vector256.ConditionalSelect(odds, Vector256.Shuffle(odd, high), Vector256.Shuffle(even, high)).Store(target + 8);
    }
}
