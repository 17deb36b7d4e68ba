namespace RedGradient.Charts.Rendering;

/// <summary>A tick with its label as it is written: in lines, or turned when there is no room across.</summary>
internal sealed record PlacedLabel(double Value, IReadOnlyList<string> Lines, double Width, bool Turned = false);
