using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using RedGradient.Data;
using RedGradient.Lessons;
using RedGradient.Networks;
using RedGradient.Tests.Data;

namespace RedGradient.Tests.Files;

/// <summary>Files of unknown origin: a sentence, and no more memory than they explain.</summary>
public sealed class UntrustedFileTests : IDisposable
{
    // A valid checksum, and a dense layer of 46,000 × 46,000 in 110 bytes.
    private const string TenGigabytes =
        "UkdOTgIAAABCAAAAeyJsYXllcnMiOiBbeyJ0eXBlIjogIkRlbnNlIiwgImlucHV0cyI6IDQ2MDAwLCAib3V0cHV0cyI6IDQ2MDAwfV19e7GiuK9SKFQEMEuAoYociW6LSouGSScUdy3mwVJXtIw=";

    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void A_few_bytes_that_describe_gigabytes_are_refused_before_anything_is_allocated()
    {
        var path = folder.Write("huge.rgn", Convert.FromBase64String(TenGigabytes));
        var error = Measured(() => Network.Load(path), 1 << 20);
        Assert.Equal("huge.rgn ends within the values of its layers: they need more than the 0 bytes that follow the description.", error.Message);
    }

    [Theory]
    [InlineData("""{"type": "Dense", "inputs": 2147483647, "outputs": 2147483647}""")]
    [InlineData("""{"type": "Dense", "inputs": 65536, "outputs": 65536}""")]
    [InlineData("""{"type": "Conv2D", "inputChannels": 65536, "outputChannels": 65536, "kernel": 1, "stride": 1, "padding": 0}""")]
    [InlineData("""{"type": "Conv2D", "inputChannels": 1, "outputChannels": 1, "kernel": 65536, "stride": 1, "padding": 0}""")]
    [InlineData("""{"type": "Conv2D", "inputChannels": 2147483647, "outputChannels": 2147483647, "kernel": 2147483647, "stride": 1, "padding": 0}""")]
    [InlineData("""{"type": "BatchNormalization", "channels": 2147483647, "momentum": 0.1, "epsilon": 1e-5}""")]
    [InlineData("""{"type": "Residual", "layers": [{"type": "Residual", "layers": [{"type": "Dense", "inputs": 40000, "outputs": 40000}]}]}""")]
    [InlineData("""{"type": "TriggerSkip", "target": 0, "strength": 1, "threshold": 0.1, "layers": [{"type": "Dense", "inputs": 40000, "outputs": 40000}]}""")]
    public void Every_layer_is_counted_before_it_is_made(string layer)
    {
        var path = folder.Write("network.rgn", File($"{{\"layers\": [{layer}]}}", 400));
        Assert.Contains("ends within the values of its layers", Measured(() => Network.Load(path), 1 << 20).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""{"layers": [{"type": "Dense", "inputs": 1, "outputs": 0}]}""", "the option outputs of the layer Dense is 0; allowed are whole numbers from 1.")]
    [InlineData("""{"layers": [{"type": "Dense", "inputs": 1}]}""", "the option outputs of the layer Dense is missing; allowed are whole numbers from 1.")]
    [InlineData("""{"layers": [{"type": "Dropout", "rate": 1e400}]}""", "allowed are finite numbers.")]
    [InlineData("""{"layers": [{"type": "Dropout", "rate": 2}]}""", "A dropout rate must be from 0 to below 1; 2 was given.")]
    [InlineData("""{"layers": [{"type": "Conv2D", "inputChannels": 1, "outputChannels": 1, "kernel": 1, "stride": 1, "padding": 40000}]}""", "padding makes an image more than 1024 pixels wider.")]
    [InlineData("""{"layers": [{"type": "Relu", "type": "Relu"}]}""", "uplicate")]
    [InlineData("""{"layers": {"type": "Relu"}}""", "it has no list of layers.")]
    [InlineData("""{"layers": [null]}""", "its list of layers holds something that is no layer.")]
    [InlineData("""{"layers": [{"type": "\u001b[31mRed"}]}""", "the layer type \\u001b[31mRed is unknown.")]
    [InlineData("""{"layers": [{"type": "Relu"}], "masks": [1]}""", "its list of masks holds something that is no text.")]
    [InlineData("[]", "it is no JSON object.")]
    public void Descriptions_that_mean_nothing_get_a_sentence(string description, string sentence)
    {
        var error = Assert.Throws<InvalidDataException>(() => Network.Load(folder.Write("network.rgn", File(description, 0))));
        Assert.Contains(sentence, error.Message, StringComparison.Ordinal);
        Assert.EndsWith(".", error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("Parameter", error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', error.Message);
    }

    [Fact]
    public void A_file_that_is_no_network_is_called_so()
    {
        var error = Assert.Throws<InvalidDataException>(() => Network.Load(folder.Write("notes.txt", new string('x', 7265))));
        Assert.Equal("notes.txt is not a network: a network file, as network.Save writes it, begins with the letters RGNN.", error.Message);
    }

    [Fact]
    public void A_description_longer_than_any_network_needs_is_not_read()
    {
        var path = folder.Write("network.rgn", File($"{{\"layers\": [{string.Join(',', Enumerable.Repeat("0", 600_000))}]}}", 0));
        Assert.Contains("more than 1048576 are not read.", Measured(() => Network.Load(path), 1 << 20).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Packed_images_are_unpacked_up_to_what_the_header_says()
    {
        // A hundred million zeros in a hundred thousand bytes, after a header that promises six.
        var bomb = Idx.Compress([.. Idx.File([1, 2, 3], new byte[6]), .. new byte[100_000_000]]);
        var path = folder.Write("bomb.gz", bomb);
        Assert.Contains("goes on after the 6 bytes", Measured(() => IdxReader.ReadImages(path), 1 << 20).Message, StringComparison.Ordinal);
        var lie = folder.Write("lie.gz", Idx.Compress(Idx.File([1000, 1000, 1000], new byte[6])));
        Assert.Contains("promises 1000000000 bytes of data, it has 6.", Measured(() => IdxReader.ReadImages(lie), 4 << 20).Message, StringComparison.Ordinal);
        var plain = folder.Write("lie", Idx.File([1000, 1000, 1000], new byte[6]));
        Assert.Contains("promises 1000000000 bytes of data, it has 6.", Measured(() => IdxReader.ReadImages(plain), 1 << 20).Message, StringComparison.Ordinal);
        Assert.Throws<InvalidDataException>(() => IdxReader.ReadImages(folder.Write("zeros", Idx.File([0, -1, -1], []))));
    }

    [Fact]
    public void A_line_of_megabytes_is_named_by_its_beginning_and_commands_no_terminal()
    {
        var path = folder.Write("long.csv", "1,\u001b[2J" + new string('9', 20_000_000) + ",3");
        var error = Measured(() => CsvReader.ReadImages(path, "small", 1, 2, 16, 10), 1 << 20);
        Assert.Contains("line 1: pixel 2 is '\\u001b[2J999", error.Message, StringComparison.Ordinal);
        Assert.Contains("… (20000004 characters)'; allowed are whole numbers from 0 to 16.", error.Message, StringComparison.Ordinal);
        Assert.True(error.Message.Length < 400);
        var many = folder.Write("many.csv", string.Concat(Enumerable.Repeat("1,", 5_000_000)));
        Assert.Contains("5000001 values; expected are 2 pixels and the class, 3.", Measured(() => CsvReader.ReadImages(many, "small", 1, 2, 16, 10), 1 << 20).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("{\"experiment\": \"a\", \"experiment\": \"b\"}", "uplicate")]
    [InlineData("{\n\"experiment\": x", "line 2, byte 15: ")]
    [InlineData("{\"experiment\": \"a\", \"version\": 1, \"points\": [null]}", "a point has no field key, seed or values.")]
    [InlineData("{\"experiment\": \"a\", \"version\": 1e9, \"points\": {}}", "")]
    public void Results_that_are_none_get_one_place_and_one_sentence(string text, string sentence)
    {
        var error = Assert.Throws<FormatException>(() => ExperimentResults.Load(folder.Write("results.json", text)));
        Assert.Contains(sentence, error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("LineNumber", error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("line ,", error.Message, StringComparison.Ordinal);
        Assert.EndsWith("Delete it and run the experiment again.", error.Message, StringComparison.Ordinal);
    }

    // Anything that is allocated on this thread counts.
    private static Exception Measured(Action read, long most)
    {
        var before = GC.GetAllocatedBytesForCurrentThread();
        var error = Xunit.Record.Exception(read);
        var allocated = GC.GetAllocatedBytesForCurrentThread() - before;
        Assert.IsType<InvalidDataException>(error);
        Assert.True(allocated < most, $"{allocated} bytes were allocated for: {error.Message}");
        return error;
    }

    private static byte[] File(string description, int extra)
    {
        var text = Encoding.UTF8.GetBytes(description);
        var header = new byte[12];
        "RGNN"u8.CopyTo(header);
        BinaryPrimitives.WriteInt32LittleEndian(header.AsSpan(4), 2);
        BinaryPrimitives.WriteInt32LittleEndian(header.AsSpan(8), text.Length);
        byte[] content = [.. header, .. text, .. new byte[extra]];
        return [.. content, .. SHA256.HashData(content)];
    }
}
