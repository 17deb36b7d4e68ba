namespace RedGradient.Attacks.Poisoning;

/// <summary>How poison gets into a data set. The poisoning rate is ρ = |D_P| / (|D_C| + |D_P|) in both.</summary>
public enum PoisoningDesign
{
    /// <summary>Poison takes the place of clean examples: the size n stays, |D_P| = ρ·n.</summary>
    Replace,

    /// <summary>Poison comes on top of all n clean examples: |D_P| = n·ρ / (1 − ρ).</summary>
    Add,
}
