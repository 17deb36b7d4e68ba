using RedGradient.Attacks.Poisoning;
using RedGradient.Data;
using RedGradient.Tensors;

namespace RedGradient.Tests.Attacks.Poisoning;

public class PoisoningRateTests
{
    [Fact]
    public void The_number_of_poisons_gives_the_rate_back()
    {
        for (var n = 50; n < 4000; n += 371)
        {
            foreach (var rate in new[] { 0.01, 0.05, 0.1, 0.33, 0.5, 0.9 })
            {
                Assert.Equal(rate, PoisoningRate.CountOf(rate, n, PoisoningDesign.Replace) / (double)n, 0.51 / n);
                var added = PoisoningRate.CountOf(rate, n, PoisoningDesign.Add);
                Assert.Equal(rate, added / (double)(n + added), 0.51 / n);
            }
        }

        Assert.Equal(7, PoisoningRate.CountOf(1.0, 7, PoisoningDesign.Replace));
    }

    [Fact]
    public void Rates_that_make_no_sense_are_refused()
    {
        Says(Assert.Throws<ArgumentException>(() => PoisoningRate.CountOf(0.0, 100, PoisoningDesign.Replace)), "rounds to 0 poisons", "0.005");
        Says(Assert.Throws<ArgumentException>(() => PoisoningRate.CountOf(0.001, 100, PoisoningDesign.Add)), "0.001 of 100");
        Says(Assert.Throws<ArgumentOutOfRangeException>(() => PoisoningRate.CountOf(1.0, 100, PoisoningDesign.Add)), "cannot be reached");
        Says(Assert.Throws<ArgumentOutOfRangeException>(() => PoisoningRate.CountOf(1.1, 100, PoisoningDesign.Replace)), "1.1", "0 to 1");
        Assert.Throws<ArgumentOutOfRangeException>(() => PoisoningRate.CountOf(double.NaN, 100, PoisoningDesign.Replace));
        Assert.Throws<ArgumentOutOfRangeException>(() => PoisoningRate.CountOf(-0.1, 100, PoisoningDesign.Replace));
        Says(Assert.Throws<ArgumentOutOfRangeException>(() => PoisoningRate.CountOf(0.1, 0, PoisoningDesign.Replace)), "at least 1");
    }

    [Fact]
    public void A_poisoned_data_set_knows_its_poisons()
    {
        var data = new DataSet("numbers", Tensor.From([0f, 1f, 2f, 3f], 4, 1), [0, 1, 0, 1], 2);
        bool[] flags = [false, true, false, true];
        var poisoned = new PoisonedDataSet(data, flags);
        flags[0] = true;
        Assert.Equal([1, 3], poisoned.PoisonRows);
        Assert.Equal(0.5, poisoned.Rate);
        Assert.Equal([1f, 3f], poisoned.Poison().Inputs.ToArray());
        Assert.Equal([0f, 2f], poisoned.Clean().Inputs.ToArray());
        Assert.Contains("2 of them poison (ρ = 0.5)", poisoned.ToString(), StringComparison.Ordinal);
        Says(Assert.Throws<ArgumentException>(() => new PoisonedDataSet(data, [true])), "4 examples", "1 were given");
        Assert.Throws<ArgumentNullException>(() => new PoisonedDataSet(null!, flags));
        Assert.Throws<ArgumentNullException>(() => new PoisonedDataSet(data, null!));
    }

    private static void Says(Exception error, params string[] parts) => Assert.All(parts, part => Assert.Contains(part, error.Message, StringComparison.Ordinal));
}
