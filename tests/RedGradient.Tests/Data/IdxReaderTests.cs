using RedGradient.Data;
using RedGradient.Tensors;

namespace RedGradient.Tests.Data;

public sealed class IdxReaderTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    private string Refusal(byte[] file)
    {
        // Plain or compressed, the file is refused alike.
        var plain = Assert.Throws<InvalidDataException>(() => IdxReader.ReadImages(folder.Write("file", file))).Message;
        var compressed = Assert.Throws<InvalidDataException>(() => IdxReader.ReadImages(folder.Write("file", Idx.Compress(file)))).Message;
        Assert.Equal(plain, compressed);
        Assert.Contains(folder["file"], plain);
        return plain;
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Good_files_are_read_plain_and_compressed(bool compressed)
    {
        var (images, labels) = Idx.Small(12);
        byte[] Pack(byte[] content) => compressed ? Idx.Compress(content) : content;
        var data = IdxReader.ReadDataSet(folder.Write("images", Pack(images)), folder.Write("labels", Pack(labels)), "small");
        Assert.Equal(new Shape(12, 1, 2, 3), data.Inputs.Shape);
        Assert.Equal([0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 0, 1], data.Labels);
        Assert.Equal(Enumerable.Range(0, 72).Select(i => i / 6 / 255f), data.Inputs.ToArray());
        Assert.Equal(("small", 10), (data.Name, data.ClassCount));
    }

    [Fact]
    public void The_brightest_byte_is_one_and_no_images_are_no_error()
    {
        Assert.Equal([0f, 1f], IdxReader.ReadImages(folder.Write("file", Idx.File([1, 1, 2], [0, 255]))).ToArray());
        Assert.Equal(new Shape(0, 1, 28, 28), IdxReader.ReadImages(folder.Write("file", Idx.File([0, 28, 28], []))).Shape);
    }

    [Fact]
    public void Broken_files_are_refused_with_a_sentence()
    {
        var good = Idx.Small(4).Images;
        Assert.Contains("promises 24 bytes of data, it has 23", Refusal(good[..^1]));
        Assert.Contains("promises 24 bytes of data, it has 0", Refusal(good[..16]));
        Assert.Contains("header needs 16 bytes, it has 15", Refusal(good[..15]));
        Assert.Contains("header needs 16 bytes, it has 0", Refusal([]));
        Assert.Contains("goes on after the 24 bytes", Refusal([.. good, 0]));
        Assert.Contains("begins with the bytes 00000801; an IDX file of images begins with 00000803", Refusal(Idx.Small(4).Labels));
        Assert.Contains("00000D03", Refusal(Idx.File([4, 2, 3], new byte[24], type: 13)));
        Assert.Contains("3C21444F", Refusal("<!DOCTYPE html><html></html>"u8.ToArray()));
    }

    [Theory]
    [InlineData(int.MaxValue, 28, 28)]
    [InlineData(-1, 28, 28)]
    [InlineData(100_000, 10_000, 10_000)]
    [InlineData(int.MaxValue, int.MaxValue, int.MaxValue)]
    public void Huge_lengths_are_refused_before_memory_is_taken(int count, int height, int width) =>
        Assert.Contains("are not read", Refusal(Idx.File([count, height, width], new byte[10])));

    [Fact]
    public void A_header_that_lies_takes_no_memory()
    {
        var before = GC.GetAllocatedBytesForCurrentThread();
        Assert.Contains("promises 1000000000 bytes", Refusal(Idx.File([1000, 1000, 1000], new byte[10])));
        Assert.True(GC.GetAllocatedBytesForCurrentThread() - before < 50_000_000);
    }

    [Fact]
    public void A_damaged_gzip_file_is_refused()
    {
        var compressed = Idx.Compress(Idx.File([100, 28, 28], Enumerable.Range(0, 78_400).Select(i => (byte)(i * i / 13)).ToArray()));
        compressed[compressed.Length / 2] ^= 0xFF;
        compressed[(compressed.Length / 2) + 1] ^= 0xFF;
        Assert.Contains(folder["file"], Assert.Throws<InvalidDataException>(() => IdxReader.ReadImages(folder.Write("file", compressed))).Message);
        var cut = Idx.Compress(Idx.Small(200).Images);
        Assert.Contains("cut short", Assert.Throws<InvalidDataException>(() => IdxReader.ReadImages(folder.Write("file", cut[..(cut.Length / 2)]))).Message);
        Assert.Contains(folder["file"], Assert.Throws<InvalidDataException>(() => IdxReader.ReadImages(folder.Write("file", [0x1F, 0x8B, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10]))).Message);
    }

    [Fact]
    public void Counts_that_differ_and_labels_out_of_range_are_refused()
    {
        var images = folder.Write("images", Idx.Small(4).Images);
        var labels = folder.Write("labels", Idx.Small(5).Labels);
        Assert.Contains("holds 4 images, but '" + labels + "' holds 5 labels", Assert.Throws<InvalidDataException>(() => IdxReader.ReadDataSet(images, labels, "x")).Message);
        labels = folder.Write("labels", Idx.File([4], [0, 1, 10, 2]));
        Assert.Contains("the label 10 at index 2", Assert.Throws<InvalidDataException>(() => IdxReader.ReadDataSet(images, labels, "x")).Message);
        Assert.Equal(11, IdxReader.ReadDataSet(images, labels, "x", 11).ClassCount);
        Assert.Contains("There is no file", Assert.Throws<FileNotFoundException>(() => IdxReader.ReadLabels(folder["none"])).Message);
    }
}
