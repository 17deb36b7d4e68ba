using RedGradient.Tensors;

namespace RedGradient.Attacks.Training;

/// <summary>One search for a trigger, and what it has cost: every look at the network is counted here, so that methods can be compared.</summary>
/// <remarks>
/// The unit is one forward pass over the goal's sentences. A loss costs 1; a gradient costs 3, a forward pass and a backward one of twice its work, and its loss comes with it. Not
/// safe for use by several threads at once.
/// </remarks>
public sealed class TokenTriggerRun
{
    /// <summary>What a gradient costs, in forward passes.</summary>
    public const int GradientCost = 3;

    private readonly List<TokenTriggerStep> course = [];

    internal TokenTriggerRun(TokenTriggerGoal goal, int budget) => (Goal, Budget) = (goal, budget);

    /// <summary>What the search is after.</summary>
    public TokenTriggerGoal Goal { get; }

    /// <summary>How much the search may cost.</summary>
    public int Budget { get; }

    /// <summary>What it has cost so far.</summary>
    public int Evaluations { get; private set; }

    /// <summary>How much is left.</summary>
    public int Left => Budget - Evaluations;

    /// <summary>How many gradients were taken.</summary>
    public int Gradients { get; private set; }

    /// <summary>The trigger with the lowest loss seen; empty before the first look.</summary>
    public IReadOnlyList<int> Best { get; private set; } = [];

    /// <summary>The lowest loss seen; +∞ before the first look.</summary>
    public double BestLoss { get; private set; } = double.PositiveInfinity;

    /// <summary>Every look at the network, in order.</summary>
    public IReadOnlyList<TokenTriggerStep> Course => course;

    /// <summary>The loss of a trigger; costs 1.</summary>
    /// <param name="trigger">As many allowed tokens as the goal says.</param>
    /// <exception cref="ArgumentException">Another number of tokens, or one that is not allowed.</exception>
    /// <exception cref="InvalidOperationException">Nothing is left.</exception>
    public double Loss(IReadOnlyList<int> trigger)
    {
        Goal.Check(trigger);
        Pay(1, "A loss");
        var loss = Goal.Loss(trigger);
        Note(trigger, loss);
        return loss;
    }

    /// <summary>The gradient of the loss by the embeddings of the trigger's tokens, <c>[tokens, width]</c>, and the loss; costs 3.</summary>
    /// <param name="trigger">As many allowed tokens as the goal says.</param>
    /// <exception cref="ArgumentException">Another number of tokens, or one that is not allowed.</exception>
    /// <exception cref="InvalidOperationException">Less than 3 is left.</exception>
    public (double Loss, Tensor Gradient) LossAndGradient(IReadOnlyList<int> trigger)
    {
        Goal.Check(trigger);
        Pay(GradientCost, "A gradient");
        Gradients++;
        var (loss, gradient) = Goal.LossAndGradient(trigger);
        Note(trigger, loss);
        return (loss, gradient);
    }

    /// <summary>For every position the allowed tokens whose first-order estimate e_v·∇ is lowest: those that lower the loss most, if it were linear.</summary>
    /// <param name="gradient">As <see cref="LossAndGradient"/> gives it; looking tokens up costs nothing.</param>
    /// <param name="count">How many a position, at least 1; fewer where fewer are allowed.</param>
    /// <returns>For each position the tokens, the most promising first.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The count is less than 1.</exception>
    public int[][] Candidates(Tensor gradient, int count)
    {
        ArgumentNullException.ThrowIfNull(gradient);
        Require.AtLeast(1, count, "The number of candidates a position");
        var estimates = Goal.Estimates(gradient);
        return [.. Enumerable.Range(0, Goal.Length).Select(place => Goal.Allowed.OrderBy(token => estimates[token, place]).ThenBy(token => token).Take(count).ToArray())];
    }

    private void Pay(int cost, string what)
    {
        if (cost > Left) throw new InvalidOperationException($"{what} costs {cost} and {Left} of {Budget} evaluations are left; the search has to end here.");
        Evaluations += cost;
    }

    private void Note(IReadOnlyList<int> trigger, double loss)
    {
        if (loss < BestLoss) (Best, BestLoss) = ([.. trigger], loss);
        course.Add(new TokenTriggerStep(Evaluations, loss, BestLoss));
    }
}
