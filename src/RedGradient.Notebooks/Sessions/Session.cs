using System.Globalization;
using System.Runtime.ExceptionServices;
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
    private readonly OutputBuffer _output;
    private readonly ConsoleCapture _console;
    private CellThread _thread;
    private readonly LibraryResolver _libraries;
    private readonly LoadResolver _loads;
    private readonly LibraryBridge _bridge;
    private readonly ErrorReport _errors;
    private readonly CellChain _chain;
    private readonly SemaphoreSlim _turn = new(1, 1);
    private object? _value;
    private volatile CellRun? _run;
    private bool _wasAborted;
    private int _executions;

    /// <summary>Starts a session without any state.</summary>
    /// <param name="options">The surroundings; null for the defaults.</param>
    public Session(SessionOptions? options = null)
    {
        _options = options ?? new SessionOptions();
        _options = _options with { Folder = Path.GetFullPath(_options.Folder) };
        _output = new OutputBuffer(_options.OutputDelay);
        _errors = new ErrorReport(_options.Folder);
        _libraries = new LibraryResolver(_options.Folder);
        _loads = new LoadResolver(_options.Folder);
        // Cells continue an empty beginning that brings the framework and the usings, and bring nothing of the sort themselves: a cell that
        // brought them again would keep a second set of the same types, which takes memory for every cell and makes names ambiguous.
        var start = ScriptOptions.Default
            .WithFilePath("start")
            .WithLanguageVersion(Language)
            .WithOptimizationLevel(OptimizationLevel.Release)
            .WithMetadataResolver(_libraries)
            .WithSourceResolver(_loads)
            .WithReferences(FrameworkReferences.All)
            .WithImports(
                "System", "System.Text", "System.Collections", "System.Collections.Generic", "System.Threading.Tasks", "System.Linq",
                typeof(CellLanguage).FullName!, typeof(CellExtensions).FullName!);
        _chain = new CellChain(start, ParseOptions);
        CultureInfo.DefaultThreadCurrentCulture = CultureInfo.InvariantCulture;
        _console = new ConsoleCapture(Write, Ask);
        _bridge = new LibraryBridge(ReportProgress);
        _thread = StartThread();
        CellLanguage.Current = this;
        ThreadFailures.Install();
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
        return await Task.Factory.StartNew(
            () => ExecuteInTurn(code, onEvent, storeHistory), CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default).ConfigureAwait(false);
    }

    /// <summary>Runs a cell and waits for it, without any help of the thread pool, whose threads cells may all hold.</summary>
    /// <param name="code">The cell's text.</param>
    /// <param name="onEvent">Receives what the cell shows, as with <see cref="ExecuteAsync"/>.</param>
    /// <param name="storeHistory">False for code that is not to be counted as an execution.</param>
    /// <returns>How the cell ended.</returns>
    public CellOutcome Execute(string code, Action<CellEvent> onEvent, bool storeHistory = true)
    {
        ArgumentNullException.ThrowIfNull(code);
        ArgumentNullException.ThrowIfNull(onEvent);
        _turn.Wait();
        return ExecuteInTurn(code, onEvent, storeHistory);
    }

    /// <summary>
    /// Interrupts the running cell: its cancellation token first, an abort when that has not ended it within
    /// <see cref="SessionOptions.InterruptGrace"/>. The state of earlier cells is kept. Does nothing when no cell runs.
    /// </summary>
    public void Interrupt() => _run?.Interrupt(_options.InterruptGrace);

    /// <summary>Runs cells of no consequence, so that the first ones of the reader do not wait for the compiler and the rest to get going.</summary>
    /// <param name="isEnough">Asked between them: whether a cell of the reader waits by now.</param>
    public void WarmUp(Func<bool> isEnough)
    {
        ArgumentNullException.ThrowIfNull(isEnough);
        // None of them declares a name. The usual ways of cells: a value, a text, a table, an error.
        foreach (var code in (string[])["1 + 1", "Console.WriteLine($\"{1}\");", "Enumerable.Range(0, 2).Select(i => new { A = i, B = \"b\" }).ToList()", "throw new Exception();"])
        {
            Execute(code, _ => { }, storeHistory: false);
            if (isEnough()) return;
        }
    }

    /// <summary>Adds to the output of the cell that runs, or ran last, what was written past its console.</summary>
    internal void WriteRaw(string stream, string text) => _output.Write(stream, text);

    /// <summary>Hands on what cells have written so far; without it small writes wait a moment for more.</summary>
    public void Flush() => _output.Flush();

    /// <summary>Says whether a text is a whole cell, or the beginning of one that needs more lines.</summary>
    /// <param name="code">The text.</param>
    /// <returns>False when more input is needed; true otherwise, also when the text is wrong and more input would not mend it.</returns>
    public static bool IsComplete(string code) => CellBeginning.IsComplete(CSharpSyntaxTree.ParseText(Magic.MagicCell.OnlyCode(code), ParseOptions));

    /// <summary>
    /// Compiles a text as the next cell without running it, for completion and inspection: the semantic model knows every earlier cell
    /// and the documentation of the libraries.
    /// </summary>
    /// <param name="code">The text, whole or not.</param>
    /// <returns>The compilation and the tree of the text in it.</returns>
    public (Compilation Compilation, SyntaxTree Tree) Analyze(string code)
    {
        var compilation = _chain.Next(Magic.MagicCell.OnlyCode(code), "cell");
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
        _console.Dispose();
        _output.Dispose();
    }

    /// <summary>The language of cells.</summary>
    internal static LanguageVersion Language => LanguageVersion.CSharp14;

    private static CSharpParseOptions ParseOptions { get; } =
        new(Language, kind: SourceCodeKind.Script);

    /// <summary>A cell is about to end the process: what was printed is handed on, and whoever waits is told.</summary>
    internal void SayEnd(string? reason)
    {
        _output.Flush();
        _options.OnEnd?.Invoke(reason ?? "");
    }

    /// <summary>Shows what ended a thread that a cell had started; the cell that runs meanwhile fails by it.</summary>
    internal bool TakeThreadFailure(Exception exception)
    {
        var name = string.Create(CultureInfo.InvariantCulture, $"cell {_executions}");
        var report = _errors.Exception(exception, name);
        _run?.Fail(report);
        _output.Write("stderr", $"An exception that nobody caught ended a thread that a cell had started.\n{string.Join('\n', report.Traceback)}\n");
        return true;
    }

    private CellThread StartThread() => new(_options.StackSize, Stray);

    private void Stray(Exception stray) => Console.Error.WriteLine($"A task left running by a cell failed: {_errors.Clean(Formatting.ExceptionText.Message(stray))}");

    private CellOutcome ExecuteInTurn(string code, Action<CellEvent> onEvent, bool storeHistory)
    {
        try
        {
            if (storeHistory) _executions++;
            CellOutcome? outcome = null;
            ExceptionDispatchInfo? failure = null;
            using var done = new ManualResetEventSlim();
            _thread.Post(() =>
            {
                // Whatever goes wrong in here, the caller must hear of it.
                try { outcome = Run(code.Replace("\r\n", "\n", StringComparison.Ordinal), onEvent); }
                catch (Exception exception) { failure = ExceptionDispatchInfo.Capture(exception); }
                finally { done.Set(); }
            });
            done.Wait();
            if (_wasAborted) ReplaceThread();
            failure?.Throw();
            return outcome!;
        }
        finally
        {
            _turn.Release();
        }
    }
}
