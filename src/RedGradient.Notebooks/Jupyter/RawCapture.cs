using System.Runtime.InteropServices;
using System.Text;
using Microsoft.Win32.SafeHandles;
using RedGradient.Notebooks.Running.Worker;

namespace RedGradient.Notebooks.Jupyter;

/// <summary>
/// Leads what is written past the console (by native code, by programs that a cell starts, by the runtime when it breaks down) into the notebook,
/// and on to where it would have gone. On Windows it goes there alone.
/// </summary>
internal sealed partial class RawCapture
{
    private const int StackSize = 256 << 10;
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(2);
    private readonly Action<string, string> _write;
    private readonly List<Reader> _readers = [];
    private int _cells;

    private RawCapture(Action<string, string> write) => _write = write;

    /// <summary>Begins; before anything of the process has opened its raw streams.</summary>
    /// <param name="write">Takes the stream's name and a text.</param>
    public static RawCapture Start(Action<string, string> write)
    {
        var capture = new RawCapture(write);
        if (OperatingSystem.IsWindows()) return capture;
        // What the kernel says to whoever started it is no cell's output.
        Diagnostics.Open();
        capture.Lead(1, "stdout");
        capture.Lead(2, "stderr");
        return capture;
    }

    /// <summary>Waits until everything has come that was written before this call.</summary>
    public void Finish()
    {
        if (_readers.Count == 0) return;
        var count = ++_cells;
        var ends = _readers.ConvertAll(reader => reader.EndOf(count));
        RawStreams.WriteMarker(count);
        Task.WaitAll([.. ends], Limit);
    }

    private unsafe void Lead(int descriptor, string name)
    {
        var ends = stackalloc int[2];
        var original = Duplicate(descriptor);
        if (original < 0 || Pipe(ends) != 0) return;
        Duplicate(ends[1], descriptor);
        Close(ends[1]);
        var reader = new Reader(new SafeFileHandle(ends[0], ownsHandle: true), new SafeFileHandle(original, ownsHandle: true), text => _write(name, text));
        _readers.Add(reader);
        new Thread(reader.Run, StackSize) { IsBackground = true, Name = "raw " + name }.Start();
    }

    [LibraryImport("libc", EntryPoint = "dup")]
    private static partial int Duplicate(int descriptor);

    [LibraryImport("libc", EntryPoint = "dup2")]
    private static partial int Duplicate(int descriptor, int target);

    [LibraryImport("libc", EntryPoint = "pipe")]
    private static unsafe partial int Pipe(int* ends);

    [LibraryImport("libc", EntryPoint = "close")]
    private static partial int Close(int descriptor);

    private sealed class Reader(SafeFileHandle source, SafeFileHandle original, Action<string> write)
    {
        private readonly Lock _gate = new();
        private readonly List<byte> _held = [];
        private TaskCompletionSource? _end;
        private byte[] _marker = [];
        private bool _isThere;

        public Task EndOf(int cell)
        {
            lock (_gate)
            {
                _marker = Encoding.UTF8.GetBytes(RawStreams.Marker(cell) + "\n");
                _end = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
                return _end.Task;
            }
        }

        public void Run()
        {
            using var from = new FileStream(source, FileAccess.Read, bufferSize: 0);
            using var to = new FileStream(original, FileAccess.Write, bufferSize: 0);
            var decoder = Encoding.UTF8.GetDecoder();
            var buffer = new byte[16 << 10];
            while (from.Read(buffer) is > 0 and var count)
            {
                var bytes = WithoutMarker(buffer.AsSpan(0, count));
                if (bytes.Length > 0)
                {
                    // Whoever started the kernel may be gone.
                    try { to.Write(bytes); }
                    catch (IOException) { }

                    var letters = new char[decoder.GetCharCount(bytes, flush: false)];
                    decoder.GetChars(bytes, letters, flush: false);
                    if (letters.Length > 0) write(new string(letters));
                }

                Complete();
            }
        }

        // The marker may come in two pieces; what could be its beginning is held back until the rest is there.
        private byte[] WithoutMarker(ReadOnlySpan<byte> bytes)
        {
            lock (_gate)
            {
                _held.AddRange(bytes);
                var all = CollectionsMarshal.AsSpan(_held);
                var at = _marker.Length == 0 ? -1 : all.IndexOf(_marker);
                if (at >= 0)
                {
                    _isThere = true;
                    _held.RemoveRange(at, _marker.Length);
                    _marker = [];
                }

                var start = CollectionsMarshal.AsSpan(_held).LastIndexOf((byte)2);
                var isBeginning = start >= 0 && _marker.Length > 0 && _marker.AsSpan().StartsWith(CollectionsMarshal.AsSpan(_held)[start..]);
                var length = isBeginning ? start : _held.Count;
                var text = CollectionsMarshal.AsSpan(_held)[..length].ToArray();
                _held.RemoveRange(0, length);
                return text;
            }
        }

        private void Complete()
        {
            lock (_gate)
            {
                if (!_isThere) return;
                _isThere = false;
                _end?.TrySetResult();
            }
        }
    }
}
