namespace RedGradient.Evaluation.Auditing;

/// <summary>What a test, or a whole audit, says about a backdoor in a network.</summary>
/// <remarks>One rule for networks of the library and models of other frameworks: what a test found is suspicious whatever else is known; "no sign" needs tests that could see, and code that was looked through and is plain.</remarks>
public enum AuditVerdict
{
    /// <summary>The test looked where it can see and found nothing. No proof that there is nothing.</summary>
    NoSign,

    /// <summary>The test found what clean networks do not show.</summary>
    Suspicious,

    /// <summary>The test cannot tell networks with a backdoor from others, or could not be carried out here.</summary>
    CannotTell,
}
