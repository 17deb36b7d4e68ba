namespace RedGradient.Networks;

/// <summary>The usual objectives of training.</summary>
public static class Objectives
{
    /// <summary>The mean cross-entropy of the scores against the labels.</summary>
    public static TrainingObjective CrossEntropy { get; } = (network, batch, pass) =>
        Losses.CrossEntropy(network.Forward(batch.Inputs, pass), batch.Labels);

    /// <summary>The mean squared difference between the outputs and one-hot labels.</summary>
    public static TrainingObjective MeanSquaredError { get; } = (network, batch, pass) =>
    {
        var outputs = network.Forward(batch.Inputs, pass);
        return Losses.MeanSquaredError(outputs, Losses.OneHot(batch.Labels, outputs.Shape[1]));
    };
}
