using RedGradient.Autodiff;
using RedGradient.Data;
using RedGradient.Networks;
using RedGradient.Tensors;

namespace RedGradient.Attacks.Poisoning;

/// <summary>One search of <see cref="GradientMatching"/>.</summary>
internal sealed class GradientMatchingRun
{
    private readonly GradientMatching options;
    private readonly DataSet clean;
    private readonly Tensor target;
    private readonly int wanted;
    private readonly IReadOnlyList<Network> surrogates;
    private readonly Func<DataSet, IReadOnlyList<Network>>? retrain;
    private readonly CancellationToken cancellationToken;
    private readonly int[] rows;
    private readonly DataSet originals;
    private readonly float[] low;
    private readonly float[] high;

    public GradientMatchingRun(
        GradientMatching options,
        DataSet clean,
        Tensor target,
        int wanted,
        IReadOnlyList<Network> surrogates,
        Func<DataSet, IReadOnlyList<Network>>? retrain,
        CancellationToken cancellationToken)
    {
        (this.options, this.clean, this.target, this.wanted) = (options, clean, target, wanted);
        (this.surrogates, this.retrain, this.cancellationToken) = (surrogates, retrain, cancellationToken);
        rows = Choose();
        originals = clean.Select(rows);
        (low, high) = Bounds();
    }

    public GradientMatchingResult Run()
    {
        float[]? best = null;
        IReadOnlyList<double> bestCurve = [];
        var losses = new List<double>();
        for (var restart = 0; restart < options.Restarts; restart++)
        {
            var (poisons, curve, loss) = Search(restart);
            if (best is null || loss < losses.Min())
            {
                (best, bestCurve) = (poisons, curve);
            }

            losses.Add(loss);
        }

        return new GradientMatchingResult(Put(best!), originals, bestCurve, losses);
    }

    private int[] Choose()
    {
        var candidates = Enumerable.Range(0, clean.Count).Where(row => clean.Labels[row] == wanted).ToArray();
        var count = PoisoningRate.CountOf(options.Rate, clean.Count, PoisoningDesign.Replace);
        Chosen.CheckCount(count, candidates.Length, options.Rate, clean, PoisoningDesign.Replace, $"class {wanted}");
        var order = options.Choice switch
        {
            PoisonChoice.NearestToTarget => candidates.OrderBy(Distance),
            PoisonChoice.LargestGradient => ByGradient(candidates),
            _ => new SeededRandom(options.Seed).Permutation(candidates.Length).Select(i => candidates[i]),
        };
        return [.. order.Take(count)];
    }

    private double Distance(int row)
    {
        var goal = target.AsSpan();
        return SquaredDistances.Between(clean.Inputs.AsSpan().Slice(row * goal.Length, goal.Length), goal);
    }

    private IEnumerable<int> ByGradient(int[] candidates)
    {
        var pull = new double[candidates.Length];
        var data = clean.Select(candidates);
        foreach (var surrogate in surrogates)
        {
            var norms = PerExampleGradients.Of(surrogate, data.Inputs, data.Labels).Norms();
            var largest = Math.Max(norms.Max(), double.Epsilon);
            for (var i = 0; i < pull.Length; i++)
            {
                pull[i] += norms[i] / largest;
            }
        }

        return Enumerable.Range(0, candidates.Length).OrderByDescending(i => pull[i]).Select(i => candidates[i]);
    }

    // The box that each value may move in: the ball, the range [0, 1], and where there is ink.
    private (float[] Low, float[] High) Bounds()
    {
        var values = originals.Inputs.AsSpan();
        var goal = target.AsSpan();
        var (from, to) = (new float[values.Length], new float[values.Length]);
        for (var i = 0; i < values.Length; i++)
        {
            var reach = options.InkThreshold is { } ink && values[i] <= ink && goal[i % goal.Length] <= ink ? 0f : options.Epsilon;
            from[i] = Math.Max(values[i] - reach, Math.Min(values[i], 0f));
            to[i] = Math.Min(values[i] + reach, Math.Max(values[i], 1f));
        }

        return (from, to);
    }

    private (float[] Poisons, List<double> Curve, double Loss) Search(int restart)
    {
        var random = new SeededRandom(options.Seed).Split(restart + 1);
        var poisons = originals.Inputs.ToArray();
        for (var i = 0; i < poisons.Length; i++)
        {
            poisons[i] = Math.Clamp(poisons[i] + (float)random.NextUniform(-options.Epsilon, options.Epsilon), low[i], high[i]);
        }

        var curve = new List<double>();
        var models = Goals(surrogates);
        Descend(restart, 0, models, poisons, curve, random);
        for (var round = 1; round <= options.Rematches; round++)
        {
            models = Goals(retrain!(Put(poisons).Data));
            Descend(restart, round, models, poisons, curve, random);
        }

        return (poisons, curve, models.Average(model => Value(model, poisons)));
    }

    private (Network Network, Tensor[] Goal)[] Goals(IReadOnlyList<Network> networks) =>
        [.. networks.Select(network => (network, MatchingLoss.GoalOf(network, target, wanted)))];

    private void Descend(int restart, int round, (Network Network, Tensor[] Goal)[] models, float[] poisons, List<double> curve, SeededRandom random)
    {
        var adam = new SignedAdam(poisons.Length);
        var perStep = Math.Min(options.SurrogatesPerStep ?? models.Length, models.Length);
        var done = ((restart * (options.Rematches + 1)) + round) * options.Steps;
        var all = options.Restarts * (options.Rematches + 1) * options.Steps;
        for (var step = 0; step < options.Steps; step++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var seen = perStep == models.Length ? models : [.. random.Permutation(models.Length).Take(perStep).Select(i => models[i])];
            var gradient = new float[poisons.Length];
            curve.Add(seen.Average(model => AddGradient(model, poisons, gradient)));
            adam.Step(poisons, gradient, options.StepSize * options.Epsilon * Decay(step));
            for (var i = 0; i < poisons.Length; i++)
            {
                poisons[i] = Math.Clamp(poisons[i], low[i], high[i]);
            }

            AmbientProgress.Report(FormattableString.Invariant($"gradient matching, loss {curve[^1]:F3}"), (done + step + 1.0) / all);
        }
    }

    private float Decay(int step) => (8 * step / options.Steps) switch
    {
        < 3 => 1f,
        < 5 => 0.1f,
        < 7 => 0.01f,
        _ => 0.001f,
    };

    // The loss; its gradient by the poisons is added to the sum.
    private double AddGradient((Network Network, Tensor[] Goal) model, float[] poisons, float[] sum)
    {
        using var arena = TensorArena.OfThread.Begin();
        var input = new Tensor(poisons, originals.Inputs.Shape).Track();
        var loss = MatchingLoss.Of(model.Network, model.Goal, input, originals.Labels);
        var gradient = Gradient.Of(loss, input).AsSpan();
        for (var i = 0; i < sum.Length; i++)
        {
            sum[i] += gradient[i];
        }

        return loss.ToScalar();
    }

    private double Value((Network Network, Tensor[] Goal) model, float[] poisons)
    {
        using var arena = TensorArena.OfThread.Begin();
        return MatchingLoss.Of(model.Network, model.Goal, new Tensor(poisons, originals.Inputs.Shape), originals.Labels).ToScalar();
    }

    private PoisonedDataSet Put(float[] poisons) =>
        Mix.Replace(clean, rows, originals.WithInputs(new Tensor([.. poisons], originals.Inputs.Shape)));
}
