using System.Reflection;
using Microsoft.DotNet.Interactive;
using Microsoft.DotNet.Interactive.Commands;
using Microsoft.DotNet.Interactive.Formatting;
using RedGradient.Attacks.Evasion;
using RedGradient.Data;
using RedGradient.Networks;
using RedGradient.Tensors;

namespace RedGradient.Interactive;

/// <summary>What .NET Interactive loads by <c>#r "nuget: RedGradient.Interactive"</c>: interrupts reach the library, its progress is seen, its values are readable.</summary>
public sealed class RedGradientExtension : IKernelExtension
{
    /// <summary>Connects a kernel and those under it.</summary>
    /// <param name="kernel">The kernel that loads the extension.</param>
    public Task OnLoadAsync(Kernel kernel)
    {
        Load(kernel);
        return Task.CompletedTask;
    }

    /// <summary>Connects a kernel and those under it; once is enough, however often it is asked for.</summary>
    /// <param name="kernel">A C# kernel, or the one that holds it.</param>
    public static void Load(Kernel kernel)
    {
        ArgumentNullException.ThrowIfNull(kernel);
        if (Interlocked.Exchange(ref s_resolves, 1) == 0)
        {
            AppDomain.CurrentDomain.AssemblyResolve += (_, wanted) => ResolveFSharp(wanted.Name);
        }

        RegisterFormatters();
        var kernels = kernel is CompositeKernel composite ? composite.ChildKernels : Enumerable.Repeat(kernel, 1);
        foreach (var child in kernels.Where(child => Connected.TryAdd(child, child)))
        {
            child.AddMiddleware(RunAsync, nameof(RedGradientExtension));
        }
    }

    // Plotly.NET asks for a newer F# library than the tool brings, which cannot load a second one; what Plotly.NET uses is in both.
    private static Assembly? ResolveFSharp(string wanted) =>
        new AssemblyName(wanted) is { Name: "FSharp.Core", Version: not null } ? Assembly.Load(new AssemblyName("FSharp.Core")) : null;

    private static int s_resolves;

    private static System.Runtime.CompilerServices.ConditionalWeakTable<Kernel, Kernel> Connected { get; } = [];

    private static async Task RunAsync(KernelCommand command, KernelInvocationContext context, KernelPipelineContinuation next)
    {
        if (command is not SubmitCode)
        {
            await next(command, context).ConfigureAwait(false);
            return;
        }

        var progress = new ProgressDisplay(context);
        using (LibraryConnection.Open(progress.Report, context.CancellationToken))
        {
            await next(command, context).ConfigureAwait(false);
        }

        progress.Close();
    }

    private static void RegisterFormatters()
    {
        Register<Tensor>(Views.Of);
        Register<DataSet>(Views.Of);
        Register<Network>(Views.Of);
        Register<AttackResult>(Views.Of);
    }

    private static void Register<T>(Func<T, string> html)
        where T : class
    {
        Formatter.SetPreferredMimeTypesFor(typeof(T), HtmlFormatter.MimeType, PlainTextFormatter.MimeType);
        Formatter.Register<T>((value, writer) => writer.Write(html(value)), HtmlFormatter.MimeType);
        Formatter.Register<T>((value, writer) => writer.Write(value.ToString()), PlainTextFormatter.MimeType);
    }
}
