using System.Buffers.Binary;
using System.Security.Cryptography;
using RedGradient.Defenses.Training;
using RedGradient.Tensors;

namespace RedGradient.Tests.Defenses;

public class CommitmentTests
{
    private static readonly byte[] Nonce = [.. Enumerable.Range(0, 32).Select(i => (byte)i)];

    [Fact]
    public void The_hash_is_that_of_the_format_written_by_another_program()
    {
        // Python: struct and hashlib over the same ten fields.
        var opening = Opening("worker_1", 23, Tensor.From([1f, 2f, 3f, 4f, 5f, 6f], 2, 3));
        Assert.Equal(253, opening.Encode().Length);
        Assert.Equal("148ee364fdc94273685b6adbedf660a5ed483edc9210f37afb865cbf10f88ffd", GradientCommitment.To(opening).Hash);
        Assert.Equal("3b3eed4c8ffef56999e5b9e9b68a7e21ec07c3db5d257ceb4e218edfcdace66b", UnframedCommitment.Of(opening.Gradient, "worker_1", 23, "n"));
    }

    [Fact]
    public void The_article_s_form_has_one_hash_for_different_openings_and_the_canonical_one_has_not()
    {
        var gradient = Tensor.Normal(new SeededRandom(1), 0f, 0.01f, 32, 32);
        string[] unframed =
        [
            UnframedCommitment.Of(gradient, "worker_1", 23, "n"),
            UnframedCommitment.Of(gradient, "worker_12", 3, "n"),
            UnframedCommitment.Of(gradient, "worker_1", 2, "3n"),
            UnframedCommitment.Of(gradient.Reshape(16, 64), "worker_1", 23, "n"),
            UnframedCommitment.Of(Tensor.From(gradient.ToArray()[..^1], 1023), "worker_1", 23, "n"),
        ];
        Assert.Single(unframed[..4].Distinct());
        Assert.NotEqual(unframed[0], unframed[4]);
        GradientOpening[] openings = [Opening("worker_1", 23, gradient), Opening("worker_12", 3, gradient), Opening("worker_1", 2, gradient), Opening("worker_1", 23, gradient.Reshape(16, 64))];
        Assert.Equal(4, openings.Select(opening => GradientCommitment.To(opening).Hash).Distinct().Count());
    }

    [Fact]
    public void A_hundred_thousand_random_encodings_collide_only_where_the_fields_are_the_same()
    {
        // Few letters, so that fields run into each other all the time where nothing keeps them apart.
        var random = new SeededRandom(20261128);
        var known = new Dictionary<UInt128, Drawn>();
        var strung = new Dictionary<string, Drawn>(StringComparer.Ordinal);
        var (same, confused) = (0, 0);
        var nonces = new[] { Nonce, [.. Nonce.Reverse()] };
        for (var i = 0; i < 100_000; i++)
        {
            var drawn = new Drawn(Word(random), Word(random), random.NextInt32(30), random.NextInt32(2), random.NextInt32(4), random.NextInt32(2));
            var gradient = Tensor.From([1f, 0f, 1f, drawn.Values], Drawn.Shapes[drawn.Shape]);
            var opening = new GradientOpening(drawn.Run, drawn.Worker, drawn.Step, GradientOpening.NoParent, gradient, nonces[drawn.Nonce]);
            var bytes = opening.Encode();
            var back = GradientOpening.Decode(bytes);
            Assert.True(back.Run == drawn.Run && back.Worker == drawn.Worker && back.Step == drawn.Step && back.Gradient.Shape.Equals(gradient.Shape) && back.Gradient[Last(gradient)] == drawn.Values && back.Nonce().AsSpan().SequenceEqual(nonces[drawn.Nonce]));
            var hash = BinaryPrimitives.ReadUInt128LittleEndian(SHA256.HashData(bytes));
            if (!known.TryAdd(hash, drawn))
            {
                Assert.Equal(known[hash], drawn);
                same++;
            }

            var text = $"{drawn.Values}{drawn.Run}{drawn.Worker}{drawn.Step}";
            if (!strung.TryAdd(text, drawn) && strung[text] != drawn) confused++;
        }

        // The draw is one where the article's way fails and equal openings do come twice.
        Assert.True(same > 100 && confused > 10_000, $"{same}, {confused}");
    }

    [Fact]
    public void What_is_shown_is_held_against_what_was_promised()
    {
        var opening = Opening("worker_1", 23, Tensor.Ones(2, 3));
        var commitment = GradientCommitment.To(opening);
        Assert.True(Verdict(opening).IsAccepted);
        Assert.StartsWith("accepted: ", Verdict(opening).ToString(), StringComparison.Ordinal);
        Assert.Equal("The gradient is of the run \"run B\"; this run is \"run A\".", Verdict(new GradientOpening("run B", "worker_1", 23, GradientOpening.NoParent, opening.Gradient, Nonce)).Reason);
        Assert.Equal("The gradient is of the worker \"worker_2\"; \"worker_1\" promised one.", Verdict(Opening("worker_2", 23, opening.Gradient)).Reason);
        Assert.Equal("The gradient is of step 24; step 23 is due.", Verdict(Opening("worker_1", 24, opening.Gradient)).Reason);
        foreach (var other in new[]
        {
            Opening("worker_1", 23, opening.Gradient + 1e-6f),
            Opening("worker_1", 23, opening.Gradient.Reshape(3, 2)),
            new GradientOpening("run A", "worker_1", 23, new string('1', 64), opening.Gradient, Nonce),
            new GradientOpening("run A", "worker_1", 23, GradientOpening.NoParent, opening.Gradient, [.. Nonce.Reverse()]),
        })
        {
            Assert.NotEqual(opening, other);
            Assert.Equal("refused: The gradient, its shape, its parent or its nonce is not the one that was promised: the hashes differ.", Verdict(other).ToString());
        }

        IntegrityVerdict Verdict(GradientOpening shown) => commitment.Verify(shown, "run A", "worker_1", 23);
    }

    [Fact]
    public void Bytes_that_are_no_opening_are_refused_with_a_sentence()
    {
        var bytes = Opening("worker_1", 23, Tensor.Ones(2, 3)).Encode();
        Assert.Equal(Opening("worker_1", 23, Tensor.Ones(2, 3)), GradientOpening.Decode(bytes));
        for (var length = 0; length < bytes.Length; length++) Assert.Throws<InvalidDataException>(() => GradientOpening.Decode(bytes.AsSpan(0, length)));
        Refused([.. bytes, 0], "The encoding ends within the length of field 10: 1 bytes are left, and a length takes 8.");
        Refused([.. bytes, .. new byte[8]], "An opening has 9 fields; 10 were found.");
        Refused([255, 255, 255, 255, 255, 255, 255, 255, 1], "Field 0 of the encoding says that it has 18446744073709551615 bytes; 1 are left.");
        Refused(CanonicalEncoding.Encode("another purpose"), "The encoding is for \"another purpose\"; \"RedGradient gradient commitment 1\" is needed.");
        byte[][] fields = [.. CanonicalEncoding.Decode(GradientOpening.Purpose, bytes)];
        Refused(With(5, BitConverter.GetBytes(-1L)), "An opening of rank -1 has -1 dimensions of 8 bytes; 16 bytes were found.");
        Refused(With(6, [.. BitConverter.GetBytes(2L), .. BitConverter.GetBytes(4L)]), "The shape [2, 4] needs 8 values; 6 were given.");
        Refused(With(6, [.. BitConverter.GetBytes(-2L), .. BitConverter.GetBytes(-3L)]), "has -2.");
        Refused(With(6, [.. BitConverter.GetBytes(1L << 40), .. BitConverter.GetBytes(1L)]), "The bytes are no opening: ");
        Refused(With(4, "float64"u8.ToArray()), "The values of an opening are float32; something else is named.");
        Refused(With(8, new byte[31]), "A nonce has 32 bytes, so that nobody can try them all; 31 were given.");
        Refused(With(2, new byte[4]), "take 8 bytes each.");
        Refused(With(1, [0xFF, 0xFE]), "The bytes are no opening: ");
        Refused(With(0, []), "The bytes are no opening: ");

        byte[] With(int place, byte[] value) => CanonicalEncoding.Encode(GradientOpening.Purpose, [.. fields.Select((field, i) => i == place ? value : field)]);
        static void Refused(byte[] bytes, string sentence) => Assert.Contains(sentence, Assert.Throws<InvalidDataException>(() => GradientOpening.Decode(bytes)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Fields_that_cannot_stand_are_refused_with_a_sentence()
    {
        Refused(() => new GradientOpening("", "w", 1, GradientOpening.NoParent, Tensor.Ones(1), Nonce), "run");
        Refused(() => new GradientOpening("r", "", 1, GradientOpening.NoParent, Tensor.Ones(1), Nonce), "worker");
        Refused(() => new GradientOpening("r", "w", -1, GradientOpening.NoParent, Tensor.Ones(1), Nonce), "A step is 0 or more; -1 was given.");
        Refused(() => new GradientOpening("r", "w", 1, "abc", Tensor.Ones(1), Nonce), "The parent's hash must be a SHA-256 hash of 64 hexadecimal digits; \"abc\" was given.");
        Refused(() => new GradientOpening("r", "w", 1, GradientOpening.NoParent, Tensor.Ones(1), []), "A nonce has 32 bytes, so that nobody can try them all; 0 were given.");
        Refused(() => new GradientOpening("r", "\ud800", 1, GradientOpening.NoParent, Tensor.Ones(1), Nonce), "A name must be whole characters, so that no two names have the same bytes;");

        static void Refused(Func<object> use, string sentence) => Assert.Contains(sentence, Assert.ThrowsAny<ArgumentException>(use).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Lengths_are_eight_bytes_with_the_lowest_first()
    {
        var bytes = CanonicalEncoding.Encode("p", [1, 2, 3], []);
        Assert.Equal(8 + 1 + 8 + 3 + 8, bytes.Length);
        Assert.Equal((1UL, 3UL, 0UL), (BinaryPrimitives.ReadUInt64LittleEndian(bytes), BinaryPrimitives.ReadUInt64LittleEndian(bytes.AsSpan(9)), BinaryPrimitives.ReadUInt64LittleEndian(bytes.AsSpan(20))));
        Assert.Equal([[1, 2, 3], []], CanonicalEncoding.Decode("p", bytes));
    }

    private static GradientOpening Opening(string worker, long step, Tensor gradient) => new("run A", worker, step, GradientOpening.NoParent, gradient, Nonce);

    private static string Word(SeededRandom random) => new([.. Enumerable.Range(0, 1 + random.NextInt32(3)).Select(_ => "w1"[random.NextInt32(2)])]);

    private static int[] Last(Tensor tensor) => [.. tensor.Shape.Select(length => length - 1)];

    private sealed record Drawn(string Run, string Worker, int Step, int Values, int Shape, int Nonce)
    {
        public static int[][] Shapes { get; } = [[4], [2, 2], [1, 4], [4, 1]];
    }
}
