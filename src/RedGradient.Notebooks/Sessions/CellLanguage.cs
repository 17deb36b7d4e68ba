using System.ComponentModel;
using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;

namespace RedGradient.Notebooks.Sessions;

/// <summary>What cells can call without a using: <c>display</c>, <c>HTML</c> and questions to the reader.</summary>
public static partial class CellLanguage
{
    private static volatile Session? s_session;
    private static volatile bool s_isEnding;

    internal static bool IsEnding
    {
        get => s_isEnding;
        set => s_isEnding = value;
    }

    internal static Session? Current
    {
        get => s_session;
        set => s_session = value;
    }

    internal static Session Session => s_session
        ?? throw new InvalidOperationException("display and HTML work in the cells of a notebook; no notebook is running here.");

#pragma warning disable IDE1006, CA1707 // The names are those of the notebooks' common cell language.
    /// <summary>Shows a value below the cell.</summary>
    /// <param name="value">The value; null shows as <c>null</c>.</param>
    /// <returns>A handle with which the displayed value can be replaced.</returns>
    public static DisplayedValue display(object? value) => Session.Display(value);

    /// <summary>Marks a text as HTML.</summary>
    /// <param name="content">The markup.</param>
    /// <returns>A value that is displayed as HTML.</returns>
    public static HtmlContent HTML(string content) => new(content);
#pragma warning restore IDE1006, CA1707

    /// <summary>Stands at the head of every loop of a cell, written there by the session: ends the loop when the cell was interrupted and its time is over.</summary>
    /// <exception cref="OperationCanceledException">The cell is to end.</exception>
    [EditorBrowsable(EditorBrowsableState.Never)]
    public static void Checkpoint()
    {
        if (s_isEnding) throw new OperationCanceledException("The cell was interrupted.");
    }

    /// <summary>Stands at the head of every lambda of a cell, which a loop of the framework may call without an end.</summary>
    /// <returns>True.</returns>
    /// <exception cref="OperationCanceledException">The cell is to end.</exception>
    [EditorBrowsable(EditorBrowsableState.Never)]
    public static bool Continue()
    {
        Checkpoint();
        return true;
    }

    /// <summary>Stands at the head of every function of a cell that may call itself, written there by the session: what never ends becomes an error, not the process's end.</summary>
    /// <returns>True.</returns>
    /// <exception cref="InsufficientExecutionStackException">The stack is nearly full.</exception>
    [EditorBrowsable(EditorBrowsableState.Never)]
    public static bool Enter() => RuntimeHelpers.TryEnsureSufficientExecutionStack()
        ? true
        : throw new InsufficientExecutionStackException("The stack is full: a function calls itself too often, perhaps without an end.");

    /// <summary>Stands for <see cref="Environment.FailFast(string)"/> in cells: what was printed before is shown first.</summary>
    /// <param name="message">Why the process ends.</param>
    /// <param name="exception">What led to it.</param>
    [DoesNotReturn]
    [EditorBrowsable(EditorBrowsableState.Never)]
    public static void FailFast(string? message, Exception? exception = null)
    {
        s_session?.SayEnd(message);
        Environment.FailFast(message, exception);
    }

    /// <summary>Asks the reader for a line of text.</summary>
    /// <param name="prompt">What to ask.</param>
    /// <returns>The answer.</returns>
    /// <exception cref="InvalidOperationException">Nobody is there to answer, as in an unattended run.</exception>
    public static Task<string> GetInputAsync(string prompt = "") => Task.FromResult(Session.Ask(new InputRequest(prompt, IsPassword: false)) ?? "");

    /// <summary>Asks the reader for a text that is not shown while it is typed.</summary>
    /// <param name="prompt">What to ask.</param>
    /// <returns>The answer.</returns>
    /// <exception cref="InvalidOperationException">Nobody is there to answer, as in an unattended run.</exception>
    public static Task<string> GetPasswordAsync(string prompt = "") => Task.FromResult(Session.Ask(new InputRequest(prompt, IsPassword: true)) ?? "");
}
