using System.Collections.Immutable;
using System.Diagnostics;
using System.Globalization;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace RedGradient.Notebooks.Sessions;

public sealed partial class Session
{
    private CellOutcome Run(string code, Action<CellEvent> onEvent)
    {
        var cellName = string.Create(CultureInfo.InvariantCulture, $"cell {_executions}");
        _errors.Remember(cellName, code);
        _output.Target = onEvent;
        _value = null;
        _console.Renew();
        using var run = new CellRun(new CellContext(_thread, Stray));
        _run = run;
        _bridge.SetToken(run.Token);
        try
        {
            var start = Stopwatch.GetTimestamp();
            var error = RunCell(code, run, cellName) ?? run.Failure;
            var timings = new CellTimings(run.Compiling, Stopwatch.GetElapsedTime(start) - run.Compiling - run.Formatting, run.Formatting);
            if (error is not null) _output.Emit(error);
            _output.Flush();
            var status = error is null ? CellStatus.Succeeded : run.IsInterrupted ? CellStatus.Interrupted : CellStatus.Failed;
            return new CellOutcome(status, _executions, error, timings);
        }
        finally
        {
            _run = null;
            _bridge.SetToken(CancellationToken.None);
            _wasAborted = run.Abort.IsCancellationRequested;
        }
    }

    // After an abort the thread does not take the signal by which the runtime stops a tight loop, so it cannot be aborted again; and threads
    // that it starts inherit that. The next cell gets a thread that another one starts.
    private void ReplaceThread()
    {
        _wasAborted = false;
        var used = _thread;
        _thread = StartThread();
        used.Dispose();
        _console.Renew();
    }

    private CellError? Compile(string code, CellRun run, string cellName, out CellProgram? program)
    {
        program = null;
        var tree = CSharpSyntaxTree.ParseText(code, ParseOptions, cellName);
        if (MissingLibrary.Find(tree, _libraries) is { } missing)
        {
            return _errors.Sentence("LibraryMissing", missing.Message, cellName, missing.Line);
        }

        if (LanguageLimits.Find(tree) is { } limit) return _errors.Sentence("CompilationError", limit.Message, cellName, limit.Line);
        try
        {
            (program, _) = Build(Checkpoints.Insert(tree), run, cellName);
            if (program is not null) return null;
            // Errors are reported where they stand in the reader's text, which the checkpoints have shifted.
            (program, var errors) = Build(new CompiledText(tree.GetText(), []), run, cellName);
            return program is null ? _errors.Compilation(errors, cellName) : null;
        }
        catch (OperationCanceledException) when (run.Token.IsCancellationRequested)
        {
            return _errors.Sentence("Interrupted", "The cell was interrupted while it was compiled; the values of earlier cells are still there.", cellName);
        }
        catch (Exception exception) when (exception is not ThreadInterruptedException)
        {
            // The compiler itself may break down on a text, and the reader must hear of it.
            return _errors.Sentence("CompilationError", $"The compiler broke down on this cell: {exception.GetType().Name}: {_errors.Clean(exception.Message)}", cellName);
        }
    }

    private (CellProgram? Program, ImmutableArray<Diagnostic> Errors) Build(CompiledText text, CellRun run, string cellName)
    {
        _errors.Remember(cellName, text);
        return Leavable.Run(
            () =>
            {
                var program = _chain.Build(_chain.Next(text.ToString(), cellName), out var errors);
                return (program, errors);
            },
            _options.StackSize,
            run.Token);
    }

    private CellError? Execute(CellProgram program, CellRun run, string cellName)
    {
        var previous = SynchronizationContext.Current;
        SynchronizationContext.SetSynchronizationContext(run.Context);
        try
        {
            Task<(object? Value, Exception? Thrown)>? task = null;
            Action? add = null;
            run.Invoke(() => (task, add) = _chain.Start(program));
            _thread.PumpUntil(task!, run.Invoke, run.End);
            var (value, thrown) = task!.GetAwaiter().GetResult();
            add!();
            _value = value;
            if (thrown is not null) return Describe(thrown, run, cellName);
            if (value is not (null or DisplayedValue))
            {
                run.Invoke(() => _output.Emit(new ExecuteResult(Format(value), [])));
            }

            return null;
        }
        catch (Exception exception)
        {
            run.Context.Abandon();
            return Describe(exception, run, cellName);
        }
        finally
        {
            SynchronizationContext.SetSynchronizationContext(previous);
        }
    }

    private CellError Describe(Exception exception, CellRun run, string cellName)
    {
        var cause = exception;
        while (cause is System.Reflection.TargetInvocationException { InnerException: { } inner }) cause = inner;
        return run.IsInterrupted && cause is OperationCanceledException or ThreadInterruptedException or ThreadAbortException
            ? _errors.Sentence("Interrupted", "The cell was interrupted; the values of earlier cells are still there.", cellName)
            : _errors.Exception(exception, cellName);
    }
}
