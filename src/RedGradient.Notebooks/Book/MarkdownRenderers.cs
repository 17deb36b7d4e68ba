using System.Globalization;
using Markdig.Extensions.Mathematics;
using Markdig.Renderers;
using Markdig.Renderers.Html;
using Markdig.Syntax;
using RedGradient.Notebooks.Book.Formulas;

namespace RedGradient.Notebooks.Book;

/// <summary>How the book writes headings, code and formulas.</summary>
internal static class MarkdownRenderers
{
    internal static void Install(HtmlRenderer renderer)
    {
        renderer.ObjectRenderers.Replace<HeadingRenderer>(new AnchoredHeading());
        renderer.ObjectRenderers.Replace<CodeBlockRenderer>(new ColouredCode());
        renderer.ObjectRenderers.RemoveAll(known => known is HtmlMathInlineRenderer or HtmlMathBlockRenderer);

        // Formula blocks are code blocks to Markdig, so their renderer has to be asked first.
        renderer.ObjectRenderers.Insert(0, new BlockFormula());
        renderer.ObjectRenderers.Insert(0, new InlineFormula());
    }

    private static string Lines(LeafBlock block) => block.Lines.ToString().Replace("\r\n", "\n", StringComparison.Ordinal);

    private sealed class AnchoredHeading : HtmlObjectRenderer<HeadingBlock>
    {
        protected override void Write(HtmlRenderer renderer, HeadingBlock obj)
        {
            var id = obj.GetAttributes().Id;
            var level = obj.Level.ToString(CultureInfo.InvariantCulture);
            var label = HtmlText.Escape("Link to the section " + MarkdownPage.PlainText(obj.Inline));
            renderer.EnsureLine();
            renderer.Write($"<div class=\"heading\"><h{level} id=\"{id}\">");
            renderer.WriteLeafInline(obj);
            renderer.Write($"</h{level}>");
            if (obj.Level > 1)
                renderer.Write($"<a class=\"anchor\" href=\"#{id}\" aria-label=\"{label}\">#</a>");
            renderer.WriteLine("</div>");
        }
    }

    private sealed class ColouredCode : HtmlObjectRenderer<CodeBlock>
    {
        protected override void Write(HtmlRenderer renderer, CodeBlock obj)
        {
            var language = (obj as FencedCodeBlock)?.Info;
            var code = Lines(obj);
            var isCSharp = language is "csharp" or "cs" or "c#" or "C#";
            renderer.EnsureLine();
            renderer.WriteLine($"<div class=\"code\"><pre><code>{(isCSharp ? CSharpHighlighter.ToHtml(code) : HtmlText.Escape(code))}</code></pre></div>");
        }
    }

    private sealed class BlockFormula : HtmlObjectRenderer<MathBlock>
    {
        protected override void Write(HtmlRenderer renderer, MathBlock obj)
        {
            renderer.EnsureLine();
            renderer.WriteLine(LatexFormula.ToHtml(Lines(obj), isDisplay: true));
        }
    }

    private sealed class InlineFormula : HtmlObjectRenderer<MathInline>
    {
        protected override void Write(HtmlRenderer renderer, MathInline obj)
        {
            var isDisplay = obj.DelimiterCount == 2;
            var html = LatexFormula.ToHtml(obj.Content.ToString(), isDisplay);

            // A paragraph cannot hold a block, so a displayed formula inside one is a span that behaves like a block.
            renderer.Write(isDisplay ? html.Replace("<div class", "<span class", StringComparison.Ordinal).Replace("</div>", "</span>", StringComparison.Ordinal)
                .Replace("<p class", "<span class", StringComparison.Ordinal).Replace("</p>", "</span>", StringComparison.Ordinal) : html);
        }
    }
}
