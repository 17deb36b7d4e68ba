using System.Globalization;
using RedGradient.Autodiff;
using RedGradient.Tensors;

namespace RedGradient.Tests.Autodiff;

/// <summary>Gradients against central finite differences of the function itself.</summary>
/// <remarks>
/// The function's outputs are weighted by fixed random numbers to a scalar. Two step sizes are combined (Richardson), so that the error of the differences is of
/// fourth order in the step and single precision suffices.
/// </remarks>
internal static class GradientCheck
{
    private const float Step = 0.02f;

    /// <summary>Checks the gradient with respect to every element of every input.</summary>
    public static void First(Func<Tensor[], Tensor> function, params Tensor[] inputs) => Check(x => [function(x)], inputs, 2e-4, "first");

    /// <summary>Checks the gradient of the gradient: the first derivatives are the function whose derivative is compared.</summary>
    public static void Second(Func<Tensor[], Tensor> function, params Tensor[] inputs) => Check(Derivative(x => [function(x)]), inputs, 5e-4, "second");

    /// <summary>One order more.</summary>
    public static void Third(Func<Tensor[], Tensor> function, params Tensor[] inputs) => Check(Derivative(Derivative(x => [function(x)])), inputs, 2e-3, "third");

    private static Func<Tensor[], Tensor[]> Derivative(Func<Tensor[], Tensor[]> function) => x =>
    {
        var loss = Weighted(function(x));
        return loss.IsTracked ? Gradient.Of(loss, x, createGraph: true) : [.. x.Select(tensor => Tensor.Zeros(tensor.Shape))];
    };

    private static void Check(Func<Tensor[], Tensor[]> function, Tensor[] inputs, double tolerance, string order)
    {
        Tensor[] tracked = [.. inputs.Select(input => input.Track())];
        var loss = Weighted(function(tracked));
        var gradients = loss.IsTracked ? Gradient.Of(loss, tracked) : [.. inputs.Select(input => Tensor.Zeros(input.Shape))];
        for (var i = 0; i < inputs.Length; i++)
        {
            Assert.Equal(inputs[i].Shape, gradients[i].Shape);
            var analytic = gradients[i].ToArray();
            for (var at = 0; at < analytic.Length; at++)
            {
                var numeric = ((4.0 * Difference(function, inputs, i, at, Step / 2f)) - Difference(function, inputs, i, at, Step)) / 3.0;
                Assert.True(
                    Math.Abs(analytic[at] - numeric) <= tolerance * (1.0 + Math.Abs(numeric)),
                    string.Create(CultureInfo.InvariantCulture, $"{order} derivative, input {i} {inputs[i].Shape}, element {at}: {analytic[at]:G6} against {numeric:G6} by differences"));
            }
        }
    }

    private static double Difference(Func<Tensor[], Tensor[]> function, Tensor[] inputs, int input, int at, float step)
    {
        var (high, low) = (Moved(step), Moved(-step));
        var (above, below) = (function(high.Inputs), function(low.Inputs));
        var sum = 0.0;
        for (var i = 0; i < above.Length; i++)
        {
            var weights = Weights(above[i].Shape, i).ToArray();
            float[] up = above[i].ToArray(), down = below[i].ToArray();
            for (var j = 0; j < weights.Length; j++)
            {
                sum += weights[j] * ((double)up[j] - down[j]);
            }
        }

        return sum / ((double)high.Value - low.Value);

        (Tensor[] Inputs, float Value) Moved(float by)
        {
            var values = inputs[input].ToArray();
            values[at] += by;
            Tensor[] moved = [.. inputs.Select((tensor, i) => (i == input ? Tensor.From(values, tensor.Shape.ToArray()) : tensor).Track())];
            return (moved, values[at]);
        }
    }

    private static Tensor Weighted(Tensor[] outputs) =>
        outputs.Select((output, i) => (output * Weights(output.Shape, i)).Sum()).Aggregate((x, y) => x + y);

    private static Tensor Weights(Shape shape, int index) => Tensor.Uniform(new SeededRandom(1000 + index), 0.5f, 1.5f, shape.ToArray());
}
