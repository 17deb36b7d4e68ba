namespace RedGradient.Data;

/// <summary>The ranges from which a written digit's shape is drawn; sizes in pixels, the rest as shares of the digit's height.</summary>
internal sealed record DigitStyle
{
    internal static DigitStyle Plain { get; } = new();

    internal static DigitStyle Hard { get; } = new()
    {
        PointJitter = 0.045f,
        Bend = 0.23f,
        SlantDeviation = 0.26f,
        RotationDeviation = 0.17f,
        ShiftDeviation = 1.2f,
        LowestInk = 0.7f,
        BackgroundNoise = 0.1f,
        FewestClutter = 1,
        MostClutter = 2,
        OcclusionShare = 0.4f,
    };

    internal float Tidiest { get; init; } = 0.6f;

    internal float UntidyTail { get; init; } = 0.9f;

    internal float PointJitter { get; init; } = 0.04f;

    internal float Bend { get; init; } = 0.2f;

    internal float SlantMean { get; init; } = 0.1f;

    internal float SlantDeviation { get; init; } = 0.24f;

    internal float RotationDeviation { get; init; } = 0.14f;

    internal float NarrowestAspect { get; init; } = 0.5f;

    internal float WidestAspect { get; init; } = 1f;

    internal float SmallestSize { get; init; } = 17f;

    internal float LargestSize { get; init; } = 20f;

    internal float ShiftDeviation { get; init; } = 0.62f;

    internal float ThinnestPen { get; init; } = 0.9f;

    internal float ThickestPen { get; init; } = 2.1f;

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
