using RedGradient.Tensors;

namespace RedGradient.Networks;

/// <summary>What a layer is told about the pass it takes part in.</summary>
/// <remarks>Immutable but for the random source and the training loop's listener; one pass serves one thread.</remarks>
public sealed class ForwardPass
{
    private readonly List<(Layer Layer, Tensor Input, Tensor Output)>? observed;

    private ForwardPass(bool isTraining, bool tracksParameters, SeededRandom? random, bool observes = false)
    {
        observed = observes ? [] : null;
        IsTraining = isTraining;
        TracksParameters = tracksParameters;
        Random = random;
    }

    /// <summary>For use: no dropout, recorded only as far as the input is tracked.</summary>
    public static ForwardPass Inference { get; } = new(isTraining: false, tracksParameters: false, random: null);

    /// <summary>As for use, with gradients to the parameters.</summary>
    public static ForwardPass InferenceTracked { get; } = new(isTraining: false, tracksParameters: true, random: null);

    /// <summary>Whether layers that behave differently in training (dropout, batch normalisation) do so.</summary>
    public bool IsTraining { get; }

    /// <summary>Whether the use of the parameters is recorded.</summary>
    public bool TracksParameters { get; }

    /// <summary>The source of the layers' random choices; set in training.</summary>
    public SeededRandom? Random { get; }

    /// <summary>For training: dropout on, gradients to the parameters.</summary>
    /// <param name="random">The source of the layers' random choices.</param>
    public static ForwardPass Training(SeededRandom random) => new(isTraining: true, tracksParameters: true, random);

    /// <summary>For use, with gradients to the parameters and a list of what each layer with products of weights took in and gave out.</summary>
    internal static ForwardPass Observing() => new(isTraining: false, tracksParameters: true, random: null, observes: true);

    /// <summary>What the whole network's outputs go through before anybody sees them; null, the usual case, for nothing.</summary>
    internal Func<Tensor, Tensor>? Forwarded { get; set; }

    /// <summary>Whether layers report: then each runs on its own.</summary>
    internal bool IsObserving => observed is not null;

    /// <summary>What the layers reported, in the order of the pass.</summary>
    internal IReadOnlyList<(Layer Layer, Tensor Input, Tensor Output)> Observed => observed ?? [];

    internal Tensor Observe(Layer layer, Tensor input, Tensor output)
    {
        observed?.Add((layer, input, output));
        return output;
    }

    /// <summary>A parameter's values as this pass uses them: tracked or as a constant.</summary>
    /// <param name="parameter">Of the layer that asks.</param>
    public Tensor Use(Parameter parameter)
    {
        ArgumentNullException.ThrowIfNull(parameter);
        return TracksParameters ? parameter.Tracked : parameter.Value;
    }
}
