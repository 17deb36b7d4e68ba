using RedGradient.Autodiff;
using RedGradient.Networks;
using RedGradient.Tensors;

namespace RedGradient.Attacks.Training;

/// <summary>Puts a <see cref="GoalAttack"/> into a training loop, at one of the two points that hold gradients.</summary>
public sealed class GoalAttackHook : TrainingHook
{
    private readonly GoalAttack attack;
    private readonly Func<Network, Tensor> goal;
    private readonly AttackSchedule schedule;
    private readonly TrainingPoint point;
    private readonly bool[] isTarget;
    private readonly List<int> attacked = [];

    /// <summary>Makes the hook.</summary>
    /// <param name="network">The network that will be trained; its parameters are named by <paramref name="parameters"/>.</param>
    /// <param name="attack">What is done to the gradients.</param>
    /// <param name="goal">The attacker's loss of the network as it stands, a recorded scalar: it is to become small.</param>
    /// <param name="schedule">At which steps; all where null.</param>
    /// <param name="point">Where: before clipping, or just before the optimiser, which is the default and stands in no report of the norm.</param>
    /// <param name="parameters">Names such as <c>0.weight</c>; all where null.</param>
    /// <exception cref="ArgumentException">The network has no parameter of a name.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The point holds no gradients.</exception>
    public GoalAttackHook(Network network, GoalAttack attack, Func<Network, Tensor> goal, AttackSchedule? schedule = null, TrainingPoint point = TrainingPoint.BeforeStep, IReadOnlyList<string>? parameters = null)
    {
        ArgumentNullException.ThrowIfNull(network);
        ArgumentNullException.ThrowIfNull(attack);
        ArgumentNullException.ThrowIfNull(goal);
        if (point is not (TrainingPoint.AfterBackward or TrainingPoint.BeforeStep))
            throw new ArgumentOutOfRangeException(nameof(point), point, $"Gradients can be changed at AfterBackward and BeforeStep; {point} was given.");
        (this.attack, this.goal, this.schedule, this.point) = (attack, goal, schedule ?? new AttackSchedule(), point);
        isTarget = Targets.Of(network, parameters);
    }

    /// <summary>The numbers of the steps that were attacked.</summary>
    public IReadOnlyList<int> AttackedSteps => attacked;

    /// <inheritdoc/>
    public override void AfterBackward(TrainingStep current) => Attack(current);

    /// <inheritdoc/>
    public override void BeforeStep(TrainingStep current) => Attack(current);

    private void Attack(TrainingStep step)
    {
        ArgumentNullException.ThrowIfNull(step);
        if (step.Point != point || !schedule.Covers(step.Number)) return;
        var parameters = step.Network.Parameters;
        var wanted = Gradient.Of(goal(step.Network), [.. parameters.Select(parameter => parameter.Tracked)]);
        var chosen = Enumerable.Range(0, parameters.Count).Where(i => isTarget[i]).ToArray();
        var bent = attack.Bend([.. chosen.Select(i => step.Gradients[i])], [.. chosen.Select(i => wanted[i])]);
        var changed = step.Gradients.ToArray();
        for (var i = 0; i < chosen.Length; i++) changed[chosen[i]] = bent[i];
        step.Gradients = changed;
        attacked.Add(step.Number);
    }
}
