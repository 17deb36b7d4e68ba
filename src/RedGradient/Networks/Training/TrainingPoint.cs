namespace RedGradient.Networks;

/// <summary>The seven points of a training step at which a <see cref="TrainingHook"/> is called, in the order of the step.</summary>
public enum TrainingPoint
{
    /// <summary>The batch is chosen: inputs, labels and their order can be replaced.</summary>
    BeforeForward,

    /// <summary>A batch went through the network: its scores can be replaced. An objective that asks the network twice comes here twice.</summary>
    AfterForward,

    /// <summary>The loss is formed: a term can be added. What stands here is what the history reports.</summary>
    Loss,

    /// <summary>The loss was written down and is about to be differentiated: what is changed here, no report of the loss shows.</summary>
    BeforeBackward,

    /// <summary>Every parameter has its gradient, before clipping; what stands here is what the history's norm is taken of.</summary>
    AfterBackward,

    /// <summary>The gradients are clipped, and go to the optimiser: what is changed here, no report of the norm shows.</summary>
    BeforeStep,

    /// <summary>The weights are changed; they can be changed again.</summary>
    AfterStep,
}
