using RedGradient.Networks;
using RedGradient.Tensors;
using RedGradient.Tests.Kernels;

namespace RedGradient.Tests.Networks;

/// <summary>Ten steps of every optimiser against the published rule in double precision, on a parameter whose size is no multiple of 8.</summary>
public class OptimizerTests
{
    private const int Steps = 10;

    [Theory]
    [InlineData(0f)]
    [InlineData(0.1f)]
    public void Plain_descent(float decay) => Check(
        new Sgd { LearningRate = 0.05f, WeightDecay = decay },
        () => (w, g, _) => w - (0.05f * (g + (decay * w))));

    [Theory]
    [InlineData(false, 0f)]
    [InlineData(false, 0.1f)]
    [InlineData(true, 0f)]
    [InlineData(true, 0.1f)]
    public void Momentum_and_nesterov(bool nesterov, float decay) => Check(
        new Sgd { LearningRate = 0.05f, Momentum = 0.9f, Nesterov = nesterov, WeightDecay = decay },
        () =>
        {
            var velocity = 0.0;
            return (w, g, _) =>
            {
                g += decay * w;
                velocity = (0.9f * velocity) + g;
                return w - (0.05f * (nesterov ? g + (0.9f * velocity) : velocity));
            };
        });

    [Theory]
    [InlineData(0f)]
    [InlineData(0.1f)]
    public void Rms_prop(float decay) => Check(
        new RmsProp { LearningRate = 0.01f, Decay = 0.95f, WeightDecay = decay },
        () =>
        {
            var square = 0.0;
            return (w, g, _) =>
            {
                g += decay * w;
                square = (0.95f * square) + ((1.0 - 0.95f) * g * g);
                return w - (0.01f * g / (Math.Sqrt(square) + 1e-8));
            };
        });

    [Theory]
    [InlineData(0f, 0.9f, 0.999f)]
    [InlineData(0.1f, 0.9f, 0.999f)]
    [InlineData(0f, 0f, 0.5f)]
    public void Adam_adds_weight_decay_to_the_gradient(float decay, float beta1, float beta2) => Check(
        new Adam { LearningRate = 0.02f, WeightDecay = decay, Beta1 = beta1, Beta2 = beta2 },
        () => AdamRule(0.02f, beta1, beta2, addedDecay: decay, separateDecay: 0.0));

    [Theory]
    [InlineData(0f)]
    [InlineData(0.1f)]
    public void Adam_w_takes_weight_decay_off_the_weight(float decay) => Check(
        new AdamW { LearningRate = 0.02f, WeightDecay = decay },
        () => AdamRule(0.02f, 0.9f, 0.999f, addedDecay: 0.0, separateDecay: decay));

    [Fact]
    public void The_two_kinds_of_weight_decay_differ_under_adam_and_agree_without()
    {
        Assert.NotEqual(Run(new Adam { WeightDecay = 0.1f }), Run(new AdamW { WeightDecay = 0.1f }));
        Assert.Equal(Run(new Adam()), Run(new AdamW()));
    }

    [Fact]
    public void The_rate_factor_multiplies_the_learning_rate()
    {
        foreach (var (whole, half) in new (Optimizer, Optimizer)[]
        {
            (new Sgd { LearningRate = 0.5f }, new Sgd { LearningRate = 0.25f }), (new Adam { LearningRate = 0.5f }, new Adam { LearningRate = 0.25f }), (new AdamW { LearningRate = 0.5f, WeightDecay = 0.1f }, new AdamW { LearningRate = 0.25f, WeightDecay = 0.1f }),
        })
        {
            Assert.Equal(Run(half), Run(whole, 0.5f));
        }
    }

    [Fact]
    public void A_run_has_a_state_of_its_own()
    {
        var recipe = new Adam { LearningRate = 0.1f };
        Assert.Equal(Run(recipe), Run(recipe));
    }

    [Fact]
    public void Values_out_of_range_are_refused()
    {
        foreach (var make in new Func<object>[]
        {
            () => new Sgd { LearningRate = 0f }, () => new Sgd { LearningRate = float.NaN }, () => new Adam { LearningRate = float.PositiveInfinity }, () => new Adam { WeightDecay = -1f },
            () => new Sgd { Momentum = 1f }, () => new Adam { Beta1 = 1f }, () => new AdamW { Beta2 = -0.1f }, () => new RmsProp { Decay = float.NaN },
        })
        {
            Assert.Throws<ArgumentOutOfRangeException>(make);
        }
    }

    [Fact]
    public void Gradients_that_do_not_fit_are_refused_before_anything_changes()
    {
        var network = new Network(1, new Dense(2, 3));
        var before = network.Parameters.Select(parameter => parameter.Value.ToArray()).ToArray();
        var run = new Sgd().Start(network.Parameters);
        Assert.Contains("2 parameters; 1", Assert.Throws<ArgumentException>(() => run.Step([Tensor.Ones(2, 3)])).Message, StringComparison.Ordinal);
        var error = Assert.Throws<ArgumentException>(() => run.Step([Tensor.Ones(2, 3), Tensor.Ones(4)]));
        Assert.Contains("[3]", error.Message, StringComparison.Ordinal);
        Assert.Contains("[4]", error.Message, StringComparison.Ordinal);
        Assert.Equal(before, network.Parameters.Select(parameter => parameter.Value.ToArray()));
        Assert.Equal(0, run.Steps);
    }

    private static Func<double, double, int, double> AdamRule(double rate, double beta1, double beta2, double addedDecay, double separateDecay)
    {
        double m = 0.0, v = 0.0;
        return (w, g, step) =>
        {
            g += addedDecay * w;
            m = (beta1 * m) + ((1.0 - beta1) * g);
            v = (beta2 * v) + ((1.0 - beta2) * g * g);
            var corrected = m / (1.0 - Math.Pow(beta1, step));
            return w - (rate * separateDecay * w) - (rate * corrected / (Math.Sqrt(v / (1.0 - Math.Pow(beta2, step))) + 1e-8));
        };
    }

    // The rule of one weight: (weight, gradient, step from 1) to the new weight, with state of its own.
    private static void Check(Optimizer optimizer, Func<Func<double, double, int, double>> rule)
    {
        var network = new Network(1, new Dense(19, 3));
        var expected = network.Parameters.Select(parameter => parameter.Value.ToArray().Select(value => (double)value).ToArray()).ToArray();
        var rules = expected.Select(values => values.Select(_ => rule()).ToArray()).ToArray();
        var run = optimizer.Start(network.Parameters);
        for (var step = 1; step <= Steps; step++)
        {
            Tensor[] gradients = [.. network.Parameters.Select((parameter, i) => Sample.Normal((step * 10) + i, parameter.Shape.ToArray()))];
            run.Step(gradients);
            for (var i = 0; i < expected.Length; i++)
            {
                for (var j = 0; j < expected[i].Length; j++)
                {
                    expected[i][j] = rules[i][j](expected[i][j], gradients[i].AsSpan()[j], step);
                }

                Compare.Near(expected[i], network.Parameters[i].Value, 1e-5, 1e-5, $"step {step}, {network.Parameters[i]}");
            }
        }

        Assert.Equal(Steps, run.Steps);
    }

    private static float[] Run(Optimizer optimizer, float factor = 1f)
    {
        var network = new Network(1, new Dense(5, 3));
        var run = optimizer.Start(network.Parameters);
        for (var step = 0; step < 5; step++)
        {
            run.Step([Sample.Normal(step, 5, 3), Sample.Normal(step + 100, 3)], factor);
        }

        return [.. network.Parameters.SelectMany(parameter => parameter.Value.ToArray())];
    }
}
