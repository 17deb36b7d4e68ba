using System.Runtime.InteropServices;
using RedGradient.Networks;
using RedGradient.Tensors;
using RedGradient.TorchSharp;
using TorchSharp;
using Tensor = RedGradient.Tensors.Tensor;

namespace RedGradient.Guests.Tests;

/// <summary>Wrong gradients of oneDNN are noticed and not used. Its switch is one for the process, so that nothing may run beside.</summary>
[Collection(Alone)]
[CollectionDefinition(Alone, DisableParallelization = true)]
public sealed class OneDnnTests
{
    private const string Alone = "oneDNN";

    private static readonly Tensor Images = Models.Test.Inputs.Rows(0, 12);

    // Whatever this processor does: where oneDNN is wrong, the classifier is right all the same.
    [Theory]
    [InlineData(1, 8, 5, 2, 0)]
    [InlineData(12, 8, 5, 2, 0)]
    [InlineData(1, 6, 3, 1, 1)]
    [InlineData(12, 6, 3, 1, 1)]
    [InlineData(12, 6, 5, 1, 2)]
    [InlineData(32, 16, 3, 1, 0)]
    public void Gradients_of_convolutions_are_those_of_the_library(int batch, int channels, int side, int stride, int padding)
    {
        var size = ((28 + (2 * padding) - side) / stride) + 1;
        var network = new Network(3, new Conv2D(1, channels, side, stride, padding), new Tanh(), new Conv2D(channels, 3, 3, padding: 1), new Tanh(), new Dense(3 * size * size, 10));
        using var module = TorchNetwork.ToTorch(network);
        using var classifier = new TorchClassifier(module);
        var images = Models.Test.Inputs.Rows(0, batch);
        var slope = Tensor.Normal(new SeededRandom(2), 0f, 1f, batch, 10);
        classifier.Pullback(images, slope);
        Console.WriteLine($"Batch of {batch}, {channels} channels, {side}×{side}, stride {stride}, padding {padding}: {classifier}");
        for (var i = 0; i < 4; i++) Assert.InRange(Torch.Error(classifier.Pullback(images, slope).ToArray(), network.Pullback(images, slope).ToArray()), 0, 1e-4);
        Assert.InRange(Torch.Error(classifier.Scores(images).ToArray(), network.Scores(images).ToArray()), 0, 1e-4);
    }

    [Fact]
    public void The_check_tells_right_gradients_from_wrong_ones()
    {
        var off = OneDnn.Off();
        Assert.InRange(OneDnn.Worst(torch.nn.functional.conv2d), 0, 1e-5);
        Assert.Equal(2, OneDnn.Worst((input, weight, bias, strides, padding, dilation, groups) => torch.nn.functional.conv2d(Turned(input), weight, bias, strides, padding, dilation, groups)), 1e-3);
        Assert.Equal(double.PositiveInfinity, OneDnn.Worst((input, weight, bias, strides, padding, dilation, groups) => torch.nn.functional.conv2d(input, weight, bias, strides, padding, dilation, groups) * (input.dtype == torch.float32 ? float.NaN : 1)));
        off.Dispose();
        Console.WriteLine($"With oneDNN the gradients of small convolutions differ by {OneDnn.Error:G3} times their size; wrong: {OneDnn.IsWrong}.");

        // The same values, the gradient with the wrong sign in 32 bits.
        static torch.Tensor Turned(torch.Tensor input) => input.dtype == torch.float32 ? (2 * input.detach()) - input : input;
    }

    [Fact]
    public void Who_switches_it_off_leaves_it_as_it_was()
    {
        var state = new Switch();
        Assert.True(state.IsOn);
        using (OneDnn.Off())
        {
            Assert.False(state.IsOn);
            OneDnn.Off().Dispose();
            Assert.False(state.IsOn);
        }

        Assert.True(state.IsOn);
    }

    [Fact]
    public void A_report_says_it_of_a_model_with_convolutions_and_of_no_other()
    {
        using var convolution = torch.nn.Sequential(torch.nn.Conv2d(1, 4, 3), torch.nn.ReLU(), torch.nn.Flatten(), torch.nn.Linear(2704, 10));
        using var first = new TorchClassifier(convolution);
        using var dense = TorchNetwork.ToTorch(Models.Clean);
        using var second = new TorchClassifier(dense);
        Assert.Equal(OneDnn.IsWrong, first.ToString().EndsWith("input as it is. It is computed without libtorch's library oneDNN, which on this processor gets the gradients of convolutions wrong.", StringComparison.Ordinal));
        Assert.EndsWith("input as it is", second.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void A_module_keeps_its_weights_and_their_type()
    {
        using var module = TorchNetwork.ToTorch(Models.Clean);
        var before = module.parameters().Select(parameter => parameter.Handle).ToArray();
        using var classifier = new TorchClassifier(module);
        classifier.Pullback(Images, Tensor.Ones(12, 10));
        Assert.Equal(before, module.parameters().Select(parameter => parameter.Handle));
        Assert.All(module.parameters(), parameter => Assert.Equal(torch.float32, parameter.dtype));
    }

    /// <summary>libtorch's own word on whether oneDNN is on.</summary>
    private sealed class Switch
    {
        private readonly nint library = NativeLibrary.Load("libtorch_cpu", typeof(OneDnnTests).Assembly, null);

        private delegate nint Context();

        private delegate byte Get(nint context);

        public bool IsOn => Marshal.GetDelegateForFunctionPointer<Get>(NativeLibrary.GetExport(library, "_ZNK2at7Context17userEnabledMkldnnEv"))(
            Marshal.GetDelegateForFunctionPointer<Context>(NativeLibrary.GetExport(library, "_ZN2at13globalContextEv"))()) != 0;
    }
}
