namespace RedGradient.Notebooks.Book;

/// <summary>What every page has: head, header, footer.</summary>
internal static class PageLayout
{
    internal const string StyleSheet = "book.css";
    internal const string Script = "book.js";

    internal static string Render(string title, string description, string content, BookOptions options, bool isFirstPage) => $"""
        {Head(title, description)}
        <link rel="stylesheet" href="{StyleSheet}">
        <script src="{Script}"></script>
        </head>
        <body{(isFirstPage ? " class=\"first\"" : "")}>
        <a class="skip" href="#content">Skip to content</a>
        <header class="site">
        <a class="brand" href="index.html"{(isFirstPage ? " aria-current=\"page\"" : "")}><span class="mark" aria-hidden="true"></span>{HtmlText.Escape(options.Title)}</a>
        <nav class="site-pages" aria-label="Book">
        <a href="{ExtraPages.Start}">Start</a>
        {(options.Glossary is null ? "" : $"<a href=\"{BookGlossary.Page}\">Glossary</a>")}
        {(options.Notation is null ? "" : $"<a href=\"{ExtraPages.Notation}\">Notation</a>")}
        <a href="{ExtraPages.WordIndex}">Index</a>
        </nav>
        </header>
        {content}
        {Foot(options)}

        """;

    /// <summary>A page that stands alone: the style sheet inside, no script, no link to other pages.</summary>
    internal static string RenderAlone(string title, string description, string content, string style, BookOptions options) => $"""
        {Head(title, description)}
        <style>
        {style.TrimEnd()}
        </style>
        </head>
        <body>
        <a class="skip" href="#content">Skip to content</a>
        <header class="site">
        <span class="brand"><span class="mark" aria-hidden="true"></span>{HtmlText.Escape(options.Title)}</span>
        </header>
        <div class="lesson">
        <main id="content" class="prose">
        {content}
        </main>
        </div>
        {Foot(options)}

        """;

    private static string Head(string title, string description) => $"""
        <!DOCTYPE html>
        <html lang="en">
        <head>
        <meta charset="utf-8">
        <meta name="viewport" content="width=device-width, initial-scale=1">
        <meta name="color-scheme" content="light dark">
        <title>{HtmlText.Escape(title)}</title>
        <meta name="description" content="{HtmlText.Escape(description)}">
        <link rel="icon" href="data:image/svg+xml,%3Csvg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 16 16'%3E%3CclipPath id='a'%3E%3Crect width='16' height='16' rx='4'/%3E%3C/clipPath%3E%3Cg clip-path='url(%23a)'%3E%3Crect width='16' height='16' fill='%237a0c1c'/%3E%3Cpath d='M0 16 16 0v16z' fill='%23e5383b'/%3E%3C/g%3E%3C/svg%3E">
        """;

    private static string Foot(BookOptions options) => $"""
        <footer class="site">
        <p>{HtmlText.Escape(options.Title)}: free to use and change under the MIT licence.</p>
        </footer>
        </body>
        </html>
        """;
}
