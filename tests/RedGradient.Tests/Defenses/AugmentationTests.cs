using RedGradient.Defenses.Evasion;
using RedGradient.Tensors;
using RedGradient.Tests.Kernels;

namespace RedGradient.Tests.Defenses;

public class AugmentationTests
{
    public static TheoryData<IInputTransformation> All =>
        [new RandomShift(), new RandomShift { Maximum = 0 }, new RandomShift { Maximum = 9 }, new RandomPatch(), new RandomPatch { Share = 1, MaximumSide = 40 }];

    [Fact]
    public void A_shifted_image_is_the_image_elsewhere()
    {
        var x = Sample.Normal(1, 40, 2, 6, 5);
        var shifted = new RandomShift { Maximum = 2 }.Apply(x, new SeededRandom(3));
        var ways = new HashSet<(int Down, int Right)>();
        for (var n = 0; n < 40; n++)
        {
            var fits = (from down in Enumerable.Range(-2, 5) from right in Enumerable.Range(-2, 5) where Is(n, down, right) select (down, right)).ToArray();
            ways.Add(Assert.Single(fits));
        }

        Assert.True(ways.Count > 12, $"{ways.Count} of 25 ways in 40 draws");

        bool Is(int n, int down, int right) => (
            from channel in Enumerable.Range(0, 2)
            from row in Enumerable.Range(0, 6)
            from column in Enumerable.Range(0, 5)
            let inside = row - down is >= 0 and < 6 && column - right is >= 0 and < 5
            select shifted[n, channel, row, column] == (inside ? x[n, channel, row - down, column - right] : 0f)).All(same => same);
    }

    [Fact]
    public void A_patch_is_one_rectangle_of_one_shade_in_all_channels()
    {
        var x = Tensor.Full(0.5f, 60, 2, 7, 9);
        var patched = new RandomPatch { MaximumSide = 3, Share = 0.7 }.Apply(x, new SeededRandom(3));
        var (none, white) = (0, 0);
        for (var n = 0; n < 60; n++)
        {
            var covered = (from row in Enumerable.Range(0, 7) from column in Enumerable.Range(0, 9) where patched[n, 0, row, column] != 0.5f select (row, column)).ToArray();
            if (covered.Length == 0)
            {
                none++;
                continue;
            }

            var (tall, wide) = (covered.Max(at => at.row) - covered.Min(at => at.row) + 1, covered.Max(at => at.column) - covered.Min(at => at.column) + 1);
            Assert.Equal(tall * wide, covered.Length);
            Assert.True(tall <= 3 && wide <= 3);
            var shade = patched[n, 0, covered[0].row, covered[0].column];
            Assert.True(shade is 0f or 1f);
            white += shade == 1f ? 1 : 0;
            Assert.All(covered, at => Assert.Equal((shade, shade), (patched[n, 0, at.row, at.column], patched[n, 1, at.row, at.column])));
        }

        Assert.InRange(none, 6, 32);
        Assert.InRange(white, 8, 50);
        Assert.Equal(x.ToArray(), new RandomPatch { Share = 0 }.Apply(x, new SeededRandom(3)).ToArray());
    }

    [Theory]
    [MemberData(nameof(All))]
    public void The_derivative_is_the_adjoint_of_the_difference(IInputTransformation transformation)
    {
        // The map is affine: ⟨T(x) − T(y), g⟩ = ⟨x − y, T*(g)⟩.
        Tensor x = Sample.Normal(1, 20, 1, 8, 8), y = Sample.Normal(2, 20, 1, 8, 8), g = Sample.Normal(3, 20, 1, 8, 8);
        SeededRandom Draws() => new(4);
        var forward = (transformation.Apply(x, Draws()) - transformation.Apply(y, Draws())) * g;
        var backward = (x - y) * transformation.Pullback(x, g, Draws());
        Assert.Equal(forward.Sum().ToScalar(), backward.Sum().ToScalar(), 1e-3f);
        Assert.NotEqual(0f, forward.Sum().ToScalar());
        Assert.True(transformation.IsRandom);
        Assert.NotEmpty(transformation.Name);
    }

    [Theory]
    [MemberData(nameof(All))]
    public void Only_images_will_do(IInputTransformation transformation) =>
        Assert.Contains("[3, 4]", Assert.Throws<ArgumentException>(() => transformation.Apply(Tensor.Ones(3, 4), new SeededRandom(1))).Message, StringComparison.Ordinal);

    [Fact]
    public void Options_out_of_range_are_refused()
    {
        Assert.Contains("at least 0; -1", Assert.Throws<ArgumentOutOfRangeException>(() => new RandomShift { Maximum = -1 }).Message, StringComparison.Ordinal);
        Assert.Contains("at least 1; 0", Assert.Throws<ArgumentOutOfRangeException>(() => new RandomPatch { MaximumSide = 0 }).Message, StringComparison.Ordinal);
        Assert.Contains("from 0 to 1; 2", Assert.Throws<ArgumentOutOfRangeException>(() => new RandomPatch { Share = 2 }).Message, StringComparison.Ordinal);
    }
}
