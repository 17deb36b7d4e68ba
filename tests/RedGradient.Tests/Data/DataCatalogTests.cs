using RedGradient.Data;

namespace RedGradient.Tests.Data;

public sealed class DataCatalogTests
{
    [Fact]
    public void The_manifest_lists_both_sets_with_a_checksum_for_every_file()
    {
        Assert.Equal(["mnist", "fashion-mnist"], DataCatalog.Entries.Select(entry => entry.Name));
        Assert.All(DataCatalog.Entries, entry =>
        {
            Assert.Equal(4, entry.Files.Count);
            Assert.NotEmpty(entry.Licence);
            Assert.NotEmpty(entry.Title);
            Assert.NotEmpty(entry.Mirrors);
            Assert.All(entry.Mirrors, mirror => Assert.True(Uri.TryCreate(mirror, UriKind.Absolute, out _) && mirror.EndsWith('/')));
            Assert.All(entry.Files, file =>
            {
                Assert.Equal(file.ChecksumKind == "MD5" ? 32 : 64, file.Checksum.Length);
                Assert.True(file.Bytes > 0);
            });
        });
        Assert.Equal(2, DataCatalog.Find("mnist").Mirrors.Count);
        Assert.All(DataCatalog.Find("mnist").Files, file => Assert.Equal("SHA-256", file.ChecksumKind));
        Assert.All(DataCatalog.Find("fashion-mnist").Files, file => Assert.Equal("MD5", file.ChecksumKind));
        Assert.Equal(9912422 + 28881 + 1648877 + 4542, DataCatalog.Find("mnist").Bytes);
    }

    [Fact]
    public void Unknown_names_are_refused_with_the_known_ones()
    {
        Assert.Contains("'cifar'; allowed are mnist, fashion-mnist", Assert.Throws<ArgumentException>(() => DataCatalog.Find("cifar")).Message);
        Assert.Throws<InvalidOperationException>(() => new CatalogFile("bare", 1).Checksum);
    }

    [Fact]
    public void The_folder_is_found_from_below()
    {
        using var folder = new TemporaryFolder();
        var deep = Directory.CreateDirectory(folder["notebooks/deep"]).FullName;
        Assert.Null(DataCatalog.FindFolder("no-such-set", deep));
        Directory.CreateDirectory(folder["data/no-such-set"]);
        Assert.Equal(folder[Path.Combine("data", "no-such-set")], DataCatalog.FindFolder("no-such-set", deep));
    }

    [SkippableFact]
    public void The_checksums_are_those_of_the_real_files()
    {
        var folder = SharedData.Require("mnist-10k");
        Assert.Equal(["train-images-idx3-ubyte.gz", "train-labels-idx1-ubyte.gz"], DataCatalog.Find("mnist").MissingFrom(folder).Select(file => file.Name));
        Assert.All(DataCatalog.Find("mnist").Files.Skip(2), file => Assert.Equal(file.Bytes, new FileInfo(Path.Combine(folder, file.Name)).Length));
    }
}
