using System.Diagnostics;
using System.IO.Pipes;
using System.Text;
using System.Text.Json.Nodes;
using RedGradient.Notebooks.Sessions;

namespace RedGradient.Notebooks.Running.Worker;

/// <summary>The parent's end of a process that runs the cells of one lesson.</summary>
internal sealed class WorkerProcess : IDisposable
{
    private static readonly TimeSpan RawLimit = TimeSpan.FromSeconds(5);

    // A process started meanwhile by another thread would inherit the pipe's ends and keep it open.
    private static readonly Lock Starting = new();
    private readonly Process _process;
    private readonly StreamWriter _requests;
    private readonly StreamReader _replies;
    private readonly RawStream _rawOutput;
    private readonly RawStream _rawError;
    private readonly Lock _eventLock = new();
    private Action<CellEvent>? _onEvent;

    public WorkerProcess(string folder, IReadOnlyDictionary<string, string?> environment)
    {
        lock (Starting)
        {
            var requests = new AnonymousPipeServerStream(PipeDirection.Out, HandleInheritability.Inheritable);
            var replies = new AnonymousPipeServerStream(PipeDirection.In, HandleInheritability.Inheritable);
            var start = new ProcessStartInfo(DotnetProgram.Path)
            {
                WorkingDirectory = folder,
                UseShellExecute = false,
                RedirectStandardInput = true,
                RedirectStandardOutput = true,
                RedirectStandardError = true,
                StandardOutputEncoding = Encoding.UTF8,
                StandardErrorEncoding = Encoding.UTF8,
                ArgumentList =
                {
                    "exec", typeof(WorkerProcess).Assembly.Location, "worker",
                    requests.GetClientHandleAsString(), replies.GetClientHandleAsString(), folder,
                },
            };
            // A process that is killed would leave the sockets of its diagnostics in the temporary folder.
            start.Environment["DOTNET_EnableDiagnostics"] = "0";
            foreach (var (name, value) in environment) start.Environment[name] = value;
            _process = Process.Start(start) ?? throw new InvalidOperationException("The process that runs the cells could not be started.");
            requests.DisposeLocalCopyOfClientHandle();
            replies.DisposeLocalCopyOfClientHandle();
            _requests = new StreamWriter(requests, new UTF8Encoding(false)) { AutoFlush = true, NewLine = "\n" };
            _replies = new StreamReader(replies, Encoding.UTF8);
        }

        _process.StandardInput.Close();
        // What a cell writes past the console (native code, raw handles) still belongs to the cell.
        _rawOutput = new RawStream(text => Raise(new StreamText("stdout", text)), holdsBack: false);
        _rawError = new RawStream(text => Raise(new StreamText("stderr", text)), holdsBack: true);
        _process.OutputDataReceived += (_, data) => _rawOutput.Add(data.Data);
        _process.ErrorDataReceived += (_, data) => _rawError.Add(data.Data);
        _process.BeginOutputReadLine();
        _process.BeginErrorReadLine();
    }

    /// <summary>Runs one cell; events come in order, on pool threads.</summary>
    /// <exception cref="WorkerEndedException">The process ended while the cell ran.</exception>
    public async Task<CellOutcome> ExecuteAsync(string code, Action<CellEvent> onEvent, CancellationToken cancellationToken)
    {
        lock (_eventLock) _onEvent = onEvent;
        using var kill = cancellationToken.Register(Kill);
        try
        {
            await _requests.WriteLineAsync(Wire.Write(new JsonObject { ["type"] = "execute", ["code"] = code })).ConfigureAwait(false);
            while (await _replies.ReadLineAsync(cancellationToken).ConfigureAwait(false) is { } line)
            {
                var message = Wire.Read(line);
                switch ((string?)message["type"])
                {
                    case "ready":
                        break;
                    case "done":
                        var outcome = Wire.ToOutcome(message);
                        await Task.WhenAny(Task.WhenAll(_rawOutput.EndOf(outcome.ExecutionCount), _rawError.EndOf(outcome.ExecutionCount)), Task.Delay(RawLimit, cancellationToken)).ConfigureAwait(false);
                        return outcome;
                    default:
                        Raise(Wire.ToEvent(message));
                        break;
                }
            }
        }
        catch (IOException)
        {
            // A broken pipe says the same as its end: the process is gone.
        }

        cancellationToken.ThrowIfCancellationRequested();
        throw await EndedAsync().ConfigureAwait(false);
    }

    /// <summary>Stops the process and everything it started, at once.</summary>
    public void Kill()
    {
        try { _process.Kill(entireProcessTree: true); }
        catch (Exception exception) when (exception is InvalidOperationException or System.ComponentModel.Win32Exception or AggregateException) { }
    }

    public void Dispose()
    {
        lock (_eventLock) _onEvent = null;
        Kill();
        _requests.BaseStream.Dispose();
        _replies.Dispose();
        _process.WaitForExit(TimeSpan.FromSeconds(5));
        _process.Dispose();
    }

    private async Task<WorkerEndedException> EndedAsync()
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(10));
        try { await _process.WaitForExitAsync(limit.Token).ConfigureAwait(false); }
        catch (OperationCanceledException) { Kill(); }
        // The runtime's first line, and the program's own words, which follow it.
        var said = _rawError.Held.Split('\n').Select(line => line.Trim()).Where(line => line.Length > 0).TakeWhile(line => !line.StartsWith("at ", StringComparison.Ordinal)).Take(2);
        var reason = string.Join(" ", said);
        var code = _process.HasExited ? _process.ExitCode : -1;
        return new WorkerEndedException(code, reason);
    }

    private void Raise(CellEvent cellEvent)
    {
        lock (_eventLock) _onEvent?.Invoke(cellEvent);
    }
}
