using RedGradient.Autodiff;
using RedGradient.Networks;
using RedGradient.Tensors;

namespace RedGradient.Tests.Autodiff;

/// <summary>Second derivatives of whole networks: Hessian–vector products, and gradients with respect to inputs of gradients with respect to weights.</summary>
public class HessianTests
{
    private static readonly int[] Labels = [0, 2, 1];

    public static TheoryData<string> Networks => ["mlp", "cnn"];

    [Theory]
    [MemberData(nameof(Networks))]
    public void A_hessian_vector_product_equals_the_difference_of_gradients(string kind)
    {
        var (network, batch) = Make(kind);
        Tensor[] weights = [.. network.Parameters.Select(parameter => parameter.Tracked)];
        Tensor[] direction = [.. weights.Select((weight, i) => Values.Normal(40 + i, weight.Shape.ToArray()))];
        var gradients = Gradient.Of(Loss(network, batch), weights, createGraph: true);
        var product = Gradient.Of(Dot(gradients, direction), weights);

        var (ahead, behind) = (GradientsAt(0.01f), GradientsAt(-0.01f));
        double difference = 0.0, size = 0.0;
        for (var i = 0; i < weights.Length; i++)
        {
            for (var j = 0; j < weights[i].Size; j++)
            {
                var numeric = (ahead[i].AsSpan()[j] - (double)behind[i].AsSpan()[j]) / 0.02;
                difference += Math.Pow(numeric - product[i].AsSpan()[j], 2);
                size += numeric * numeric;
            }
        }

        Assert.InRange(Math.Sqrt(difference / size), 0.0, 5e-3);

        Tensor[] GradientsAt(float step)
        {
            Tensor[] before = [.. network.Parameters.Select(parameter => parameter.Value.Keep())];
            for (var i = 0; i < before.Length; i++)
            {
                network.Parameters[i].Set(before[i] + (direction[i] * step));
            }

            var result = Gradient.Of(Loss(network, batch), weights);
            for (var i = 0; i < before.Length; i++)
            {
                network.Parameters[i].Set(before[i]);
            }

            return result;
        }
    }

    // What gradient leakage needs: how the distance of weight gradients changes with the input.
    [Theory]
    [MemberData(nameof(Networks))]
    public void The_input_gradient_of_a_distance_of_weight_gradients(string kind)
    {
        var (network, batch) = Make(kind);
        Tensor[] weights = [.. network.Parameters.Select(parameter => parameter.Tracked)];
        Tensor[] target = [.. weights.Select((weight, i) => Values.Normal(60 + i, weight.Shape.ToArray()) * 0.1f)];
        GradientCheck.First(x => Gradient.Of(Loss(network, x[0]), weights, createGraph: true).Select((gradient, i) => (gradient - target[i]).Square().Sum()).Aggregate((a, b) => a + b), batch);
    }

    [Fact]
    public void The_hessian_of_a_quadratic_form_is_its_matrix()
    {
        var matrix = Tensor.From(new[,] { { 2f, 1f }, { 1f, 4f } });
        var x = Tensor.From(new[,] { { 3f }, { -1f } }).Track();
        var gradient = Gradient.Of((x.Transpose().MatMul(matrix).MatMul(x) * 0.5f).Sum(), x, createGraph: true);
        Assert.Equal([5f, -1f], gradient.ToArray());
        Assert.Equal([2f, 1f], Gradient.Of(gradient.Reshape(2).Rows(0, 1).Sum(), x).ToArray());
        Assert.Equal([1f, 4f], Gradient.Of(gradient.Reshape(2).Rows(1, 1).Sum(), x).ToArray());
    }

    private static Tensor Loss(Network network, Tensor batch) => Losses.CrossEntropy(network.Forward(batch), Labels);

    private static Tensor Dot(Tensor[] x, Tensor[] y) => x.Select((tensor, i) => (tensor * y[i]).Sum()).Aggregate((a, b) => a + b);

    private static (Network Network, Tensor Batch) Make(string kind) => kind == "mlp"
        ? (new Network(1, new Dense(4, 6, Initializer.Xavier), new Tanh(), new Dense(6, 5), new Gelu(), new Dense(5, 3)), Values.Normal(1, 3, 4))
        : (new Network(2, new Conv2D(1, 3, 3, padding: 1), new Sigmoid(), new AveragePool2D(2), new Conv2D(3, 2, 2, stride: 1), new Tanh(), new Dense(8, 3)), Values.Normal(1, 3, 1, 6, 6));
}
