using System.Buffers.Binary;
using System.Globalization;
using System.Text;
using RedGradient.Networks;
using RedGradient.Tensors;
using RedGradient.Tests.Data;

namespace RedGradient.Tests.Networks;

public sealed class SafetensorsTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    private string At(string name) => folder[name];

    [Fact]
    public void The_bytes_are_those_of_the_format()
    {
        var path = At("two.safetensors");
        new SafetensorsFile(
            new Dictionary<string, Tensor> { ["b"] = Tensor.From([1f, -2f], 2), ["a"] = Tensor.Scalar(0.5f) },
            new Dictionary<string, string> { ["format"] = "pt" }).Write(path);
        const string Header = """{"__metadata__":{"format":"pt"},"a":{"dtype":"F32","shape":[],"data_offsets":[0,4]},"b":{"dtype":"F32","shape":[2],"data_offsets":[4,12]}}""";
        var padded = Header.PadRight((Header.Length + 7) / 8 * 8);
        byte[] expected = [.. BitConverter.GetBytes((long)padded.Length), .. Encoding.UTF8.GetBytes(padded), .. BitConverter.GetBytes(0.5f), .. BitConverter.GetBytes(1f), .. BitConverter.GetBytes(-2f)];
        Assert.Equal(expected, File.ReadAllBytes(path));

        var read = SafetensorsFile.Read(path);
        Assert.Equal("pt", read.Metadata["format"]);
        Assert.Equal(["a", "b"], read.Tensors.Keys.Order());
        Assert.Equal("[]", read.Tensors["a"].Shape.ToString());
        Assert.Equal([1f, -2f], read.Tensors["b"].ToArray());
    }

    [Theory]
    [InlineData("F64", "000000000000F83F", 1.5f)]
    [InlineData("F32", "0000C0BF", -1.5f)]
    [InlineData("F16", "003E", 1.5f)]
    [InlineData("BF16", "C0BF", -1.5f)]
    [InlineData("I64", "FEFFFFFFFFFFFFFF", -2f)]
    [InlineData("I32", "FEFFFFFF", -2f)]
    [InlineData("I16", "FEFF", -2f)]
    [InlineData("I8", "FE", -2f)]
    [InlineData("U64", "FFFFFFFFFFFFFFFF", 18446744073709551616f)]
    [InlineData("U32", "FFFFFFFF", 4294967296f)]
    [InlineData("U16", "FEFF", 65534f)]
    [InlineData("U8", "FE", 254f)]
    [InlineData("BOOL", "01", 1f)]
    public void Every_type_of_value_is_read(string type, string bytes, float value)
    {
        var data = Convert.FromHexString(bytes);
        var file = SafetensorsFile.Read(Written($$"""{"x":{"dtype":"{{type}}","shape":[2],"data_offsets":[0,{{2 * data.Length}}]} }""", [.. data, .. data]));
        Assert.Equal([value, value], file.Tensors["x"].ToArray());
    }

    [Theory]
    [InlineData("""[1]""", 0, "it is no JSON object")]
    [InlineData("""{"x":""", 0, "has a header this library cannot read: ")]
    [InlineData("""{"x":1}""", 0, "what it says of the tensor x is no JSON object")]
    [InlineData("""{"x":{"dtype":"F32","shape":[1],"data_offsets":[0,4]},"x":{"dtype":"F32","shape":[1],"data_offsets":[4,8]}}""", 8, "uplicate")]
    [InlineData("""{"x":{"shape":[1],"data_offsets":[0,4]}}""", 4, "the tensor x has no dtype")]
    [InlineData("""{"x":{"dtype":"F4","shape":[1],"data_offsets":[0,4]}}""", 4, "has the dtype F4; read are F64, F32")]
    [InlineData("""{"x":{"dtype":"F32","shape":[1],"data_offsets":[0,4],"more":1}}""", 4, "it says more; allowed are dtype, shape and data_offsets")]
    [InlineData("""{"x":{"dtype":"F32","shape":[-1],"data_offsets":[0,4]}}""", 4, "the shape of the tensor x holds -1; allowed are whole numbers from 0")]
    [InlineData("""{"x":{"dtype":"F32","shape":[1.5],"data_offsets":[0,4]}}""", 4, "holds 1.5")]
    [InlineData("""{"x":{"dtype":"F32","shape":7,"data_offsets":[0,4]}}""", 4, "must be a list of at most 16 whole numbers")]
    [InlineData("""{"x":{"dtype":"F32","shape":[4294967296,4294967296,4294967296],"data_offsets":[0,4]}}""", 4, "has more values than")]
    [InlineData("""{"x":{"dtype":"F32","shape":[2],"data_offsets":[0,4]}}""", 4, "takes 4 bytes; 2 values of F32 need 8")]
    [InlineData("""{"x":{"dtype":"F32","shape":[1],"data_offsets":[4,0]}}""", 4, "a beginning and an end that does not lie before it")]
    [InlineData("""{"x":{"dtype":"F32","shape":[1],"data_offsets":[0]}}""", 4, "a beginning and an end")]
    [InlineData("""{"x":{"dtype":"F32","shape":[1],"data_offsets":[0,4]},"y":{"dtype":"F32","shape":[1],"data_offsets":[0,4]}}""", 4, "within the one that ends at 4")]
    [InlineData("""{"x":{"dtype":"F32","shape":[1],"data_offsets":[4,8]}}""", 8, "the bytes 0 to 4 before the tensor x belong to none")]
    [InlineData("""{"x":{"dtype":"F32","shape":[2],"data_offsets":[0,8]}}""", 4, "ends at byte 8; the file holds 4")]
    [InlineData("""{"x":{"dtype":"F32","shape":[1],"data_offsets":[0,4]}}""", 5, "the file holds 5 bytes after its header; its tensors take 4")]
    [InlineData("""{"__metadata__":{"a":1}}""", 0, "holds a, which is no text")]
    [InlineData("""{"__metadata__":1}""", 0, "is no JSON object")]
    public void Headers_that_mean_nothing_get_a_sentence(string header, int bytes, string sentence)
    {
        var error = Assert.Throws<InvalidDataException>(() => SafetensorsFile.Read(Written(header, new byte[bytes])));
        Assert.Contains(sentence, error.Message, StringComparison.Ordinal);
        Assert.EndsWith(".", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Lengths_of_headers_are_bounded()
    {
        Assert.Contains("has 3 bytes", Refused([1, 2, 3]), StringComparison.Ordinal);
        Assert.Contains("18446744073709551615 bytes, more than the file holds", Refused([255, 255, 255, 255, 255, 255, 255, 255, (byte)'{']), StringComparison.Ordinal);
        var path = At("sparse.safetensors");
        using (var stream = File.Create(path))
        {
            stream.Write(BitConverter.GetBytes((1L << 24) + 1));
            stream.SetLength((1L << 24) + 100);
        }

        var before = GC.GetAllocatedBytesForCurrentThread();
        Assert.Contains("more than 16777216 are not read", Assert.Throws<InvalidDataException>(() => SafetensorsFile.Read(path)).Message, StringComparison.Ordinal);
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 1 << 20);

        string Refused(byte[] bytes) => Assert.Throws<InvalidDataException>(() => SafetensorsFile.Read(folder.Write("short.safetensors", bytes))).Message;
    }

    [Fact]
    public void Every_shorter_file_and_every_other_byte_is_refused_or_read()
    {
        var path = At("whole.safetensors");
        SafetensorsNetwork.Save(new Network(1, new Dense(3, 2)), path);
        var bytes = File.ReadAllBytes(path);
        for (var length = 0; length < bytes.Length; length++)
        {
            Assert.Throws<InvalidDataException>(() => SafetensorsFile.Read(folder.Write("cut.safetensors", bytes[..length])));
        }

        for (var i = 0; i < bytes.Length; i++)
        {
            var other = (byte[])bytes.Clone();
            other[i] ^= 0x15;
            try
            {
                SafetensorsNetwork.Load(folder.Write("other.safetensors", other));
            }
            catch (InvalidDataException exception)
            {
                Assert.EndsWith(".", exception.Message, StringComparison.Ordinal);
            }
        }
    }

    [Fact]
    public void A_network_comes_back_with_every_layer()
    {
        var network = EveryLayer();
        var path = At("network.safetensors");
        SafetensorsNetwork.Save(network, path);
        var copy = SafetensorsNetwork.Load(path);
        var images = Tensor.Uniform(new SeededRandom(3), 0f, 1f, 4, 1, 8, 8);
        Assert.Equal(network.Scores(images).ToArray(), copy.Scores(images).ToArray());
        Assert.Equal(network.Layers.Select(layer => layer.GetType()), copy.Layers.Select(layer => layer.GetType()));

        SafetensorsNetwork.Save(copy, At("again.safetensors"));
        Assert.Equal(File.ReadAllBytes(path), File.ReadAllBytes(At("again.safetensors")));
    }

    [Fact]
    public void The_names_and_shapes_are_PyTorchs()
    {
        var network = EveryLayer();
        var state = StateDictionary.Of(network);
        Assert.Equal(
            ["0.bias", "0.weight", "1.bias", "1.running_mean", "1.running_var", "1.weight", "11.bias", "11.weight", "3.0.bias", "3.0.weight"],
            state.Keys.Order(StringComparer.Ordinal));
        var dense = (Dense)network.Layers[11];
        Assert.Equal("[3, 18]", state["11.weight"].Shape.ToString());
        Assert.Equal(dense.Weight.Value[5, 2], state["11.weight"][2, 5]);
    }

    [Fact]
    public void A_description_beside_the_file_names_its_layers()
    {
        var weight = Tensor.Uniform(new SeededRandom(1), -1f, 1f, 2, 3);
        var path = At("model.safetensors");
        new SafetensorsFile(new Dictionary<string, Tensor> { ["fc.weight"] = weight, ["norm.num_batches_tracked"] = Tensor.Scalar(7f) }).Write(path);
        Assert.Contains("there is no file", Assert.Throws<InvalidDataException>(() => SafetensorsNetwork.Load(path)).Message, StringComparison.Ordinal);
        File.WriteAllText(At("model.json"), """{"layers": [{"type": "Dense", "name": "fc", "inputs": 3, "outputs": 2}]}""");
        var network = SafetensorsNetwork.Load(path);
        var input = Tensor.From([1f, 2f, -1f], 1, 3);
        Assert.Equal(weight[1, 0] + (2f * weight[1, 1]) - weight[1, 2], network.Scores(input)[0, 1], 1e-6f);

        Fails("""{"layers": [{"type": "Dense", "inputs": 3, "outputs": 2}]}""", "need the tensor 0.weight, which is not there. There are fc.weight, norm.num_batches_tracked.");
        Fails("""{"layers": [{"type": "Dense", "name": "fc", "inputs": 2, "outputs": 3}]}""", "The tensor fc.weight has the shape [2, 3]; its layer needs [3, 2].");
        Fails("""{"layers": [{"type": "Dense", "name": 1, "inputs": 3, "outputs": 2}]}""", "the name of a layer is no text.");
        Fails("""{"layers": [{"type": "Dense", "name": "fc", "inputs": 46000, "outputs": 46000}]}""", "its layers need more values than the file holds.");
        Fails("""{"layers": [{"type": "Relu"}]}""", "No layer takes fc.weight: the description is not this model's.");
        Fails("[]", "it is no JSON object.");

        void Fails(string description, string sentence)
        {
            File.WriteAllText(At("other.json"), description);
            Assert.Contains(sentence, Assert.Throws<InvalidDataException>(() => SafetensorsNetwork.Load(path, At("other.json"))).Message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void A_network_is_as_it_was_when_one_weight_does_not_fit()
    {
        var network = new Network(1, new Dense(2, 2));
        var before = network.Parameters[0].Value.ToArray();
        Assert.Throws<ArgumentException>(() => StateDictionary.CopyTo(network, new Dictionary<string, Tensor> { ["0.weight"] = Tensor.Ones(2, 2), ["0.bias"] = Tensor.Ones(3) }));
        Assert.Equal(before, network.Parameters[0].Value.ToArray());
    }

    [Fact]
    public void Files_of_another_kind_are_kept()
    {
        var file = new SafetensorsFile(new Dictionary<string, Tensor> { ["x"] = Tensor.Ones(2) });
        File.WriteAllText(At("notes.txt"), "not weights, but notes");
        Assert.Contains("is not a safetensors file", Assert.Throws<IOException>(() => file.Write(At("notes.txt"))).Message, StringComparison.Ordinal);
        file.Write(At("notes.txt"), overwrite: true);
        file.Write(At("notes.txt"));
        Assert.Contains("belongs to the format", Assert.Throws<ArgumentException>(() => new SafetensorsFile(new Dictionary<string, Tensor> { ["__metadata__"] = Tensor.Ones(1) })).Message, StringComparison.Ordinal);
    }

    private static Network EveryLayer()
    {
        var network = new Network(
            5, new Conv2D(1, 2, 3, padding: 1), new BatchNormalization(2), new LeakyRelu(0.2f), new Residual(new Conv2D(2, 2, 3, padding: 1), new Tanh()), new MaxPool2D(2), new AveragePool2D(2, stride: 1),
            new Sigmoid(), new Gelu(), new Identity(), new Flatten(), new Dropout(0.3f), new Dense(18, 3));
        var random = new SeededRandom(8);
        foreach (var buffer in network.Layers[1].Buffers) buffer.Set(Tensor.Uniform(random, 0.5f, 2f, 2));
        return network;
    }

    private string Written(string header, byte[] values)
    {
        var text = Encoding.UTF8.GetBytes(header);
        var length = new byte[8];
        BinaryPrimitives.WriteInt64LittleEndian(length, text.Length);
        return folder.Write(string.Create(CultureInfo.InvariantCulture, $"{text.Length}.safetensors"), [.. length, .. text, .. values]);
    }
}
