using System.Text.Json.Nodes;
using RedGradient.Autodiff;
using RedGradient.Tensors;

namespace RedGradient.Networks;

/// <summary>Brings each channel to mean 0 and variance 1, then scales and shifts it by learned numbers (Ioffe and Szegedy 2015).</summary>
/// <remarks>
/// y = γ·(x − μ)/√(σ² + ε) + β. In training μ and σ² are those of the batch, and running values follow them; in use the running values stand. Input
/// <c>[batch, features]</c> or <c>[batch, channels, height, width]</c>.
/// </remarks>
public sealed class BatchNormalization : Layer
{
    private readonly Parameter runningMean;
    private readonly Parameter runningVariance;

    /// <summary>Creates the layer.</summary>
    /// <param name="channels">The length of the second dimension, at least 1.</param>
    /// <param name="momentum">The weight of a new batch in the running values, above 0, at most 1; 0.1 by default.</param>
    /// <param name="epsilon">Added to the variance, above 0; 1e-5 by default.</param>
    /// <exception cref="ArgumentOutOfRangeException">A number lies outside its range.</exception>
    public BatchNormalization(int channels, float momentum = 0.1f, float epsilon = 1e-5f)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(channels, 1);
        Momentum = Require.PositiveShare(momentum, "The momentum of batch normalisation");
        Epsilon = epsilon > 0f
            ? epsilon
            : throw new ArgumentOutOfRangeException(nameof(epsilon), epsilon, FormattableString.Invariant($"The epsilon of batch normalisation must be above 0; {epsilon} was given."));
        Gain = new Parameter("gain", Tensor.Ones(channels));
        Offset = new Parameter("offset", Tensor.Zeros(channels));
        runningMean = new Parameter("running mean", Tensor.Zeros(channels));
        runningVariance = new Parameter("running variance", Tensor.Ones(channels));
    }

    /// <summary>γ, <c>[channels]</c>.</summary>
    public Parameter Gain { get; }

    /// <summary>β, <c>[channels]</c>.</summary>
    public Parameter Offset { get; }

    /// <summary>The weight of a new batch in the running values.</summary>
    public float Momentum { get; }

    /// <summary>Added to the variance.</summary>
    public float Epsilon { get; }

    /// <inheritdoc/>
    public override IReadOnlyList<Parameter> Parameters => [Gain, Offset];

    /// <inheritdoc/>
    public override IReadOnlyList<Parameter> Buffers => [runningMean, runningVariance];

    /// <inheritdoc/>
    /// <exception cref="ArgumentException">The shape does not fit, or a training batch has a single value a channel.</exception>
    public override Tensor Forward(Tensor input, ForwardPass pass)
    {
        ArgumentNullException.ThrowIfNull(input);
        ArgumentNullException.ThrowIfNull(pass);
        var channels = Gain.Shape[0];
        if (input.Shape.Rank is not (2 or 4) || input.Shape[1] != channels)
        {
            throw new ArgumentException($"Batch normalisation of {channels} channels needs [batch, {channels}] or [batch, {channels}, height, width]; the input has the shape {input.Shape}.", nameof(input));
        }

        var perChannel = input.Shape.Rank == 2 ? new Shape(1, channels) : new Shape(1, channels, 1, 1);
        Tensor mean, variance;
        if (pass.IsTraining && input.Size > 0)
        {
            var count = input.Size / channels;
            ValuesPerExample = count / input.Shape[0];
            if (count == 1) throw TooSmall("A batch of 1 example");
            mean = input.SumTo(perChannel) / count;
            variance = (input - mean).Square().SumTo(perChannel) / count;
            Follow(mean, variance, count);
        }
        else
        {
            mean = runningMean.Value.Reshape(perChannel);
            variance = runningVariance.Value.Reshape(perChannel);
        }

        var scale = pass.Use(Gain).Reshape(perChannel) / (variance + Epsilon).Sqrt();
        return ((input - mean) * scale) + pass.Use(Offset).Reshape(perChannel);
    }

    /// <summary>How many values a channel has in one example, as the last training pass saw it; 0 before.</summary>
    internal int ValuesPerExample { get; private set; }

    /// <summary>The refusal of a batch in which a channel has a single value: it is its own mean, so that the layer would put out a constant and learn nothing.</summary>
    internal static ArgumentException TooSmall(string batch) => new(
        $"{batch} gives batch normalisation one value a channel, which has no variance: every output would be the offset, and nothing would be learned. Allowed in training are batches of at least 2 examples.");

    internal override JsonObject Describe() => new() { ["channels"] = Gain.Shape[0], ["momentum"] = Momentum, ["epsilon"] = Epsilon };

    private void Follow(Tensor mean, Tensor variance, int count)
    {
        using var off = Gradient.Off();

        // The running variance is the unbiased one.
        var unbiased = count > 1 ? (float)count / (count - 1) : 1f;
        runningMean.Set((runningMean.Value * (1f - Momentum)) + (mean.Reshape(runningMean.Shape) * Momentum));
        runningVariance.Set((runningVariance.Value * (1f - Momentum)) + (variance.Reshape(runningVariance.Shape) * (Momentum * unbiased)));
    }
}
