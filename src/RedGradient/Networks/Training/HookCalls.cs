using RedGradient.Tensors;
using RedGradient.Tensors.Kernels;

namespace RedGradient.Networks;

/// <summary>Calls the hooks of a training run, and puts everything back when a step could not be finished.</summary>
internal sealed class HookCalls
{
    private readonly IReadOnlyList<TrainingHook> hooks;
    private readonly Network network;
    private readonly OptimizerRun optimizer;
    private readonly Parameter[] state;
    private readonly float[][] kept;
    private readonly float[][] keptAverages;
    private int keptSteps;
    private TrainingStep? current;

    private HookCalls(IReadOnlyList<TrainingHook> hooks, Network network, OptimizerRun optimizer, Parameter[] state)
    {
        (this.hooks, this.network, this.optimizer, this.state) = (hooks, network, optimizer, state);
        kept = [.. state.Select(parameter => new float[parameter.Shape.Size])];
        keptAverages = [.. optimizer.Averages.Select(average => new float[average.Length])];
    }

    /// <summary>The step under way.</summary>
    internal TrainingStep Step => current!;

    /// <summary>Null where nobody listens, so that the loop has nothing to do.</summary>
    internal static HookCalls? Of(IReadOnlyList<TrainingHook> hooks, Network network, OptimizerRun optimizer, Parameter[] state) =>
        hooks.Count == 0 ? null : new HookCalls(hooks, network, optimizer, state);

    internal TrainingBatch Begin(TrainingBatch batch)
    {
        for (var i = 0; i < state.Length; i++) state[i].Value.AsSpan().CopyTo(kept[i]);
        var index = 0;
        foreach (var average in optimizer.Averages) average.CopyTo(keptAverages[index++], 0);
        keptSteps = optimizer.Steps;
        current = new TrainingStep(network, batch, optimizer.Steps + 1) { Point = TrainingPoint.BeforeForward };
        Call();
        return Step.Batch;
    }

    internal Tensor Forwarded(Tensor outputs)
    {
        Step.Reach(TrainingPoint.AfterForward, outputs);
        Call();
        return Step.Outputs;
    }

    internal Tensor Loss(TrainingPoint point, Tensor loss)
    {
        Step.Reach(point, loss);
        Call();
        return Step.Loss;
    }

    internal Tensor[] Backward(Tensor[] gradients)
    {
        Step.Reach(gradients);
        Call();
        return [.. Step.Gradients];
    }

    internal Tensor[] BeforeStep(Tensor[] gradients)
    {
        Step.Clip(gradients);
        Step.Point = TrainingPoint.BeforeStep;
        Call();
        foreach (var gradient in Step.Gradients)
        {
            var square = Reduction.Dot(gradient.AsSpan(), gradient.AsSpan());
            if (!double.IsFinite(square)) throw new TrainingDivergedException("The squared norm of a gradient after the hooks", square, Step.Batch.Epoch, Step.Batch.Step);
        }

        return [.. Step.Gradients];
    }

    internal void AfterStep()
    {
        Step.Point = TrainingPoint.AfterStep;
        Call();
        current = null;
    }

    /// <summary>Weights, running values and averages as they were when the step began.</summary>
    internal void Restore()
    {
        for (var i = 0; i < state.Length; i++) kept[i].CopyTo(state[i].Value.MutableSpan);
        var index = 0;
        foreach (var average in optimizer.Averages) keptAverages[index++].CopyTo(average, 0);
        optimizer.Steps = keptSteps;
        current = null;
    }

    private void Call()
    {
        for (var i = 0; i < hooks.Count; i++)
        {
            try
            {
                hooks[i].Call(Step);
            }
            catch (Exception error) when (error is not OperationCanceledException)
            {
                throw new TrainingHookException(Step, i, hooks.Count, error);
            }
        }
    }
}
