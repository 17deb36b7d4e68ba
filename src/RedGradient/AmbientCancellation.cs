namespace RedGradient;

/// <summary>
/// The cancellation token that long work falls back to when it is given none: the cells of a notebook pass no token, so the host that
/// runs them sets this one and cancels it on interrupt.
/// </summary>
/// <remarks>One token for the process; reading and setting are safe from any thread. Without a host it is never cancelled.</remarks>
public static class AmbientCancellation
{
    // A token is a struct; inside an object it is exchanged whole.
    private static volatile Holder s_current = new(CancellationToken.None);

    /// <summary>The token in force. Default: <see cref="CancellationToken.None"/>. The host sets it, by this name.</summary>
    public static CancellationToken Token
    {
        get => s_current.Token;
        set => s_current = new Holder(value);
    }

    /// <summary>The token that work should heed: the caller's own if it can be cancelled, the ambient one otherwise.</summary>
    /// <param name="cancellationToken">The caller's token; <see langword="default"/> for none.</param>
    public static CancellationToken Or(CancellationToken cancellationToken) => cancellationToken.CanBeCanceled ? cancellationToken : Token;

    private sealed record Holder(CancellationToken Token);
}
