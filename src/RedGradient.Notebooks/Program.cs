using System.Diagnostics.CodeAnalysis;
using RedGradient.Notebooks.Jupyter;
using RedGradient.Notebooks.Running.Worker;

namespace RedGradient.Notebooks;

/// <summary>The entry of the process in which a lesson's cells run; the command line starts it.</summary>
internal static class Program
{
    [SuppressMessage("Performance", "CA1859", Justification = "The entry point's signature.")]
    private static int Main(string[] arguments)
    {
        if (arguments is ["worker", var requests, var replies, var folder]) return WorkerLoop.Run(requests, replies, folder);
        if (arguments is [KernelProcess.Verb, var connectionFile, ..]) return KernelProcess.Run(connectionFile);
        Console.Error.WriteLine("This program runs the cells of notebooks for the redgradient command; start that instead.");
        return 2;
    }
}
