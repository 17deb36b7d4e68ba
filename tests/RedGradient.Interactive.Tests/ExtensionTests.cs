using Microsoft.DotNet.Interactive;
using Microsoft.DotNet.Interactive.Commands;
using Microsoft.DotNet.Interactive.CSharp;
using Microsoft.DotNet.Interactive.Events;
using RedGradient.Attacks.Evasion;
using RedGradient.Data;
using RedGradient.Networks;

namespace RedGradient.Interactive.Tests;

/// <summary>What the extension gives a kernel of .NET Interactive.</summary>
public sealed class ExtensionTests : IDisposable
{
    private const string Usings = "using RedGradient; using RedGradient.Tensors; using RedGradient.Data; using RedGradient.Networks; using RedGradient.Attacks.Evasion;\n";

    private readonly CompositeKernel _kernel = new();

    public ExtensionTests()
    {
        var csharp = new CSharpKernel().UseKernelHelpers();
        csharp.AddAssemblyReferences([typeof(RedGradient.Tensors.Tensor).Assembly.Location]);
        _kernel.Add(csharp);
        _kernel.DefaultKernelName = csharp.Name;
        RedGradientExtension.Load(_kernel);
        RedGradientExtension.Load(_kernel);
    }

    public void Dispose() => _kernel.Dispose();

    [Theory]
    [InlineData("Tensor.From(new[] { 1f, 2, 3, 4 }, 2, 2)", "from 1 to 4, mean 2.5", "<td>3</td>")]
    [InlineData("SyntheticDigits.Generate(count: 20, seed: 1)", "20 examples", "<img")]
    [InlineData("SyntheticDigits.Generate(count: 3, seed: 1).Inputs", "Tensor [3, 1, 28, 28]: from 0 to 0.994", "<img")]
    [InlineData("Tensor.Full(float.NaN, 2)", "Tensor [2]: no finite value", "<td>NaN</td>")]
    [InlineData("Tensor.Zeros(20, 20)", "Tensor [20, 20]: from 0 to 0, mean 0", "<th scope=\"col\">7</th></tr>")]
    [InlineData("new Network(seed: 1, new Dense(4, 3), new Relu(), new Dense(3, 2))", "Network of 3 layers, 23 parameters", "<td>Dense</td>")]
    public async Task Values_are_tables_and_pictures(string code, string sentence, string markup)
    {
        var events = await Run(code);
        var html = events.OfType<ReturnValueProduced>().Single().FormattedValues.Single(value => value.MimeType == "text/html").Value;
        Assert.Contains(sentence, html, StringComparison.Ordinal);
        Assert.Contains(markup, html, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_result_of_an_attack_is_a_sentence_a_table_and_pictures()
    {
        const string Code = """
            var digits = SyntheticDigits.Generate(count: 12, seed: 1);
            new FastGradientSign { Epsilon = 0.2f }.Perturb(new Network(seed: 1, new Flatten(), new Dense(784, 10)), digits.Inputs, digits.Labels)
            """;
        var digits = SyntheticDigits.Generate(count: 12, seed: 1);
        var result = new FastGradientSign { Epsilon = 0.2f }.Perturb(new Network(seed: 1, new Flatten(), new Dense(784, 10)), digits.Inputs, digits.Labels);
        var values = (await Run(Code)).OfType<ReturnValueProduced>().Single().FormattedValues;
        var html = values.Single(value => value.MimeType == "text/html").Value;
        Assert.Equal(result.ToString(), values.Single(value => value.MimeType == "text/plain").Value);
        Assert.StartsWith($"<p>{result}</p><table>", html, StringComparison.Ordinal);
        Assert.Equal(["image", "label", "before", "after", "succeeded", "queries", "gradients"], Cells(html, "th scope=\"col\"", "th"));
        Assert.Equal(
            Enumerable.Range(0, 8).SelectMany(i => new[] { $"{i + 1}", $"{result.Labels[i]}", $"{result.PredictionsBefore[i]}", $"{result.PredictionsAfter[i]}", result.Succeeded[i] ? "yes" : "no", $"{result.Queries[i]}", $"{result.Gradients[i]}" }),
            Cells(html, "td", "td"));

        // The first ten of the twelve, enlarged.
        Assert.EndsWith(RedGradient.Charts.Picture.From(result.Perturbed.Rows(0, 10), "The perturbed images", scale: 2).ToHtml(), html, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_data_set_is_counted_by_class_and_shown()
    {
        var data = SyntheticDigits.Generate(count: 30, seed: 2);
        var html = (await Run("SyntheticDigits.Generate(count: 30, seed: 2)")).OfType<ReturnValueProduced>().Single().FormattedValues.Single(value => value.MimeType == "text/html").Value;
        Assert.Equal(["class", .. Enumerable.Range(0, 10).Select(label => $"{label}")], Cells(html, "th scope=\"col\"", "th"));
        Assert.Equal(["examples", .. data.ClassCounts().Select(count => $"{count}")], Cells(html, "td", "td"));
        Assert.EndsWith(RedGradient.Charts.Picture.From(data.Inputs.Rows(0, 10), $"The first images of {data.Name}, labelled {string.Join(", ", data.Labels[..10])}", scale: 2).ToHtml(), html, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_interrupt_reaches_the_library()
    {
        var started = new TaskCompletionSource();
        using var watch = _kernel.KernelEvents.Subscribe(new Watcher(one =>
        {
            if (one is StandardOutputValueProduced) started.TrySetResult();
        }));
        var run = Run("Console.WriteLine(\"started\"); while (true) { AmbientCancellation.Token.ThrowIfCancellationRequested(); System.Threading.Thread.Sleep(5); }");
        await started.Task.WaitAsync(TimeSpan.FromSeconds(120));
        await _kernel.SendAsync(new Cancel());
        var events = await run.WaitAsync(TimeSpan.FromSeconds(120));
        Assert.NotEmpty(events.OfType<CommandFailed>());

        // The engine reports the end while the cell's surroundings are taken down.
        for (var i = 0; i < 1200 && AmbientCancellation.Token.CanBeCanceled; i++) await Task.Delay(100);
        Assert.False(AmbientCancellation.Token.CanBeCanceled);
    }

    [Fact]
    public async Task Progress_is_one_line_that_is_updated_and_vanishes()
    {
        var events = await Run("for (var i = 0; i < 5; i++) { System.Threading.Thread.Sleep(250); AmbientProgress.Report($\"step {i} < 5\", i / 5.0); }");
        var first = events.OfType<DisplayedValueProduced>().Single();
        var updates = events.OfType<DisplayedValueUpdated>().ToArray();
        Assert.Contains("step 0 &lt; 5", first.FormattedValues.First().Value, StringComparison.Ordinal);
        Assert.NotEmpty(updates);
        Assert.All(updates, update => Assert.Equal(first.ValueId, update.ValueId));
        Assert.Equal("", updates[^1].FormattedValues.First().Value);
        Assert.Null(AmbientProgress.Sink);
    }

    private static string[] Cells(string html, string start, string end) => [.. html.Split($"<{start}>").Skip(1).Select(rest => rest[..rest.IndexOf($"</{end}>", StringComparison.Ordinal)])];

    private async Task<IReadOnlyList<KernelEvent>> Run(string code) => [.. (await _kernel.SendAsync(new SubmitCode(Usings + code), CancellationToken.None)).Events];

    private sealed class Watcher(Action<KernelEvent> seen) : IObserver<KernelEvent>
    {
        public void OnCompleted()
        {
        }

        public void OnError(Exception error)
        {
        }

        public void OnNext(KernelEvent value) => seen(value);
    }
}
