using System.Globalization;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Markdig;
using Markdig.Extensions.EmphasisExtras;
using Markdig.Extensions.Mathematics;
using Markdig.Renderers;
using Markdig.Renderers.Html;
using Markdig.Syntax;
using Markdig.Syntax.Inlines;
using RedGradient.Notebooks.Book.Formulas;

namespace RedGradient.Notebooks.Book;

/// <summary>Renders the Markdown of one page: headings with anchors, formulas, tables that scroll, coloured code.</summary>
/// <param name="ids">The ids of the page.</param>
/// <param name="pages">From notebook file name to page file name, for links between lessons.</param>
/// <param name="glossary">What a note at a linked term says; null for no notes.</param>
internal sealed partial class MarkdownPage(PageIds ids, IReadOnlyDictionary<string, string> pages, BookGlossary? glossary = null)
{
    private static readonly MarkdownPipeline Pipeline = new MarkdownPipelineBuilder()
        .UsePipeTables()
        .UseFootnotes()
        .UseTaskLists()
        .UseMathematics()
        .UseAutoLinks()
        .UseDefinitionLists()
        .UseEmphasisExtras(EmphasisExtraOptions.Strikethrough)
        .Build();

    private int footnoteGroups;
    private bool isInExercises;

    /// <summary>What the page says, section by section.</summary>
    internal PageSections Sections { get; } = new();

    /// <summary>The headings rendered so far.</summary>
    internal List<PageHeading> Headings { get; } = [];

    /// <summary>Why the last Markdown could not be laid out and was shown as text; null when it was laid out.</summary>
    internal string? Failure { get; private set; }

    /// <summary>Renders Markdown, without what runs or loads something; what cannot be laid out is shown as text.</summary>
    /// <param name="text">The Markdown.</param>
    /// <param name="attachments">The cell's attachments, which become data in the page.</param>
    internal string Render(string text, JsonObject? attachments = null)
    {
        var known = Headings.Count;
        Failure = null;
        try
        {
            return HtmlCleaner.Clean(Laid(text, attachments));
        }
        catch (Exception exception) when (exception is ArgumentException or InvalidOperationException or IndexOutOfRangeException or NullReferenceException)
        {
            // What no reader of Markdown can lay out is shown as it was written.
            Headings.RemoveRange(known, Headings.Count - known);
            Failure = Untrusted.Reason(exception);
            return $"<pre class=\"output\">{HtmlText.Escape(text)}</pre>\n";
        }
    }

    private string Laid(string text, JsonObject? attachments)
    {
        // Comments are for those who write lessons.
        var document = Markdown.Parse(Comment().Replace(text, ""), Pipeline);
        foreach (var heading in document.Descendants<HeadingBlock>())
            Register(heading);
        foreach (var link in document.Descendants<LinkInline>())
        {
            if (glossary?.Note(link.Url) is { } note)
            {
                link.GetAttributes().AddClass("term");
                link.GetAttributes().AddPropertyIfNotExist("title", note);
            }

            link.Url = Target(link.Url, attachments);
        }

        foreach (var paragraph in document.Descendants<ParagraphBlock>())
            MarkCallout(paragraph);
        Sections.Add(document);
        using var writer = new StringWriter { NewLine = "\n" };
        var renderer = new HtmlRenderer(writer);
        Pipeline.Setup(renderer);
        MarkdownRenderers.Install(renderer);
        renderer.Render(document);
        return WithScrollingTables(WithOwnFootnotes(FormulaAndMark().Replace(writer.ToString(), "<span class=\"together\">$0</span>")));
    }

    internal static string WithScrollingTables(string html) => html
        .Replace("<table", "<div class=\"scroll\"><table", StringComparison.Ordinal)
        .Replace("</table>", "</table></div>", StringComparison.Ordinal);

    internal static string PlainText(ContainerInline? inline)
    {
        if (inline is null)
            return "";
        return string.Concat(inline.Descendants().Select(node => node switch
        {
            LiteralInline literal => literal.Content.ToString(),
            CodeInline code => code.Content,
            MathInline math => math.Content.ToString(),
            LineBreakInline => " ",
            _ => "",
        }));
    }

    private static string InlineHtml(ContainerInline? inline) => inline is null ? "" : string.Concat(inline.Descendants().Select(node => node switch
    {
        LiteralInline literal => HtmlText.Escape(literal.Content.ToString()),
        CodeInline code => $"<code>{HtmlText.Escape(code.Content)}</code>",
        MathInline math => LatexFormula.ToHtml(math.Content.ToString(), isDisplay: false),
        LineBreakInline => " ",
        _ => "",
    }));

    /// <summary>The document of a text; an empty one where there is none.</summary>
    internal static MarkdownDocument Parse(string text)
    {
        try
        {
            return Markdown.Parse(text, Pipeline);
        }
        catch (ArgumentException)
        {
            return [];
        }
    }

    private void Register(HeadingBlock heading)
    {
        // A page has one title; further ones step down so that the order of headings stays whole.
        if (heading.Level == 1 && Headings.Exists(known => known.Level == 1))
            heading.Level = 2;
        var text = PlainText(heading.Inline);
        if (heading.Level <= 2)
            isInExercises = text.Contains("exercise", StringComparison.OrdinalIgnoreCase);
        var exercise = isInExercises && heading.Level == 3 ? Exercise().Match(text) : Match.Empty;
        var id = exercise.Success ? ids.OfNumber("exercise", int.Parse(exercise.Groups[1].Value, CultureInfo.InvariantCulture)) : ids.OfHeading(text);
        heading.GetAttributes().Id = id;
        Headings.Add(new PageHeading(heading.Level, text, InlineHtml(heading.Inline), id));
    }

    private string? Target(string? url, JsonObject? attachments)
    {
        if (url is null)
            return null;
        if (url.StartsWith("attachment:", StringComparison.Ordinal))
        {
            var bundle = attachments?[Uri.UnescapeDataString(url["attachment:".Length..])] as JsonObject;
            var (type, content) = bundle?.FirstOrDefault(entry => entry.Value is JsonValue) ?? default;
            return content is null ? url : $"data:{type};base64,{string.Concat(content.GetValue<string>().Where(character => !char.IsWhiteSpace(character)))}";
        }

        // Jupyter keeps the capitals of a heading in its anchor; the ids here have none.
        if (url.StartsWith('#'))
            return url.ToLowerInvariant();
        var fragmentAt = url.IndexOf('#', StringComparison.Ordinal);
        var file = fragmentAt < 0 ? url : url[..fragmentAt];
        // Pages lie in one folder, whatever folder the notebooks lie in.
        if (!file.Contains(':', StringComparison.Ordinal))
            file = file[(file.LastIndexOf('/') + 1)..];
        return pages.TryGetValue(file, out var page) ? page + (fragmentAt < 0 ? "" : url[fragmentAt..].ToLowerInvariant()) : url;
    }

    private void MarkCallout(ParagraphBlock paragraph)
    {
        if (paragraph.Inline?.FirstChild is not EmphasisInline first)
            return;
        var words = PlainText(first);
        if (FigureNumbers(words) is [var number, ..])
        {
            paragraph.GetAttributes().AddClass("caption");

            // A figure that could not be told from its neighbours has its place at its caption.
            foreach (var unplaced in FigureNumbers(words).Where(each => !ids.Has("figure", each)))
                paragraph.Inline.FirstChild.InsertBefore(new HtmlInline($"<span class=\"place\" id=\"{ids.OfNumber("figure", unplaced)}\"></span>"));
            var anchor = new LinkInline($"#figure-{number}", "");
            anchor.AppendChild(new LiteralInline("#"));
            anchor.GetAttributes().AddClass("anchor");
            anchor.GetAttributes().AddPropertyIfNotExist("aria-label", $"Link to figure {number}");
            paragraph.Inline.LastChild!.InsertAfter(anchor);
        }

        if (words.StartsWith("Predict", StringComparison.Ordinal))
            paragraph.GetAttributes().AddClass("predict");
        else if (words.StartsWith("You should see", StringComparison.Ordinal))
            paragraph.GetAttributes().AddClass("expect");
    }

    /// <summary>The numbers of the figures that a caption is for; none for other text.</summary>
    internal static IReadOnlyList<int> FigureNumbers(string words)
    {
        var match = FigureCaption().Match(words);
        return match.Success ? [.. Digits().Matches(match.Groups[1].Value).Select(digits => int.Parse(digits.Value, CultureInfo.InvariantCulture))] : [];
    }

    [GeneratedRegex(@"^Figures? ((?:[0-9]+(?:,\s*|\s+and\s+|\s+to\s+|–)?)+)(?:\.|:)")]
    private static partial Regex FigureCaption();

    [GeneratedRegex("[0-9]+")]
    private static partial Regex Digits();

    [GeneratedRegex(@"^([0-9]+)\.")]
    private static partial Regex Exercise();

    [GeneratedRegex("\\n?[ \\t]*<!--.*?-->", RegexOptions.Singleline)]
    private static partial Regex Comment();

    // Browsers break a line between a formula and the comma after it unless told not to.
    [GeneratedRegex("""\(?<math xmlns="[^"]*">(?:(?!<math ).)*?</math>[.,;:!?)]+|\(<math xmlns="[^"]*">(?:(?!<math ).)*?</math>""", RegexOptions.Singleline)]
    private static partial Regex FormulaAndMark();

    private string WithOwnFootnotes(string html)
    {
        // Each cell numbers its footnotes from 1; on one page their ids would meet.
        if (!html.Contains("class=\"footnotes\"", StringComparison.Ordinal))
            return html;
        var prefix = $"n{++footnoteGroups}-";
        foreach (var kind in (ReadOnlySpan<string>)["fn:", "fnref:"])
        {
            html = html.Replace($"id=\"{kind}", $"id=\"{prefix}{kind}", StringComparison.Ordinal)
                .Replace($"href=\"#{kind}", $"href=\"#{prefix}{kind}", StringComparison.Ordinal);
        }

        return html;
    }
}
