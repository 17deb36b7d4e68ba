using RedGradient.Attacks.Poisoning;
using RedGradient.Data;
using RedGradient.Defenses.Training;
using RedGradient.Tensors;

namespace RedGradient.Tests.Attacks.Poisoning;

public class WebPoisoningTests
{
    private static readonly DataSet Clean = SyntheticDigits.Generate(500, seed: 3);
    private static readonly ImageIndex Hashed = ImageIndex.Of(Clean, domains: 50, withHashes: true);

    [Fact]
    public void The_index_names_every_image_once_with_its_label_and_hash()
    {
        Assert.Equal(Clean.Labels, Hashed.Entries.Select(entry => entry.Label));
        Assert.Equal(500, Hashed.Entries.Select(entry => entry.Url).Distinct().Count());
        Assert.All(Hashed.Entries, entry => Assert.Matches("^[0-9a-f]{64}$", entry.Hash!));
        Assert.All(ImageIndex.Of(Clean, 50, withHashes: false).Entries, entry => Assert.Null(entry.Hash));
        var sizes = Hashed.Entries.CountBy(entry => entry.Domain).Select(domain => domain.Value).ToArray();
        Assert.True(sizes.Max() > 5 * sizes.Average(), "Few domains hold many images.");
    }

    [Fact]
    public void The_hash_is_that_of_the_little_endian_bytes()
    {
        // SHA-256 of 00 00 80 3f 00 00 00 40, from another implementation.
        Assert.Equal("b9c80b5adeca450753a16950c3cc655d271f7bef7a485bc83f112b72fef21d37", ImageIndex.HashOf(Tensor.From([1f, 2f], 2)));
        Assert.Equal(ImageIndex.HashOf(Tensor.From([1f, 2f], 2)), ImageIndex.HashOf(Tensor.From([1f, 2f], 1, 2)));
        Assert.NotEqual(ImageIndex.HashOf(Tensor.From([1f, 2f], 2)), ImageIndex.HashOf(Tensor.From([2f, 1f], 2)));
    }

    [Fact]
    public void The_attacker_buys_the_largest_expired_domains_and_no_more_than_the_money_allows()
    {
        var result = new SplitView { Expired = 0.4, Budget = 35, Price = 10 }.Poison(Hashed, Clean, White);
        Assert.Equal(3, result.Bought.Count);
        Assert.Equal(30.0, result.Spent);
        Assert.All(Enumerable.Range(0, 500), row => Assert.Equal(result.Bought.Contains(Hashed.Entries[row].Domain), result.Served.IsPoison[row]));
        Assert.Equal(Clean.Labels, result.Served.Data.Labels);
        Assert.All(result.Served.Poison().Inputs.ToArray(), value => Assert.Equal(1f, value));

        var expiredOnly = new SplitView { Expired = 0.1, Budget = 1e9 }.Poison(Hashed, Clean, White);
        Assert.Equal(5, expiredOnly.Bought.Count);
        Assert.Empty(new SplitView { Budget = 5 }.Poison(Hashed, Clean, White).Served.PoisonRows);
    }

    [Fact]
    public void A_hash_check_drops_all_poison_and_nothing_else()
    {
        var served = new SplitView { Expired = 0.4, Budget = 100 }.Poison(Hashed, Clean, White).Served;
        var kept = HashCheck.Apply(Hashed, served.Data);
        Assert.Equal(served.PoisonRows, kept.Removed);
        Assert.Equal((served.PoisonRows.Count, served.PoisonRows.Count), kept.Poisons(served));
        Assert.Equal(served.Clean().Inputs.ToArray(), kept.Data.Inputs.ToArray());
        Assert.Empty(HashCheck.Apply(Hashed, Clean).Removed);

        // What was poison when the list was made has the right hash.
        Assert.Empty(HashCheck.Apply(ImageIndex.Of(served.Data, 50, withHashes: true), served.Data).Removed);
    }

    [Theory]
    [InlineData(0.0, 0.0)]
    [InlineData(0.5, 0.0)]
    [InlineData(0.5, 1.0)]
    [InlineData(1.0, 6.0)]
    public void In_a_known_order_the_share_that_survives_is_the_share_of_late_reverts(double lead, double delay)
    {
        var outcomes = new FrontRunning { Lead = lead, Error = 0.0, RevertHours = 2.0 }.Run(new SnapshotPolicy { Delay = delay }, 20_000);
        var expected = lead == 0.0 ? 0.0 : DeterministicMath.Exp(-(lead + delay) / 2.0);
        Assert.Equal(expected, outcomes.Average(outcome => outcome.Survived ? 1.0 : 0.0), 0.012);
    }

    [Fact]
    public void In_a_random_order_only_those_survive_whose_turn_falls_into_the_gap()
    {
        var outcomes = new FrontRunning { Lead = 0.0, Error = 0.0, RevertHours = 2.0 }.Run(new SnapshotPolicy { Hours = 24.0, RandomOrder = true }, 20_000);

        // The mean over edits e of ∫ e^(−s/m) ds / T for s from 0 to T − e.
        var (m, t) = (2.0, 24.0);
        var expected = (m / t) * (1.0 - (m / t * (1.0 - DeterministicMath.Exp(-t / m))));
        Assert.Equal(expected, outcomes.Average(outcome => outcome.Survived ? 1.0 : 0.0), 0.01);
        Assert.All(outcomes, outcome => Assert.Equal(outcome.Survived, outcome.Edit < outcome.Reading && outcome.Reading < outcome.Revert));
    }

    [Fact]
    public void Every_page_is_read_once_in_either_order()
    {
        var known = new SnapshotPolicy { Hours = 10.0 }.ReadingTimes(5);
        Assert.Equal([1.0, 3.0, 5.0, 7.0, 9.0], known);
        var random = new SnapshotPolicy { Hours = 10.0, RandomOrder = true, Seed = 2 }.ReadingTimes(5);
        Assert.Equal(known, random.Order());
        Assert.NotEqual(known, random);
    }

    [Fact]
    public void Bad_input_gets_a_sentence()
    {
        Refuses("at least 1; 0", () => ImageIndex.Of(Clean, 0, true));
        Refuses("500 addresses, the data set 10", () => new SplitView().Poison(Hashed, Clean.Take(10), White));
        Refuses("from 0 to 1", () => new SplitView { Expired = 1.2 });
        Refuses("at least 0; -1", () => new SplitView { Budget = -1 });
        Refuses("above 0; 0", () => new SplitView { Price = 0 });
        Refuses("500 addresses, but 10", () => HashCheck.Apply(Hashed, Clean.Take(10)));
        Refuses("no hash for https://", () => HashCheck.Apply(ImageIndex.Of(Clean, 5, false), Clean));
        Refuses("above 0; 0", () => new SnapshotPolicy { Hours = 0 });
        Refuses("at least 0; -1", () => new SnapshotPolicy { Delay = -1 });
        Refuses("at least 1; 0", () => new SnapshotPolicy().ReadingTimes(0));
        Refuses("at least 0; -1", () => new FrontRunning { Lead = -1 });
        Refuses("at least 0; NaN", () => new FrontRunning { Error = double.NaN });
        Refuses("at least 0; -2", () => new FrontRunning { RevertHours = -2 });
    }

    private static Tensor White(DataSet bought) => Tensor.Full(1f, bought.Inputs.Shape);

    private static void Refuses(string sentence, Func<object> act) =>
        Assert.Contains(sentence, Assert.ThrowsAny<ArgumentException>(act).Message, StringComparison.Ordinal);
}
