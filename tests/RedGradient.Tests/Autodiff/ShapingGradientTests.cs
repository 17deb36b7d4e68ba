using FsCheck.Fluent;
using RedGradient.Autodiff.Operations;
using RedGradient.Networks;
using RedGradient.Tensors;
using RedGradient.Tests.Kernels;

namespace RedGradient.Tests.Autodiff;

/// <summary>Products, sums along dimensions, softmax, rows and losses.</summary>
public class ShapingGradientTests
{
    private static readonly Dictionary<string, Func<Tensor, Tensor>> Matrix = new()
    {
        ["transpose"] = x => x.Transpose().Square(),
        ["sum of rows"] = x => x.Sum(0).Square(),
        ["sum of columns"] = x => x.Sum(-1, keepDimension: true).Square(),
        ["sum to"] = x => x.SumTo(new Shape(1, x.Shape[1])).Square(),
        ["softmax"] = x => x.Softmax(),
        ["log-softmax"] = x => x.LogSoftmax(),
        ["cross-entropy"] = x => Losses.CrossEntropyPerExample(x, Labels(x)),
        ["pick"] = x => x.Pick(Labels(x)).Square(),
        ["all rows twice"] = x => x.Rows([.. Enumerable.Range(0, x.Shape[0]), .. Enumerable.Range(0, x.Shape[0])]).Square(),
        ["first rows"] = x => x.Rows(0, x.Shape[0] / 2).Square(),
        ["concatenate"] = x => Tensor.Concatenate(x.Square(), x, x.Tanh()),
        ["reshape"] = x => x.Reshape(new Shape(x.Shape[1], x.Shape[0])).Square(),
        ["gram"] = x => x.MatMul(x.Transpose()),
    };

    private static readonly Dictionary<string, Func<Tensor, Tensor>> FilledMatrix = new()
    {
        ["mean"] = x => x.Mean().Square(),
        ["mean of rows"] = x => x.Mean(0).Square(),
        ["mean of columns"] = x => x.Mean(1, keepDimension: true).Square(),
        ["mean cross-entropy"] = x => Losses.CrossEntropy(x, Labels(x)),
        ["squared error"] = x => Losses.MeanSquaredError(x, Tensor.Ones(x.Shape.ToArray())),
        ["row"] = x => x.Row(x.Shape[0] - 1).Square(),
        ["normalised rows"] = x => x / (x.Square().Sum(-1, keepDimension: true) + 0.5f).Sqrt(),
    };

    private static readonly int[][] Shapes = [[3, 4], [1, 5], [5, 1], [2, 9]];

    public static TheoryData<string> MatrixNames => [.. Matrix.Keys];

    public static TheoryData<string> FilledMatrixNames => [.. FilledMatrix.Keys];

    [Theory]
    [MemberData(nameof(MatrixNames))]
    public void Functions_of_a_matrix(string name)
    {
        foreach (var shape in Shapes.Append([0, 3]))
        {
            GradientCheck.First(x => Matrix[name](x[0]), Values.Normal(1, shape));
            GradientCheck.Second(x => Matrix[name](x[0]), Values.Normal(1, shape));
        }
    }

    [Theory]
    [MemberData(nameof(FilledMatrixNames))]
    public void Functions_of_a_matrix_with_at_least_one_row(string name)
    {
        foreach (var shape in Shapes)
        {
            GradientCheck.First(x => FilledMatrix[name](x[0]), Values.Normal(1, shape));
            GradientCheck.Second(x => FilledMatrix[name](x[0]), Values.Normal(1, shape));
        }
    }

    [Fact]
    public void The_largest_entry()
    {
        foreach (var shape in Shapes.Append([0, 3]).Append([2, 3, 4]).Append([6]))
        {
            GradientCheck.First(x => x[0].Max().Square(), Values.Distinct(2, shape));
            GradientCheck.Second(x => x[0].Max().Square(), Values.Distinct(2, shape));
        }
    }

    [Fact]
    public void Sums_along_each_dimension_of_a_block()
    {
        for (var d = -3; d < 3; d++)
        {
            GradientCheck.First(x => x[0].Sum(d).Square(), Values.Normal(1, 2, 3, 4));
            GradientCheck.Second(x => x[0].Sum(d).Square(), Values.Normal(1, 2, 3, 4));
        }

        GradientCheck.First(x => x[0].SumTo(new Shape(3, 1)).Square(), Values.Normal(1, 2, 3, 4));
        GradientCheck.Second(x => x[0].SumTo(new Shape(3, 1)).Square(), Values.Normal(1, 2, 3, 4));
    }

    [Theory]
    [InlineData(false, false)]
    [InlineData(false, true)]
    [InlineData(true, false)]
    [InlineData(true, true)]
    public void Matrix_products_in_all_forms_over_random_shapes(bool transposeLeft, bool transposeRight)
    {
        var cases = from rows in Gen.Choose(0, 4) from inner in Gen.Choose(0, 4) from columns in Gen.Choose(1, 4) select (rows, inner, columns);
        Sample.Check(cases, 12, c =>
        {
            var left = transposeLeft ? Values.Normal(1, c.inner, c.rows) : Values.Normal(1, c.rows, c.inner);
            var right = transposeRight ? Values.Normal(2, c.columns, c.inner) : Values.Normal(2, c.inner, c.columns);
            GradientCheck.First(x => MatrixMultiply.Apply(x[0], x[1], transposeLeft, transposeRight), left, right);
            GradientCheck.Second(x => MatrixMultiply.Apply(x[0], x[1], transposeLeft, transposeRight), left, right);
        });
    }

    [Fact]
    public void A_dense_layer_over_random_shapes()
    {
        var cases = from batch in Gen.Choose(0, 4) from inputs in Gen.Choose(1, 4) from outputs in Gen.Choose(1, 4) select (batch, inputs, outputs);
        Sample.Check(cases, 12, c =>
        {
            Tensor[] inputs = [Values.Normal(1, c.batch, c.inputs), Values.Normal(2, c.inputs, c.outputs), Values.Normal(3, c.outputs)];
            GradientCheck.First(x => Linear.Apply(x[0], x[1], x[2]), inputs);
            GradientCheck.Second(x => Linear.Apply(x[0], x[1], x[2]), inputs);
        });
    }

    private static int[] Labels(Tensor x) => [.. Enumerable.Range(0, x.Shape[0]).Select(i => (2 * i) % x.Shape[1])];
}
