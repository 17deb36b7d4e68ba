using RedGradient.Attacks.Evasion;
using RedGradient.Defenses.Runtime;
using RedGradient.Evaluation.Auditing;
using RedGradient.Networks;
using RedGradient.Tensors;
using RedGradient.TorchSharp;
using TorchSharp;
using Tensor = RedGradient.Tensors.Tensor;

namespace RedGradient.Guests.Tests;

/// <summary>Models of PyTorch behind the library's interface.</summary>
public sealed class TorchClassifierTests
{
    private static readonly Tensor Images = Models.Test.Inputs.Rows(0, 12);
    private static readonly int[] Labels = Models.Test.Labels[..12];

    private static readonly Dictionary<string, EvasionAttack> Attacks = new()
    {
        ["FGSM"] = new FastGradientSign { Epsilon = 0.1f },
        ["I-FGSM"] = new IterativeFastGradientSign { Epsilon = 0.1f },
        ["MI-FGSM"] = new MomentumFastGradientSign { Epsilon = 0.1f },
        ["PGD"] = new ProjectedGradientDescent { Epsilon = 0.1f, Steps = 10 },
        ["PGD L2"] = new ProjectedGradientDescent { Norm = PerturbationNorm.L2, Epsilon = 2f, Steps = 10 },
        ["DeepFool"] = new DeepFool(),
        ["Carlini–Wagner"] = new CarliniWagner { Steps = 40, SearchSteps = 4, LearningRate = 0.1f },
        ["Universal"] = new UniversalPerturbation { Epochs = 10, BatchSize = 12 },
        ["Square"] = new SquareAttack { Epsilon = 0.1f, MaximumQueries = 100 },
        ["NES"] = new NaturalEvolutionStrategies { Epsilon = 0.1f, Steps = 10, Directions = 10 },
        ["Random search"] = new RandomSearch { Epsilon = 0.1f, Samples = 20 },
        ["Transfer"] = new TransferAttack(Models.Clean, new FastGradientSign { Epsilon = 0.1f }),
    };

    public static TheoryData<string> Names => [.. Attacks.Keys];

    [Fact]
    public void Scores_and_gradients_are_those_of_the_same_network_in_the_library()
    {
        using var classifier = TorchClassifier.Load(Models.CleanScript);
        Assert.InRange(Torch.Error(Models.Clean.Scores(Images).ToArray(), classifier.Scores(Images).ToArray()), 0, 1e-5);
        var slope = Tensor.Normal(new SeededRandom(2), 0f, 1f, 12, 10);
        Assert.InRange(Torch.Error(Models.Clean.Pullback(Images, slope).ToArray(), classifier.Pullback(Images, slope).ToArray()), 0, 1e-5);
        Assert.Equal(classifier.Scores(Images).ToArray(), classifier.ScoresAndPullback(Images, _ => slope).Scores.ToArray());
        Assert.Equal("TorchScript model clean.pt, input as it is", classifier.ToString());
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Every_attack_takes_a_TorchScript_file_that_PyTorch_traced(string name)
    {
        using var classifier = TorchClassifier.Load(Models.CleanScript);
        var there = Attacks[name].Perturb(classifier, Images, Labels);
        var here = Attacks[name].Perturb(Models.Clean, Images, Labels);

        // Two engines round differently, so that a few images may end elsewhere; what the attack achieves is the same.
        Assert.InRange(there.Accuracy, here.Accuracy - 0.17, here.Accuracy + 0.17);
        Assert.True(there.Accuracy <= 11.0 / 12 || name is "Random search", $"{name} left {there.Accuracy}.");
        Assert.All(there.Perturbed.ToArray(), value => Assert.InRange(value, 0f, 1f));
    }

    [Fact]
    public void An_audit_tells_a_clean_model_from_a_backdoored_one()
    {
        var options = new AuditOptions { Images = 300, Probes = 60 };
        using var clean = TorchClassifier.Load(Models.CleanScript);
        using var bad = TorchClassifier.Load(Models.BadScript);
        var suspicious = NetworkAudit.Run(bad, Models.Test, options);
        Assert.Equal(AuditVerdict.Suspicious, suspicious.Verdict);
        Assert.Contains(3, suspicious.Cleanse!.Flagged);
        var report = NetworkAudit.Run(clean, Models.Test, options);
        Assert.True(report.Verdict == AuditVerdict.NoSign, report.Reason);
        Assert.EndsWith("The code of the model was looked through and holds plain layers alone; its activations were not looked into.", report.Reason, StringComparison.Ordinal);
        Assert.Equal("TorchScript model clean.pt, input as it is", report.Architecture);
    }

    [Fact]
    public void Strip_watches_a_TorchScript_model()
    {
        using var classifier = TorchClassifier.Load(Models.CleanScript);
        var options = new StripOptions { Overlays = 20 };
        var ours = new Strip(Models.Clean, Models.Test.Inputs, options).Entropies(Images);
        var theirs = new Strip(classifier, Models.Test.Inputs, options).Entropies(Images);
        for (var i = 0; i < ours.Length; i++) Assert.Equal(ours[i], theirs[i], 1e-4);
    }

    [Fact]
    public void Ten_thousand_attacks_leave_no_tensor_and_no_memory_behind()
    {
        using var classifier = TorchClassifier.Load(Models.CleanScript);
        var attack = new FastGradientSign { Epsilon = 0.1f };
        var (image, label) = (Images.Rows(0, 1), Labels[..1]);
        Repeat(1000);
        var (alive, before) = (DisposeScopeManager.Statistics.TensorStatistics.ThreadTotalLiveCount, Memory());
        Repeat(10_000);
        Assert.Equal(alive, DisposeScopeManager.Statistics.TensorStatistics.ThreadTotalLiveCount);

        // A leak of one image an attack, the least there could be, would be 31 MB.
        var grown = Memory() - before;
        Console.WriteLine($"10,000 attacks: {alive} tensors alive before and after, private memory outside the managed heap {before / 1048576.0:F1} MB before, {grown / 1048576.0:+0.0;-0.0} MB after.");
        Assert.InRange(grown, long.MinValue, 24L << 20);

        void Repeat(int times)
        {
            for (var i = 0; i < times; i++) attack.Perturb(classifier, image, label);
        }

        static long Memory()
        {
            GC.Collect();
            GC.WaitForPendingFinalizers();
            GC.Collect();
            using var self = System.Diagnostics.Process.GetCurrentProcess();
            return self.PrivateMemorySize64 - GC.GetGCMemoryInfo().TotalCommittedBytes;
        }
    }

    [Fact]
    public void Normalisation_stands_inside_the_classifier()
    {
        using var module = TorchNetwork.ToTorch(Models.Clean);
        using var classifier = new TorchClassifier(module, InputNormalization.Of([0.1307f], [0.3081f]));
        var normalised = InputNormalization.Of([0.1307f], [0.3081f]).Apply(Images);
        Assert.InRange(Torch.Error(classifier.Scores(Images).ToArray(), Models.Clean.Scores(normalised).ToArray()), 0, 1e-5);
        var slope = Tensor.Ones(12, 10);
        Assert.InRange(Torch.Error(classifier.Pullback(Images, slope).ToArray(), (Models.Clean.Pullback(normalised, slope) / 0.3081f).ToArray()), 0, 1e-5);
        using var three = new TorchClassifier(module, InputNormalization.Of([0f, 0f, 0f], [1f, 1f, 1f]));
        Assert.StartsWith("The normalisation is for 3 channels; the batch is [12, 1, 28, 28].", Assert.Throws<ArgumentException>(() => three.Scores(Images)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void The_module_runs_in_evaluation_mode_and_keeps_its_weights()
    {
        using var module = torch.nn.Sequential(torch.nn.Flatten(), torch.nn.Dropout(0.5), torch.nn.Linear(784, 10));
        module.train();
        using var classifier = new TorchClassifier(module);
        Assert.Equal(classifier.Scores(Images).ToArray(), classifier.Scores(Images).ToArray());
        classifier.Pullback(Images, Tensor.Ones(12, 10));
        Assert.All(module.parameters(), parameter => Assert.True(parameter.grad is null));
    }

    [Fact]
    public void Bad_input_gets_a_sentence()
    {
        using var classifier = TorchClassifier.Load(Models.CleanScript);
        var shape = Assert.Throws<ArgumentException>(() => classifier.Scores(Tensor.Zeros(2, 5))).Message;
        Assert.StartsWith("The TorchScript model clean.pt does not take a batch of the shape [2, 5]: ", shape, StringComparison.Ordinal);
        Assert.StartsWith("The gradient of the scores must have their shape [12, 10]; it has [12, 9].", Assert.Throws<ArgumentException>(() => classifier.Pullback(Images, Tensor.Ones(12, 9))).Message, StringComparison.Ordinal);
        using var severed = new Severed();
        using var without = new TorchClassifier(severed);
        Assert.Contains("do not depend on its input by a way that can be differentiated", Assert.Throws<InvalidOperationException>(() => without.Pullback(Images, Tensor.Ones(12, 10))).Message, StringComparison.Ordinal);
        Assert.Throws<FileNotFoundException>(() => TorchClassifier.Load(Path.Combine(Models.Folder, "none.pt")));
        var text = Path.Combine(Models.Folder, "text.pt");
        File.WriteAllText(text, "no model");
        Assert.StartsWith("text.pt is no TorchScript file that libtorch reads", Assert.Throws<InvalidDataException>(() => TorchClassifier.Load(text)).Message, StringComparison.Ordinal);
        Assert.StartsWith("clean-python.pth is no TorchScript file", Assert.Throws<InvalidDataException>(() => TorchClassifier.Load(Models.CleanWeights)).Message, StringComparison.Ordinal);
    }

    private sealed class Severed() : torch.nn.Module<torch.Tensor, torch.Tensor>(nameof(Severed))
    {
        public override torch.Tensor forward(torch.Tensor input) => input.detach().flatten(1).narrow(1, 0, 10);
    }
}
