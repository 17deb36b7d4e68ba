using RedGradient.Attacks.Evasion;
using RedGradient.Evaluation.Auditing;
using RedGradient.Networks;
using RedGradient.Onnx;
using RedGradient.Tensors;

namespace RedGradient.Guests.Tests;

/// <summary>ONNX models by their scores.</summary>
public sealed class OnnxClassifierTests
{
    private static readonly Tensor Images = Models.Test.Inputs.Rows(0, 10);
    private static readonly int[] Labels = Models.Test.Labels[..10];

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(10)]
    public void Scores_are_those_of_the_network(int batch)
    {
        using var classifier = OnnxClassifier.Load(File(Models.Clean, batch));
        Assert.InRange(Torch.Error(classifier.Scores(Images).ToArray(), Models.Clean.Scores(Images).ToArray()), 0, 1e-5);
        if (batch == 10) Assert.Contains("takes batches of 10 alone; 3 were given", Assert.Throws<ArgumentException>(() => classifier.Scores(Images.Rows(0, 3))).Message, StringComparison.Ordinal);
        Assert.EndsWith("scores alone, input as it is", classifier.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void Attacks_by_queries_find_what_they_find_on_the_network_and_others_say_that_they_cannot()
    {
        using var classifier = OnnxClassifier.Load(File(Models.Clean, 0));
        foreach (EvasionAttack attack in (EvasionAttack[])[new SquareAttack { Epsilon = 0.1f, MaximumQueries = 100 }, new NaturalEvolutionStrategies { Epsilon = 0.1f, Steps = 10, Directions = 10 }, new RandomSearch { Samples = 10 }, new TransferAttack(Models.Clean, new FastGradientSign { Epsilon = 0.1f })])
        {
            Assert.InRange(attack.Perturb(classifier, Images, Labels).Accuracy, attack.Perturb(Models.Clean, Images, Labels).Accuracy - 0.11, attack.Perturb(Models.Clean, Images, Labels).Accuracy + 0.11);
        }

        Assert.StartsWith("FGSM follows the gradient, and OnnxClassifier gives scores alone.", Assert.Throws<ArgumentException>(() => new FastGradientSign().Perturb(classifier, Images, Labels)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void An_audit_of_scores_alone_sees_a_patch()
    {
        var options = new AuditOptions { Images = 300, Probes = 60 };
        using var bad = OnnxClassifier.Load(File(Models.Bad, 0));
        using var clean = OnnxClassifier.Load(File(Models.Clean, 0));
        Assert.Equal(AuditVerdict.Suspicious, NetworkAudit.Run(bad, Models.Test, options).Verdict);
        Assert.Equal(AuditVerdict.CannotTell, NetworkAudit.Run(clean, Models.Test, options).Verdict);
    }

    [Fact]
    public void Normalisation_stands_inside_the_classifier()
    {
        var normalization = InputNormalization.Of([0.1307f], [0.3081f]);
        using var classifier = OnnxClassifier.Load(File(Models.Clean, 0), normalization);
        Assert.InRange(Torch.Error(classifier.Scores(Images).ToArray(), Models.Clean.Scores(normalization.Apply(Images)).ToArray()), 0, 1e-5);
    }

    [Fact]
    public void Bad_input_gets_a_sentence()
    {
        Assert.Throws<FileNotFoundException>(() => OnnxClassifier.Load(Path.Combine(Models.Folder, "none.onnx")));
        var text = Path.Combine(Models.Folder, "text.onnx");
        System.IO.File.WriteAllText(text, "no model");
        Assert.StartsWith("text.onnx is no ONNX model that ONNX Runtime reads: ", Assert.Throws<InvalidDataException>(() => OnnxClassifier.Load(text)).Message, StringComparison.Ordinal);
        using var classifier = OnnxClassifier.Load(File(Models.Clean, 0));
        Assert.Contains("does not take a batch of the shape [2, 5]: ", Assert.Throws<ArgumentException>(() => classifier.Scores(Tensor.Zeros(2, 5))).Message, StringComparison.Ordinal);
    }

    private static string File(Network network, int batch)
    {
        var path = Path.Combine(Models.Folder, FormattableString.Invariant($"{(network == Models.Bad ? "bad" : "clean")}-{batch}.onnx"));
        System.IO.File.WriteAllBytes(path, OnnxModel.Of(network, batch));
        return path;
    }
}
