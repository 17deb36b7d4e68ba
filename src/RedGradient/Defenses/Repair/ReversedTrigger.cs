using RedGradient.Attacks.Backdoors;
using RedGradient.Tensors;

namespace RedGradient.Defenses.Repair;

/// <summary>A trigger that <see cref="NeuralCleanse"/> found: x' = (1 − m)·x + m·p. It can be put into images like any other.</summary>
public sealed record ReversedTrigger : Trigger
{
    private readonly float[] mask;
    private readonly float[] pattern;

    internal ReversedTrigger(int target, Tensor mask, Tensor pattern, double success, bool reached)
    {
        Target = target;
        Mask = mask;
        Pattern = pattern;
        Success = success;
        Reached = reached;
        this.mask = mask.ToArray();
        this.pattern = pattern.ToArray();
        foreach (var value in this.mask)
        {
            MaskNorm += value;
        }
    }

    /// <inheritdoc/>
    public override string Name => FormattableString.Invariant($"reversed trigger of class {Target}");

    /// <summary>The class it leads to.</summary>
    public int Target { get; }

    /// <summary>How much of each pixel is covered, <c>[1, height, width]</c> in [0, 1].</summary>
    public Tensor Mask { get; }

    /// <summary>What covers it, <c>[channels, height, width]</c> in [0, 1]. Where the mask is 0 it means nothing.</summary>
    public Tensor Pattern { get; }

    /// <summary>The size of the trigger, ‖m‖₁: about the number of pixels covered.</summary>
    public double MaskNorm { get; }

    /// <summary>The share of all the clean images of other classes that go to the class with it, from 0 to 1.</summary>
    public double Success { get; }

    /// <summary>Whether a round of the search reached the success asked for; if none did, this is where the search ended and the size says little.</summary>
    public bool Reached { get; }

    /// <summary>How much of this mask lies where another trigger changes a black or a white image: the share of ‖m‖₁ there.</summary>
    /// <param name="trigger">A trigger at a fixed place, such as the true one.</param>
    /// <returns>From 0 to 1; 1 if the mask lies within the other trigger.</returns>
    /// <exception cref="ArgumentException">The trigger does not fit the images.</exception>
    public double OverlapWith(Trigger trigger)
    {
        ArgumentNullException.ThrowIfNull(trigger);
        var channels = Pattern.Shape[0];
        var black = trigger.Render(channels, Pattern.Shape[1], Pattern.Shape[2]).AsSpan();
        var white = trigger.Render(channels, Pattern.Shape[1], Pattern.Shape[2], 1f).AsSpan();
        var inside = 0.0;
        for (var k = 0; k < mask.Length; k++)
        {
            var covered = false;
            for (var j = k; j < pattern.Length; j += mask.Length)
            {
                covered |= black[j] != 0f || white[j] != 1f;
            }

            inside += covered ? mask[k] : 0.0;
        }

        return MaskNorm > 0.0 ? inside / MaskNorm : 0.0;
    }

    /// <inheritdoc/>
    protected internal override void CheckFits(ImageSize size)
    {
        if (size != new ImageSize(Pattern.Shape[0], Pattern.Shape[1], Pattern.Shape[2]))
        {
            throw new ArgumentException($"The reversed trigger was found on images [{Pattern.Shape[0]}, {Pattern.Shape[1]}, {Pattern.Shape[2]}]; it does not fit [{size.Channels}, {size.Height}, {size.Width}].");
        }
    }

    /// <inheritdoc/>
    protected internal override void Stamp(Span<float> image, ImageSize size)
    {
        for (var k = 0; k < image.Length; k++)
        {
            image[k] += mask[k % mask.Length] * (pattern[k] - image[k]);
        }
    }
}
