using System.IO.Pipes;
using System.Runtime.InteropServices;
using System.Text;
using System.Text.Json.Nodes;
using RedGradient.Notebooks.Sessions;

namespace RedGradient.Notebooks.Running.Worker;

/// <summary>
/// The process of one lesson: takes cells as lines of JSON from one pipe and sends what they show through another. Its standard output
/// belongs to the cells, so nothing they write can mix with the protocol.
/// </summary>
internal static class WorkerLoop
{
    public static int Run(string requestHandle, string replyHandle, string folder)
    {
        // Ctrl-C reaches every process of the terminal; the parent decides what it means.
        using var ignored = PosixSignalRegistration.Create(PosixSignal.SIGINT, context => context.Cancel = true);
        using var requests = new StreamReader(new AnonymousPipeClientStream(PipeDirection.In, requestHandle), Encoding.UTF8);
        using var replies = new StreamWriter(new AnonymousPipeClientStream(PipeDirection.Out, replyHandle), new UTF8Encoding(false)) { AutoFlush = true, NewLine = "\n" };
        using var session = new Session(new SessionOptions { Folder = folder });
        var gate = new Lock();

        void Send(JsonObject message)
        {
            var line = Wire.Write(message);
            lock (gate) replies.WriteLine(line);
        }

        async Task ExecuteAsync(string code)
        {
            var outcome = await session.ExecuteAsync(code, cellEvent => Send(Wire.ToJson(cellEvent))).ConfigureAwait(false);
            Send(Wire.ToJson(outcome));
        }

        Send(new JsonObject { ["type"] = "ready" });
        while (requests.ReadLine() is { } line)
        {
            var message = Wire.Read(line);
            switch ((string?)message["type"])
            {
                case "execute":
                    _ = Task.Run(() => ExecuteAsync((string)message["code"]!));
                    break;
                case "interrupt":
                    session.Interrupt();
                    break;
            }
        }

        // The parent is gone, or has what it wanted: a cell that still runs must not outlive it.
        Environment.Exit(0);
        return 0;
    }
}
