using RedGradient.Tensors;
using RedGradient.Tensors.Kernels;

namespace RedGradient.Autodiff;

/// <summary>Reverse-mode differentiation: the chain rule applied from the loss back to whatever it was made from.</summary>
/// <remarks>
/// For a result z = f(y), y = g(x) it multiplies ∂L/∂z by the transposed Jacobian of f, then of g, and adds up where a tensor was used several times.
/// One backward pass costs about twice the forward pass, however many tensors are asked for. A graph may be walked by one thread at a time.
/// </remarks>
public static class Gradient
{
    private static long traversals;

    [ThreadStatic]
    private static Workspace? own;

    /// <summary>The gradient of a scalar with respect to one tensor.</summary>
    /// <param name="loss">One element, computed from <paramref name="withRespectTo"/> after that was tracked.</param>
    /// <param name="withRespectTo">A tracked tensor, or one computed from tracked tensors.</param>
    /// <param name="createGraph">True to record the computation of the gradient, so that it can be differentiated again.</param>
    /// <returns>A tensor of the shape of <paramref name="withRespectTo"/>; zeros where the loss does not depend on it.</returns>
    /// <exception cref="ArgumentException">The loss has more than one element, or nothing tracked went into it, or the tensor is not tracked.</exception>
    public static Tensor Of(Tensor loss, Tensor withRespectTo, bool createGraph = false) => Of(loss, [withRespectTo], createGraph)[0];

    /// <summary>The gradients of a scalar with respect to several tensors, in one backward pass.</summary>
    /// <param name="loss">One element, computed from tracked tensors.</param>
    /// <param name="withRespectTo">Tracked tensors, or tensors computed from tracked ones; inputs as well as weights.</param>
    /// <param name="createGraph">True to record the computation of the gradients, so that they can be differentiated again.</param>
    /// <returns>For each tensor one of its shape; zeros where the loss does not depend on it.</returns>
    /// <exception cref="ArgumentException">The loss has more than one element, or nothing tracked went into it, or a tensor is not tracked.</exception>
    public static Tensor[] Of(Tensor loss, IReadOnlyList<Tensor> withRespectTo, bool createGraph = false)
    {
        ArgumentNullException.ThrowIfNull(loss);
        if (loss.Size != 1)
        {
            throw new ArgumentException($"A gradient is taken of a single number; this loss has the shape {loss.Shape}. Sum or average it first.", nameof(loss));
        }

        return Pullback(loss, Tensor.Full(1f, loss.Shape), withRespectTo, createGraph);
    }

    /// <summary>The vector–Jacobian product: the gradient of Σ result·resultGradient with respect to several tensors.</summary>
    /// <param name="result">A tensor of any shape, computed from tracked tensors.</param>
    /// <param name="resultGradient">Of the result's shape: the gradient of some loss with respect to it.</param>
    /// <param name="withRespectTo">Tracked tensors, or tensors computed from tracked ones.</param>
    /// <param name="createGraph">True to record the computation of the gradients.</param>
    /// <returns>For each tensor one of its shape.</returns>
    /// <exception cref="ArgumentException">The shapes differ, nothing tracked went into the result, or a tensor is not tracked.</exception>
    public static Tensor[] Pullback(Tensor result, Tensor resultGradient, IReadOnlyList<Tensor> withRespectTo, bool createGraph = false)
    {
        ArgumentNullException.ThrowIfNull(result);
        ArgumentNullException.ThrowIfNull(resultGradient);
        ArgumentNullException.ThrowIfNull(withRespectTo);
        if (!result.Shape.Equals(resultGradient.Shape))
        {
            throw new ArgumentException($"The gradient of a result has the result's shape {result.Shape}; {resultGradient.Shape} was given.", nameof(resultGradient));
        }

        if (result.Origin is null)
        {
            throw new ArgumentException("Nothing tracked went into this tensor, so it has no gradient: call Track() on an input or use a network's tracked parameters before computing it.", nameof(result));
        }

        var workspace = own ?? new Workspace();
        own = null;
        var pauseRecording = !createGraph;
        if (pauseRecording)
        {
            Operation.SwitchRecording(on: false);
        }

        try
        {
            return workspace.Run(result.Origin, result, resultGradient, withRespectTo);
        }
        finally
        {
            if (pauseRecording)
            {
                Operation.SwitchRecording(on: true);
            }

            workspace.Clear();
            own = workspace;
        }
    }

    /// <summary>Switches recording off on this thread until the result is disposed: operations are computed, but not remembered.</summary>
    public static IDisposable Off()
    {
        Operation.SwitchRecording(on: false);
        return new RecordingSwitch();
    }

    private sealed class RecordingSwitch : IDisposable
    {
        private bool disposed;

        public void Dispose()
        {
            if (!disposed)
            {
                disposed = true;
                Operation.SwitchRecording(on: true);
            }
        }
    }

    // The lists of one traversal, kept for the next.
    private sealed class Workspace
    {
        private readonly List<Operation> order = [];
        private readonly List<Tensor?> results = [];
        private readonly List<Tensor?> gradients = [];
        private readonly List<bool> wanted = [];
        private readonly Stack<(Operation Operation, Tensor Result, int Next)> path = new();
        private long traversal;

        public Tensor[] Run(Operation root, Tensor result, Tensor resultGradient, IReadOnlyList<Tensor> withRespectTo)
        {
            traversal = Interlocked.Increment(ref traversals);
            Sort(root, result);
            MarkWanted(withRespectTo);
            gradients[root.Slot] = resultGradient;
            for (var slot = order.Count - 1; slot >= 0; slot--)
            {
                if (gradients[slot] is { } gradient && wanted[slot])
                {
                    Spread(order[slot], results[slot]!, gradient);
                }
            }

            var answer = new Tensor[withRespectTo.Count];
            for (var i = 0; i < answer.Length; i++)
            {
                var tensor = withRespectTo[i];
                answer[i] = (tensor.Origin!.Traversal == traversal ? gradients[tensor.Origin.Slot] : null) ?? Tensor.Zeros(tensor.Shape);
            }

            return answer;
        }

        public void Clear()
        {
            order.Clear();
            results.Clear();
            gradients.Clear();
            wanted.Clear();
            path.Clear();
        }

        // Every operation behind the result, each after its inputs.
        private void Sort(Operation root, Tensor result)
        {
            root.Traversal = traversal;
            path.Push((root, result, 0));
            while (path.Count > 0)
            {
                var (operation, tensor, next) = path.Pop();
                var pushed = false;
                for (; next < 3; next++)
                {
                    if (operation.Input(next) is { Origin: { } origin } input && origin.Traversal != traversal)
                    {
                        origin.Traversal = traversal;
                        path.Push((operation, tensor, next + 1));
                        path.Push((origin, input, 0));
                        pushed = true;
                        break;
                    }
                }

                if (!pushed)
                {
                    operation.Slot = order.Count;
                    order.Add(operation);
                    results.Add(tensor);
                    gradients.Add(null);
                    wanted.Add(false);
                }
            }
        }

        // An operation matters if a tensor asked for is its result or lies behind it.
        private void MarkWanted(IReadOnlyList<Tensor> withRespectTo)
        {
            for (var i = 0; i < withRespectTo.Count; i++)
            {
                var origin = withRespectTo[i].Origin ?? throw new ArgumentException(
                    $"The tensor at index {i} of those to differentiate by is not tracked: call Track() on it before computing the loss.", nameof(withRespectTo));
                if (origin.Traversal == traversal)
                {
                    wanted[origin.Slot] = true;
                }
            }

            for (var slot = 0; slot < order.Count; slot++)
            {
                var operation = order[slot];
                wanted[slot] |= IsWanted(operation.First) || IsWanted(operation.Second) || IsWanted(operation.Third);
            }
        }

        private bool IsWanted(Tensor? input) => input?.Origin is { } origin && wanted[origin.Slot];

        private void Spread(Operation operation, Tensor result, Tensor gradient)
        {
            Tensor? share = null;
            for (var i = 0; i < 3; i++)
            {
                var input = operation.Input(i);
                if (!IsWanted(input))
                {
                    continue;
                }

                var slot = input!.Origin!.Slot;

                // A square's two shares are the same numbers; their sum, where it stands alone, is one pass.
                if (i == 0 && gradients[slot] is null && operation is Operations.Multiply && ReferenceEquals(operation.First, operation.Second) && !Operation.IsRecorded(gradient, input))
                {
                    gradients[slot] = gradient.Zip(default(TwiceProductFunction), input);
                    return;
                }

                if (i != 1 || share is null || operation is not Operations.Multiply || !ReferenceEquals(input, operation.First))
                {
                    share = operation.GradientOf(i, result, gradient);
                }

                if (share is not null)
                {
                    gradients[slot] = gradients[slot] is { } sum ? sum + share : share;
                }
            }
        }
    }
}
