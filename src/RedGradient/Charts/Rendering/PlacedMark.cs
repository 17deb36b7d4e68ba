namespace RedGradient.Charts.Rendering;

/// <summary>A mark at its place on the page (not a number where it runs all along), and its label in a box where it covers least.</summary>
internal sealed record PlacedMark(Mark Mark, double X, double Y, string Label, Box LabelBox);
