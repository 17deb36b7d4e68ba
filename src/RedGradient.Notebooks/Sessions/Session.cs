using System.Globalization;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Scripting;
using Microsoft.CodeAnalysis.Scripting;

namespace RedGradient.Notebooks.Sessions;

/// <summary>
/// Runs C# cells one after the other and keeps their state. A process has one session at a time, since a session takes over the
/// process's console; and the process must not carry a copy of a library that cells refer to.
/// </summary>
public sealed partial class Session : IDisposable
{
    private readonly SessionOptions _options;
    private readonly OutputBuffer _output = new();
    private readonly ConsoleCapture _console;
    private CellThread _thread;
    private readonly LibraryResolver _libraries;
    private readonly LibraryBridge _bridge;
    private readonly ErrorReport _errors;
    private readonly ScriptOptions _scriptOptions;
    private readonly SemaphoreSlim _turn = new(1, 1);
    private ScriptState<object>? _state;
    private volatile CellRun? _run;
    private bool _wasAborted;
    private int _executions;

    /// <summary>Starts a session without any state.</summary>
    /// <param name="options">The surroundings; null for the defaults.</param>
    public Session(SessionOptions? options = null)
    {
        _options = options ?? new SessionOptions();
        _options = _options with { Folder = Path.GetFullPath(_options.Folder) };
        _errors = new ErrorReport(_options.Folder);
        _libraries = new LibraryResolver(_options.Folder);
        _scriptOptions = ScriptOptions.Default
            .WithLanguageVersion(LanguageVersion.CSharp13)
            .WithOptimizationLevel(OptimizationLevel.Release)
            .WithEmitDebugInformation(true)
            .WithFileEncoding(System.Text.Encoding.UTF8)
            .WithReferences(FrameworkReferences.All)
            .WithMetadataResolver(_libraries)
            .WithSourceResolver(new LoadResolver(_options.Folder))
            .WithImports(
                "System", "System.Text", "System.Collections", "System.Collections.Generic", "System.Threading.Tasks", "System.Linq",
                typeof(CellLanguage).FullName!, typeof(CellExtensions).FullName!);
        CultureInfo.DefaultThreadCurrentCulture = CultureInfo.InvariantCulture;
        _console = new ConsoleCapture(Write, Ask);
        _bridge = new LibraryBridge(ReportProgress);
        _thread = StartThread();
        CellLanguage.Current = this;
    }

    /// <summary>The folder against which cells resolve files.</summary>
    internal string Folder => _options.Folder;

    /// <summary>The number of cells executed so far.</summary>
    public int ExecutionCount => _executions;

    /// <summary>Runs a cell; a call while another cell runs waits for its turn.</summary>
    /// <param name="code">The cell's text.</param>
    /// <param name="onEvent">Receives what the cell shows, on any thread, one event at a time. Output of tasks that a cell leaves running comes
    /// here until the next cell starts.</param>
    /// <param name="storeHistory">False for code that is not to be counted as an execution.</param>
    /// <returns>How the cell ended.</returns>
    public async Task<CellOutcome> ExecuteAsync(string code, Action<CellEvent> onEvent, bool storeHistory = true)
    {
        ArgumentNullException.ThrowIfNull(code);
        ArgumentNullException.ThrowIfNull(onEvent);
        await _turn.WaitAsync().ConfigureAwait(false);
        try
        {
            if (storeHistory) _executions++;
            var done = new TaskCompletionSource<CellOutcome>(TaskCreationOptions.RunContinuationsAsynchronously);
            _thread.Post(() =>
            {
                // Whatever goes wrong in here, the caller must hear of it.
                try { done.SetResult(Run(code.Replace("\r\n", "\n", StringComparison.Ordinal), onEvent)); }
                catch (Exception exception) { done.TrySetException(exception); }
            });
            var outcome = await done.Task.ConfigureAwait(false);
            if (_wasAborted) ReplaceThread();
            return outcome;
        }
        finally
        {
            _turn.Release();
        }
    }

    /// <summary>
    /// Interrupts the running cell: its cancellation token first, an abort when that has not ended it within
    /// <see cref="SessionOptions.InterruptGrace"/>. The state of earlier cells is kept. Does nothing when no cell runs.
    /// </summary>
    public void Interrupt() => _run?.Interrupt(_options.InterruptGrace);

    /// <summary>Compiles a cell that is never run, so that the first one of the reader does not wait for the compiler to get going.</summary>
    public void WarmUp() => CSharpScript.Create<object>("Console.WriteLine(1 + 1)", _scriptOptions).Compile();

    /// <summary>Hands on what cells have written so far; without it small writes wait a moment for more.</summary>
    public void Flush() => _output.Flush();

    /// <summary>Says whether a text is a whole cell, or the beginning of one that needs more lines.</summary>
    /// <param name="code">The text.</param>
    /// <returns>False when more input is needed; true otherwise, also when the text is wrong.</returns>
    public static bool IsComplete(string code) => SyntaxFactory.IsCompleteSubmission(CSharpSyntaxTree.ParseText(Magic.MagicCell.OnlyCode(code), ParseOptions));

    /// <summary>
    /// Compiles a text as the next cell without running it, for completion and inspection: the semantic model knows every earlier cell
    /// and the documentation of the libraries.
    /// </summary>
    /// <param name="code">The text, whole or not.</param>
    /// <returns>The compilation and the tree of the text in it.</returns>
    public (Compilation Compilation, SyntaxTree Tree) Analyze(string code)
    {
        var compilation = Next(Magic.MagicCell.OnlyCode(code), "cell").GetCompilation();
        return (compilation, compilation.SyntaxTrees.Last());
    }

    /// <summary>Ends the session and gives the console back. A running cell is interrupted.</summary>
    public void Dispose()
    {
        _run?.Interrupt(TimeSpan.Zero);
        _thread.Dispose();
        _output.Flush();
        _output.Target = null;
        if (CellLanguage.Current == this) CellLanguage.Current = null;
        _bridge.Dispose();
        _libraries.Dispose();
        _natives.Dispose();
        _console.Dispose();
        _output.Dispose();
    }

    private CellThread StartThread() => new(
        _options.StackSize,
        stray => Console.Error.WriteLine($"A task left running by a cell failed: {_errors.Clean(stray.Message)}"));

    private static CSharpParseOptions ParseOptions { get; } =
        new(LanguageVersion.CSharp13, kind: SourceCodeKind.Script);

    private Script<object> Next(string code, string cellName)
    {
        var options = _scriptOptions.WithFilePath(cellName);
        // References and usings of earlier cells are in force through the chain; only the first script brings the defaults.
        return _state is null
            ? CSharpScript.Create<object>(code, options)
            : _state.Script.ContinueWith<object>(code, options);
    }
}
