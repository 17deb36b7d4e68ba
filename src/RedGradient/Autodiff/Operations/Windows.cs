using RedGradient.Tensors;
using RedGradient.Tensors.Kernels;

namespace RedGradient.Autodiff.Operations;

/// <summary>Every run of neighbouring positions as a row: <c>[batch, positions, channels]</c> to <c>[batch·(positions − width + 1), width·channels]</c>.</summary>
internal sealed class Windows(Tensor x, int width) : Operation(x)
{
    public static Tensor Apply(Tensor x, int width)
    {
        int batch = x.Shape[0], positions = x.Shape[1], channels = x.Shape[2];
        int places = positions - width + 1, length = width * channels;
        var result = Tensor.Allocate(Shape.Owned(batch * places, length));
        var from = x.AsSpan();
        var to = result.MutableSpan;
        for (var example = 0; example < batch; example++)
        {
            for (var place = 0; place < places; place++)
            {
                // Row-major order puts neighbouring positions side by side.
                from.Slice(((example * positions) + place) * channels, length).CopyTo(to[(((example * places) + place) * length)..]);
            }
        }

        return IsRecorded(x) ? result.RecordedAs(new Windows(x, width)) : result;
    }

    public override Tensor GradientOf(int input, Tensor result, Tensor gradient) => SumWindows.Apply(gradient, First!.Shape, width);
}

/// <summary>Each row added at the run of positions it came from: the counterpart of cutting into windows.</summary>
internal sealed class SumWindows(Tensor x, int width) : Operation(x)
{
    public static Tensor Apply(Tensor x, Shape shape, int width)
    {
        int batch = shape[0], positions = shape[1], channels = shape[2];
        int places = positions - width + 1, length = width * channels;
        var result = Tensor.AllocateZeros(shape);
        var from = x.AsSpan();
        var to = result.MutableSpan;
        for (var example = 0; example < batch; example++)
        {
            for (var place = 0; place < places; place++)
            {
                var target = to.Slice(((example * positions) + place) * channels, length);
                Elementwise.Zip(default(AddFunction), target, from.Slice(((example * places) + place) * length, length), target);
            }
        }

        return IsRecorded(x) ? result.RecordedAs(new SumWindows(x, width)) : result;
    }

    public override Tensor GradientOf(int input, Tensor result, Tensor gradient) => Windows.Apply(gradient, width);
}
