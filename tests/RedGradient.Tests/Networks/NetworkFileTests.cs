using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using RedGradient.Networks;
using RedGradient.Tensors;
using RedGradient.Tests.Data;
using RedGradient.Tests.Kernels;

namespace RedGradient.Tests.Networks;

public sealed class NetworkFileTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("redgradient-network-").FullName;

    private string Target => Path.Combine(folder, "network.rgn");

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public void Every_kind_of_layer_comes_back_with_the_same_bits()
    {
        var network = new Network(
            3,
            new Conv2D(2, 4, 3, stride: 2, padding: 1),
            new BatchNormalization(4, 0.3f, 1e-3f),
            new Relu(),
            new MaxPool2D(2, 1),
            new Residual(new Conv2D(4, 4, 3, padding: 1), new BatchNormalization(4), new LeakyRelu(0.3f), new Residual(new Gelu())),
            new AveragePool2D(3, 2),
            new Flatten(),
            new Dropout(0.4f),
            new Dense(16, 6),
            new Sigmoid(),
            new Dense(6, 5),
            new Tanh(),
            new Identity());
        var x = Sample.Normal(1, 5, 2, 12, 12);
        network.Forward(x, ForwardPass.Training(new SeededRandom(1)));
        network.Save(Target);
        var loaded = Network.Load(Target);
        Assert.Equal(network.Layers.Select(layer => layer.GetType()), loaded.Layers.Select(layer => layer.GetType()));
        Assert.Equal(network.Parameters.Select(parameter => parameter.ToString()), loaded.Parameters.Select(parameter => parameter.ToString()));
        Assert.Equal(network.Scores(x).ToArray(), loaded.Scores(x).ToArray());
        Assert.Equal(0.4f, loaded.Layers.OfType<Dropout>().Single().Rate);
        Assert.Equal((0.3f, 1e-3f), (((BatchNormalization)loaded.Layers[1]).Momentum, ((BatchNormalization)loaded.Layers[1]).Epsilon));
        foreach (var (before, after) in network.Layers.Zip(loaded.Layers))
        {
            Assert.Equal(before.Buffers.Select(buffer => buffer.Value.ToArray()), after.Buffers.Select(buffer => buffer.Value.ToArray()));
        }

        // In training too, with the same random choices.
        Assert.Equal(
            network.Forward(x, ForwardPass.Training(new SeededRandom(2))).ToArray(),
            loaded.Forward(x, ForwardPass.Training(new SeededRandom(2))).ToArray());

        // And what is saved again is the same file.
        var bytes = File.ReadAllBytes(Target);
        Network.Load(Target).Save(Target);
        Assert.Equal(bytes, File.ReadAllBytes(Target));
    }

    [Fact]
    public void Values_that_are_not_finite_come_back_too()
    {
        var network = new Network(1, new Dense(2, 2));
        network.Parameters[0].Set(Tensor.From([float.NaN, float.PositiveInfinity, -0f, float.Epsilon], 2, 2));
        network.Save(Target);
        Assert.Equal(
            network.Parameters[0].Value.ToArray().Select(BitConverter.SingleToInt32Bits),
            Network.Load(Target).Parameters[0].Value.ToArray().Select(BitConverter.SingleToInt32Bits));
    }

    [Fact]
    public void A_file_cut_at_any_length_is_refused_with_its_name()
    {
        var bytes = SmallFile();
        for (var length = 0; length < bytes.Length; length++)
        {
            File.WriteAllBytes(Target, bytes[..length]);
            var error = Assert.Throws<InvalidDataException>(() => Network.Load(Target));
            Assert.Contains("network.rgn", error.Message, StringComparison.Ordinal);
        }

        File.WriteAllBytes(Target, [.. bytes, 0]);
        Assert.Throws<InvalidDataException>(() => Network.Load(Target));
    }

    [Fact]
    public void A_file_altered_in_any_byte_is_refused_with_its_name()
    {
        var bytes = SmallFile();
        for (var i = 0; i < bytes.Length; i++)
        {
            byte[] altered = [.. bytes];
            altered[i] ^= 0x10;
            File.WriteAllBytes(Target, altered);
            var error = Assert.Throws<InvalidDataException>(() => Network.Load(Target));
            Assert.Contains("network.rgn", error.Message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void Another_format_and_another_version_are_told_apart()
    {
        var content = SmallFile()[..^32];
        AssertRefused(Sealed(WithBytes(content, 0, "ELF!"u8.ToArray())), "RGNN");
        AssertRefused(Sealed(WithBytes(content, 4, [3, 0, 0, 0])), "version 3", "versions 1 to 2");
        AssertRefused(Encoding.ASCII.GetBytes("PK" + new string('x', 500)), "RGNN");
    }

    [Fact]
    public void Descriptions_this_library_cannot_read_are_refused_even_with_a_right_checksum()
    {
        AssertRefused(File(""), "cannot read");
        AssertRefused(File("{}"), "cannot read");
        AssertRefused(File("{\"layers\": [{\"type\": \"Transformer\"}]}"), "Transformer");
        AssertRefused(File("{\"layers\": [{\"type\": \"Dense\"}]}"), "cannot read");
        AssertRefused(File("{\"layers\": [{\"type\": \"Dense\", \"inputs\": 0, \"outputs\": 1}]}"), "cannot read");
        AssertRefused(File("{\"layers\": [{\"type\": \"Dense\", \"inputs\": \"two\", \"outputs\": 1}]}"), "cannot read");
        AssertRefused(File("{\"layers\": [{\"type\": \"Dense\", \"inputs\": 1.5, \"outputs\": 1}]}"), "cannot read");
        AssertRefused(File("{\"layers\": [7]}"), "cannot read");
        AssertRefused(File("{\"layers\": []}"), "cannot read");
        AssertRefused(File("{\"layers\": [{\"type\": \"Dense\", \"inputs\": 2, \"outputs\": 2}]}"), "ends within");
        AssertRefused(File("{\"layers\": [{\"type\": \"Relu\"}]}", extra: 4), "4 bytes more");
        AssertRefused(Sealed(WithBytes(SmallFile()[..^32], 8, [255, 255, 255, 127])), "more than the file holds");

        static byte[] File(string description, int extra = 0)
        {
            var text = Encoding.UTF8.GetBytes(description);
            var header = new byte[12];
            "RGNN"u8.CopyTo(header);
            BinaryPrimitives.WriteInt32LittleEndian(header.AsSpan(4), 1);
            BinaryPrimitives.WriteInt32LittleEndian(header.AsSpan(8), text.Length);
            return Sealed([.. header, .. text, .. new byte[extra]]);
        }
    }

    [Fact]
    public void Masks_come_back_and_still_hold()
    {
        var network = new Network(3, new Conv2D(1, 2, 3), new Relu(), new Residual(new Dense(8, 8)), new Dense(8, 3));
        network.Parameters[0].SetMask(Mask(network.Parameters[0], value: i => i < 9));
        network.Parameters[2].SetMask(Mask(network.Parameters[2], value: i => i % 3 == 0));
        network.Save(Target);
        foreach (var read in new[] { Network.Load(Target), network.Copy() })
        {
            Assert.Equal(network.Parameters.Select(parameter => parameter.Mask?.ToArray()), read.Parameters.Select(parameter => parameter.Mask?.ToArray()));
            Assert.Equal(network.Parameters.Select(parameter => parameter.Value.ToArray()), read.Parameters.Select(parameter => parameter.Value.ToArray()));
            read.Parameters[2].Set(Tensor.Ones(8, 8));
            Assert.Equal(read.Parameters[2].Mask!.ToArray(), read.Parameters[2].Value.ToArray());
        }

        var bytes = File.ReadAllBytes(Target);
        Network.Load(Target).Save(Target);
        Assert.Equal(bytes, File.ReadAllBytes(Target));
    }

    [Fact]
    public void A_copy_is_a_network_of_its_own()
    {
        var network = SmallNetwork();
        var copy = network.Copy();
        copy.Parameters[0].Set(Tensor.Zeros(3, 2));
        Assert.NotEqual(copy.Parameters[0].Value.ToArray(), network.Parameters[0].Value.ToArray());
        Assert.Throws<NotSupportedException>(() => new Network(1, new Doubling()).Copy());
    }

    [Fact]
    public void Files_of_version_1_are_read()
    {
        // Without a mask the two versions differ in their number alone.
        var content = SmallFile()[..^32];
        File.WriteAllBytes(Target, Sealed(WithBytes(content, 4, [1, 0, 0, 0])));
        Assert.Equal(SmallNetwork().Parameters[0].Value.ToArray(), Network.Load(Target).Parameters[0].Value.ToArray());
    }

    [Fact]
    public void Masks_that_do_not_fit_are_refused()
    {
        var network = new Network(1, new Dense(2, 1));
        network.Parameters[1].SetMask(Tensor.Ones(1));
        network.Save(Target);
        var content = File.ReadAllBytes(Target)[..^32];
        AssertRefused(Sealed(content[..^1]), "ends within the mask of 0.bias");
        AssertRefused(Sealed([.. content[..^1], 2]), "holds 2");
        var text = Encoding.UTF8.GetString(content, 12, content.Length - 12);
        var at = 12 + text.IndexOf("0.bias", StringComparison.Ordinal);
        AssertRefused(Sealed(WithBytes(content, at, "7.bias"u8.ToArray())), "mask of 7.bias");
    }

    [Fact]
    public void A_missing_file_is_named() =>
        Assert.Contains("nowhere.rgn", Assert.Throws<FileNotFoundException>(() => Network.Load(Path.Combine(folder, "nowhere.rgn"))).Message, StringComparison.Ordinal);

    [Fact]
    public void What_a_killed_process_left_unfinished_is_removed_and_a_reader_s_files_are_not()
    {
        foreach (var name in new[] { ".redgradient-999999999-1.tmp", ".redgradient-1-1.tmp", "network.rgn.tmp", ".redgradient-x.tmp" }) File.WriteAllText(Path.Combine(folder, name), "");
        SmallNetwork().Save(Target);
        Assert.Equal([".redgradient-1-1.tmp", ".redgradient-x.tmp", "network.rgn", "network.rgn.tmp"], Directory.GetFiles(folder).Select(Path.GetFileName).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Saving_replaces_the_file_and_leaves_nothing_beside_it()
    {
        new Network(9, new Dense(2, 2)).Save(Target);
        SmallNetwork().Save(Target);
        Assert.Equal(SmallNetwork().Parameters[0].Value.ToArray(), Network.Load(Target).Parameters[0].Value.ToArray());
        Assert.Equal([Target], Directory.GetFileSystemEntries(folder));
    }

    [Fact]
    public void Where_a_folder_has_the_name_saving_fails_and_leaves_it()
    {
        Directory.CreateDirectory(Target);
        File.WriteAllText(Path.Combine(Target, "inside"), "kept");
        var error = Record.Exception(() => SmallNetwork().Save(Target));
        Assert.True(error is IOException or UnauthorizedAccessException, $"{error}");
        Assert.Equal("kept", File.ReadAllText(Path.Combine(Target, "inside")));
        Assert.Equal([Target], Directory.GetFileSystemEntries(folder));
    }

    [Fact]
    public void A_file_that_is_no_network_is_kept_unless_the_caller_says_otherwise()
    {
        File.WriteAllText(Target, "a reader's notes");
        var error = Assert.Throws<IOException>(() => SmallNetwork().Save(Target));
        Assert.Contains("network.rgn' is not a network; it is kept as it is. Give another name, or say overwrite: true.", error.Message, StringComparison.Ordinal);
        Assert.Equal("a reader's notes", File.ReadAllText(Target));
        SmallNetwork().Save(Target, overwrite: true);
        Network.Load(Target);
    }

    [Fact]
    public void In_a_folder_that_is_not_there_saving_names_the_folder()
    {
        var error = Assert.Throws<DirectoryNotFoundException>(() => SmallNetwork().Save(Path.Combine(folder, "missing", "network.rgn")));
        Assert.Contains("missing/network.rgn' cannot be written: there is no folder '", error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("tmp'", error.Message, StringComparison.Ordinal);
        Assert.EndsWith(".", error.Message, StringComparison.Ordinal);
    }

    [SkippableTheory]
    [InlineData("/dev/null")]
    [InlineData("/proc/self/oom_score_adj")]
    public void A_device_is_never_replaced(string path)
    {
        Skip.IfNot(File.Exists(path), "There is no such device here.");
        Assert.Contains("give the name of a file.", Assert.Throws<IOException>(() => SmallNetwork().Save(path, overwrite: true)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_full_disk_leaves_the_file_that_was_there()
    {
        SmallNetwork().Save(Target);
        var before = File.ReadAllBytes(Target);
        AtomicFile.Create = path => new FullDisk(path, 100);
        try
        {
            var error = Assert.Throws<IOException>(() => new Network(9, new Dense(30, 30)).Save(Target));
            Assert.EndsWith("could not be written, and what was there is as it was: No space left on device.", error.Message, StringComparison.Ordinal);
        }
        finally
        {
            AtomicFile.Create = null;
        }

        Assert.Equal(before, File.ReadAllBytes(Target));
        Assert.Equal([Target], Directory.GetFileSystemEntries(folder));
    }

    [Fact]
    public void A_layer_of_one_s_own_is_refused_and_the_file_stays()
    {
        SmallNetwork().Save(Target);
        var before = File.ReadAllBytes(Target);
        Assert.Throws<NotSupportedException>(() => new Network(1, new Dense(2, 2), new Doubling()).Save(Target));
        Assert.Throws<NotSupportedException>(() => new Network(1, new Residual(new Doubling())).Save(Target));
        Assert.Equal(before, File.ReadAllBytes(Target));
        Assert.Equal([Target], Directory.GetFileSystemEntries(folder));
    }

    private static Network SmallNetwork() => new(1, new Dense(3, 2), new BatchNormalization(2));

    private static Tensor Mask(Parameter parameter, Func<int, bool> value) =>
        new([.. Enumerable.Range(0, parameter.Shape.Size).Select(i => value(i) ? 1f : 0f)], parameter.Shape);

    private static byte[] WithBytes(byte[] bytes, int at, byte[] replacement) => [.. bytes[..at], .. replacement, .. bytes[(at + replacement.Length)..]];

    private static byte[] Sealed(byte[] content) => [.. content, .. SHA256.HashData(content)];

    private byte[] SmallFile()
    {
        SmallNetwork().Save(Target);
        return File.ReadAllBytes(Target);
    }

    private void AssertRefused(byte[] bytes, params string[] parts)
    {
        File.WriteAllBytes(Target, bytes);
        var error = Assert.Throws<InvalidDataException>(() => Network.Load(Target));
        Assert.All(parts.Append("network.rgn"), part => Assert.Contains(part, error.Message, StringComparison.Ordinal));
    }

    private sealed class Doubling : Layer
    {
        public override Tensor Forward(Tensor input, ForwardPass pass) => input * 2f;
    }
}
