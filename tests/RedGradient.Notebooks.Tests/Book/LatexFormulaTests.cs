using System.Xml.Linq;
using FsCheck;
using FsCheck.Fluent;
using RedGradient.Notebooks.Book.Formulas;

namespace RedGradient.Notebooks.Tests.Book;

public class LatexFormulaTests
{
    private static readonly string[] Pieces =
    [
        "x", "\\alpha", "^", "_", "{", "}", "\\frac", "\\left(", "\\right)", "\\sum", "\\begin{cases}", "\\end{cases}", "&", "\\\\", "\\text{a b}", "\\sqrt[3]", "12.5", "'",
        "\\unknown", " ", "\\", "%", "<", "\\mathbf", "\\operatorname*{argmax}", "(", ")", "-", "\\hat", "😀", "\n", "\"", "]", "[", "\\middle|", "\\big", "\\limits", "\\not=",
    ];

    [Theory]
    [InlineData(@"a + b = c", "")]
    [InlineData(@"\mathcal{L} = -\sum_{i=1}^{n} y_i \log \hat{y}_i", "∑")]
    [InlineData(@"\frac{\partial \mathcal{L}}{\partial w_{ij}^{(l)}}", "<mfrac>")]
    [InlineData(@"\delta^{(l)} = \left( (W^{(l+1)})^{\top} \delta^{(l+1)} \right) \odot \sigma'(z^{(l)})", "⊙")]
    [InlineData(@"\sigma(z) = \frac{1}{1+e^{-z}}", "−")]
    [InlineData(@"\lVert \delta \rVert_\infty \le \epsilon", "‖")]
    [InlineData(@"x' = \operatorname{clip}_{[0,1]}(x + \epsilon \cdot \operatorname{sign}(\nabla_x J(\theta, x, y)))", "clip")]
    [InlineData(@"\hat{y} = \operatorname*{arg\,max}_{k} \mathrm{softmax}(\mathbf{z})_k", "<munder>")]
    [InlineData(@"\min_\theta \max_{\lVert\delta\rVert\le\epsilon} \mathbb{E}_{(x,y)\sim\mathcal{D}}[\mathcal{L}(f_\theta(x+\delta), y)]", "𝔼")]
    [InlineData(@"\begin{aligned} a &= b \\ c &= d \end{aligned}", "<mtr>")]
    [InlineData(@"f(x) = \begin{cases} x & \text{if } x > 0 \\ \alpha x & \text{otherwise} \end{cases}", "otherwise")]
    [InlineData(@"\begin{bmatrix} 1 & 0 \\ 0 & 1 \end{bmatrix}", "<mtable")]
    [InlineData(@"\begin{array}{cc} 1 & 0 \\ 0 & 1 \end{array}", "<mtable")]
    [InlineData(@"\sqrt{x}, \sqrt[3]{y}, \bar{x}, \tilde{x}, \dot{x}, \vec{x}, \widehat{xyz}, \overline{ab}", "<mroot>")]
    [InlineData(@"W \in \mathbb{R}^{m \times n}, \quad x \to 0, \; n \ge 1, \ldots", "ℝ")]
    [InlineData(@"\underbrace{a + b}_{\text{both}}", "⏟")]
    [InlineData(@"\text{accuracy} = 95\,\%", "%")]
    [InlineData(@"\lim_{h \to 0} \frac{f(x+h) - f(x-h)}{2h}", "lim")]
    [InlineData(@"\left. \frac{df}{dx} \right|_{x=0}", "<msub>")]
    [InlineData(@"a \neq b \iff \neg (a = b)", "≠")]
    [InlineData(@"\prod_{l=1}^{L} \lVert W_l \rVert \cdot |\sigma'|^{L}", "∏")]
    [InlineData(@"\boldsymbol{\theta} \leftarrow \boldsymbol\theta - \eta \nabla_{\boldsymbol{\theta}} \mathcal{L}", "←")]
    [InlineData(@"x \% y \& z \_ w \{a\} \|b\|", "&amp;")]
    [InlineData(@"\binom{n}{k} \pmod{p} \bmod q \not= r", "linethickness")]
    public void Formulas_of_the_lessons_become_mathematics(string latex, string expected)
    {
        foreach (var isDisplay in (bool[])[true, false])
        {
            var html = LatexFormula.ToHtml(latex, isDisplay);
            var root = XElement.Parse($"<root>{html}</root>");
            Assert.Contains("<math", html, StringComparison.Ordinal);
            Assert.Contains(expected, html, StringComparison.Ordinal);
            Assert.DoesNotContain("class=\"latex\"", html, StringComparison.Ordinal);
            Assert.All(root.Descendants(), ArityIsRight);
        }
    }

    [Fact]
    public void Structure_is_what_the_formula_says()
    {
        Assert.Contains("<mfrac><mn>1</mn><mrow><mn>2</mn><mi>x</mi></mrow></mfrac>", LatexFormula.ToHtml(@"\frac{1}{2x}", false), StringComparison.Ordinal);
        Assert.Contains("<mfrac><mn>12</mn><mn>3.5</mn></mfrac>", LatexFormula.ToHtml(@"\frac{12}{3.5}", false), StringComparison.Ordinal);
        Assert.Contains("<msubsup><mi>w</mi><mi>i</mi><mn>2</mn></msubsup>", LatexFormula.ToHtml("w_i^2", false), StringComparison.Ordinal);
        Assert.Contains("<munderover><mo>∑</mo>", LatexFormula.ToHtml(@"\sum_{i}^{n} i", true), StringComparison.Ordinal);
        Assert.Contains("<mi mathvariant=\"normal\" class=\"bf\">x</mi>", LatexFormula.ToHtml(@"\mathbf{x}", false), StringComparison.Ordinal);
        Assert.Contains("<annotation encoding=\"application/x-tex\">a &lt; b</annotation>", LatexFormula.ToHtml("a < b", false), StringComparison.Ordinal);
    }

    [Fact]
    public void A_command_that_is_not_known_stands_as_written()
    {
        var html = LatexFormula.ToHtml(@"a + \unheardof{b}", isDisplay: false);
        Assert.Contains("<math", html, StringComparison.Ordinal);
        Assert.Contains(@"\unheardof", html, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(@"\frac{1}{2")]
    [InlineData(@"a } b")]
    [InlineData(@"\begin{cases} a")]
    [InlineData(@"\left( a")]
    [InlineData(@"a_b_c")]
    [InlineData(@"\frac{1}")]
    public void A_formula_that_is_broken_stands_as_its_source(string latex)
    {
        var html = LatexFormula.ToHtml(latex, isDisplay: false);
        Assert.Equal($"<code class=\"latex\">{latex.Replace("&", "&amp;", StringComparison.Ordinal)}</code>", html);
    }

    [Fact]
    public void Deep_nesting_does_not_exhaust_the_stack()
    {
        var latex = string.Concat(Enumerable.Repeat(@"\sqrt{", 5000)) + "x" + new string('}', 5000);
        Assert.StartsWith("<code", LatexFormula.ToHtml(latex, isDisplay: false), StringComparison.Ordinal);
        Assert.StartsWith("<code", LatexFormula.ToHtml(string.Concat(Enumerable.Repeat(@"\sqrt", 5000)), isDisplay: false), StringComparison.Ordinal);
    }

    [Fact]
    public void A_long_formula_in_running_text_can_break_after_its_relations()
    {
        var html = LatexFormula.ToHtml(@"a_1 + a_2 + a_3 + a_4 = b_1 + b_2 + b_3 + b_4 = c_1 + c_2 + c_3 + c_4", isDisplay: false);
        Assert.Equal(3, XElement.Parse($"<root>{html}</root>").Elements().Count());
    }

    [Fact]
    public void Whatever_is_written_gives_whole_markup()
    {
        var property = Prop.ForAll(
            Gen.Choose(0, int.MaxValue).ToArbitrary(),
            seed =>
            {
                var random = new Random(seed);
                var latex = string.Concat(Enumerable.Range(0, random.Next(12)).Select(_ => Pieces[random.Next(Pieces.Length)]));
                foreach (var isDisplay in (bool[])[true, false])
                    XElement.Parse($"<root>{LatexFormula.ToHtml(latex, isDisplay)}</root>").Descendants().ToList().ForEach(ArityIsRight);
                return true;
            });
        Check.One(Config.QuickThrowOnFailure.WithReplay(20260402UL, 9UL).WithMaxTest(5000), property);
    }

    // Browsers draw an element with a wrong number of children as an error or not at all.
    private static void ArityIsRight(XElement element)
    {
        var expected = element.Name.LocalName switch
        {
            "mfrac" or "msub" or "msup" or "munder" or "mover" or "mroot" => 2,
            "msubsup" or "munderover" => 3,
            _ => -1,
        };
        if (expected >= 0)
            Assert.True(element.Elements().Count() == expected, element.ToString());
    }
}
