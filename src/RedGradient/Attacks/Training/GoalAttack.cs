using RedGradient.Networks;
using RedGradient.Tensors;

namespace RedGradient.Attacks.Training;

/// <summary>A change of a step's gradients towards a goal: the gradient p = ∇L of a loss that the attacker wants small.</summary>
/// <remarks>A random direction in place of p has a cosine of about 1/√d with any goal, so that it only adds noise. Immutable.</remarks>
public abstract record GoalAttack
{
    /// <summary>What the attack is called in titles and tables.</summary>
    public abstract string Name { get; }

    /// <summary>Whether each parameter's gradient is bent on its own, so that its own norm obeys the bound; true by default. Else all are bent as one vector.</summary>
    public bool PerLayer { get; init; } = true;

    /// <summary>The gradients bent towards a goal.</summary>
    /// <param name="gradients">One for each parameter; they stay as they are.</param>
    /// <param name="goal">The gradient of the attacker's loss, of the same shapes.</param>
    /// <returns>New tensors. A gradient of 0, and one whose goal has no part across it, stays as it is.</returns>
    /// <exception cref="ArgumentException">The numbers or shapes differ.</exception>
    public Tensor[] Bend(IReadOnlyList<Tensor> gradients, IReadOnlyList<Tensor> goal)
    {
        // Compares the shapes too.
        var whole = GradientGeometry.Dot(gradients, goal);
        return PerLayer
            ? [.. gradients.Select((gradient, i) => BendOne([gradient], [goal[i]], GradientGeometry.Dot([gradient], [goal[i]]))[0])]
            : BendOne(gradients, goal, whole);
    }

    /// <summary>The gradients of one group, taken as one vector, bent towards the goal.</summary>
    /// <param name="gradients">One for each parameter of the group.</param>
    /// <param name="goal">Of the same shapes.</param>
    /// <param name="gradientNorm">Their norm, above 0.</param>
    /// <param name="goalNorm">The goal's norm, above 0.</param>
    /// <param name="product">Their scalar product.</param>
    protected abstract Tensor[] Bend(IReadOnlyList<Tensor> gradients, IReadOnlyList<Tensor> goal, double gradientNorm, double goalNorm, double product);

    private Tensor[] BendOne(IReadOnlyList<Tensor> gradients, IReadOnlyList<Tensor> goal, double product)
    {
        var (length, goalLength) = (GradientGeometry.Norm(gradients), GradientGeometry.Norm(goal));
        return length > 0.0 && goalLength > 0.0 ? Bend(gradients, goal, length, goalLength, product) : [.. gradients];
    }
}
