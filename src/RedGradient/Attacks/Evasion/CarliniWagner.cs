namespace RedGradient.Attacks.Evasion;

/// <summary>The Carlini–Wagner attack in L2: minimises ‖δ‖₂² + c·max(margin + κ, 0) with Adam, and searches the smallest c that succeeds.</summary>
/// <remarks>
/// Carlini and Wagner 2017 (arXiv 1608.04644), section VI.A. The margin is scores_y − max over j ≠ y of scores_j (f₆). Inside a range the pixels are written as
/// the middle plus half the width times tanh w, so that no clipping disturbs the descent. Slow and strong: its perturbations are about the smallest there are.
/// The authors' program takes up to 10,000 steps for each c; the default here is 1,000.
/// </remarks>
public sealed record CarliniWagner : EvasionAttack
{
    // As in the authors' program: beyond it an image counts as not beaten, and the gradient would leave the range of its numbers.
    private const double LargestConstant = 1e10;

    private readonly int searchSteps = 9;
    private readonly int steps = 1000;
    private readonly float learningRate = 0.01f;
    private readonly float confidence;
    private readonly float initialConstant = 1e-3f;

    /// <inheritdoc/>
    public override string Name => "Carlini–Wagner L2";

    /// <summary>How many values of c are tried, at least 1; 9 by default.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Less than 1.</exception>
    public int SearchSteps
    {
        get => searchSteps;
        init => searchSteps = Require.AtLeast(1, value, "The number of search steps");
    }

    /// <summary>At most so many steps of Adam for each c, at least 1; 1,000 by default. An image stops when its objective no longer falls.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Less than 1.</exception>
    public int Steps
    {
        get => steps;
        init => steps = Require.AtLeast(1, value, "The number of steps");
    }

    /// <summary>Adam's learning rate; 0.01 by default.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Not a finite number above 0.</exception>
    public float LearningRate
    {
        get => learningRate;
        init => learningRate = Require.Positive(value, "The learning rate");
    }

    /// <summary>By how much the wrong class must win, κ; 0 by default. More makes the result transfer better.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Negative or not finite.</exception>
    public float Confidence
    {
        get => confidence;
        init => confidence = Require.NotNegative(value, "The confidence κ");
    }

    /// <summary>The first c; 0.001 by default. After a failure ten times as much, up to 10¹⁰; after a success half way back.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Not a finite number above 0.</exception>
    public float InitialConstant
    {
        get => initialConstant;
        init => initialConstant = Require.Positive(value, "The first c");
    }

    private protected override void Search(AttackBatch batch)
    {
        var rows = batch.AllRows();
        batch.Visit(rows, batch.OriginalsOf(rows));
        double[] lower = new double[batch.Count], upper = new double[batch.Count], constant = new double[batch.Count], shortest = new double[batch.Count];
        Array.Fill(upper, double.PositiveInfinity);
        Array.Fill(constant, Math.Min(InitialConstant, LargestConstant));
        Array.Fill(shortest, double.PositiveInfinity);
        for (var search = 0; search < SearchSteps; search++)
        {
            var succeeded = new CarliniWagnerDescent(batch, this, constant, shortest).Run();
            var changed = false;
            for (var row = 0; row < batch.Count; row++)
            {
                if (succeeded[row])
                {
                    upper[row] = constant[row];
                }
                else
                {
                    lower[row] = constant[row];
                }

                var next = double.IsFinite(upper[row]) ? 0.5 * (lower[row] + upper[row]) : Math.Min(10.0 * constant[row], LargestConstant);
                changed |= next != constant[row];
                constant[row] = next;
            }

            if (!changed) return;
        }
    }
}
