using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using RedGradient.Notebooks.Book;
using RedGradient.Notebooks.Documents;

namespace RedGradient.Notebooks.Tests.Book;

public sealed class BookWriterTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("book-").FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public void Writes_a_first_page_a_page_a_lesson_and_its_local_files()
    {
        var target = Path.Combine(folder, "new", "book");
        var written = BookWriter.Write(SampleLesson.Both(), target);
        Assert.Equal(["01-sample.html", "01-sample.ipynb", "02-second.html", "02-second.ipynb", "book.css", "book.js", "index.html", "search-index.js", "start.html", "word-index.html"], written.Select(Path.GetFileName).Order(StringComparer.Ordinal));
        Assert.Equal(written.Append(Path.Combine(target, ".redgradient.json")).Order(StringComparer.Ordinal), Directory.GetFiles(target).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void The_same_notebooks_give_the_same_bytes_and_are_not_changed()
    {
        var lessons = SampleLesson.Both();
        var before = lessons.Select(lesson => lesson.Notebook.ToJson()).ToList();
        var first = BookWriter.Render(lessons);
        Assert.Equal(first, BookWriter.Render(SampleLesson.Both()));
        Assert.Equal(first, BookWriter.Render(lessons));
        Assert.Equal(before, lessons.Select(lesson => lesson.Notebook.ToJson()));
        Assert.All(first, file => Assert.DoesNotContain('\r', file.Text));
    }

    [Fact]
    public void Nothing_is_loaded_from_elsewhere()
    {
        foreach (var (file, text) in BookWriter.Render(SampleLesson.Both()).Where(entry => entry.File.EndsWith(".html", StringComparison.Ordinal)))
        {
            var sources = Regex.Matches(text, "(?:src|<link[^>]* href)=\"([^\"]*)\"").Select(match => match.Groups[1].Value);
            Assert.All(sources, source => Assert.Matches("^(data:|book\\.css$|book\\.js$)", source));
            Assert.False(text.Contains("alert(1)", StringComparison.Ordinal), $"{file} runs a script of an output.");
        }
    }

    [Fact]
    public void A_chart_shown_twice_has_ids_of_its_own_each_time()
    {
        var page = Page(SampleLesson.First());
        var ids = Regex.Matches(page, "\\sid=\"([^\"]+)\"").Select(match => match.Groups[1].Value).ToList();
        Assert.Equal(ids.Distinct(), ids);
        Assert.Contains("aria-labelledby=\"c1-title-2 c1-desc-2\"", page, StringComparison.Ordinal);
        Assert.Contains("url(#c1-clip-2)", page, StringComparison.Ordinal);
        Assert.Contains("url(#c1-clip)", page, StringComparison.Ordinal);
    }

    [Fact]
    public void Outputs_are_shown_by_kind_and_streams_in_one_piece()
    {
        var page = Page(SampleLesson.First());
        Assert.Contains("z = 0.5000, sigma(z) = 0.6225\nz = -0.2500", page, StringComparison.Ordinal);
        Assert.Contains("<pre class=\"output stream stderr\">a warning</pre>", page, StringComparison.Ordinal);
        Assert.Contains("<strong>ArgumentException</strong> The loss does not depend on &lt;nothing&gt;.", page, StringComparison.Ordinal);
        Assert.Contains("alt=\"Line chart: loss falls from 2.3 to 0.1\" width=\"200\" height=\"200\"", page, StringComparison.Ordinal);
        Assert.DoesNotContain("<pre class=\"output result\">Line chart", page, StringComparison.Ordinal);
    }

    [Fact]
    public void Interactive_figures_give_way_to_what_is_drawn()
    {
        var bundle = SampleLesson.Bundle("image/svg+xml", SampleLesson.Chart("red"));
        bundle["application/vnd.plotly.v1+json"] = new JsonObject { ["data"] = "interactive" };
        bundle["text/html"] = "<p>interactive</p>";
        var page = Page(OneCell(new Cell(CellKind.Code, "x") { Outputs = { new DisplayOutput(bundle) } }));
        Assert.Contains("<svg", page, StringComparison.Ordinal);
        Assert.DoesNotContain("interactive", page, StringComparison.Ordinal);
    }

    [Fact]
    public void A_solution_and_its_output_are_folded_and_the_stub_is_shown()
    {
        var page = Page(SampleLesson.First());
        var (before, after) = (page[..page.IndexOf("<details class=\"solution\">", StringComparison.Ordinal)], page[page.IndexOf("<details class=\"solution\">", StringComparison.Ordinal)..]);
        Assert.Contains("your code here", before, StringComparison.Ordinal);
        Assert.DoesNotContain("Right.", before, StringComparison.Ordinal);
        Assert.Contains("Right.", after, StringComparison.Ordinal);
        Assert.DoesNotContain("SOLUTION", page, StringComparison.Ordinal);
        Assert.DoesNotContain("STUB", page, StringComparison.Ordinal);
    }

    [Fact]
    public void The_first_page_says_what_each_lesson_is()
    {
        var options = new BookOptions { Title = "A <title>", Subtitle = "s", Introduction = "Some *words*." };
        var index = BookWriter.Render(SampleLesson.Both(), options).Single(file => file.File == "index.html").Text;
        Assert.Contains("<h1>A &lt;title&gt;</h1>", index, StringComparison.Ordinal);
        Assert.Contains("Some <em>words</em>.", index, StringComparison.Ordinal);
        Assert.Contains("Lesson 1 · 25 min", index, StringComparison.Ordinal);
        Assert.Contains("Lesson 2 · 15–20 min", index, StringComparison.Ordinal);
        Assert.Contains("<a href=\"01-sample.html\">Backpropagation, number by number</a>", index, StringComparison.Ordinal);
        Assert.Contains("You will compute a gradient by hand", index, StringComparison.Ordinal);
        Assert.Equal(2, Regex.Count(index, "<svg"));
    }

    [Fact]
    public void Links_between_notebooks_lead_to_pages()
    {
        var pages = BookWriter.Render(SampleLesson.Both()).ToDictionary(file => file.File, file => file.Text);
        Assert.Contains("<a href=\"02-second.html\">the next lesson</a>", pages["01-sample.html"], StringComparison.Ordinal);
        Assert.Contains("<a href=\"01-sample.html#the-chain-rule\">", pages["02-second.html"], StringComparison.Ordinal);
        Assert.Contains("id=\"the-chain-rule\"", pages["01-sample.html"], StringComparison.Ordinal);
        Assert.Contains("rel=\"next\" href=\"02-second.html\"", pages["01-sample.html"], StringComparison.Ordinal);
        Assert.Contains("rel=\"prev\" href=\"01-sample.html\"", pages["02-second.html"], StringComparison.Ordinal);
    }

    [Fact]
    public void A_slider_shows_its_start_and_holds_every_state_and_a_table_of_all()
    {
        var page = Page(OneCell(new Cell(CellKind.Code, "x") { Outputs = { new DisplayOutput(SampleLesson.Slider()) } }));
        Assert.Equal(2, Regex.Count(page, "<div class=\"state\" data-label=\"0\\.[02]\" data-numbers=\"accuracy [0-9]+ %\" hidden>"));
        Assert.Contains("<div class=\"state\" data-label=\"0.1\" data-numbers=\"accuracy 42 %\">", page, StringComparison.Ordinal);
        Assert.Contains("<output for=\"slider-ε\"><strong>ε = 0.1</strong>: accuracy 42 %</output>", page, StringComparison.Ordinal);
        Assert.Contains("<input id=\"slider-ε\" type=\"range\" min=\"0\" max=\"2\" step=\"1\" value=\"1\" hidden>", page, StringComparison.Ordinal);
        Assert.Contains("<tr><th scope=\"row\">0.2</th><td>accuracy 7 %</td></tr>", page, StringComparison.Ordinal);
        var ids = Regex.Matches(page, "\\sid=\"([^\"]+)\"").Select(match => match.Groups[1].Value).ToList();
        Assert.Equal(ids.Distinct(), ids);
    }

    [Fact]
    public void Panels_stand_below_each_other_on_a_phone_as_windows_on_one_drawing()
    {
        var page = Page(OneCell(new Cell(CellKind.Code, "x") { Outputs = { new DisplayOutput(SampleLesson.Bundle("image/svg+xml", SampleLesson.Panels())) } }));
        Assert.Contains("<p class=\"narrow-title\" aria-hidden=\"true\">Two panels</p>\n<svg viewBox=\"18 49 347 345\" style=\"--natural:347px\" aria-hidden=\"true\"><use href=\"#drawing\"/></svg>\n<svg viewBox=\"365 49 343 345\"", page, StringComparison.Ordinal);
        Assert.Equal(1, Regex.Count(page, "<g id=\"drawing\">"));
        Assert.DoesNotContain("scroll wide", page, StringComparison.Ordinal);
    }

    [Fact]
    public void A_wide_panel_scrolls_on_a_phone_rather_than_shrink_its_letters()
    {
        const string svg = "<svg width=\"720\" height=\"419\" viewBox=\"0 0 720 419\"><title>One panel</title><desc>a</desc><text x=\"24\" y=\"36\" font-size=\"17\" font-weight=\"600\">One panel</text></svg>";
        var page = Page(OneCell(new Cell(CellKind.Code, "x") { Outputs = { new DisplayOutput(SampleLesson.Bundle("image/svg+xml", svg)) } }));
        Assert.Contains("<div class=\"scroll wide\" tabindex=\"0\" role=\"group\" aria-label=\"Chart that scrolls sideways\"><svg viewBox=\"12 44 696 369\" style=\"--natural:696px\" aria-hidden=\"true\"><use href=\"#drawing\"/></svg></div>", page, StringComparison.Ordinal);
    }

    [Fact]
    public void Terms_have_a_page_a_note_at_their_links_and_their_places_in_the_index()
    {
        var pages = BookWriter.Render(SampleLesson.Both(), SampleLesson.Options()).ToDictionary(file => file.File, file => file.Text);
        Assert.Contains("<a href=\"glossary.html#saturation\" class=\"term\" title=\"A slope near 0, where learning stops.\">", pages["02-second.html"], StringComparison.Ordinal);
        Assert.Contains("<h3 id=\"saturation\">saturation</h3>", pages["glossary.html"], StringComparison.Ordinal);
        Assert.Contains("<a href=\"02-second.html\">lesson 2</a>", pages["glossary.html"], StringComparison.Ordinal);
        Assert.Contains("<a href=\"glossary.html#saturation\">saturation</a> — <a href=\"02-second.html#one-section\">Lesson 2: One section</a>", pages["word-index.html"], StringComparison.Ordinal);
        Assert.Contains("<a href=\"02-second.html#figure-1\">Figure 1</a>", pages["word-index.html"], StringComparison.Ordinal);
        Assert.Contains("<h1 id=\"notation\">Notation</h1>", pages["notation.html"], StringComparison.Ordinal);
        Assert.Contains("href=\"notation.html\">Notation</a>", pages["01-sample.html"], StringComparison.Ordinal);
        Assert.Contains("\"02-second.html\",\"one-section\",\"Lesson 2: Activation and saturation\",\"One section\"", pages["search-index.js"], StringComparison.Ordinal);
        Assert.DoesNotContain("numbers:", pages["02-second.html"], StringComparison.Ordinal);
    }

    [Fact]
    public void Figures_and_exercises_have_anchors_of_their_numbers_and_the_notebook_can_be_had()
    {
        var pages = BookWriter.Render([.. SampleLesson.Both(), ("exercises/hunt.ipynb", OneCell(new Cell(CellKind.Markdown, "# Hunt\n\nBack to [lesson 2](../02-second.ipynb).")))]).ToDictionary(file => file.File, file => file.Text);
        var page = pages["02-second.html"];
        Assert.Contains("<span class=\"place\" id=\"figure-1\"></span>", page, StringComparison.Ordinal);
        Assert.Contains("<a href=\"#figure-1\" class=\"anchor\" aria-label=\"Link to figure 1\">#</a>", page, StringComparison.Ordinal);
        Assert.Contains("<h3 id=\"exercise-1\">1. Do it</h3>", page, StringComparison.Ordinal);
        Assert.Contains("<a href=\"02-second.ipynb\" download>", page, StringComparison.Ordinal);
        Assert.Equal(SampleLesson.Second().ToJson(), pages["02-second.ipynb"]);
        Assert.Contains("<h2 id=\"exercises\">Exercises</h2>", pages["index.html"], StringComparison.Ordinal);
        Assert.Contains("<a href=\"02-second.html\">lesson 2</a>", pages["hunt.html"], StringComparison.Ordinal);
        Assert.Contains("rel=\"next\" href=\"hunt.html\"", page, StringComparison.Ordinal);
    }

    [Fact]
    public void Figures_that_share_a_text_have_their_places_at_their_captions()
    {
        var notebook = OneCell(new Cell(CellKind.Code, "x") { Outputs = { new DisplayOutput(SampleLesson.Bundle("image/svg+xml", SampleLesson.Panels())) } });
        notebook.Cells.Add(new Cell(CellKind.Markdown, "*Figure 1. The first of two.*\n\n*Figures 2 and 3. The others.*"));
        var page = Page(notebook);
        foreach (var number in (int[])[1, 2, 3]) Assert.Equal(1, Regex.Count(page, $"<span class=\"place\" id=\"figure-{number}\">"));
        Assert.DoesNotContain("figure-1-2", page, StringComparison.Ordinal);
    }

    [Fact]
    public void Pictures_inside_a_cell_become_part_of_the_page()
    {
        var cell = new Cell(CellKind.Markdown, "![A dot](attachment:dot.png)") { Attachments = new() { ["dot.png"] = new JsonObject { ["image/png"] = "AAAA\nBBBB\n" } } };
        Assert.Contains("<img src=\"data:image/png;base64,AAAABBBB\" alt=\"A dot\"", Page(OneCell(cell)), StringComparison.Ordinal);
    }

    [Fact]
    public void Footnotes_of_two_cells_do_not_meet()
    {
        var notebook = OneCell(new Cell(CellKind.Markdown, "One.[^1]\n\n[^1]: First."));
        notebook.Cells.Add(new Cell(CellKind.Markdown, "Two.[^1]\n\n[^1]: Second."));
        var ids = Regex.Matches(Page(notebook), "\\sid=\"([^\"]+)\"").Select(match => match.Groups[1].Value).ToList();
        Assert.Equal(ids.Distinct(), ids);
        Assert.Contains("n2-fn:1", ids);
    }

    [Fact]
    public void Terminal_colours_and_overwritten_progress_are_left_out()
    {
        var cell = new Cell(CellKind.Code, "x") { Outputs = { new StreamOutput("stdout", "\u001b[31mred\u001b[0m\n10%\r100%\r\ndone\r\n") } };
        Assert.Contains(">red\n100%\ndone</pre>", Page(OneCell(cell)), StringComparison.Ordinal);
    }

    [Fact]
    public void A_page_has_one_title_whatever_the_notebook_says()
    {
        var none = Page(OneCell(new Cell(CellKind.Markdown, "## Section")));
        Assert.Equal(1, Regex.Count(none, "<h1"));
        var two = Page(OneCell(new Cell(CellKind.Markdown, "# One\n\n# Two")));
        Assert.Equal(1, Regex.Count(two, "<h1"));
        Assert.Contains("<a href=\"#two\">Two</a>", two, StringComparison.Ordinal);
    }

    [Fact]
    public void Lessons_that_cannot_have_a_page_are_refused()
    {
        var notebook = SampleLesson.Second();
        Assert.Throws<ArgumentException>(() => BookWriter.Render([("a.ipynb", notebook), ("a.ipynb", notebook)]));
        Assert.Throws<ArgumentException>(() => BookWriter.Render([("index.ipynb", notebook)]));
        Assert.Throws<ArgumentException>(() => BookWriter.Render([("", notebook)]));
    }

    [Fact]
    public void A_book_without_lessons_is_still_a_book() => Assert.Equal(6, BookWriter.Render([]).Count);

    private static Notebook OneCell(Cell cell) => new() { Cells = { cell } };

    private static string Page(Notebook notebook) => BookWriter.Render([("a.ipynb", notebook)]).Single(file => file.File == "a.html").Text;
}
