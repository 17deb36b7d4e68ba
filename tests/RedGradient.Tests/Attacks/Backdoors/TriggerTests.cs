using RedGradient.Attacks.Backdoors;
using RedGradient.Data;
using RedGradient.Tensors;

namespace RedGradient.Tests.Attacks.Backdoors;

public class TriggerTests
{
    private static readonly Dictionary<string, Trigger> All = new()
    {
        ["pixel"] = PatternTrigger.Pixel(),
        ["cross"] = new PatternTrigger(),
        ["square"] = PatternTrigger.Square(2) with { Opacity = 0.3f, Value = 0.4f },
        ["patch"] = PatchTrigger.Checkerboard() with { Mask = Tensor.Uniform(new SeededRandom(1), 0f, 1f, 4, 4) },
        ["blended"] = new BlendedTrigger(),
        ["sinusoid"] = new SinusoidTrigger { Amplitude = 0.3f },
        ["warp"] = new WarpTrigger { Strength = 2f },
        ["varied"] = new VariedTrigger { Original = new PatternTrigger(), Down = -2, Right = 3, Strength = 0.7f, Noise = 0.5f },
        ["sequence"] = new BlendedTrigger().Then(PatternTrigger.Pixel()),
    };

    public static TheoryData<string> Names => [.. All.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public void Every_trigger_gives_images_in_range_and_leaves_those_given(string name)
    {
        for (var seed = 1; seed <= 5; seed++)
        {
            var images = Tensor.Uniform(new SeededRandom(seed), 0f, 1f, 3, 1, 6 + seed, 12 - seed);
            var before = images.ToArray();
            var found = All[name].Apply(images);
            Assert.Equal(images.Shape, found.Shape);
            Assert.All(found.ToArray(), value => Assert.InRange(value, 0f, 1f));
            Assert.NotEqual(before, found.ToArray());
            Assert.Equal(before, images.ToArray());
            Assert.Equal(found.ToArray(), All[name].Apply(images).ToArray());
        }
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void An_image_gets_the_same_trigger_alone_and_among_others(string name)
    {
        var images = Tensor.Uniform(new SeededRandom(9), 0f, 1f, 4, 1, 10, 10);
        Assert.Equal(All[name].Apply(images).Rows(2, 1).ToArray(), All[name].Apply(images.Rows(2, 1)).ToArray());
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void What_is_no_image_is_refused(string name)
    {
        var trigger = All[name];
        Says(Assert.Throws<ArgumentException>(() => trigger.Apply(Tensor.Zeros(3, 784))), "[n, channels, height, width]", "[3, 784]");
        Says(Assert.Throws<ArgumentException>(() => trigger.Apply(Tensor.Full(1.5f, 2, 1, 9, 9))), "from 0 to 1", "image 0", "1.5");
        Says(Assert.Throws<ArgumentException>(() => trigger.Apply(Tensor.Full(float.NaN, 2, 1, 9, 9))), "NaN");
        Assert.Throws<ArgumentNullException>(() => trigger.Apply(null!));
        Assert.Throws<ArgumentNullException>(() => trigger.Then(null!));
        Assert.Equal(0, trigger.Apply(Tensor.Zeros(0, 1, 9, 9)).Size);
        Assert.NotEmpty(trigger.Name);
    }

    [Fact]
    public void A_pattern_covers_its_pixels_in_every_channel_and_no_others()
    {
        var trigger = new PatternTrigger { Pattern = ["#.", ".#"], Row = 1, Column = ^2, Value = 0.5f, Opacity = 0.75f };
        var images = Tensor.Uniform(new SeededRandom(2), 0f, 1f, 2, 3, 4, 5);
        var found = trigger.Apply(images);
        for (var i = 0; i < found.Size; i++)
        {
            var (row, column) = (i / 5 % 4, i % 5);
            var covered = (row, column) is (1, 3) or (2, 4);
            var x = images.ToArray()[i];
            Assert.Equal(covered ? (0.25f * x) + 0.375f : x, found.ToArray()[i], 1e-6f);
        }
    }

    [Fact]
    public void The_shapes_stand_where_the_documentation_says()
    {
        Assert.Equal([(26, 26)], Lit(PatternTrigger.Pixel()));
        Assert.Equal([(24, 24), (24, 26), (25, 25), (26, 24), (26, 26)], Lit(new PatternTrigger()));
        Assert.Equal(9, Lit(PatternTrigger.Square()).Length);
        Assert.Equal((24, 24), Lit(PatternTrigger.Square())[0]);
        Assert.Equal([(23, 23), (23, 25), (24, 24), (24, 26), (25, 23), (25, 25), (26, 24), (26, 26)], Lit(PatchTrigger.Checkerboard()));
        Assert.Equal([(2, 3)], Lit(PatternTrigger.Pixel(2, 3)));

        static (int Row, int Column)[] Lit(Trigger trigger)
        {
            var picture = trigger.Render(1, 28, 28);
            return [.. from row in Enumerable.Range(0, 28) from column in Enumerable.Range(0, 28) where picture[0, 0, row, column] == 1f select (row, column)];
        }
    }

    [Fact]
    public void A_patch_is_its_picture_under_its_mask()
    {
        var random = new SeededRandom(3);
        var (images, picture, mask) = (Tensor.Uniform(random, 0f, 1f, 2, 2, 5, 6), Tensor.Uniform(random, 0f, 1f, 2, 2, 3), Tensor.Uniform(random, 0f, 1f, 2, 3));
        var found = new PatchTrigger { Picture = picture, Mask = mask, Row = 1, Column = ^4 }.Apply(images);
        var whole = new PatchTrigger { Picture = picture, Row = 1, Column = ^4 }.Apply(images);
        for (var n = 0; n < 2; n++)
        {
            for (var channel = 0; channel < 2; channel++)
            {
                for (var row = 0; row < 5; row++)
                {
                    for (var column = 0; column < 6; column++)
                    {
                        var x = images[n, channel, row, column];
                        var inside = row is >= 1 and < 3 && column is >= 2 and < 5;
                        var (p, m) = inside ? (picture[channel, row - 1, column - 2], mask[row - 1, column - 2]) : (0f, 0f);
                        Assert.Equal(((1f - m) * x) + (m * p), found[n, channel, row, column], 1e-6f);
                        Assert.Equal(inside ? p : x, whole[n, channel, row, column]);
                    }
                }
            }
        }
    }

    [Fact]
    public void The_chequerboard_is_the_same_in_every_channel() =>
        Assert.Equal(Enumerable.Repeat(new[] { 1f, 0f, 1f, 0f, 1f, 0f, 1f, 0f, 1f }, 2).SelectMany(x => x), PatchTrigger.Checkerboard(3, channels: 2).Picture.ToArray());

    [Fact]
    public void A_blended_picture_has_its_share()
    {
        var images = Tensor.Uniform(new SeededRandom(4), 0f, 1f, 2, 1, 4, 4);
        var picture = Tensor.Uniform(new SeededRandom(5), 0f, 1f, 1, 4, 4);
        var found = new BlendedTrigger { Picture = picture, Opacity = 0.3f }.Apply(images).ToArray();
        for (var i = 0; i < found.Length; i++)
        {
            Assert.Equal((0.7f * images.ToArray()[i]) + (0.3f * picture.ToArray()[i % 16]), found[i], 1e-6f);
        }

        // Drawn noise: the seed decides it, the share is 0.2.
        var drawn = new BlendedTrigger().Render(1, 40, 40).ToArray();
        Assert.Equal(0.1, drawn.Average(), 0.005);
        Assert.Equal(0.2, drawn.Max(), 0.001);
        Assert.NotEqual(drawn, new BlendedTrigger { Seed = 2 }.Render(1, 40, 40).ToArray());
    }

    [Fact]
    public void A_sinusoid_follows_its_formula_along_the_columns()
    {
        var trigger = new SinusoidTrigger { Amplitude = 0.2f, Frequency = 3 };
        var found = trigger.Render(2, 3, 20, background: 0.5f);
        for (var i = 0; i < found.Size; i++)
        {
            Assert.Equal(0.5 + (0.2 * Math.Sin(2.0 * Math.PI * ((i % 20) + 1) * 3 / 20)), found.ToArray()[i], 1e-6);
        }

        // On black the lower half is cut off.
        Assert.Equal(0f, trigger.Render(1, 1, 20).ToArray().Min());
    }

    [Fact]
    public void A_warp_moves_pixels_by_about_its_strength_and_leaves_any_grey()
    {
        var warp = new WarpTrigger { Strength = 1.5f };
        Assert.All(warp.Render(1, 11, 11, background: 0.3f).ToArray(), value => Assert.Equal(0.3f, value, 1e-6f));

        // On a ramp the change of brightness is the displacement along it, but for the border, where it is held.
        var ramp = Tensor.From([.. Enumerable.Range(0, 64 * 64).Select(i => i % 64 / 63f)], 1, 1, 64, 64);
        var down = Tensor.From([.. Enumerable.Range(0, 64 * 64).Select(i => i / 64 / 63f)], 1, 1, 64, 64);
        double[] Moves(Tensor images) => [.. (warp.Apply(images) - images).ToArray().Select(value => Math.Abs(63.0 * value))];
        Assert.InRange(Moves(ramp).Concat(Moves(down)).Average(), 0.5, 1.6);

        // Smooth: neighbours move by nearly the same.
        var x = (warp.Apply(ramp) - ramp).ToArray();
        Assert.True(Enumerable.Range(0, 63).Max(i => Math.Abs(63f * (x[(32 * 64) + i + 1] - x[(32 * 64) + i]))) < 0.8f);
        Assert.NotEqual(x, (new WarpTrigger { Strength = 1.5f, Seed = 2 }.Apply(ramp) - ramp).ToArray());
    }

    [Fact]
    public void The_corners_of_a_warp_move_by_their_control_points()
    {
        // With two control points a side the cubic weights at a corner are 1 for its own point.
        var warp = new WarpTrigger { GridSize = 2, Strength = 1f, Seed = 3 };
        var random = new SeededRandom(3);
        var all = Enumerable.Range(0, 8).Select(_ => random.NextUniform(-1, 1)).ToArray();
        var scale = 1.0 / all.Average(Math.Abs);
        var ramp = Tensor.From([.. Enumerable.Range(0, 900).Select(i => i % 30 / 29f)], 1, 1, 30, 30);
        var found = warp.Apply(ramp);
        Assert.Equal(Math.Clamp(0 + (scale * all[4]), 0, 29), 29.0 * found[0, 0, 0, 0], 1e-4);
        Assert.Equal(Math.Clamp(29 + (scale * all[5]), 0, 29), 29.0 * found[0, 0, 0, 29], 1e-4);
        Assert.Equal(Math.Clamp(29 + (scale * all[7]), 0, 29), 29.0 * found[0, 0, 29, 29], 1e-4);
    }

    [Fact]
    public void One_trigger_after_the_other_is_their_composition()
    {
        var images = SyntheticDigits.Generate(3, seed: 1).Inputs;
        Trigger first = new BlendedTrigger(), second = PatternTrigger.Square(), third = new SinusoidTrigger { Amplitude = 1f };
        Assert.Equal(second.Apply(first.Apply(images)).ToArray(), first.Then(second).Apply(images).ToArray());
        Assert.Equal(first.Apply(third.Apply(images)).ToArray(), third.Then(first).Apply(images).ToArray());
        Assert.NotEqual(first.Apply(second.Apply(images)).ToArray(), first.Then(second).Apply(images).ToArray());
        Assert.Contains(second.Name, first.Then(second).Name, StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => first.Then(PatternTrigger.Square(5)).Apply(Tensor.Zeros(1, 1, 4, 4)));
    }

    [Fact]
    public void A_trigger_that_does_not_fit_says_so()
    {
        Refuses(PatternTrigger.Pixel(28, 0), "1×1", "row 28", "28×28", "inside");
        Refuses(PatternTrigger.Square(30), "30×30", "28×28");
        Refuses(new PatternTrigger { Column = ^1 }, "column ^1", "28×28");
        Refuses(new PatchTrigger { Picture = Tensor.Zeros(1, 4, 4), Row = 25 }, "patch of 4×4", "row 25");
        Refuses(PatchTrigger.Checkerboard(3, channels: 3), "3 channels", "images have 1");
        Refuses(new PatchTrigger { Picture = Tensor.Zeros(1, 4, 4), Mask = Tensor.Zeros(4, 3) }, "mask", "[4, 3]", "[1, 4, 4]");
        Refuses(new BlendedTrigger { Picture = Tensor.Zeros(1, 28, 27) }, "28×27", "28×28");
        Refuses(new BlendedTrigger { Picture = Tensor.Zeros(3, 28, 28) }, "3 channels", "images have 1");
        Refuses(new VariedTrigger { Original = PatternTrigger.Square(30) }, "30×30");

        static void Refuses(Trigger trigger, params string[] parts) => Says(Assert.Throws<ArgumentException>(() => trigger.Apply(Tensor.Zeros(1, 1, 28, 28))), parts);
    }

    [Fact]
    public void Numbers_out_of_range_are_refused()
    {
        Says(Assert.Throws<ArgumentException>(() => new PatternTrigger { Pattern = ["#.", "#"] }), "[#., #]");
        Assert.Throws<ArgumentException>(() => new PatternTrigger { Pattern = [] });
        Assert.Throws<ArgumentException>(() => new PatternTrigger { Pattern = [".."] });
        Assert.Throws<ArgumentException>(() => new PatternTrigger { Pattern = ["#x"] });
        Assert.Throws<ArgumentNullException>(() => new PatternTrigger { Pattern = null! });
        Says(Assert.Throws<ArgumentOutOfRangeException>(() => new PatternTrigger { Opacity = 1.5f }), "opacity", "1.5", "0 to 1");
        Says(Assert.Throws<ArgumentOutOfRangeException>(() => new PatternTrigger { Value = -1f }), "brightness", "-1");
        Says(Assert.Throws<ArgumentOutOfRangeException>(() => PatternTrigger.Square(0)), "side", "at least 1");
        Says(Assert.Throws<ArgumentOutOfRangeException>(() => PatchTrigger.Checkerboard(1)), "at least 2");
        Assert.Throws<ArgumentOutOfRangeException>(() => PatchTrigger.Checkerboard(3, 0));
        Says(Assert.Throws<ArgumentException>(() => new PatchTrigger { Picture = Tensor.Zeros(4, 4) }), "[channels, height, width]", "[4, 4]");
        Says(Assert.Throws<ArgumentException>(() => new PatchTrigger { Picture = Tensor.Full(2f, 1, 4, 4) }), "from 0 to 1", "2");
        Says(Assert.Throws<ArgumentException>(() => new PatchTrigger { Picture = Tensor.Zeros(1, 0, 4) }), "at least one pixel");
        Assert.Throws<ArgumentNullException>(() => new PatchTrigger { Picture = null! });
        Assert.Throws<ArgumentException>(() => new PatchTrigger { Picture = Tensor.Zeros(1, 2, 2), Mask = Tensor.Full(float.NaN, 2, 2) });
        Assert.Throws<ArgumentException>(() => new BlendedTrigger { Picture = Tensor.Full(-1f, 1, 4, 4) });
        Says(Assert.Throws<ArgumentOutOfRangeException>(() => new BlendedTrigger { Opacity = 2f }), "opacity", "2");
        Says(Assert.Throws<ArgumentOutOfRangeException>(() => new SinusoidTrigger { Amplitude = 0f }), "amplitude", "above 0");
        Says(Assert.Throws<ArgumentOutOfRangeException>(() => new SinusoidTrigger { Frequency = 0 }), "frequency", "at least 1");
        Says(Assert.Throws<ArgumentOutOfRangeException>(() => new WarpTrigger { GridSize = 1 }), "control points", "at least 2");
        Says(Assert.Throws<ArgumentOutOfRangeException>(() => new WarpTrigger { Strength = float.NaN }), "strength", "NaN");
        Says(Assert.Throws<ArgumentOutOfRangeException>(() => new VariedTrigger { Original = new PatternTrigger(), Strength = -0.1f }), "strength", "-0.1");
        Says(Assert.Throws<ArgumentOutOfRangeException>(() => new VariedTrigger { Original = new PatternTrigger(), Noise = -1f }), "noise", "-1");
    }

    [Fact]
    public void A_shift_moves_the_trigger_and_not_the_image()
    {
        var images = Tensor.Uniform(new SeededRandom(6), 0f, 1f, 2, 1, 12, 12);
        var there = new PatternTrigger { Pattern = ["##"], Row = 5, Column = 4 };
        Assert.Equal(there.Apply(images).ToArray(), new VariedTrigger { Original = there with { Row = 7, Column = 1 }, Down = -2, Right = 3 }.Apply(images).ToArray());

        // Half of it is moved out of the image.
        var half = new VariedTrigger { Original = there, Right = 7 }.Render(1, 12, 12);
        Assert.Equal(1f, half.Sum().ToScalar());
        Assert.Equal(1f, half[0, 0, 5, 11]);
        Assert.Equal(images.ToArray(), new VariedTrigger { Original = there, Down = 40 }.Apply(images).ToArray());
    }

    [Fact]
    public void Dimming_and_noise_touch_what_the_trigger_changes_alone()
    {
        var images = Tensor.Full(0.5f, 300, 1, 6, 6);
        var pixel = PatternTrigger.Pixel();
        var dim = new VariedTrigger { Original = pixel, Strength = 0.4f }.Apply(images);
        Assert.Equal(0.7f, dim[0, 0, 4, 4], 1e-6f);
        Assert.Equal(images.ToArray(), new VariedTrigger { Original = pixel, Strength = 0f }.Apply(images).ToArray());

        // Other images get other noise: a slightly different grey in the corner, which the trigger does not touch.
        var greys = images.ToArray();
        for (var n = 0; n < 300; n++)
        {
            greys[n * 36] = n / 300f;
        }

        var noisy = new VariedTrigger { Original = pixel, Strength = 0f, Noise = 0.1f }.Apply(Tensor.From(greys, 300, 1, 6, 6));
        var values = Enumerable.Range(0, 300).Select(n => (double)noisy[n, 0, 4, 4]).ToArray();
        Assert.Equal(0.5, values.Average(), 0.02);
        Assert.Equal(0.1, Math.Sqrt(values.Select(value => (value - 0.5) * (value - 0.5)).Average()), 0.015);
        Assert.Equal(greys.Where((_, i) => i % 36 != 28), noisy.ToArray().Where((_, i) => i % 36 != 28));
        Assert.Contains("dimmed to 40%", new VariedTrigger { Original = pixel, Strength = 0.4f, Down = 1, Noise = 0.2f }.Name, StringComparison.Ordinal);
    }

    private static void Says(Exception error, params string[] parts) => Assert.All(parts, part => Assert.Contains(part, error.Message, StringComparison.Ordinal));
}
