namespace RedGradient.Lessons;

/// <summary>A check that passed; at the end of a cell it shows as <c>✓ check passed</c>.</summary>
public sealed class CheckPassed
{
    internal CheckPassed()
    {
    }

    /// <summary>Gives <c>✓ check passed</c>.</summary>
    public override string ToString() => "✓ check passed";
}
