using RedGradient.Data;
using RedGradient.Tensors;

namespace RedGradient.Tests.Data;

public sealed class DigitSourceTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    private void WriteTestSplit(int count, string ending = "")
    {
        var (images, labels) = Idx.Small(count);
        folder.Write("t10k-images-idx3-ubyte" + ending, ending.Length > 0 ? Idx.Compress(images) : images);
        folder.Write("t10k-labels-idx1-ubyte" + ending, ending.Length > 0 ? Idx.Compress(labels) : labels);
    }

    private void WriteTrainSplit(int count)
    {
        var (images, labels) = Idx.Small(count);
        folder.Write("train-images-idx3-ubyte", images);
        folder.Write("train-labels.idx1-ubyte", labels);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("synthetic")]
    public void Without_a_setting_the_digits_are_synthetic(string? setting)
    {
        var (train, test, name) = DigitSource.Load(50, 20, setting);
        Assert.Equal("synthetic", name);
        Assert.Equal(SyntheticDigits.Generate(50, 1).Inputs.ToArray(), train.Inputs.ToArray());
        Assert.Equal(SyntheticDigits.Generate(20, 2).Labels, test.Labels);
    }

    [Fact]
    public void The_test_split_alone_is_divided_without_overlap()
    {
        WriteTestSplit(200, ".gz");
        var (train, test, name) = DigitSource.Load(1000, 1000, folder.FullName);
        Assert.Equal(("mnist", 170, 30), (name, train.Count, test.Count));

        // Image i is filled with i.
        Assert.Equal(Enumerable.Range(0, 170), Enumerable.Range(0, 170).Select(i => (int)MathF.Round(train.Inputs.AsSpan()[6 * i] * 255f)));
        Assert.Equal(Enumerable.Range(170, 30), Enumerable.Range(0, 30).Select(i => (int)MathF.Round(test.Inputs.AsSpan()[6 * i] * 255f)));
        (train, test, _) = DigitSource.Load(10, 5, folder.FullName);
        Assert.Equal((10, 5), (train.Count, test.Count));
    }

    [Fact]
    public void All_four_files_are_used_where_they_are()
    {
        WriteTestSplit(20);
        WriteTrainSplit(30);
        var (train, test) = Mnist.Load(folder.FullName);
        Assert.Equal((30, 20), (train.Count, test.Count));
        Assert.True(Mnist.IsIn(folder.FullName));
    }

    [Fact]
    public void A_folder_called_fashion_is_not_taken_for_mnist()
    {
        using var parent = new TemporaryFolder();
        var fashion = Directory.CreateDirectory(parent["Fashion-MNIST"]).FullName;
        WriteTestSplit(20);
        foreach (var file in Directory.GetFiles(folder.FullName)) File.Copy(file, Path.Combine(fashion, Path.GetFileName(file)));
        Assert.Equal("fashion-mnist", DigitSource.Load(5, 5, fashion + "/").Name);
    }

    [Fact]
    public void A_folder_of_optdigits_is_read()
    {
        var line = string.Join(',', Enumerable.Repeat("16", 64)) + ",7\n";
        folder.Write("optdigits.tra", line + line);
        folder.Write("optdigits.tes", line);
        var (train, test, name) = DigitSource.Load(10, 10, folder.FullName);
        Assert.Equal(("optdigits", 2, 1), (name, train.Count, test.Count));
        Assert.Equal(new Shape(2, 1, 8, 8), train.Inputs.Shape);
    }

    [Fact]
    public void What_is_not_there_is_said()
    {
        Assert.Contains("no folder; allowed are synthetic, mnist, fashion-mnist", Assert.Throws<ArgumentException>(() => DigitSource.Load(1, 1, folder["none"])).Message);
        Assert.Contains("holds no digits", Assert.Throws<DirectoryNotFoundException>(() => DigitSource.Load(1, 1, folder.FullName)).Message);
        Assert.Throws<ArgumentOutOfRangeException>(() => DigitSource.Load(0, 1, null));
        Assert.Throws<ArgumentOutOfRangeException>(() => DigitSource.Load(1, 0, null));
        WriteTestSplit(20);
        File.Move(folder["t10k-labels-idx1-ubyte"], folder["labels"]);
        Assert.Contains("neither 't10k-labels-idx1-ubyte' nor", Assert.Throws<FileNotFoundException>(() => Mnist.Load(folder.FullName)).Message);
        File.Move(folder["labels"], folder["t10k-labels-idx1-ubyte"]);
        WriteTrainSplit(10);
        File.Delete(folder["train-labels.idx1-ubyte"]);
        Assert.Contains("train-labels-idx1-ubyte", Assert.Throws<FileNotFoundException>(() => Mnist.Load(folder.FullName)).Message);
        Assert.Throws<DirectoryNotFoundException>(() => Mnist.Load(folder["none"]));
    }

    [SkippableTheory]
    [InlineData("mnist")]
    [InlineData("fashion-mnist")]
    public void A_set_that_was_not_downloaded_names_the_command(string name)
    {
        Skip.If(DataCatalog.FindFolder(name) is not null, $"{name} was downloaded on this machine.");
        Assert.Contains($"redgradient data get {name}", Assert.Throws<DirectoryNotFoundException>(() => DigitSource.Load(1, 1, name)).Message);
    }

    [SkippableFact]
    public void The_real_mnist_test_images_load()
    {
        var (train, test, name) = DigitSource.Load(10_000, 10_000, SharedData.Require("mnist-10k"));
        Assert.Equal(("mnist", 8500, 1500), (name, train.Count, test.Count));
        Assert.Equal(new Shape(8500, 1, 28, 28), train.Inputs.Shape);
        Assert.Equal([7, 2, 1, 0, 4, 1, 4, 9, 5, 9], train.Labels.Take(10));

        // The sum of all bytes, taken from the file by another program.
        var sum = train.Inputs.ToArray().Concat(test.Inputs.ToArray()).Sum(value => (long)MathF.Round(value * 255f));
        Assert.Equal(264_923_200L, sum);
    }
}
