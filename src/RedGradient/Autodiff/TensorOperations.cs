using RedGradient.Autodiff;
using RedGradient.Autodiff.Operations;
using RedGradient.Tensors.Kernels;

namespace RedGradient.Tensors;

// The differentiable operations of a tensor. Each is remembered when an input is tracked; its rule stands in Autodiff/Operations.
public sealed partial class Tensor
{
    internal Operation? Origin { get; private set; }

    /// <summary>Whether gradients can be taken with respect to this tensor: it was tracked, or computed from a tracked one.</summary>
    public bool IsTracked => Origin is not null;

    /// <summary>The same values as a tensor whose use is recorded, so that <see cref="Gradient"/> can differentiate by it.</summary>
    public Tensor Track()
    {
        var tracked = View(0, Shape);
        tracked.Origin = new Leaf();
        return tracked;
    }

    /// <summary>The same values without history: a constant for differentiation. No copy.</summary>
    public Tensor Detach() => Origin is null ? this : View(0, Shape);

    /// <summary>A copy without history that outlives a step of a training loop.</summary>
    public Tensor Keep() => new(ToArray(), Shape);

    /// <summary>The sum, element by element; shapes are stretched to each other where a length is 1 or missing.</summary>
    /// <param name="x">The first summand.</param>
    /// <param name="y">The second summand.</param>
    /// <exception cref="ArgumentException">The shapes do not fit each other.</exception>
    public static Tensor operator +(Tensor x, Tensor y) => Autodiff.Operations.Add.Apply(x, y);

    /// <summary>The difference, element by element, with stretching.</summary>
    /// <param name="x">What is subtracted from.</param>
    /// <param name="y">What is subtracted.</param>
    /// <exception cref="ArgumentException">The shapes do not fit each other.</exception>
    public static Tensor operator -(Tensor x, Tensor y) => Autodiff.Operations.Subtract.Apply(x, y);

    /// <summary>The product, element by element, with stretching. The matrix product is <see cref="MatMul"/>.</summary>
    /// <param name="x">The first factor.</param>
    /// <param name="y">The second factor.</param>
    /// <exception cref="ArgumentException">The shapes do not fit each other.</exception>
    public static Tensor operator *(Tensor x, Tensor y) => Autodiff.Operations.Multiply.Apply(x, y);

    /// <summary>The quotient, element by element, with stretching.</summary>
    /// <param name="x">The numerator.</param>
    /// <param name="y">The denominator.</param>
    /// <exception cref="ArgumentException">The shapes do not fit each other.</exception>
    public static Tensor operator /(Tensor x, Tensor y) => Autodiff.Operations.Divide.Apply(x, y);

    /// <summary>Adds a number to every element.</summary>
    /// <param name="x">The tensor.</param>
    /// <param name="amount">The number.</param>
    public static Tensor operator +(Tensor x, float amount) => Shift.Apply(x, amount);

    /// <summary>Adds a number to every element.</summary>
    /// <param name="amount">The number.</param>
    /// <param name="x">The tensor.</param>
    public static Tensor operator +(float amount, Tensor x) => Shift.Apply(x, amount);

    /// <summary>Takes a number off every element.</summary>
    /// <param name="x">The tensor.</param>
    /// <param name="amount">The number.</param>
    public static Tensor operator -(Tensor x, float amount) => Shift.Apply(x, -amount);

    /// <summary>A number minus every element.</summary>
    /// <param name="amount">The number.</param>
    /// <param name="x">The tensor.</param>
    public static Tensor operator -(float amount, Tensor x) => Shift.Apply(-x, amount);

    /// <summary>Every element with its sign turned.</summary>
    /// <param name="x">The tensor.</param>
    public static Tensor operator -(Tensor x) => Scale.Apply(x, -1f);

    /// <summary>Multiplies every element by a number.</summary>
    /// <param name="x">The tensor.</param>
    /// <param name="factor">The number.</param>
    public static Tensor operator *(Tensor x, float factor) => Scale.Apply(x, factor);

    /// <summary>Multiplies every element by a number.</summary>
    /// <param name="factor">The number.</param>
    /// <param name="x">The tensor.</param>
    public static Tensor operator *(float factor, Tensor x) => Scale.Apply(x, factor);

    /// <summary>Divides every element by a number.</summary>
    /// <param name="x">The tensor.</param>
    /// <param name="divisor">The number.</param>
    public static Tensor operator /(Tensor x, float divisor) => Autodiff.Operations.Divide.Apply(x, Scalar(divisor));

    /// <summary>The matrix product: [rows, inner] times [inner, columns] gives [rows, columns].</summary>
    /// <param name="right">The right factor.</param>
    /// <exception cref="ArgumentException">One is not a matrix, or the inner lengths differ.</exception>
    public Tensor MatMul(Tensor right) => MatrixMultiply.Apply(this, right);

    /// <summary>The matrix with rows and columns exchanged.</summary>
    /// <exception cref="ArgumentException">The tensor is not a matrix.</exception>
    public Tensor Transpose() => Autodiff.Operations.Transpose.Apply(this);

    /// <summary>The same values in another shape, without a copy; one length may be −1 and is worked out.</summary>
    /// <param name="shape">The new lengths.</param>
    /// <exception cref="ArgumentException">The numbers of elements differ.</exception>
    public Tensor Reshape(params int[] shape)
    {
        ArgumentNullException.ThrowIfNull(shape);
        var open = Array.IndexOf(shape, -1);
        if (open >= 0)
        {
            var rest = shape.Where((_, i) => i != open).Aggregate(1, (product, length) => product * length);
            if (rest <= 0 || Size % rest != 0)
            {
                throw new ArgumentException($"Reshape: {Shape} has {Size} elements, which [{string.Join(", ", shape)}] cannot hold whatever the open length.", nameof(shape));
            }

            shape = [.. shape];
            shape[open] = Size / rest;
        }

        return Reshape(new Shape(shape));
    }

    /// <summary>The same values in another shape, without a copy.</summary>
    /// <param name="shape">Of the same number of elements.</param>
    /// <exception cref="ArgumentException">The numbers of elements differ.</exception>
    public Tensor Reshape(Shape shape) => Shape.Equals(shape) ? this : Autodiff.Operations.Reshape.Apply(this, shape);

    /// <summary>Sums over the dimensions that the target has as 1 or lacks, so that stretching the result gives this shape again.</summary>
    /// <param name="shape">A shape that can be stretched to this one.</param>
    /// <exception cref="ArgumentException">It cannot.</exception>
    public Tensor SumTo(Shape shape)
    {
        if (!Broadcasting.Join(Shape, shape, "Summing").Equals(Shape))
        {
            throw new ArgumentException($"Summing: {Shape} cannot be summed to {shape}.", nameof(shape));
        }

        return Autodiff.Operations.SumTo.Apply(this, shape);
    }

    /// <summary>Repeats along dimensions of length 1, or missing ones, up to a larger shape.</summary>
    /// <param name="shape">The larger shape.</param>
    /// <exception cref="ArgumentException">The shapes do not fit each other.</exception>
    public Tensor StretchTo(Shape shape) => Autodiff.Operations.StretchTo.Apply(this, shape);

    /// <summary>The sum of all elements, a scalar.</summary>
    public Tensor Sum() => Autodiff.Operations.SumTo.Apply(this, Shape.Scalar);

    /// <summary>Σx² over all elements, a scalar: the squared length, without writing the squares down.</summary>
    /// <remarks>Sums with fused multiply-adds, so that the last bits may differ from <c>Square().Sum()</c>.</remarks>
    public Tensor SumOfSquares() => Autodiff.Operations.SumOfSquares.Apply(this);

    /// <summary>The sums along one dimension.</summary>
    /// <param name="dimension">Which; −1 is the last.</param>
    /// <param name="keepDimension">Whether the dimension stays, with length 1, or goes.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no such dimension.</exception>
    public Tensor Sum(int dimension, bool keepDimension = false)
    {
        var lengths = Shape.ToArray();
        var d = Shape.NormalizeDimension(dimension);
        lengths[d] = 1;
        var sum = Shape[d] == 1 ? this : Autodiff.Operations.SumTo.Apply(this, new Shape(lengths));
        return keepDimension ? sum : sum.Reshape(new Shape([.. lengths[..d], .. lengths[(d + 1)..]]));
    }

    /// <summary>The mean of all elements, a scalar.</summary>
    /// <exception cref="InvalidOperationException">The tensor is empty: no numbers have no mean.</exception>
    public Tensor Mean() => Size > 0 ? Sum() / Size : throw new InvalidOperationException($"The mean of a tensor needs at least one element; the shape {Shape} has none.");

    /// <summary>The means along one dimension.</summary>
    /// <param name="dimension">Which; −1 is the last.</param>
    /// <param name="keepDimension">Whether the dimension stays, with length 1, or goes.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no such dimension.</exception>
    /// <exception cref="InvalidOperationException">The dimension is empty: no numbers have no mean.</exception>
    public Tensor Mean(int dimension, bool keepDimension = false) => Shape[dimension] > 0
        ? Sum(dimension, keepDimension) / Shape[dimension]
        : throw new InvalidOperationException($"The mean along a dimension needs at least one element there; dimension {dimension} of the shape {Shape} has none.");

    /// <summary>The largest entry along the last dimension; its gradient goes to the first entry that reaches it.</summary>
    /// <exception cref="ArgumentException">The last dimension is empty or missing.</exception>
    public Tensor Max()
    {
        var length = Autodiff.Operations.Softmax.RowLength(this, "Max");
        var positions = ArgMax();
        for (var i = 0; i < positions.Length; i++)
        {
            positions[i] += i * length;
        }

        return Autodiff.Operations.Pick.Apply(this, positions, new Shape(Shape.ToArray()[..^1]));
    }

    /// <summary>Where along the last dimension the largest entry is: for scores [batch, classes] the predicted class of each row. The first wins a tie.</summary>
    /// <returns>One number for each row.</returns>
    /// <exception cref="ArgumentException">The last dimension is empty or missing.</exception>
    public int[] ArgMax()
    {
        var length = Autodiff.Operations.Softmax.RowLength(this, "ArgMax");
        var values = AsSpan();
        var result = new int[Size / length];
        for (var i = 0; i < result.Length; i++)
        {
            var row = values.Slice(i * length, length);
            var best = 0;
            for (var j = 1; j < length; j++)
            {
                best = row[j] > row[best] ? j : best;
            }

            result[i] = best;
        }

        return result;
    }

    /// <summary>One entry of each row of [batch, classes]: result[i] = this[i, columns[i]].</summary>
    /// <param name="columns">One column number for each row.</param>
    /// <exception cref="ArgumentException">This is not a matrix, or the number of columns given is not that of the rows, or one is out of range.</exception>
    public Tensor Pick(int[] columns)
    {
        ArgumentNullException.ThrowIfNull(columns);
        if (Shape.Rank != 2 || columns.Length != Shape[0])
        {
            throw new ArgumentException($"Pick takes one column for each row of a matrix; {columns.Length} columns were given for the shape {Shape}.", nameof(columns));
        }

        var positions = new int[columns.Length];
        for (var i = 0; i < positions.Length; i++)
        {
            if ((uint)columns[i] >= (uint)Shape[1])
            {
                throw new ArgumentException($"Pick: there is no column {columns[i]} (row {i}) in the shape {Shape}; allowed: 0 to {Shape[1] - 1}.", nameof(columns));
            }

            positions[i] = (i * Shape[1]) + columns[i];
        }

        return Autodiff.Operations.Pick.Apply(this, positions, new Shape(columns.Length));
    }

    /// <summary>e^x of every element.</summary>
    public Tensor Exp() => Exponential.Apply(this);

    /// <summary>The natural logarithm of every element; −∞ at 0, NaN below.</summary>
    public Tensor Log() => Logarithm.Apply(this);

    /// <summary>The square root of every element.</summary>
    public Tensor Sqrt() => SquareRoot.Apply(this);

    /// <summary>Every element times itself.</summary>
    public Tensor Square() => this * this;

    /// <summary>The size of every element without its sign.</summary>
    public Tensor Abs() => Absolute.Apply(this);

    /// <summary>−1, 0 or 1 for every element. Its gradient is 0 everywhere, so the result has no history.</summary>
    public Tensor Sign() => Map(default(SignFunction));

    /// <summary>Every element held between two bounds; where a bound holds it the gradient is 0.</summary>
    /// <param name="minimum">The lower bound.</param>
    /// <param name="maximum">The upper bound.</param>
    /// <exception cref="ArgumentException">The lower bound is above the upper, or one is NaN.</exception>
    public Tensor Clamp(float minimum, float maximum) => minimum <= maximum
        ? Autodiff.Operations.Clamp.Apply(this, minimum, maximum)
        : throw new ArgumentException(FormattableString.Invariant($"Clamp: the lower bound {minimum} must not be above the upper bound {maximum}."));

    /// <summary>The larger of two numbers, element by element, with stretching; the gradient goes to the larger, at a tie to this one.</summary>
    /// <param name="other">The other tensor.</param>
    /// <exception cref="ArgumentException">The shapes do not fit each other.</exception>
    public Tensor Maximum(Tensor other) => Autodiff.Operations.Maximum.Apply(this, other);

    /// <summary>The smaller of two numbers, element by element, with stretching; the gradient goes to the smaller, at a tie to this one.</summary>
    /// <param name="other">The other tensor.</param>
    /// <exception cref="ArgumentException">The shapes do not fit each other.</exception>
    public Tensor Minimum(Tensor other) => -Autodiff.Operations.Maximum.Apply(-this, -other);

    /// <summary>The rectified linear unit: x where positive, else 0. The derivative at 0 is taken as 0.</summary>
    public Tensor Relu() => LeakyRectifier.Apply(this, 0f);

    /// <summary>x where positive, else slope·x.</summary>
    /// <param name="slope">Usually 0.01.</param>
    public Tensor LeakyRelu(float slope = 0.01f) => LeakyRectifier.Apply(this, slope);

    /// <summary>The hyperbolic tangent, from −1 to 1.</summary>
    public Tensor Tanh() => HyperbolicTangent.Apply(this);

    /// <summary>The logistic function 1/(1 + e^−x), from 0 to 1.</summary>
    public Tensor Sigmoid() => Logistic.Apply(this);

    /// <summary>The Gaussian error linear unit x·Φ(x), with Φ the normal distribution function (Hendrycks and Gimpel 2016).</summary>
    public Tensor Gelu() => GaussianErrorLinear.Apply(this);

    /// <summary>e^x/Σe^x over the last dimension: scores to probabilities. Stable for scores of any finite size.</summary>
    /// <exception cref="ArgumentException">The last dimension is empty or missing.</exception>
    public Tensor Softmax() => Autodiff.Operations.Softmax.Apply(this);

    /// <summary>The logarithm of <see cref="Softmax"/>, without computing the probabilities first.</summary>
    /// <exception cref="ArgumentException">The last dimension is empty or missing.</exception>
    public Tensor LogSoftmax() => Autodiff.Operations.LogSoftmax.Apply(this);

    /// <summary>One entry of the first dimension, which goes: a row of a matrix, an image of a batch.</summary>
    /// <param name="index">From 0 to the first length − 1.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no such row.</exception>
    public Tensor Row(int index) => Rows([index]).Reshape(new Shape(Shape.ToArray()[1..]));

    /// <summary>Entries of the first dimension, in the given order; one may appear twice.</summary>
    /// <param name="indices">Each from 0 to the first length − 1.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no such row.</exception>
    public Tensor Rows(int[] indices)
    {
        ArgumentNullException.ThrowIfNull(indices);
        return SelectRows.Apply(this, IsTracked ? (int[])indices.Clone() : indices);
    }

    /// <summary>A run of entries of the first dimension; without history it shares this tensor's memory.</summary>
    /// <param name="start">The first.</param>
    /// <param name="count">How many.</param>
    /// <exception cref="ArgumentOutOfRangeException">The run does not lie within the first dimension.</exception>
    public Tensor Rows(int start, int count)
    {
        if (Shape.Rank == 0 || start < 0 || count < 0 || start > Shape[0] - count)
        {
            throw new ArgumentOutOfRangeException(nameof(start), start, $"The rows {start} to {start + (long)count - 1} do not lie within the shape {Shape}.");
        }

        if (Operation.IsRecorded(this))
        {
            return SelectRows.Apply(this, Enumerable.Range(start, count).ToArray());
        }

        var lengths = Shape.ToArray();
        var size = lengths[0] == 0 ? 0 : Size / lengths[0];
        lengths[0] = count;
        return View(start * size, new Shape(lengths));
    }

    /// <summary>Tensors one after the other along the first dimension.</summary>
    /// <param name="tensors">At least one; all lengths but the first must agree.</param>
    /// <exception cref="ArgumentException">None given, or the shapes do not fit.</exception>
    public static Tensor Concatenate(params Tensor[] tensors)
    {
        ArgumentNullException.ThrowIfNull(tensors);
        return tensors.Length == 0
            ? throw new ArgumentException("Concatenation needs at least one tensor; none was given.", nameof(tensors))
            : tensors.Aggregate(Autodiff.Operations.Concatenate.Apply);
    }

    internal Tensor RecordedAs(Operation origin)
    {
        Origin = origin;
        return this;
    }

    internal static Tensor AllocateZeros(Shape shape)
    {
        var result = Allocate(shape);
        result.MutableSpan.Clear();
        return result;
    }

    internal Tensor Map<TFunction>(TFunction function)
        where TFunction : struct, IUnaryFunction
    {
        var result = Allocate(Shape);
        Elementwise.Map(function, this, result);
        return result;
    }

    internal Tensor Zip<TFunction>(TFunction function, Tensor other)
        where TFunction : struct, IBinaryFunction
    {
        var result = Allocate(Shape);
        Elementwise.Zip(function, this, other, result);
        return result;
    }
}
