using System.ComponentModel;

namespace RedGradient.Notebooks.Sessions;

public static partial class CellLanguage
{
#pragma warning disable IDE1006, CA1707 // The names are those of the notebooks' common cell language.
    /// <summary>Shows a value below the cell in a form of the caller's choice.</summary>
    /// <param name="value">The value. A text is taken to be of that form already.</param>
    /// <param name="mimeType">The form, such as <c>text/markdown</c>, <c>text/html</c>, <c>image/svg+xml</c>, <c>application/json</c> or <c>text/plain</c>.</param>
    /// <returns>A handle with which the displayed value can be replaced.</returns>
    /// <exception cref="ArgumentException">The value has no such form; the message lists those it has.</exception>
    public static DisplayedValue display(object? value, string mimeType) => Session.Display(value, mimeType);

    /// <summary>Takes away what this cell has shown so far.</summary>
    /// <param name="wait">True to take it away only when the cell shows something new, so that nothing flickers.</param>
    public static void clear_output(bool wait = false) => Session.ClearOutput(wait);
#pragma warning restore IDE1006, CA1707

    /// <summary>The values of earlier cells: <c>Out[3]</c> is that of the cell with the number 3.</summary>
    public static CellResults Out => Session.Results;

    /// <summary>Stands for <c>Console.Clear()</c> in cells, written there by the session: in a notebook the screen is the cell's output.</summary>
    [EditorBrowsable(EditorBrowsableState.Never)]
    public static void ClearConsole() => Session.ClearOutput(wait: false);
}
