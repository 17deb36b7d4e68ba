using RedGradient.Tensors;

namespace RedGradient.Autodiff;

/// <summary>
/// How a tensor came to be: the operation, its inputs, and the rule that takes the gradient of the result back to each input. The rule is written in
/// tensor operations, so that with recording on the gradient can be differentiated again.
/// </summary>
internal abstract class Operation(Tensor? first = null, Tensor? second = null, Tensor? third = null)
{
    [ThreadStatic]
    private static int recordingOff;

    // Where the running traversal put this operation; see Gradient.
    internal long Traversal;
    internal int Slot;

    public Tensor? First { get; } = first;

    public Tensor? Second { get; } = second;

    public Tensor? Third { get; } = third;

    public static bool IsRecording => recordingOff == 0;

    internal static void SwitchRecording(bool on) => recordingOff += on ? -1 : 1;

    /// <summary>Records on this thread whatever its callers chose, until the result is disposed.</summary>
    internal static Forced ForceRecording()
    {
        var forced = new Forced(recordingOff);
        recordingOff = 0;
        return forced;
    }

    /// <summary>Whether an operation on these tensors is to be remembered.</summary>
    public static bool IsRecorded(Tensor first, Tensor? second = null, Tensor? third = null) =>
        recordingOff == 0 && (first.Origin is not null || second?.Origin is not null || third?.Origin is not null);

    /// <summary>The gradient of the loss with respect to one input, given that with respect to the result.</summary>
    /// <param name="input">0, 1 or 2.</param>
    /// <param name="result">What the operation returned.</param>
    /// <param name="gradient">Of the result's shape.</param>
    /// <returns>Of the input's shape; null where the input has no influence.</returns>
    public abstract Tensor? GradientOf(int input, Tensor result, Tensor gradient);

    public Tensor? Input(int index) => index switch
    {
        0 => First,
        1 => Second,
        _ => Third,
    };

    internal readonly ref struct Forced(int before)
    {
        private readonly int before = before;

        public void Dispose() => recordingOff = before;
    }
}

/// <summary>A tensor that the user tracks: where gradients end.</summary>
internal sealed class Leaf : Operation
{
    public override Tensor? GradientOf(int input, Tensor result, Tensor gradient) => null;
}
