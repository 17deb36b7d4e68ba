using RedGradient.Tensors;
using RedGradient.Tensors.Kernels;

namespace RedGradient.Autodiff.Operations;

/// <summary>From each window, the value at the place of the largest key. Max pooling picks from the keys themselves.</summary>
internal sealed class PickLargest(PoolingGeometry geometry, Tensor keys, Tensor values) : Operation(values)
{
    public static Tensor Apply(PoolingGeometry geometry, Tensor keys, Tensor values)
    {
        var result = Tensor.Allocate(geometry.Output);
        Pooling.PickLargest(geometry, keys, values, result);
        return IsRecorded(values) ? result.RecordedAs(new PickLargest(geometry, keys.Detach(), values)) : result;
    }

    public override Tensor GradientOf(int input, Tensor result, Tensor gradient) => PlaceLargest.Apply(geometry, keys, gradient);
}

/// <summary>Each value at the place of its window's largest key, zeros elsewhere.</summary>
internal sealed class PlaceLargest(PoolingGeometry geometry, Tensor keys, Tensor values) : Operation(values)
{
    public static Tensor Apply(PoolingGeometry geometry, Tensor keys, Tensor values)
    {
        var result = geometry.PlacesAll ? Tensor.Allocate(geometry.Input) : Tensor.AllocateZeros(geometry.Input);
        Pooling.PlaceLargest(geometry, keys, values, result);
        return IsRecorded(values) ? result.RecordedAs(new PlaceLargest(geometry, keys, values)) : result;
    }

    public override Tensor GradientOf(int input, Tensor result, Tensor gradient) => PickLargest.Apply(geometry, keys, gradient);
}

/// <summary>The mean of each window.</summary>
internal sealed class AveragePool(PoolingGeometry geometry, Tensor x) : Operation(x)
{
    public static Tensor Apply(PoolingGeometry geometry, Tensor x)
    {
        var result = Tensor.Allocate(geometry.Output);
        Pooling.Average(geometry, x, result);
        return IsRecorded(x) ? result.RecordedAs(new AveragePool(geometry, x)) : result;
    }

    public override Tensor GradientOf(int input, Tensor result, Tensor gradient) => SpreadPool.Apply(geometry, gradient);
}

/// <summary>Each value spread evenly over its window: the counterpart of the mean.</summary>
internal sealed class SpreadPool(PoolingGeometry geometry, Tensor x) : Operation(x)
{
    public static Tensor Apply(PoolingGeometry geometry, Tensor x)
    {
        var result = Tensor.AllocateZeros(geometry.Input);
        Pooling.Spread(geometry, x, result);
        return IsRecorded(x) ? result.RecordedAs(new SpreadPool(geometry, x)) : result;
    }

    public override Tensor GradientOf(int input, Tensor result, Tensor gradient) => AveragePool.Apply(geometry, gradient);
}
