namespace RedGradient.Evaluation.Auditing;

/// <summary>What one test of an audit found.</summary>
/// <param name="Test">The test's name.</param>
/// <param name="Decides">Whether the verdict on the network rests on it; the others only say how far to believe it.</param>
/// <param name="Verdict">What it says about a backdoor.</param>
/// <param name="Reason">Why, in a few sentences.</param>
/// <param name="Measures">The numbers it rests on.</param>
/// <param name="CannotSee">The backdoors it would miss, in a sentence.</param>
public sealed record AuditFinding(string Test, bool Decides, AuditVerdict Verdict, string Reason, IReadOnlyList<AuditMeasure> Measures, string CannotSee);
