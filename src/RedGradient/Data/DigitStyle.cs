namespace RedGradient.Data;

/// <summary>The ranges from which a written digit's shape is drawn; sizes in pixels, the rest as shares of the digit's height.</summary>
internal sealed record DigitStyle
{
    internal static DigitStyle Plain { get; } = new();

    internal static DigitStyle Hard { get; } = new()
    {
        PointJitter = 0.05f,
        Bend = 0.26f,
        SlantDeviation = 0.26f,
        RotationDeviation = 0.2f,
        SmallestSize = 15f,
        ShiftDeviation = 1.6f,
        BackgroundNoise = 0.16f,
        FewestClutter = 2,
        MostClutter = 4,
        OcclusionShare = 0.6f,
        LowestInk = 0.6f,
    };

    internal float PointJitter { get; init; } = 0.04f;

    internal float Bend { get; init; } = 0.2f;

    internal float SlantMean { get; init; } = 0.1f;

    internal float SlantDeviation { get; init; } = 0.2f;

    internal float RotationDeviation { get; init; } = 0.12f;

    internal float NarrowestAspect { get; init; } = 0.5f;

    internal float WidestAspect { get; init; } = 0.95f;

    internal float SmallestSize { get; init; } = 17f;

    internal float LargestSize { get; init; } = 20f;

    internal float ShiftDeviation { get; init; } = 0.4f;

    internal float ThinnestPen { get; init; } = 0.7f;

    internal float ThickestPen { get; init; } = 1.9f;

    internal float Pressure { get; init; } = 0.2f;

    internal float SharpestEdge { get; init; } = 0.55f;

    internal float SoftestEdge { get; init; } = 1.0f;

    internal float LowestInk { get; init; } = 0.85f;

    internal float InkNoise { get; init; } = 0.15f;

    internal float BackgroundNoise { get; init; }

    internal int FewestClutter { get; init; }

    internal int MostClutter { get; init; }

    internal float OcclusionShare { get; init; }
}
