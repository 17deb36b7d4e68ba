namespace RedGradient.Charts.Rendering;

/// <summary>What an author writes into a plot: a reference line (one coordinate) or a text at a point (both).</summary>
internal sealed record Mark(double? X, double? Y, string Label);
