namespace RedGradient.Evaluation.Auditing;

/// <summary>A number that a verdict rests on.</summary>
/// <param name="Name">What was measured, with its unit.</param>
/// <param name="Value">The number.</param>
/// <param name="Threshold">The number it was compared with; null if it was not.</param>
/// <param name="Samples">How many images, classes or units it was measured on.</param>
public sealed record AuditMeasure(string Name, double Value, double? Threshold, int Samples);
