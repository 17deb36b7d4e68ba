using System.Collections.Concurrent;
using RedGradient.Notebooks.Sessions;

namespace RedGradient.Notebooks.Tests.Sessions;

/// <summary>A session in a folder of its own, and what its cells showed.</summary>
internal sealed class Cells : IDisposable
{
    private readonly Session _session;

    public Cells(SessionOptions? options = null)
    {
        Folder = Directory.CreateTempSubdirectory("cells-").FullName;
        _session = new Session((options ?? new SessionOptions()) with { Folder = Folder });
    }

    public string Folder { get; }

    public Session Session => _session;

    public CellRunResult Run(string code) => RunAsync(code).WaitAsync(TimeSpan.FromSeconds(300)).GetAwaiter().GetResult();

    public async Task<CellRunResult> RunAsync(string code, Action<CellEvent>? onEvent = null)
    {
        var events = new ConcurrentQueue<CellEvent>();
        var outcome = await _session.ExecuteAsync(code, cellEvent =>
        {
            events.Enqueue(cellEvent);
            onEvent?.Invoke(cellEvent);
        });
        return new CellRunResult(outcome, [.. events]);
    }

    public string WriteFile(string name, string text)
    {
        var path = Path.Combine(Folder, name);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllText(path, text);
        return path;
    }

    public void Dispose()
    {
        _session.Dispose();
        Directory.Delete(Folder, recursive: true);
    }
}
