using System.Collections.Concurrent;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace RedGradient.Tests.Data;

/// <summary>An HTTP server on 127.0.0.1 that can also do what servers should not: cut a connection, or say nothing.</summary>
internal sealed class LocalServer : IDisposable
{
    private readonly TcpListener listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource stop = new();
    private readonly ConcurrentDictionary<string, Answer> answers = new();
    private readonly Task loop;

    internal LocalServer()
    {
        listener.Start();
        Address = $"http://127.0.0.1:{((IPEndPoint)listener.LocalEndpoint).Port.ToString(CultureInfo.InvariantCulture)}/";
        loop = AcceptAsync();
    }

    /// <summary>What to send: fewer bytes than promised cut the connection, no status at all keeps it open in silence.</summary>
    internal sealed record Answer(int? Status, byte[] Body, int PromisedLength);

    internal string Address { get; }

    internal ConcurrentQueue<string> Requests { get; } = new();

    internal void Serve(string path, byte[] body) => answers["/" + path] = new Answer(200, body, body.Length);

    internal void ServeCut(string path, byte[] body, int sent) => answers["/" + path] = new Answer(200, body[..sent], body.Length);

    internal void ServeSilence(string path) => answers["/" + path] = new Answer(null, [], 0);

    public void Dispose()
    {
        stop.Cancel();
        listener.Stop();
        loop.Wait();
        stop.Dispose();
    }

    private async Task AcceptAsync()
    {
        try
        {
            while (true)
            {
                var client = await listener.AcceptTcpClientAsync(stop.Token);
                _ = AnswerAsync(client);
            }
        }
        catch (Exception error) when (error is OperationCanceledException or SocketException or InvalidOperationException)
        {
            // The test is over: a stopped listener says so in several ways, by when it was stopped.
        }
    }

    private async Task AnswerAsync(TcpClient client)
    {
        try
        {
            using var connection = client;
            var stream = client.GetStream();
            using var reader = new StreamReader(stream, Encoding.ASCII, leaveOpen: true);
            var path = ((await reader.ReadLineAsync(stop.Token)) ?? "GET / HTTP/1.1").Split(' ')[1];
            while (!string.IsNullOrEmpty(await reader.ReadLineAsync(stop.Token)))
            {
            }

            Requests.Enqueue(path);
            var answer = answers.GetValueOrDefault(path, new Answer(404, [], 0));
            if (answer.Status is null)
            {
                await Task.Delay(Timeout.Infinite, stop.Token);
            }

            var reason = answer.Status == 200 ? "OK" : "Not Found";
            await stream.WriteAsync(
                Encoding.ASCII.GetBytes($"HTTP/1.1 {answer.Status} {reason}\r\nContent-Length: {answer.PromisedLength}\r\nConnection: close\r\n\r\n"), stop.Token);
            await stream.WriteAsync(answer.Body, stop.Token);
        }
        catch (Exception error) when (error is OperationCanceledException or IOException)
        {
            // The test is over, or the client went away.
        }
    }
}
