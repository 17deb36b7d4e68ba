namespace RedGradient.Attacks.Poisoning;

/// <summary>What a split-view attacker bought.</summary>
public sealed class SplitViewResult
{
    internal SplitViewResult(PoisonedDataSet served, IReadOnlyList<string> bought, double spent)
    {
        Served = served;
        Bought = bought;
        Spent = spent;
    }

    /// <summary>What the addresses serve when the trainer fetches them, under the labels of the list. Without a purchase nothing of it is poison.</summary>
    public PoisonedDataSet Served { get; }

    /// <summary>The domains bought.</summary>
    public IReadOnlyList<string> Bought { get; }

    /// <summary>What they cost, in dollars.</summary>
    public double Spent { get; }
}
