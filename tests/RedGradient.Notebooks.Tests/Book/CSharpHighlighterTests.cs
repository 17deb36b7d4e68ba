using System.Net;
using System.Text.RegularExpressions;
using FsCheck;
using FsCheck.Fluent;
using RedGradient.Notebooks.Book;

namespace RedGradient.Notebooks.Tests.Book;

public class CSharpHighlighterTests
{
    private static readonly string[] Pieces =
    [
        "var ", "x", " = ", "\"text\"", "$\"{x:F2} {{no}} {(y ? \"a\" : \"b\")}\"", "'\\''", "@\"c:\\\"", "\"\"\"raw \"quoted\" \"\"\"", "// comment\n", "/* c */", "#r \"a\"\n", "1e-3f", "0x1F", "1..3",
        "Foo.Bar(", ")", "{", "}", "\"", "$\"{", "'", "@", "$", "\n", " ", "/*", "new Dense(1)", "<b>&", "é", "_1", ".5", "\\",
    ];

    [Theory]
    [InlineData("var x = 1;", "<span class=\"k\">var</span> x = <span class=\"n\">1</span>;")]
    [InlineData("Lesson.Check(a < b);", "<span class=\"t\">Lesson</span>.<span class=\"f\">Check</span>(a &lt; b);")]
    [InlineData("new Dense(784, 128)", "<span class=\"k\">new</span> <span class=\"t\">Dense</span>(<span class=\"n\">784</span>, <span class=\"n\">128</span>)")]
    [InlineData("#r \"a\"\nx // c", "<span class=\"p\">#r &quot;a&quot;</span>\nx <span class=\"c\">// c</span>")]
    [InlineData("$\"{x:F2}!\"", "<span class=\"s\">$&quot;</span>{x:<span class=\"t\">F2</span>}<span class=\"s\">!&quot;</span>")]
    [InlineData("'a' + \"b // c\"", "<span class=\"s\">'a'</span> + <span class=\"s\">&quot;b // c&quot;</span>")]
    [InlineData("items[1..3]", "items[<span class=\"n\">1</span>..<span class=\"n\">3</span>]")]
    public void Colours_what_it_should(string code, string expected) => Assert.Equal(expected, CSharpHighlighter.ToHtml(code));

    [Fact]
    public void No_character_is_lost_or_added()
    {
        var property = Prop.ForAll(
            Gen.Choose(0, int.MaxValue).ToArbitrary(),
            seed =>
            {
                var random = new Random(seed);
                var code = string.Concat(Enumerable.Range(0, random.Next(14)).Select(_ => Pieces[random.Next(Pieces.Length)]));
                return WebUtility.HtmlDecode(Regex.Replace(CSharpHighlighter.ToHtml(code), "</?span[^>]*>", "")) == code;
            });
        Check.One(Config.QuickThrowOnFailure.WithReplay(20260403UL, 11UL).WithMaxTest(3000), property);
    }
}
