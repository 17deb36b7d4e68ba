using RedGradient.Tensors;

namespace RedGradient.Networks;

/// <summary>What a training step makes smaller: a scalar computed from a batch, with the parameters tracked by the pass.</summary>
/// <param name="network">The network in training.</param>
/// <param name="batch">The step's examples.</param>
/// <param name="pass">To be handed to <see cref="Network.Forward(Tensor, ForwardPass)"/>.</param>
/// <returns>The loss, a scalar.</returns>
public delegate Tensor TrainingObjective(Network network, TrainingBatch batch, ForwardPass pass);
