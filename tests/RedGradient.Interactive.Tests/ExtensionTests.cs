using Microsoft.DotNet.Interactive;
using Microsoft.DotNet.Interactive.Commands;
using Microsoft.DotNet.Interactive.CSharp;
using Microsoft.DotNet.Interactive.Events;

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
    [InlineData("new Network(seed: 1, new Dense(4, 3), new Relu(), new Dense(3, 2))", "Network of 3 layers, 23 parameters", "<td>Dense</td>")]
    public async Task Values_are_tables_and_pictures(string code, string sentence, string markup)
    {
        var events = await Run(code);
        var html = events.OfType<ReturnValueProduced>().Single().FormattedValues.Single(value => value.MimeType == "text/html").Value;
        Assert.Contains(sentence, html, StringComparison.Ordinal);
        Assert.Contains(markup, html, StringComparison.Ordinal);
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
