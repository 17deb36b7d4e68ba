namespace RedGradient.Notebooks.Book;

/// <summary>Text made safe to stand in HTML and XML.</summary>
internal static class HtmlText
{
    internal static string Escape(string text) => text
        .Replace("&", "&amp;", StringComparison.Ordinal)
        .Replace("<", "&lt;", StringComparison.Ordinal)
        .Replace(">", "&gt;", StringComparison.Ordinal)
        .Replace("\"", "&quot;", StringComparison.Ordinal);
}
