using System.Globalization;
using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace RedGradient.Notebooks.Jupyter;

/// <summary>Notices that whoever started the kernel is gone: a kernel must not outlive its notebook.</summary>
internal static partial class ParentWatch
{
    /// <summary>Where Jupyter says who the parent is: a handle on Windows, a process number elsewhere.</summary>
    private const string ParentVariable = "JPY_PARENT_PID";
    private const int StackSize = 256 << 10;
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(500);

    public static void Start(Action onParentGone)
    {
        Action? wait = OperatingSystem.IsWindows() ? WaitForHandle() : WaitForNewParent();
        if (wait is null) return;
        new Thread(() =>
        {
            wait();
            onParentGone();
        }, StackSize)
        { IsBackground = true, Name = "parent watch" }.Start();
    }

    private static Action? WaitForHandle()
    {
        if (!long.TryParse(Environment.GetEnvironmentVariable(ParentVariable), NumberStyles.None, CultureInfo.InvariantCulture, out var handle) || handle == 0) return null;
        return () =>
        {
            using var parent = new ManualResetEvent(false) { SafeWaitHandle = new SafeWaitHandle((nint)handle, ownsHandle: false) };
            parent.WaitOne();
        };
    }

    // Whoever loses its parent is given another.
    private static Action? WaitForNewParent()
    {
        var parent = GetParentProcess();
        if (parent <= 1) return null;
        return () =>
        {
            while (GetParentProcess() == parent) Thread.Sleep(Interval);
        };
    }

    [LibraryImport("libc", EntryPoint = "getppid")]
    private static partial int GetParentProcess();
}
