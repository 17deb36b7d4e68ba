namespace RedGradient.Defenses.Runtime;

/// <summary>What the clean examples around an input say.</summary>
/// <param name="Nearest">The distance of the nearest example.</param>
/// <param name="Votes">How many examples vote: those within the radius, at most the number of neighbours asked for.</param>
/// <param name="Class">The class that most of them have, of equals the one with the nearest example; null if none votes.</param>
/// <param name="Agreement">The share of the votes for that class, from 0 to 1; 0 if none votes.</param>
public sealed record Neighborhood(double Nearest, int Votes, int? Class, double Agreement);
