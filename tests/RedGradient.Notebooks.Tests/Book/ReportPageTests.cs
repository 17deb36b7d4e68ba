using System.Text.RegularExpressions;
using RedGradient.Notebooks.Book;

namespace RedGradient.Notebooks.Tests.Book;

public class ReportPageTests
{
    [Fact]
    public void A_page_stands_alone_and_runs_nothing()
    {
        var page = Sample();
        Assert.StartsWith("<!DOCTYPE html>\n<html lang=\"en\">", page, StringComparison.Ordinal);
        Assert.DoesNotContain("<script", page, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("index.html", page, StringComparison.Ordinal);
        Assert.Contains("--accent-wash", page, StringComparison.Ordinal);
        Assert.All(Regex.Matches(page, "(?:src|<link[^>]* href)=\"([^\"]*)\"").Select(match => match.Groups[1].Value), source => Assert.StartsWith("data:", source, StringComparison.Ordinal));
        Assert.Null(HtmlNesting.FirstMistake(page));
        Assert.Equal(page, Sample());
        Assert.DoesNotContain('\r', page);
    }

    [Fact]
    public void Text_and_figures_come_in_their_order_with_ids_of_their_own()
    {
        var page = Sample();
        Assert.Contains("<title>A &lt;b&gt; report</title>", page, StringComparison.Ordinal);
        Assert.True(page.IndexOf("One", StringComparison.Ordinal) < page.IndexOf("<svg", StringComparison.Ordinal));
        Assert.Equal(2, Regex.Count(page, "<svg viewBox"));
        var ids = Regex.Matches(page, "\\sid=\"([^\"]+)\"").Select(match => match.Groups[1].Value).ToList();
        Assert.Equal(ids.Distinct(), ids);
        Assert.Contains("<td style=\"text-align: right;\">1</td>", page, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("a*b*_c_ <script>alert(1)</script> [x](y) `z` | $\\alpha$ # 1. \\\\")]
    [InlineData("~~gone~~ ![p](q) &amp; https://example.org {#id}")]
    public void Escaped_text_has_no_markup(string text)
    {
        var page = new ReportPage("t", "d").Text("# T\n\n" + ReportPage.Escape(text)).ToHtml();
        var paragraph = Regex.Match(page, "<p>(.*?)</p>", RegexOptions.Singleline).Groups[1].Value;
        Assert.DoesNotMatch("<(?!span)", paragraph);
        Assert.Equal(text, System.Net.WebUtility.HtmlDecode(paragraph));
    }

    [Fact]
    public void The_check_of_nesting_finds_mistakes()
    {
        Assert.Null(HtmlNesting.FirstMistake("<p>a<br>b <b>c</b></p>"));
        Assert.NotNull(HtmlNesting.FirstMistake("<p><b>a</p></b>"));
        Assert.NotNull(HtmlNesting.FirstMistake("<p>"));
        Assert.NotNull(HtmlNesting.FirstMistake("</p>"));
    }

    [Fact]
    public void A_page_needs_a_title_and_a_description()
    {
        Assert.Throws<ArgumentException>(() => new ReportPage(" ", "d"));
        Assert.Throws<ArgumentException>(() => new ReportPage("t", ""));
    }

    private static string Sample()
    {
        const string Svg = "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"10\" height=\"10\" aria-labelledby=\"c-t\"><title id=\"c-t\">x</title></svg>";
        return new ReportPage("A <b> report", "What it is").Text("# One\n\n| a | b |\n|---|---:|\n| x | 1 |").Figure(Svg).Text("## Two").Figure(Svg).ToHtml();
    }
}
