namespace RedGradient;

/// <summary>
/// Where long work says how far it is: an updating line in a notebook or in the terminal, nothing elsewhere. It never enters a notebook's file.
/// </summary>
/// <remarks>Safe from any thread. The host sets the sink, by this name; it uses types of the framework only, so that neither side needs the other's.</remarks>
public static class AmbientProgress
{
    private static volatile Action<string, double>? s_sink;

    /// <summary>Receives a text and the share done, in [0, 1], or NaN when the share is not known. Default: null, nobody listens.</summary>
    public static Action<string, double>? Sink
    {
        get => s_sink;
        set => s_sink = value;
    }

    /// <summary>Reports how far the work is; cheap when nobody listens, and the host shows no more than it can draw.</summary>
    /// <param name="text">What is being done, such as <c>epoch 3 of 10, loss 0.31</c>.</param>
    /// <param name="fraction">The share done, in [0, 1]; NaN (the default) when it is not known.</param>
    public static void Report(string text, double fraction = double.NaN) => s_sink?.Invoke(text, fraction);
}
