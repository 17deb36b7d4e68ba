using RedGradient.Autodiff;
using RedGradient.Data;
using RedGradient.Tensors;

namespace RedGradient.Networks;

/// <summary>The training loop: shuffle, cut into batches, forward, backward, step.</summary>
/// <remarks>The weights after training depend on the network's seed, the data and the options alone: not on the number of threads or the machine.</remarks>
public static class Trainer
{
    // How often a running epoch says how far it is.
    private const int ReportEvery = 32;

    /// <summary>Trains a network in place.</summary>
    /// <param name="network">Its weights change; on an exception or a cancellation they are those of the last finished step.</param>
    /// <param name="data">The examples, at least one.</param>
    /// <param name="options">How; the defaults where null. With a <see cref="TrainingOptions.Checkpoint"/> whose file is there, the run goes on from it.</param>
    /// <param name="cancellationToken">Ends the run between two steps; without one the <see cref="AmbientCancellation">ambient token</see> does.</param>
    /// <returns>The course of the run.</returns>
    /// <exception cref="ArgumentException">The data set is empty, or early stopping has no validation set.</exception>
    /// <exception cref="InvalidDataException">The checkpoint is damaged, or belongs to another run; it stays as it is.</exception>
    /// <exception cref="IOException">The checkpoint cannot be written.</exception>
    /// <exception cref="TrainingDivergedException">The loss or the gradient is no longer finite.</exception>
    /// <exception cref="TrainingHookException">A hook failed; it names the step and the point.</exception>
    /// <exception cref="OperationCanceledException">The token was cancelled.</exception>
    public static TrainingHistory Train(Network network, DataSet data, TrainingOptions? options = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(network);
        ArgumentNullException.ThrowIfNull(data);
        options ??= new TrainingOptions();
        if (data.Count == 0)
        {
            throw new ArgumentException("Training needs at least one example; the data set is empty.", nameof(data));
        }

        if (options.EarlyStopping is not null && options.Validation is not { Count: > 0 })
        {
            throw new ArgumentException("Early stopping needs a validation set with at least one example.", nameof(options));
        }

        var run = new Run(network, data, options, AmbientCancellation.Or(cancellationToken));
        return run.Train();
    }

    private sealed class Run(Network network, DataSet data, TrainingOptions options, CancellationToken cancellationToken)
    {
        private readonly OptimizerRun optimizer = options.Optimizer.Start(network.Parameters);
        // What makes the network what it is: the running values of batch normalisation too.
        private readonly Parameter[] state = [.. network.Parameters, .. network.Layers.SelectMany(layer => layer.Buffers)];
        private readonly Tensor[] weights = [.. network.Parameters.Select(parameter => parameter.Tracked)];
        private readonly SeededRandom random = new(options.Seed);
        private readonly int stepsPerEpoch = (data.Count + options.BatchSize - 1) / options.BatchSize;
        private TrainingPosition position = new();
        private CheckpointFile? checkpoint;
        // Null where nobody listens.
        private HookCalls? hooks;

        public TrainingHistory Train()
        {
            hooks = HookCalls.Of(options.Hooks, network, optimizer, state);
            if (options.Checkpoint is { } chosen)
            {
                checkpoint = new CheckpointFile(chosen.Path, RunIdentity.Of(state, data, options), state, optimizer, options.Epochs, stepsPerEpoch);
                if (checkpoint.Read() is { } known) position = known;
                // Whether it can be written is found out before the work.
                else checkpoint.Write(position);
            }

            while (position.Epoch <= options.Epochs && !position.StoppedEarly)
            {
                var report = TrainEpoch(position.Epoch);
                position.Reports.Add(report);
                position.StoppedEarly = options.EarlyStopping is not null && ShouldStop(report, options.EarlyStopping);
                (position.Epoch, position.Step, position.LossSum, position.NormSum, position.Random) = (position.Epoch + 1, 0, 0.0, 0.0, null);
                options.EpochEnded?.Invoke(report, network);
                checkpoint?.Write(position);
            }

            for (var i = 0; i < position.Best?.Length; i++)
            {
                state[i].Set(position.Best[i]);
            }

            return new TrainingHistory(position.Reports, position.StepLosses, options.EarlyStopping is null ? position.Reports.Count : position.BestEpoch, position.StoppedEarly);
        }

        private EpochReport TrainEpoch(int epoch)
        {
            var order = random.Split(2 * epoch).Permutation(data.Count);
            var layers = random.Split((2 * epoch) + 1);
            if (position.Random is { } known) layers.State = known;
            var pass = ForwardPass.Training(layers);
            if (hooks is not null) pass.Forwarded = hooks.Forwarded;
            for (var step = position.Step + 1; step <= stepsPerEpoch; step++)
            {
                StopIfCancelled();
                var rows = order[((step - 1) * options.BatchSize)..Math.Min(step * options.BatchSize, data.Count)];
                var (loss, norm) = hooks is null ? TrainStep(rows, epoch, step, pass) : TrainWatched(hooks, rows, epoch, step, pass);
                position.LossSum += loss * rows.Length;
                position.NormSum += norm;
                position.StepLosses.Add(loss);
                (position.Step, position.Random) = (step, layers.State);
                if (step == 1) CheckLastBatch();
                if (optimizer.Steps % options.Checkpoint?.EverySteps == 0) checkpoint?.Write(position);
                if (step % ReportEvery == 0 && AmbientProgress.Sink is not null)
                {
                    Report(epoch, step, loss);
                }
            }

            var (validationLoss, validationAccuracy) = Validate();
            var mean = position.LossSum / data.Count;
            Report(epoch, stepsPerEpoch, mean);
            return new EpochReport(epoch, mean, position.NormSum / stepsPerEpoch, validationLoss, validationAccuracy);
        }

        private void StopIfCancelled()
        {
            if (cancellationToken.IsCancellationRequested) checkpoint?.Write(position);
            cancellationToken.ThrowIfCancellationRequested();
        }

        // What the epoch's last step would refuse is said at its first.
        private void CheckLastBatch()
        {
            if (data.Count % options.BatchSize == 1 && Normalizations(network.Layers).Any(layer => layer.ValuesPerExample == 1))
            {
                throw BatchNormalization.TooSmall($"The last batch of an epoch, which is what {options.BatchSize} leaves of {data.Count} examples,");
            }
        }

        private static IEnumerable<BatchNormalization> Normalizations(IEnumerable<Layer> layers) => layers.SelectMany(layer => layer switch
        {
            BatchNormalization normalization => [normalization],
            NestedLayers nested => Normalizations(nested.Layers),
            _ => Enumerable.Empty<BatchNormalization>(),
        });

        // A step that a hook or anything else breaks off leaves no trace.
        private (float Loss, double Norm) TrainWatched(HookCalls calls, int[] rows, int epoch, int step, ForwardPass pass)
        {
            try
            {
                return TrainStep(rows, epoch, step, pass);
            }
            catch (Exception error)
            {
                calls.Restore();
                if (error is TrainingHookException) checkpoint?.Write(position);
                throw;
            }
        }

        private (float Loss, double Norm) TrainStep(int[] rows, int epoch, int step, ForwardPass pass)
        {
            using var arena = TensorArena.OfThread.Begin();
            var labels = new int[rows.Length];
            for (var i = 0; i < rows.Length; i++)
            {
                labels[i] = data.Labels[rows[i]];
            }

            var batch = new TrainingBatch(data.Inputs.Rows(rows), labels, rows, epoch, step);
            if (hooks is not null) batch = hooks.Begin(batch);
            var loss = options.Objective(network, batch, pass);
            if (hooks is not null) loss = hooks.Loss(TrainingPoint.Loss, loss);
            var value = loss.ToScalar();
            if (!float.IsFinite(value))
            {
                throw new TrainingDivergedException("The loss", value, epoch, step);
            }

            if (hooks is not null) loss = hooks.Loss(TrainingPoint.BeforeBackward, loss);
            var gradients = Gradient.Of(loss, weights);
            if (hooks is not null) gradients = hooks.Backward(gradients);
            var norm = GradientGeometry.Norm(gradients);
            if (!double.IsFinite(norm))
            {
                throw new TrainingDivergedException("The gradient's norm", norm, epoch, step);
            }

            if (norm > options.ClipNorm)
            {
                var factor = (float)(options.ClipNorm.Value / norm);
                for (var i = 0; i < gradients.Length; i++)
                {
                    gradients[i] *= factor;
                }
            }

            if (hooks is not null) gradients = hooks.BeforeStep(gradients);
            optimizer.Step(gradients, options.Schedule.Factor(optimizer.Steps, stepsPerEpoch, stepsPerEpoch * options.Epochs));
            hooks?.AfterStep();
            return (value, norm);
        }

        private (double? Loss, double? Accuracy) Validate()
        {
            if (options.Validation is not { Count: > 0 } validation)
            {
                return (null, null);
            }

            var scores = network.Scores(validation.Inputs);
            var predictions = scores.ArgMax();
            var right = predictions.Where((prediction, i) => prediction == validation.Labels[i]).Count();
            return (Losses.CrossEntropy(scores, validation.Labels).ToScalar(), (double)right / validation.Count);
        }

        private bool ShouldStop(EpochReport report, EarlyStopping rule)
        {
            if (report.ValidationLoss < position.BestLoss - rule.MinimumImprovement)
            {
                position.BestLoss = report.ValidationLoss!.Value;
                position.BestEpoch = report.Epoch;
                position.Best = rule.RestoreBest ? [.. state.Select(values => values.Value.Keep())] : null;
            }

            return report.Epoch - position.BestEpoch >= rule.Patience;
        }

        private void Report(int epoch, int step, double loss) => AmbientProgress.Report(
            FormattableString.Invariant($"epoch {epoch} of {options.Epochs}, loss {loss:F4}"),
            ((epoch - 1) + ((double)step / stepsPerEpoch)) / options.Epochs);
    }
}
