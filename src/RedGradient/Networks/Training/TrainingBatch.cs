using RedGradient.Tensors;

namespace RedGradient.Networks;

/// <summary>The examples of one training step.</summary>
/// <param name="Inputs"><c>[batch, …]</c>. Its memory is reused after the step: <see cref="Tensor.Keep"/> holds a copy.</param>
/// <param name="Labels">One class for each example.</param>
/// <param name="Rows">Where each example stands in the data set.</param>
/// <param name="Epoch">The epoch, from 1.</param>
/// <param name="Step">The step within the epoch, from 1.</param>
public sealed record TrainingBatch(Tensor Inputs, int[] Labels, int[] Rows, int Epoch, int Step);
