namespace RedGradient.Evaluation;

/// <summary>One sign that a classifier hides its gradient rather than resists.</summary>
/// <param name="Name">What is tested, such as <c>one step beats many</c>.</param>
/// <param name="Fires">Whether the sign is there.</param>
/// <param name="Reason">The numbers compared and what they mean, in a sentence.</param>
public sealed record MaskingSymptom(string Name, bool Fires, string Reason);
