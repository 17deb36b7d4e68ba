using BenchmarkDotNet.Attributes;
using RedGradient.Autodiff.Operations;
using RedGradient.Networks;
using RedGradient.Tensors;
using RedGradient.Tensors.Kernels;

namespace RedGradient.Benchmarks;

/// <summary>The kernels one by one, at the sizes the lessons use.</summary>
[MemoryDiagnoser]
public class KernelBenchmarks
{
    private readonly Tensor square = Peer.Images(512, 512);
    private readonly Tensor rows = Peer.Images(128, 784);
    private readonly Tensor weights = Peer.Images(784, 256);
    private readonly Tensor rowGradient = Peer.Images(128, 256);
    private readonly Tensor tinyRows = Peer.Images(10, 8);
    private readonly Tensor tinyWeights = Peer.Images(8, 8);
    private readonly Tensor images = Peer.Images(128, 16, 12, 12);
    private readonly Tensor kernels = Peer.Images(32, 16, 5, 5);
    private readonly Tensor bias = Peer.Images(32);
    private readonly Tensor outputGradient = Peer.Images(128, 32, 8, 8);
    private readonly Tensor planes = Peer.Images(128, 16, 24, 24);
    private readonly Network plane = Peer.Plane();
    private readonly Tensor points = Peer.Images(10, 2);
    private readonly int[] pointLabels = Peer.Labels(10, 2);
    private readonly ConvolutionGeometry geometry;
    private readonly PoolingGeometry pooling;

    public KernelBenchmarks()
    {
        geometry = new ConvolutionGeometry(images.Shape, kernels.Shape, 1, 0);
        pooling = new PoolingGeometry(planes.Shape, 2, 2);
    }

    [Benchmark]
    public void MatrixProduct512() => Step(() => square.MatMul(square));

    [Benchmark]
    public void DenseForward() => Step(() => rows.MatMul(weights));

    [Benchmark]
    public void DenseInputGradient() => Step(() => MatrixMultiply.Apply(rowGradient, weights, transposeY: true));

    [Benchmark]
    public void DenseWeightGradient() => Step(() => MatrixMultiply.Apply(rows, rowGradient, transposeX: true));

    [Benchmark]
    public void TinyProduct() => Step(() => tinyRows.MatMul(tinyWeights));

    [Benchmark]
    public void ConvolutionForward() => Step(() => Convolve.Apply(geometry, images, kernels, bias));

    [Benchmark]
    public void ConvolutionInputGradient() => Step(() => ConvolveInputGradient.Apply(geometry, outputGradient, kernels));

    [Benchmark]
    public void ConvolutionWeightGradient() => Step(() => ConvolveWeightGradient.Apply(geometry, images, outputGradient));

    [Benchmark]
    public void MaxPooling() => Step(() => PickLargest.Apply(pooling, planes, planes));

    [Benchmark]
    public void Rectifier() => Step(() => planes.Relu());

    [Benchmark]
    public void HyperbolicTangent() => Step(() => planes.Tanh());

    [Benchmark]
    public void SmallNetworkGradient() => Step(() => plane.ScoresAndPullback(points, scores => scores.Softmax() - Losses.OneHot(pointLabels, 2)).InputGradient);

    private static void Step(Func<Tensor> work)
    {
        using var step = TensorArena.OfThread.Begin();
        work();
    }
}
