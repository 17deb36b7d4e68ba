namespace RedGradient.Evaluation.Auditing;

/// <summary>What a test says about a backdoor in a network.</summary>
public enum AuditVerdict
{
    /// <summary>The test looked where it can see and found nothing. No proof that there is nothing.</summary>
    NoSign,

    /// <summary>The test found what clean networks do not show.</summary>
    Suspicious,

    /// <summary>The test cannot tell networks with a backdoor from others, or could not be carried out here.</summary>
    CannotTell,
}
