namespace RedGradient.Notebooks.Sessions;

/// <summary>What cells can call on every value: <c>x.Display()</c>.</summary>
public static class CellExtensions
{
    /// <summary>Shows a value below the cell.</summary>
    /// <typeparam name="T">The type of the value.</typeparam>
    /// <param name="value">The value.</param>
    /// <returns>A handle with which the displayed value can be replaced.</returns>
    public static DisplayedValue Display<T>(this T value) => CellLanguage.Session.Display(value);

    /// <summary>Shows a value below the cell in a form of the caller's choice.</summary>
    /// <typeparam name="T">The type of the value.</typeparam>
    /// <param name="value">The value. A text is taken to be of that form already.</param>
    /// <param name="mimeType">The form, such as <c>text/markdown</c>, <c>text/html</c> or <c>application/json</c>.</param>
    /// <returns>A handle with which the displayed value can be replaced.</returns>
    /// <exception cref="ArgumentException">The value has no such form; the message lists those it has.</exception>
    public static DisplayedValue Display<T>(this T value, string mimeType) => CellLanguage.Session.Display(value, mimeType);

    /// <summary>Shows a text as what it is: Markdown, HTML, SVG, JSON.</summary>
    /// <param name="text">The text.</param>
    /// <param name="mimeType">What it is, such as <c>text/markdown</c>.</param>
    /// <returns>A handle with which the displayed text can be replaced.</returns>
    /// <exception cref="ArgumentException">That is no MIME type, or the text is no JSON although it says so.</exception>
    public static DisplayedValue DisplayAs(this string text, string mimeType) => CellLanguage.Session.Display(text, mimeType);
}
