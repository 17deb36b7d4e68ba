namespace RedGradient.Lessons;

/// <summary>One point of an experiment: what is measured once.</summary>
/// <param name="Key">The point's name, unique in its experiment, such as <c>epsilon 0.10, seed 3</c>. Results are sorted by it, character by character.</param>
/// <param name="Seed">The seed of every random choice of this point.</param>
public sealed record ExperimentPoint(string Key, int Seed);
