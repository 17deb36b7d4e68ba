using System.Globalization;
using System.Net.Sockets;
using System.Runtime.InteropServices;
using RedGradient.Notebooks.Jupyter.Messages;
using RedGradient.Notebooks.Sessions;

namespace RedGradient.Notebooks.Jupyter;

/// <summary>The process that is a kernel: from Jupyter's connection file to the end of whoever started it.</summary>
internal static class KernelProcess
{
    /// <summary>The environment variable with the milliseconds that an interrupted cell may take to end by itself.</summary>
    public const string GraceVariable = "REDGRADIENT_INTERRUPT_GRACE";

    /// <summary>The argument that makes this program a kernel.</summary>
    public const string Verb = "kernel";

    private const string Died =
        "The kernel before this one ended at once, without an orderly end: a full stack, a fault in native code, or someone ended it. The values of its cells are lost; run them again from the top.";

    /// <summary>Runs the kernel.</summary>
    /// <returns>0 after an orderly end, 1 when it could not start, 2 for a connection file that means nothing.</returns>
    public static int Run(string connectionFile)
    {
        Kernel kernel;
        LifeMark mark;
        try
        {
            var file = ConnectionFile.Load(connectionFile);
            CompilerStart.Begin();
            mark = LifeMark.Set(connectionFile);
            kernel = new Kernel(file, Options() with { Notice = mark.WasLeft ? Died : null });
        }
        catch (Exception exception) when (exception is FormatException)
        {
            Diagnostics.Write(exception.Message);
            return 2;
        }
        catch (Exception exception) when (exception is SocketException or IOException or UnauthorizedAccessException)
        {
            Diagnostics.Write($"The kernel cannot start: {exception.Message}");
            return 1;
        }

        // A terminal's Ctrl-C means the cell, as in every kernel; it is for the client to end the kernel.
        using var interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, context =>
        {
            context.Cancel = true;
            kernel.Interrupt();
        });
        // The end may come from a cell, from a signal or from below: in each case the client hears of it.
        AppDomain.CurrentDomain.ProcessExit += (_, _) =>
        {
            mark.Remove();
            kernel.SayFarewell(string.Create(CultureInfo.InvariantCulture, $"The kernel ended while this cell ran (exit code {Environment.ExitCode}); the values of its cells are lost."));
        };
        ParentWatch.Start(() => Environment.Exit(0));
        kernel.Run();
        // Cells may have left threads behind that would keep the process alive.
        Environment.Exit(0);
        return 0;
    }

    private static KernelOptions Options()
    {
        var grace = Environment.GetEnvironmentVariable(GraceVariable);
        var options = new KernelOptions { HistoryPath = HistoryFile.Default() };
        return int.TryParse(grace, NumberStyles.None, CultureInfo.InvariantCulture, out var milliseconds)
            ? options with { InterruptGrace = TimeSpan.FromMilliseconds(milliseconds) }
            : options;
    }
}
