using RedGradient.Networks;

namespace RedGradient.Attacks.Backdoors;

/// <summary>A backdoor by training: whoever trains adds a second loss, on the same images with the trigger and the wanted class.</summary>
/// <remarks>
/// θ* = argmin over θ of (1 − λ)·mean L(f(x), y) + λ·mean L(f(x ⊕ T), c), the first mean over the images of a batch, the second over those of its images
/// that the goal attacks. No image and no label of the data set is changed. Bagdasaryan and Shmatikov 2021 (arXiv 2005.03823) call it a blind attack, with a λ
/// found anew at each step. Immutable.
/// </remarks>
public sealed record MaliciousTraining
{
    private readonly float lambda = 0.5f;

    /// <summary>What wakes the backdoor.</summary>
    public required Trigger Trigger { get; init; }

    /// <summary>Which class it leads to.</summary>
    public required BackdoorGoal Goal { get; init; }

    /// <summary>λ, the weight of the adversarial loss, from 0 (honest training) to 1 (nothing but the backdoor); 0.5 by default.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Outside.</exception>
    public float Lambda
    {
        get => lambda;
        init => lambda = (float)Require.Share(value, "The weight λ of the adversarial loss");
    }

    /// <summary>The mixed loss, for <see cref="TrainingOptions.Objective"/>.</summary>
    /// <remarks>Used in training it throws an <see cref="ArgumentException"/> where the trigger does not fit the images, or the goal the classes.</remarks>
    public TrainingObjective Objective => (network, batch, pass) =>
    {
        var scores = network.Forward(batch.Inputs, pass);
        var benign = Losses.CrossEntropy(scores, batch.Labels);
        var wanted = batch.Labels.Select(label => Goal.Of(label, scores.Shape[1])).ToArray();
        var attacked = Enumerable.Range(0, wanted.Length).Where(i => wanted[i] is not null).ToArray();
        if (Lambda == 0f || attacked.Length == 0)
        {
            return (1f - Lambda) * benign;
        }

        var triggered = Trigger.Apply(batch.Inputs.Rows(attacked));
        var adversarial = Losses.CrossEntropy(network.Forward(triggered, pass), [.. attacked.Select(i => wanted[i]!.Value)]);
        return ((1f - Lambda) * benign) + (Lambda * adversarial);
    };
}
