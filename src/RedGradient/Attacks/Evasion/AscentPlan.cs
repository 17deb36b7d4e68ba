using RedGradient.Tensors;

namespace RedGradient.Attacks.Evasion;

/// <summary>What one of the attacks with many steps asks of the loop they share.</summary>
/// <param name="Loss">The loss climbed.</param>
/// <param name="Steps">The number of steps.</param>
/// <param name="Step">The attack's own step.</param>
internal sealed record AscentPlan(ScoreLoss Loss, int Steps, AscentStep Step)
{
    /// <summary>Moves a point from the image to where the climb begins; null for the image itself.</summary>
    public AscentStart? Start { get; init; }

    /// <summary>Whether each image has values of its own that the steps remember, 0 at the start of a climb.</summary>
    public bool HasMemory { get; init; }

    public int Restarts { get; init; } = 1;

    public bool StopAtSuccess { get; init; }
}

/// <summary>One step of one image.</summary>
/// <param name="image">The image as it was.</param>
/// <param name="x">The point reached, to be moved in place.</param>
/// <param name="gradient">∇ₓL at that point.</param>
/// <param name="memory">What the last step left, for the next one; empty where the plan has none.</param>
internal delegate void AscentStep(ReadOnlySpan<float> image, Span<float> x, ReadOnlySpan<float> gradient, Span<float> memory);

/// <summary>Moves a point, in place, to where a climb begins.</summary>
internal delegate void AscentStart(ReadOnlySpan<float> image, Span<float> x, SeededRandom random);
