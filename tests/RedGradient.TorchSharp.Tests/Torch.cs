using TorchSharp;
using Tensor = RedGradient.Tensors.Tensor;

namespace RedGradient.Guests.Tests;

/// <summary>Tensors there and back, in the plainest way: what is tested has a faster one.</summary>
internal static class Torch
{
    public static torch.Tensor Of(Tensor tensor) => torch.tensor(tensor.ToArray(), [.. tensor.Shape.Select(length => (long)length)]);

    public static float[] Values(torch.Tensor tensor) => tensor.detach().to(torch.float32).contiguous().data<float>().ToArray();

    /// <summary>max|a − b| / max|b|.</summary>
    public static double Error(float[] ours, float[] theirs)
    {
        Assert.Equal(theirs.Length, ours.Length);
        double difference = 0, largest = 0;
        for (var i = 0; i < ours.Length; i++)
        {
            Assert.True(float.IsFinite(ours[i]) && float.IsFinite(theirs[i]));
            difference = Math.Max(difference, Math.Abs((double)ours[i] - theirs[i]));
            largest = Math.Max(largest, Math.Abs((double)theirs[i]));
        }

        Assert.True(largest > 0, "The reference is zero everywhere: nothing was compared.");
        return difference / largest;
    }
}
