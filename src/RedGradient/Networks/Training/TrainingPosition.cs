using RedGradient.Tensors;

namespace RedGradient.Networks;

/// <summary>How far a training run is: what a checkpoint holds beside the values of the network and the optimiser.</summary>
internal sealed class TrainingPosition
{
    /// <summary>The epoch that is under way, from 1; one more than the last when the run is over.</summary>
    internal int Epoch { get; set; } = 1;

    /// <summary>The steps of that epoch that are done.</summary>
    internal int Step { get; set; }

    internal double LossSum { get; set; }

    internal double NormSum { get; set; }

    /// <summary>The state of the layers' random source; null at the beginning of an epoch.</summary>
    internal RandomState? Random { get; set; }

    internal bool StoppedEarly { get; set; }

    internal double BestLoss { get; set; } = double.PositiveInfinity;

    internal int BestEpoch { get; set; }

    /// <summary>The values of the best epoch; null where none is kept.</summary>
    internal Tensor[]? Best { get; set; }

    internal List<EpochReport> Reports { get; } = [];

    internal List<float> StepLosses { get; } = [];
}
