using RedGradient.Data;
using RedGradient.Tensors;

namespace RedGradient.Tests.Data;

public class OverlayTests
{
    private static readonly Tensor One = Tensor.Uniform(new SeededRandom(1), 0f, 1f, 1, 1, 5, 7);
    private static readonly Tensor Many = Tensor.Uniform(new SeededRandom(2), 0f, 1f, 6, 1, 5, 7);

    [Fact]
    public void Sums_are_plain_and_clipped_ones_end_at_one()
    {
        Assert.Equal((One + Many).ToArray(), Overlay.Blend(One, Many, OverlayBlend.Sum).ToArray());
        Assert.Equal((One + Many).Clamp(0f, 1f).ToArray(), Overlay.Blend(One, Many, OverlayBlend.ClippedSum).ToArray());
        Assert.Equal((Many + One).ToArray(), Overlay.Blend(Many, One, OverlayBlend.Sum).ToArray());
        Assert.Equal((Many + Many).Clamp(0f, 1f).ToArray(), Overlay.Blend(Many, Many, OverlayBlend.ClippedSum).ToArray());
        Assert.Equal([6, 1, 5, 7], Overlay.Blend(Many, One, OverlayBlend.Sum).Shape.ToArray());
    }

    [Fact]
    public void Shapes_that_do_not_fit_get_a_sentence()
    {
        var message = Assert.Throws<ArgumentException>(() => Overlay.Blend(Many, Tensor.Zeros(2, 1, 5, 7), OverlayBlend.Sum)).Message;
        Assert.Contains("[6, 1, 5, 7]", message, StringComparison.Ordinal);
        Assert.Contains("[2, 1, 5, 7]", message, StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => Overlay.Blend(Many, Tensor.Zeros(6, 1, 7, 5), OverlayBlend.Sum));
        Assert.Throws<ArgumentException>(() => Overlay.Blend(Tensor.From([1f]), Many, OverlayBlend.Sum));
    }
}
