using System.Collections.Concurrent;
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
        // Nothing waits for more to come: what a cell printed before it ends the process is shown.
        using var session = new Session(new SessionOptions { Folder = folder, OutputDelay = TimeSpan.Zero });
        var gate = new Lock();

        void Send(JsonObject message)
        {
            var line = Wire.Write(message);
            lock (gate) replies.WriteLine(line);
        }

        // What a cell wrote past the console has arrived when this line of its own has, which ends the cell there.
        void End(string code)
        {
            var outcome = session.Execute(code, cellEvent => Send(Wire.ToJson(cellEvent)));
            RawStreams.WriteMarker(outcome.ExecutionCount);
            Send(Wire.ToJson(outcome));
        }

        // A thread of its own, not the pool's, whose threads the cells may all hold.
        var cells = new BlockingCollection<string>();
        new Thread(() =>
        {
            foreach (var code in cells.GetConsumingEnumerable()) End(code);
        })
        { IsBackground = true, Name = "requests" }.Start();
        Send(new JsonObject { ["type"] = "ready" });
        while (requests.ReadLine() is { } line)
        {
            var message = Wire.Read(line);
            switch ((string?)message["type"])
            {
                case "execute":
                    cells.Add((string)message["code"]!);
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
