namespace RedGradient.Evaluation.Auditing;

/// <summary>What a hunter can say of a network.</summary>
public enum HuntVerdict
{
    /// <summary>Nothing is wrong with it.</summary>
    Clean,

    /// <summary>A trigger leads to a class of the attacker's choice.</summary>
    Backdoored,

    /// <summary>It has no backdoor, but its gradient is hidden, so that attacks which follow the gradient fail and the network looks robust.</summary>
    Masked,
}
