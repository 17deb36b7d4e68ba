namespace RedGradient.Lessons;

/// <summary>A point of an experiment with its numbers.</summary>
/// <param name="Key">The point's name, unique in its experiment.</param>
/// <param name="Seed">The seed it was measured from.</param>
/// <param name="Values">The numbers by name.</param>
public sealed record MeasuredPoint(string Key, int Seed, IReadOnlyDictionary<string, double> Values);
