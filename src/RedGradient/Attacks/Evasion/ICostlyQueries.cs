namespace RedGradient.Attacks.Evasion;

/// <summary>A stand-in for a model that asks it several times for each call; the counts of an attack say what the model was really asked.</summary>
internal interface ICostlyQueries
{
    int QueriesPerCall { get; }
}
