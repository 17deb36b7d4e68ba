using System.Security.Cryptography;
using RedGradient.Defenses.Training;
using RedGradient.Networks;
using RedGradient.Tensors;

namespace RedGradient.Tests.Defenses;

public sealed class SignedCheckpointTests : IDisposable
{
    private readonly EcdsaCheckpointKey key = EcdsaCheckpointKey.Teaching();
    private readonly Network before = new(1, new Dense(6, 2), new Relu());
    private readonly Network after = new(2, new Dense(6, 2), new Relu());

    public void Dispose() => key.Dispose();

    [Fact]
    public void Checkpoints_in_order_are_taken_and_the_newest_may_come_again()
    {
        var (first, second, third) = Chain();
        using var open = key.PublicHalf();
        var verifier = new CheckpointVerifier(open, "run A");
        foreach (var (signed, network) in new[] { (first, before), (second, after), (second, after), (third, before), (third, before) })
        {
            var verdict = verifier.Verify(signed, network.Copy());
            Assert.True(verdict.IsAccepted, verdict.Reason);
            Assert.Equal((signed.Statement.Step, signed.Statement.Hash), (verifier.Trust.Step, verifier.Trust.Statement));
        }
    }

    [Fact]
    public void What_is_not_what_was_signed_is_refused_each_with_its_sentence()
    {
        var (first, second, third) = Chain();
        var verifier = new CheckpointVerifier(key, "run A");
        Assert.True(verifier.Verify(first, before).IsAccepted);
        Assert.True(verifier.Verify(second, after).IsAccepted);
        var trust = verifier.Trust;
        var tampered = before.Copy();
        tampered.Parameters[1].Set(Tensor.From([0f, 1e-7f], 2));
        var masked = before.Copy();
        masked.Parameters[1].SetMask(Tensor.From([1f, 0f], 2));

        // 6 · 2 + 2 numbers and 1 · 7 + 7: the same bytes in another form; and the same numbers behind another function.
        float[] values = [.. before.Parameters.SelectMany(parameter => parameter.Value.ToArray())];
        var reshaped = new Network(1, new Dense(1, 7), new Relu());
        reshaped.Parameters[0].Set(Tensor.From(values[..7], 1, 7));
        reshaped.Parameters[1].Set(Tensor.From(values[7..], 7));
        var bent = new Network(1, new Dense(6, 2), new Tanh());
        Refused(third, tampered, "The weights are not those that were signed: the checkpoint was tampered with.");
        Refused(third, masked, "The weights are not those that were signed: the checkpoint was tampered with.");
        Refused(third, reshaped, "The weights have other layers or shapes than were signed: the checkpoint was re-shaped.");
        Refused(third, bent, "The weights have other layers or shapes than were signed: the checkpoint was re-shaped.");
        Refused(key.Sign("run B", 300, second.Statement.Hash, before), before, "The checkpoint is of the run \"run B\", replayed; this run is \"run A\".");
        Refused(first, before, "The checkpoint is of step 100 and step 200 was seen already: it would roll the run back.");
        Refused(key.Sign("run A", 200, first.Statement.Hash, before), before, "The checkpoint is of step 200 and step 200 was seen already: it would roll the run back.");
        Refused(key.Sign("run A", 400, third.Statement.Hash, after), after, "The checkpoint of step 400 does not follow from the one of step 200: its parent is another.");
        Refused(first with { Statement = first.Statement with { Step = 300 } }, before, "The signature is not this key's over what the checkpoint says of itself (run \"run A\", step 300).");
        Refused(third with { Signature = second.Signature }, before, "The signature is not this key's");
        Refused(third with { Signature = Array.Empty<byte>() }, before, "The signature is not this key's");
        using var other = new EcdsaCheckpointKey(ECDsa.Create(ECCurve.NamedCurves.nistP256));
        Refused(other.Sign("run A", 300, second.Statement.Hash, before), before, "The signature is not this key's");

        // What was refused leaves no trace: the honest next one is taken.
        Assert.True(verifier.Verify(third, before).IsAccepted);

        void Refused(SignedCheckpoint signed, Network network, string sentence)
        {
            var verdict = verifier.Verify(signed, network);
            Assert.False(verdict.IsAccepted);
            Assert.StartsWith(sentence, verdict.Reason, StringComparison.Ordinal);
            Assert.Equal(trust, verifier.Trust);
        }
    }

    [Fact]
    public void A_verifier_that_forgets_is_rolled_back_and_one_that_remembers_is_not()
    {
        var (first, second, _) = Chain();
        var verifier = new CheckpointVerifier(key, "run A");
        verifier.Verify(first, before);
        verifier.Verify(second, after);
        Assert.True(new CheckpointVerifier(key, "run A").Verify(first, before).IsAccepted);
        Assert.False(new CheckpointVerifier(key, "run A", verifier.Trust).Verify(first, before).IsAccepted);
    }

    [Fact]
    public void A_signature_differs_each_time_and_holds_each_time()
    {
        var (one, two) = (key.Sign("run A", 1, GradientOpening.NoParent, before), key.Sign("run A", 1, GradientOpening.NoParent, before));
        Assert.Equal(one.Statement, two.Statement);
        Assert.False(one.Signature.Span.SequenceEqual(two.Signature.Span));
        Assert.Equal(64, one.Signature.Length);
        Assert.True(key.Fits(one) && key.Fits(two));
        using var again = EcdsaCheckpointKey.Teaching();
        Assert.True(again.Fits(one));
    }

    [Fact]
    public void What_cannot_sign_or_be_signed_is_refused_with_a_sentence()
    {
        using var open = key.PublicHalf();
        Assert.Equal("The key cannot sign; only one with its private half can.", Assert.Throws<InvalidOperationException>(() => open.Sign("run A", 1, GradientOpening.NoParent, before)).Message);
        using var wide = ECDsa.Create(ECCurve.NamedCurves.nistP384);
        Assert.Contains("a key of 384 bits was given.", Assert.Throws<ArgumentException>(() => new EcdsaCheckpointKey(wide)).Message, StringComparison.Ordinal);
        Assert.Contains("A step is 0 or more; -1 was given.", Assert.ThrowsAny<ArgumentException>(() => key.Sign("run A", -1, GradientOpening.NoParent, before)).Message, StringComparison.Ordinal);
        Assert.Contains("must be a SHA-256 hash", Assert.Throws<ArgumentException>(() => key.Sign("run A", 1, "", before)).Message, StringComparison.Ordinal);
        Assert.Contains("this one has a layer of another kind.", Assert.Throws<NotSupportedException>(() => key.Sign("run A", 1, GradientOpening.NoParent, new Network(1, new Foreign()))).Message, StringComparison.Ordinal);
    }

    [SkippableFact]
    public void ML_DSA_signs_and_verifies_where_the_platform_has_it()
    {
        Skip.IfNot(MLDsaCheckpointKey.IsSupported, MLDsaCheckpointKey.WhyNot);
        using var quantum = MLDsaCheckpointKey.Generate();
        var signed = quantum.Sign("run A", 1, GradientOpening.NoParent, before);
        Assert.Equal(3309, signed.Signature.Length);
        Assert.True(new CheckpointVerifier(quantum, "run A").Verify(signed, before).IsAccepted);
        Assert.False(new CheckpointVerifier(quantum, "run A").Verify(signed with { Statement = signed.Statement with { Step = 2 } }, before).IsAccepted);
        Assert.False(new CheckpointVerifier(key, "run A").Verify(signed, before).IsAccepted);
    }

    [SkippableFact]
    public void Without_ML_DSA_the_reason_is_a_sentence()
    {
        Skip.If(MLDsaCheckpointKey.IsSupported, "This platform has ML-DSA.");
        Assert.Equal(MLDsaCheckpointKey.WhyNot, Assert.Throws<PlatformNotSupportedException>(MLDsaCheckpointKey.Generate).Message);
        Assert.StartsWith("ML-DSA is skipped: ", MLDsaCheckpointKey.WhyNot, StringComparison.Ordinal);
    }

    private (SignedCheckpoint First, SignedCheckpoint Second, SignedCheckpoint Third) Chain()
    {
        var first = key.Sign("run A", 100, GradientOpening.NoParent, before);
        var second = key.Sign("run A", 200, first.Statement.Hash, after);
        return (first, second, key.Sign("run A", 300, second.Statement.Hash, before));
    }

    private sealed class Foreign : Layer
    {
        public override Tensor Forward(Tensor input, ForwardPass pass) => input;
    }
}
