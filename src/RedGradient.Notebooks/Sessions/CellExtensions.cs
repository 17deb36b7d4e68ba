namespace RedGradient.Notebooks.Sessions;

/// <summary>What cells can call on every value: <c>x.Display()</c>.</summary>
public static class CellExtensions
{
    /// <summary>Shows a value below the cell.</summary>
    /// <typeparam name="T">The type of the value.</typeparam>
    /// <param name="value">The value.</param>
    /// <returns>A handle with which the displayed value can be replaced.</returns>
    public static DisplayedValue Display<T>(this T value) => CellLanguage.Session.Display(value);
}
