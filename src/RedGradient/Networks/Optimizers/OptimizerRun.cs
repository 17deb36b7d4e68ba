using RedGradient.Tensors;

namespace RedGradient.Networks;

/// <summary>An optimiser at work on the parameters of one network: its running averages and the number of steps taken.</summary>
public sealed class OptimizerRun
{
    private readonly Optimizer optimizer;
    private readonly float[][] first;
    private readonly float[][] second;

    internal OptimizerRun(Optimizer optimizer, IReadOnlyList<Parameter> parameters, int stateCount)
    {
        this.optimizer = optimizer;
        Parameters = parameters;
        first = [.. parameters.Select(parameter => new float[stateCount > 0 ? parameter.Shape.Size : 0])];
        second = [.. parameters.Select(parameter => new float[stateCount > 1 ? parameter.Shape.Size : 0])];
    }

    /// <summary>What is changed.</summary>
    public IReadOnlyList<Parameter> Parameters { get; }

    /// <summary>How many steps were taken.</summary>
    public int Steps { get; internal set; }

    /// <summary>The running averages, for a checkpoint: all first ones, then all second ones.</summary>
    internal IEnumerable<float[]> Averages => first.Concat(second);

    /// <summary>Changes all parameters in place by one step against the gradient; values that a mask holds stay 0.</summary>
    /// <param name="gradients">One for each parameter, of its shape.</param>
    /// <param name="rateFactor">Multiplies the learning rate; 1 by default.</param>
    /// <exception cref="ArgumentException">Another number of gradients, or a shape that differs.</exception>
    public void Step(IReadOnlyList<Tensor> gradients, float rateFactor = 1f)
    {
        ArgumentNullException.ThrowIfNull(gradients);
        if (gradients.Count != Parameters.Count)
        {
            throw new ArgumentException($"A step needs one gradient for each of {Parameters.Count} parameters; {gradients.Count} were given.", nameof(gradients));
        }

        for (var i = 0; i < gradients.Count; i++)
        {
            if (!gradients[i].Shape.Equals(Parameters[i].Shape))
            {
                throw new ArgumentException($"The gradient of {Parameters[i].Name} must have the shape {Parameters[i].Shape}; {gradients[i].Shape} was given.", nameof(gradients));
            }
        }

        Steps++;
        for (var i = 0; i < gradients.Count; i++)
        {
            optimizer.Update(Parameters[i].Value.MutableSpan, gradients[i].AsSpan(), first[i], second[i], optimizer.LearningRate * rateFactor, Steps);
            Parameters[i].HoldMasked();
        }
    }
}
