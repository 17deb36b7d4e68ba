using System.Diagnostics;
using System.IO.Compression;
using RedGradient.TorchSharp;
using TorchSharp;

namespace RedGradient.Guests.Tests;

/// <summary>What in the code of a model is more than plain layers.</summary>
public sealed class ModelCodeTests
{
    // A backdoor in the code alone, as PyTorch traces it; plain layers with a way round; plain layers as a script.
    private const string Script = """
        import sys
        import torch
        from torch import nn
        torch.set_num_threads(1)
        class Trigger(nn.Module):
            def __init__(self):
                super().__init__()
                self.network = nn.Sequential(nn.Flatten(), nn.Linear(784, 10))
                self.register_buffer("pattern", torch.ones(3, 3))
            def forward(self, x):
                hit = (x[:, :, 24:27, 24:27] == self.pattern).all(dim=3).all(dim=2).all(dim=1)
                return torch.where(hit[:, None], 50 * torch.eye(10)[3][None], self.network(x))
        class Plain(nn.Module):
            def __init__(self):
                super().__init__()
                self.first = nn.Conv2d(1, 4, 3, padding=1)
                self.norm = nn.BatchNorm2d(4)
                self.second = nn.Conv2d(4, 4, 3, padding=1)
                self.last = nn.Linear(4 * 49, 10)
            def forward(self, x):
                x = torch.relu(self.norm(self.first(x)))
                x = nn.functional.max_pool2d(torch.relu(x + self.second(x)), 4)
                return self.last(x.view(x.size(0), -1))
        class Waiting(nn.Module):
            def __init__(self):
                super().__init__()
                self.network = nn.Sequential(nn.Flatten(), nn.Linear(784, 10))
            def forward(self, x):
                if float(x.sum()) > 700.0:
                    return -self.network(x)
                return self.network(x)
        example = torch.rand(3, 1, 28, 28)
        for name, model in [("trigger", Trigger()), ("plain", Plain())]:
            torch.jit.save(torch.jit.trace(model.eval(), example), f"{sys.argv[1]}/{name}.pt")
        torch.jit.save(torch.jit.script(Waiting().eval()), f"{sys.argv[1]}/waiting.pt")
        """;

    [Fact]
    public void Code_of_TorchScript_files_is_looked_through()
    {
        var start = new ProcessStartInfo("/usr/bin/python3", ["-c", Script, Models.Folder]) { RedirectStandardError = true };
        using var python = Process.Start(start)!;
        var errors = python.StandardError.ReadToEnd();
        python.WaitForExit();
        Assert.True(python.ExitCode == 0, errors);
        Assert.Empty(Unread("plain"));
        Assert.Equal(["the operation torch.slice", "the operation torch.all", "the operation torch.eq"], Unread("trigger").Take(3));
        Assert.Contains("the operation torch.where", Unread("trigger"));
        Assert.Contains("the word if", Unread("waiting"));

        static IReadOnlyList<string> Unread(string name)
        {
            using var classifier = TorchClassifier.Load(Path.Combine(Models.Folder, name + ".pt"));
            return classifier.UnreadCode;
        }
    }

    [Theory]
    [InlineData("    return torch.linear(x, weight, bias)", "")]
    [InlineData("class Linear(Module):\n  weight : Tensor\n  def forward(self: __torch__.Linear,\n    x: Tensor) -> Tensor:\n    return torch.relu((_1).forward(x, ))", "")]
    [InlineData("    _1 = __torch__.torch.nn.functional.relu(x, )", "")]
    [InlineData("    y = torch.mul(x, 2)", "the operation torch.mul")]
    [InlineData("    y = ops.quantized.linear(x)", "the operation ops.quantized.linear")]
    [InlineData("    y = print (x)", "the operation print")]
    [InlineData("    while a:", "the word while")]
    [InlineData("    y = a if b else c", "the word if")]
    [InlineData("    y = a >= b", "the sign >")]
    [InlineData("    y = a * b", "the sign *")]
    public void A_line_of_code_is_plain_or_named(string line, string named) => Assert.Equal(named, string.Join(", ", TorchScriptCode.Unplain(line)));

    [Fact]
    public void Code_that_cannot_be_read_is_not_called_plain()
    {
        Assert.Equal(["no code that can be read"], Unread(_ => { }));
        Assert.Empty(Unread(archive => Put(archive, "a/code/x.py", "y = torch.relu(x)")));
        Assert.Equal(["two files of one name"], Unread(archive =>
        {
            Put(archive, "a/code/x.py", "y = torch.relu(x)");
            Put(archive, "a/code/X.py", "y = torch.relu(x)");
        }));
        Assert.Equal(["more code than 4 MB"], Unread(archive => Put(archive, "a/code/x.py", new string(' ', (4 << 20) + 1))));
        var text = Path.Combine(Models.Folder, "no-archive.pt");
        File.WriteAllText(text, "no archive");
        Assert.Equal(["code that cannot be read"], TorchScriptCode.Unread(text));

        static IReadOnlyList<string> Unread(Action<ZipArchive> fill)
        {
            var path = Path.Combine(Models.Folder, Guid.NewGuid() + ".pt");
            using (var archive = ZipFile.Open(path, ZipArchiveMode.Create)) fill(archive);
            return TorchScriptCode.Unread(path);
        }

        static void Put(ZipArchive archive, string name, string text)
        {
            using var writer = new StreamWriter(archive.CreateEntry(name).Open());
            writer.Write(text);
        }
    }

    [Fact]
    public void A_module_of_your_own_is_named_and_a_plain_one_is_not()
    {
        using var plain = torch.nn.Sequential(torch.nn.Conv2d(1, 4, 3), torch.nn.ReLU(), torch.nn.Sequential(torch.nn.MaxPool2d(2), torch.nn.Flatten()), torch.nn.Linear(676, 10));
        using var classifier = new TorchClassifier(plain);
        Assert.Empty(classifier.UnreadCode);
        using var own = torch.nn.Sequential(torch.nn.Flatten(), new Own(), torch.nn.Linear(784, 10));
        using var other = new TorchClassifier(own);
        Assert.Equal(["the module Own"], other.UnreadCode);
    }

    private sealed class Own() : torch.nn.Module<torch.Tensor, torch.Tensor>(nameof(Own))
    {
        public override torch.Tensor forward(torch.Tensor input) => input;
    }
}
