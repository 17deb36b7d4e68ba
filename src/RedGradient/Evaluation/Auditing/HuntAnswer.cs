namespace RedGradient.Evaluation.Auditing;

/// <summary>A hunter's answer about one network.</summary>
/// <param name="Verdict">What is wrong with it.</param>
/// <param name="Target">The class that the trigger leads to, if there is one; null where the hunter does not know.</param>
public sealed record HuntAnswer(HuntVerdict Verdict, int? Target = null)
{
    /// <summary>Such as <c>Backdoored, target 3</c>.</summary>
    public override string ToString() => Target is { } target && Verdict == HuntVerdict.Backdoored ? $"{Verdict}, target {target}" : $"{Verdict}";
}
