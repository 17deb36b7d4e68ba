using RedGradient.Data;
using RedGradient.Tensors;

namespace RedGradient.Tests.Data;

public sealed class CsvReaderTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    private string Refusal(string text) =>
        Assert.Throws<InvalidDataException>(() => CsvReader.ReadImages(folder.Write("digits.csv", text), "small", 1, 2, 16, 10)).Message;

    [Fact]
    public void Pixels_are_scaled_and_the_last_column_is_the_class()
    {
        var data = CsvReader.ReadImages(folder.Write("digits.csv", "0,16,3\n\n 8 , 4,9\r\n"), "small", 1, 2, 16, 10);
        Assert.Equal(new Shape(2, 1, 1, 2), data.Inputs.Shape);
        Assert.Equal([0f, 1f, 0.5f, 0.25f], data.Inputs.ToArray());
        Assert.Equal([3, 9], data.Labels);
        Assert.Equal(0, CsvReader.ReadImages(folder.Write("digits.csv", string.Empty), "small", 1, 2, 16, 10).Count);
    }

    [Fact]
    public void Broken_lines_are_refused_with_file_line_and_value()
    {
        Assert.Contains($"'{folder["digits.csv"]}', line 2: 2 values; expected are 2 pixels and the class, 3", Refusal("1,2,3\n1,2\n"));
        Assert.Contains("line 1: pixel 2 is '17'; allowed are whole numbers from 0 to 16", Refusal("1,17,3"));
        Assert.Contains("line 3: pixel 1 is 'x'", Refusal("1,2,3\n\nx,2,3"));
        Assert.Contains("pixel 1 is '-1'", Refusal("-1,2,3"));
        Assert.Contains("pixel 1 is '1.5'", Refusal("1.5,2,3"));
        Assert.Contains("pixel 1 is ''", Refusal(",2,3"));
        Assert.Contains("the class is '10'; allowed are whole numbers from 0 to 9", Refusal("1,2,10"));
        Assert.Contains("the class is '99999999999999999999'", Refusal("1,2,99999999999999999999"));
    }

    [Fact]
    public void Bad_arguments_are_refused()
    {
        Assert.Contains("There is no file", Assert.Throws<FileNotFoundException>(() => CsvReader.ReadOptdigits(folder["none"])).Message);
        var path = folder.Write("digits.csv", "1,2,3");
        Assert.Throws<ArgumentOutOfRangeException>(() => CsvReader.ReadImages(path, "x", 0, 2, 16, 10));
        Assert.Throws<ArgumentOutOfRangeException>(() => CsvReader.ReadImages(path, "x", 1, 0, 16, 10));
        Assert.Throws<ArgumentOutOfRangeException>(() => CsvReader.ReadImages(path, "x", 1, 2, 0, 10));
        Assert.Throws<ArgumentOutOfRangeException>(() => CsvReader.ReadImages(path, "x", 1, 2, 16, 0));
    }

    [SkippableFact]
    public void The_real_optdigits_load()
    {
        var folderOfDigits = SharedData.Require("optdigits");
        var test = CsvReader.ReadOptdigits(Path.Combine(folderOfDigits, "optdigits.tes"));
        Assert.Equal(new Shape(1797, 1, 8, 8), test.Inputs.Shape);
        Assert.Equal([0, 1, 2], test.Labels.Take(3));
        Assert.Equal([0f, 0f, 5 / 16f, 13 / 16f, 9 / 16f, 1 / 16f], test.Inputs.ToArray().Take(6));
        Assert.Equal(1f, test.Inputs.ToArray().Max());
        Assert.Equal(3823, CsvReader.ReadOptdigits(Path.Combine(folderOfDigits, "optdigits.tra")).Count);
    }
}
