using Microsoft.Playwright;

namespace RedGradient.Browser.Tests;

/// <summary>What the book adds to its lessons: search, notes at terms, sliders, code without a scroll bar, figures that reflow.</summary>
[Collection(BrowserTests.Name)]
public sealed class BookTests(ChromiumFixture chromium)
{
    private const string Lesson = "sample/02-second.html";

    public static TheoryData<string> Pages => [.. BookFixture.Pages()];

    [SkippableFact]
    public async Task Search_finds_a_word_of_another_page_and_leads_to_its_section()
    {
        await using var context = await chromium.OpenAsync();
        var tab = await OpenAsync(context, "sample/01-sample.html");
        await tab.Keyboard.PressAsync("/");
        await tab.Keyboard.TypeAsync("zanzibar");
        var results = tab.Locator(".results a");
        await results.First.WaitForAsync();
        Assert.Equal(1, await results.CountAsync());
        Assert.Equal("Zanzibar", await results.First.Locator("mark").TextContentAsync());
        Assert.Equal("1 section found", await tab.Locator("[data-of=search]").TextContentAsync());
        await tab.Keyboard.PressAsync("ArrowDown");
        Assert.Equal("A", await tab.EvaluateAsync<string>("document.activeElement.tagName"));
        await tab.Keyboard.PressAsync("Escape");
        Assert.False(await tab.Locator(".results").IsVisibleAsync());
        await tab.Keyboard.TypeAsync(" ");
        await results.First.ClickAsync();
        Assert.EndsWith("02-second.html#one-section", tab.Url, StringComparison.Ordinal);
    }

    [SkippableFact]
    public async Task Search_says_when_nothing_is_found()
    {
        await using var context = await chromium.OpenAsync(390);
        var tab = await OpenAsync(context, Lesson);
        await tab.GetByRole(AriaRole.Searchbox).FillAsync("zanzibar nowhere");
        await tab.Locator(".results .none").WaitForAsync();
        Assert.Equal("0 sections found", await tab.Locator("[data-of=search]").TextContentAsync());
        Assert.True(await tab.EvaluateAsync<bool>("document.documentElement.scrollWidth <= innerWidth"));
    }

    [SkippableFact]
    public async Task A_slider_moves_by_keyboard_and_says_its_numbers()
    {
        await using var context = await chromium.OpenAsync();
        var tab = await OpenAsync(context, Lesson);
        var slider = tab.GetByRole(AriaRole.Slider);
        Assert.Equal("0.1: accuracy 42 %", await slider.GetAttributeAsync("aria-valuetext"));
        await slider.FocusAsync();
        await tab.Keyboard.PressAsync("ArrowRight");
        await StateIsAsync(tab, "0.2", "ε = 0.2: accuracy 7 %");
        await tab.Keyboard.PressAsync("Home");
        await StateIsAsync(tab, "0.0", "ε = 0.0: accuracy 97 %");
        Assert.Equal("0.0: accuracy 97 %", await slider.GetAttributeAsync("aria-valuetext"));
    }

    [SkippableFact]
    public async Task A_slider_moves_by_mouse()
    {
        await using var context = await chromium.OpenAsync();
        var tab = await OpenAsync(context, Lesson);
        var slider = tab.GetByRole(AriaRole.Slider);
        await slider.ScrollIntoViewIfNeededAsync();
        var box = (await slider.BoundingBoxAsync())!;
        await tab.Mouse.MoveAsync(box.X + (box.Width / 2), box.Y + (box.Height / 2));
        await tab.Mouse.DownAsync();
        await tab.Mouse.MoveAsync(box.X + box.Width - 6, box.Y + (box.Height / 2), new MouseMoveOptions { Steps = 5 });
        await tab.Mouse.UpAsync();
        await StateIsAsync(tab, "0.2", "ε = 0.2: accuracy 7 %");
    }

    [SkippableFact]
    public async Task A_slider_without_scripts_and_on_paper_shows_its_start_and_all_numbers()
    {
        await using var context = await chromium.OpenAsync(script: false);
        var tab = await OpenAsync(context, Lesson);
        Assert.Equal(0, await tab.GetByRole(AriaRole.Slider).CountAsync());
        Assert.Equal(1, await tab.Locator(".state:visible").CountAsync());
        await tab.EmulateMediaAsync(new PageEmulateMediaOptions { Media = Media.Print });
        Assert.True(await tab.GetByText("accuracy 7 %", new PageGetByTextOptions { Exact = true }).IsVisibleAsync());
    }

    [SkippableTheory]
    [InlineData(1280)]
    [InlineData(390)]
    public async Task A_term_explains_itself_under_the_pointer_and_the_focus(int width)
    {
        await using var context = await chromium.OpenAsync(width);
        var tab = await OpenAsync(context, Lesson);
        var term = tab.Locator("a.term").First;
        await term.HoverAsync();
        var note = tab.Locator("#term-note");
        Assert.Equal("A slope near 0, where learning stops.", await note.TextContentAsync());
        var box = (await note.BoundingBoxAsync())!;
        Assert.True(box.X >= 0 && box.X + box.Width <= width, $"The note lies from {box.X} to {box.X + box.Width} of {width}.");
        await tab.Mouse.MoveAsync(1, 1);
        Assert.False(await note.IsVisibleAsync());
        await term.FocusAsync();
        Assert.True(await note.IsVisibleAsync());
        await tab.Keyboard.PressAsync("Escape");
        Assert.False(await note.IsVisibleAsync());
        await term.ClickAsync();
        Assert.EndsWith("glossary.html#saturation", tab.Url, StringComparison.Ordinal);
    }

    [SkippableTheory]
    [MemberData(nameof(Pages))]
    public async Task Code_of_86_columns_needs_no_scroll_bar(string page)
    {
        await using var context = await chromium.OpenAsync();
        var tab = await OpenAsync(context, page);
        await tab.EvaluateAsync("document.querySelectorAll('details').forEach(details => details.open = true)");
        var wide = await tab.EvaluateAsync<string[]>("""
            [...document.querySelectorAll('pre')].filter(pre => pre.textContent.split('\n').every(line => [...line].length <= 86) && pre.scrollWidth > pre.clientWidth + 1)
              .map(pre => pre.textContent.slice(0, 80))
            """);
        Assert.Empty(wide);
    }

    [SkippableFact]
    public async Task Panels_stand_below_each_other_on_a_phone()
    {
        await using var context = await chromium.OpenAsync(390);
        var tab = await OpenAsync(context, Lesson);
        var boxes = await tab.EvaluateAsync<double[][]>("[...document.querySelectorAll('.narrow svg')].map(e => { const b = e.getBoundingClientRect(); return [b.left, b.top, b.width, b.height]; })");
        Assert.Equal(2, boxes.Length);
        Assert.All(boxes, box => Assert.True(box[2] > 340 && box[0] >= 0 && box[0] + box[2] <= 390, $"A panel is {box[2]} wide at {box[0]}."));
        Assert.True(boxes[1][1] >= boxes[0][1] + boxes[0][3]);
        Assert.True(await tab.Locator(".narrow-title").IsVisibleAsync());
        Assert.Equal(1, await tab.Locator("svg[aria-labelledby='p1-title p1-desc']").CountAsync());
    }

    private static async Task StateIsAsync(IPage tab, string label, string words)
    {
        Assert.Equal(1, await tab.Locator(".state:visible").CountAsync());
        Assert.Equal(label, await tab.Locator(".state:visible").GetAttributeAsync("data-label"));
        Assert.Equal(words, await tab.Locator(".slider output").TextContentAsync());
    }

    private static async Task<IPage> OpenAsync(IBrowserContext context, string page)
    {
        var tab = await context.NewPageAsync();
        await tab.GotoAsync(BookFixture.Address(page));
        return tab;
    }
}
