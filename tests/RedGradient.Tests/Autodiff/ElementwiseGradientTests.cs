using RedGradient.Tensors;

namespace RedGradient.Tests.Autodiff;

public class ElementwiseGradientTests
{
    private static readonly Dictionary<string, (Func<Tensor, Tensor> Function, Func<int, int[], Tensor> Input)> Unary = new()
    {
        ["exp"] = (x => x.Exp(), Values.Normal),
        ["log"] = (x => x.Log(), Values.Positive),
        ["sqrt"] = (x => x.Sqrt(), Values.Positive),
        ["square"] = (x => x.Square(), Values.Normal),
        ["abs"] = (x => x.Abs(), Values.AwayFromKinks),
        ["sign"] = (x => x.Sign() * x, Values.AwayFromKinks),
        ["clamp"] = (x => x.Clamp(-1f, 1f) * x, Values.AwayFromKinks),
        ["relu"] = (x => x.Relu(), Values.AwayFromKinks),
        ["relu times x"] = (x => x.Relu() * x, Values.AwayFromKinks),
        ["leaky relu"] = (x => x.LeakyRelu(0.2f) * x, Values.AwayFromKinks),
        ["tanh"] = (x => x.Tanh(), Values.Normal),
        ["sigmoid"] = (x => x.Sigmoid(), Values.Normal),
        ["gelu"] = (x => x.Gelu(), Values.Normal),
        ["negate"] = (x => -x, Values.Normal),
        ["scale"] = (x => (x * 3f) + (2f * x), Values.Normal),
        ["shift"] = (x => (x + 3f) * (2f - x) * (x - 1f) * (1f + x), Values.Normal),
        ["divide by a number"] = (x => x / 3f, Values.Normal),
        ["sum"] = (x => x.Sum() * x.Sum(), Values.Normal),
        ["sum of squares"] = (x => x.SumOfSquares() * x, Values.Normal),
        ["flatten"] = (x => x.Reshape(new Shape(x.Size)).Square(), Values.Normal),
        ["stretch"] = (x => x.StretchTo(new Shape([2, .. x.Shape])).Square(), Values.Normal),
        ["detach"] = (x => (x.Detach() * 0f) + (x * x), Values.Normal),
        ["used often"] = (x => (x * x.Tanh()) + (x.Sigmoid() * x) + x, Values.Normal),
        ["softplus"] = (x => (x.Exp() + 1f).Log(), Values.Normal),
    };

    private static readonly Dictionary<string, (Func<Tensor, Tensor, Tensor> Function, Func<int, int[], Tensor> Left, Func<int, int[], Tensor> Right)> Binary = new()
    {
        ["add"] = ((x, y) => (x + y).Square(), Values.Normal, Values.Normal),
        ["subtract"] = ((x, y) => (x - y).Square(), Values.Normal, Values.Normal),
        ["multiply"] = ((x, y) => x * y, Values.Normal, Values.Normal),
        ["divide"] = ((x, y) => x / y, Values.Normal, Values.Positive),
        ["maximum"] = ((x, y) => x.Maximum(y).Square(), Values.AwayFromKinks, (_, shape) => Tensor.Full(1f, shape)),
        ["minimum"] = ((x, y) => x.Minimum(y).Square(), Values.AwayFromKinks, (_, shape) => Tensor.Full(-1f, shape)),
    };

    private static readonly int[][] Shapes = [[3, 4], [1, 5], [5, 1], [0, 3], [9], [], [2, 3, 2]];

    private static readonly (int[] Left, int[] Right)[] StretchedShapes =
    [
        ([3, 4], [4]), ([4], [3, 4]), ([3, 1], [1, 4]), ([], [2, 3]), ([2, 3], []), ([2, 1, 3], [4, 1]), ([1], [5]), ([1, 1, 1], [3]), ([0, 3], [3]), ([2, 2, 2, 2], [1, 2, 1, 2]), ([1, 9], [9, 1]),
    ];

    public static TheoryData<string> UnaryNames => [.. Unary.Keys];

    public static TheoryData<string> BinaryNames => [.. Binary.Keys];

    [Theory]
    [MemberData(nameof(UnaryNames))]
    public void Functions_of_one_tensor(string name)
    {
        var (function, input) = Unary[name];
        for (var i = 0; i < Shapes.Length; i++)
        {
            GradientCheck.First(x => function(x[0]), input(i, Shapes[i]));
            GradientCheck.Second(x => function(x[0]), input(i, Shapes[i]));
        }
    }

    [Theory]
    [InlineData("exp")]
    [InlineData("log")]
    [InlineData("tanh")]
    [InlineData("sigmoid")]
    [InlineData("gelu")]
    [InlineData("sqrt")]
    public void Third_derivatives(string name) => GradientCheck.Third(x => Unary[name].Function(x[0]), Unary[name].Input(3, [2, 3]));

    [Theory]
    [MemberData(nameof(BinaryNames))]
    public void Functions_of_two_tensors(string name)
    {
        var (function, left, right) = Binary[name];
        for (var i = 0; i < Shapes.Length; i++)
        {
            GradientCheck.First(x => function(x[0], x[1]), left(i, Shapes[i]), right(i + 50, Shapes[i]));
            GradientCheck.Second(x => function(x[0], x[1]), left(i, Shapes[i]), right(i + 50, Shapes[i]));
        }
    }

    [Theory]
    [MemberData(nameof(BinaryNames))]
    public void Functions_of_two_tensors_that_are_stretched(string name)
    {
        var (function, left, right) = Binary[name];
        for (var i = 0; i < StretchedShapes.Length; i++)
        {
            var (leftShape, rightShape) = StretchedShapes[i];
            GradientCheck.First(x => function(x[0], x[1]), left(i, leftShape), right(i + 50, rightShape));
            GradientCheck.Second(x => function(x[0], x[1]), left(i, leftShape), right(i + 50, rightShape));
        }
    }

    [Fact]
    public void At_a_tie_the_gradient_goes_to_the_first()
    {
        var (x, y) = (Tensor.Ones(2).Track(), Tensor.Ones(2).Track());
        foreach (var result in new[] { x.Maximum(y), x.Minimum(y) })
        {
            var gradients = RedGradient.Autodiff.Gradient.Of(result.Sum(), [x, y]);
            Assert.Equal([1f, 1f], gradients[0].ToArray());
            Assert.Equal([0f, 0f], gradients[1].ToArray());
        }
    }

    [Fact]
    public void At_a_kink_the_stated_derivative_is_taken()
    {
        var zero = Tensor.Zeros(1).Track();
        Assert.Equal(0f, RedGradient.Autodiff.Gradient.Of(zero.Relu().Sum(), zero).ToArray()[0]);
        Assert.Equal(0f, RedGradient.Autodiff.Gradient.Of(zero.Abs().Sum(), zero).ToArray()[0]);
        Assert.Equal(0.25f, RedGradient.Autodiff.Gradient.Of(zero.LeakyRelu(0.25f).Sum(), zero).ToArray()[0]);
    }
}
