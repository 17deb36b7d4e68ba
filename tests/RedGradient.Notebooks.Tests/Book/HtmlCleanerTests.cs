using RedGradient.Notebooks.Book;
using RedGradient.Notebooks.Documents;

namespace RedGradient.Notebooks.Tests.Book;

/// <summary>What a notebook of unknown origin may put into the book's pages.</summary>
public sealed class HtmlCleanerTests
{
    [Theory]
    [InlineData("<script>alert(1)</script>a", "a")]
    [InlineData("<SCRIPT src=x>alert(1)</sCript >a", "a")]
    [InlineData("a<script>alert(1)", "a")]
    [InlineData("<svg><script xlink:href=\"x\"/><g>1</g></svg>", "<svg>")]
    [InlineData("<svg:script>alert(1)</svg:script>a", "")]
    [InlineData("<img src=x onerror=alert(1)>", "<img src=\"x\">")]
    [InlineData("<img src=\"x\"onerror=\"alert(1)\">", "<img src=\"x\">")]
    [InlineData("<a href=\"java&#x09;script:alert(1)\">a</a>", "<a>a</a>")]
    [InlineData("<a href=\" &#106;avascript&colon;alert(1)\">a</a>", "<a>a</a>")]
    [InlineData("<a xlink:href='javascript:alert(1)'>a</a>", "<a>a</a>")]
    [InlineData("<a><set attributeName=href to=javascript:alert(1) /></a>", "<a><set attributeName=\"href\"/></a>")]
    [InlineData("<animate values=\"x;javascript:alert(1)\"/>", "<animate/>")]
    [InlineData("<iframe srcdoc=\"x\">b</iframe>a", "a")]
    [InlineData("<object data=x><b>b</b></object>a", "a")]
    [InlineData("<a href=\"data:text/html,x\">a</a>", "<a>a</a>")]
    [InlineData("<form action=x><b>a</b></form>", "<b>a</b>")]
    [InlineData("<base href=\"//x\"><meta http-equiv=refresh content=0><link rel=stylesheet href=x>a", "a")]
    [InlineData("<textarea><p title=\"</textarea><script>alert(1)</script>\">", "\">")]
    [InlineData("<p title=\"<script>alert(1)</script>\">a</p>", "<p title=\"&lt;script>alert(1)&lt;/script>\">a</p>")]
    [InlineData("<!--><script>alert(1)</script>-->a", "a")]
    [InlineData("<!-- numbers: 1 = constant -->a", "a")]
    [InlineData("<![CDATA[<script>alert(1)</script>]]>a", "alert(1)]]>a")]
    [InlineData("<svg><foreignObject><b>x</b></foreignObject></svg>", "<svg></svg>")]
    [InlineData("<style>@import 'x';</style>a", "a")]
    [InlineData("<p style=\"background:url(http://x)\">a</p>", "<p>a</p>")]
    [InlineData("1 < 2 and <", "1 &lt; 2 and &lt;")]
    [InlineData("<b", "")]
    public void What_runs_or_loads_something_is_left_out(string html, string expected)
    {
        var clean = HtmlCleaner.Clean(html);
        Assert.StartsWith(expected, clean, StringComparison.Ordinal);
        Assert.DoesNotContain("<script", clean, StringComparison.OrdinalIgnoreCase);
        Assert.Equal(clean, HtmlCleaner.Clean(clean));
    }

    [Theory]
    [InlineData("<table border=\"1\" class=\"dataframe\"><thead><tr><th>a &amp; b</th></tr></thead></table>")]
    [InlineData("<details><summary>Hint</summary>\n\n<p>One.</p>\n</details>")]
    [InlineData("<img src=\"data:image/png;base64,AAAA\" alt=\"a > b\">")]
    [InlineData("<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 1 1\"><path d=\"M0 0\" clip-path=\"url(#c)\" style=\"fill:#fff\"/></svg>")]
    [InlineData("<math xmlns=\"http://www.w3.org/1998/Math/MathML\" display=\"block\"><mi mathvariant=\"bold\">x</mi></math>")]
    [InlineData("<input disabled=\"disabled\" type=\"checkbox\" checked=\"checked\" /> done")]
    public void What_only_shows_something_keeps_its_bytes(string html) => Assert.Equal(html.Replace(" />", "/>", StringComparison.Ordinal), HtmlCleaner.Clean(html));

    [Fact]
    public void Long_and_broken_markup_comes_to_an_end()
    {
        foreach (var piece in new[] { "<", "<!--", "<script>", "<a href='", "</", "<b ", "<style>" })
        {
            // A pass that starts again at each piece would not.
            Assert.InRange(HtmlCleaner.Clean(string.Concat(Enumerable.Repeat(piece, 300_000))).Length, 0, 1_500_000);
        }
    }

    [Fact]
    public void A_foreign_notebook_runs_nothing_in_the_book()
    {
        const string Script = "<script>alert(1)</script>";
        var notebook = Notebook.Create();
        notebook.Cells.Add(new Cell(CellKind.Markdown, $"# Title\n\n{Script}\n\n<div onclick=\"alert(1)\">x</div>\n\n[a](javascript:alert(1)) <img src=x onerror=alert(1)> ![b](javascript:alert(1))", "a"));
        var cell = new Cell(CellKind.Code, "1", "b");
        cell.Outputs.Add(new DisplayOutput(new() { ["image/svg+xml"] = $"<svg onload=\"alert(1)\">{Script}<a href=\"javascript:alert(1)\"><rect/></a></svg>" }));
        cell.Outputs.Add(new DisplayOutput(new() { ["text/html"] = $"<b onmouseover='alert(1)'>x</b>{Script}" }));
        cell.Outputs.Add(new DisplayOutput(new() { ["text/markdown"] = Script + "\n\n[a](javascript:alert(1))" }));
        cell.Outputs.Add(new DisplayOutput(new() { ["image/svg+xml"] = "<svg width=\"1.2.3\" viewBox=\"0 0 1.2.3 4\"></svg>" }));
        notebook.Cells.Add(cell);
        foreach (var (_, text) in BookWriter.Render([("01-foreign.ipynb", notebook)]).Where(file => file.File.EndsWith(".html", StringComparison.Ordinal)))
            Assert.DoesNotContain("alert(1)", text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData('*', 5000)]
    [InlineData('>', 20000)]
    [InlineData('[', 20000)]
    [InlineData('_', 5000)]
    [InlineData('`', 5000)]
    public void Markdown_that_nobody_can_lay_out_stands_as_text_and_is_named(char character, int count)
    {
        var notebook = Notebook.Create();
        notebook.Cells.Add(new Cell(CellKind.Markdown, "# A title", "a"));
        notebook.Cells.Add(new Cell(CellKind.Markdown, new string(character, count) + "a" + new string(character, count), "b"));
        var notices = new List<string>();
        var page = BookWriter.Render([("01-odd.ipynb", notebook)], new BookOptions { Notice = notices.Add }).Single(file => file.File == "01-odd.html").Text;
        Assert.Contains("A title", page, StringComparison.Ordinal);
        Assert.True(page.Contains(HtmlText.Escape(new string(character, 100)), StringComparison.Ordinal) || notices.Count == 0);
        if (character != '*') return;
        var notice = Assert.Single(notices);
        Assert.StartsWith("01-odd.ipynb: cell 2 cannot be laid out as Markdown and stands in the book as text. ", notice, StringComparison.Ordinal);
        Assert.EndsWith(".", notice, StringComparison.Ordinal);
    }
}
