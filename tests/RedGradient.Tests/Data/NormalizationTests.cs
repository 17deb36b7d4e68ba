using FsCheck;
using FsCheck.Fluent;
using RedGradient.Data;
using RedGradient.Tensors;

namespace RedGradient.Tests.Data;

public sealed class NormalizationTests
{
    [Fact]
    public void Known_values_have_the_mean_and_deviation_of_the_textbook()
    {
        // 2, 4, 4, 4, 5, 5, 7, 9: mean 5, population standard deviation 2.
        var inputs = Tensor.From([2, 4, 4, 4, 5, 5, 7, 9], 8);
        var normalization = Normalization.Of(inputs);
        Assert.Equal(new Normalization(5f, 2f), normalization);
        Assert.Equal([-1.5f, -0.5f, -0.5f, -0.5f, 0f, 0f, 1f, 2f], normalization.Apply(inputs).ToArray());
    }

    [Fact]
    public void Undo_gives_back_what_apply_took() => Prop.ForAll(
        Gen.Choose(-1000, 1000).Select(value => value / 100f).NonEmptyListOf().Select(list => list.ToArray()).ToArbitrary(),
        values =>
        {
            var inputs = Tensor.From(values, values.Length);
            var normalization = new Normalization(0.1307f, 0.3081f);
            var back = normalization.Undo(normalization.Apply(inputs)).ToArray();
            return back.Zip(values).All(pair => Math.Abs(pair.First - pair.Second) < 1e-5f);
        }).Check(Config.QuickThrowOnFailure.WithReplay(new Replay(new Rnd(7UL, 1UL), null)));

    [Fact]
    public void A_data_set_is_normalised_only_by_request()
    {
        var data = SyntheticDigits.Generate(20, 1);
        var normalization = Normalization.Of(data.Inputs);
        var normalised = normalization.Apply(data);
        Assert.InRange(data.Inputs.AsSpan().ToArray().Min(), 0f, 0f);
        Assert.InRange(Normalization.Of(normalised.Inputs).Mean, -1e-4f, 1e-4f);
        Assert.InRange(Normalization.Of(normalised.Inputs).StandardDeviation, 0.9999f, 1.0001f);
        Assert.Equal(data.Labels, normalised.Labels);
        Assert.InRange(normalization.Undo(normalised).Inputs.AsSpan()[0], -1e-6f, 1e-6f);
    }

    [Fact]
    public void What_cannot_divide_is_refused()
    {
        Assert.Contains("above 0; it is 0", Assert.Throws<ArgumentOutOfRangeException>(() => new Normalization(0f, 0f)).Message);
        Assert.Throws<ArgumentOutOfRangeException>(() => new Normalization(0f, float.NaN));
        Assert.Throws<ArgumentOutOfRangeException>(() => new Normalization(float.PositiveInfinity, 1f));
        Assert.Contains("All 3 values are 4", Assert.Throws<ArgumentException>(() => Normalization.Of(Tensor.From([4, 4, 4], 3))).Message);
        Assert.Throws<ArgumentException>(() => Normalization.Of(Tensor.From([], 0)));
    }
}
