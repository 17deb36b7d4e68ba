using Microsoft.Playwright;

namespace RedGradient.Browser.Tests;

/// <summary>What a reader does: by keyboard, on a phone, in the dark, without scripts.</summary>
[Collection(BrowserTests.Name)]
public sealed class ReadingTests(ChromiumFixture chromium)
{
    private const string Lesson = "sample/01-sample.html";

    [SkippableFact]
    public async Task The_first_tab_reaches_the_skip_link_and_it_skips()
    {
        await using var context = await chromium.OpenAsync();
        var tab = await OpenAsync(context);
        await tab.Keyboard.PressAsync("Tab");
        Assert.Equal("Skip to content", await tab.EvaluateAsync<string>("document.activeElement.textContent"));
        Assert.True(await tab.EvaluateAsync<bool>("document.activeElement.getBoundingClientRect().left >= 0"));
        await tab.Keyboard.PressAsync("Enter");
        Assert.EndsWith("#content", tab.Url, StringComparison.Ordinal);
    }

    [SkippableFact]
    public async Task Hints_and_solutions_open_by_keyboard()
    {
        await using var context = await chromium.OpenAsync();
        var tab = await OpenAsync(context);
        foreach (var summary in (string[])["Hint", "Solution"])
        {
            var details = tab.Locator("main details", new PageLocatorOptions { HasText = summary }).First;
            Assert.Null(await details.GetAttributeAsync("open"));
            await details.Locator("summary").FocusAsync();
            await tab.Keyboard.PressAsync("Enter");
            Assert.NotNull(await details.GetAttributeAsync("open"));
            await tab.Keyboard.PressAsync("Space");
            Assert.Null(await details.GetAttributeAsync("open"));
        }
    }

    [SkippableFact]
    public async Task A_solution_is_not_visible_before_it_is_opened()
    {
        await using var context = await chromium.OpenAsync();
        var tab = await OpenAsync(context);
        var solution = tab.Locator("main").GetByText("return s * (1 - s);");
        Assert.False(await solution.IsVisibleAsync());
        Assert.True(await tab.Locator("main").GetByText("// your code here").IsVisibleAsync());
        await tab.Locator(".solution summary").ClickAsync();
        Assert.True(await solution.IsVisibleAsync());
    }

    [SkippableFact]
    public async Task The_chosen_colours_are_remembered()
    {
        await using var context = await chromium.OpenAsync();
        var tab = await OpenAsync(context);
        var before = await Background(tab);
        await tab.GetByRole(AriaRole.Button, new PageGetByRoleOptions { Name = "Use dark colours" }).PressAsync("Enter");
        var dark = await Background(tab);
        Assert.NotEqual(before, dark);
        await tab.GotoAsync(BookFixture.Address("sample/02-second.html"));
        Assert.Equal(dark, await Background(tab));
        await tab.GetByRole(AriaRole.Button, new PageGetByRoleOptions { Name = "Use light colours" }).ClickAsync();
        Assert.Equal(before, await Background(tab));
    }

    [SkippableFact]
    public async Task Code_is_copied_as_it_was_written()
    {
        await using var context = await chromium.OpenAsync();
        var tab = await OpenAsync(context);
        await tab.EvaluateAsync("navigator.clipboard ? navigator.clipboard.writeText = text => { window.copied = text; return Promise.resolve(); } : 0");
        var button = tab.Locator(".cell .copy").First;
        await button.FocusAsync();
        await tab.Keyboard.PressAsync("Enter");
        Assert.Equal("Copied", await tab.Locator("[role=status]:not([data-of])").TextContentAsync());
        Assert.Equal("#r \"../artifacts/lab/RedGradient.dll\"\nusing RedGradient.Tensors;\nusing RedGradient.Charts;", await tab.EvaluateAsync<string>("window.copied"));
    }

    [SkippableFact]
    public async Task What_scrolls_sideways_on_a_phone_can_be_reached_by_keyboard()
    {
        await using var context = await chromium.OpenAsync(360);
        var tab = await OpenAsync(context);
        var unreachable = await tab.EvaluateAsync<int>("[...document.querySelectorAll('.scroll, pre')].filter(box => box.scrollWidth > box.clientWidth + 1 && box.tabIndex !== 0).length");
        Assert.Equal(0, unreachable);
        Assert.True(await tab.Locator("[tabindex='0']").CountAsync() > 0);
    }

    [SkippableFact]
    public async Task Without_scripts_the_page_reads_the_same()
    {
        await using var context = await chromium.OpenAsync(script: false);
        var tab = await OpenAsync(context);
        Assert.Equal(0, await tab.Locator("button").CountAsync());
        Assert.Equal(3, await tab.Locator("main figure").CountAsync());
        Assert.True(await tab.GetByRole(AriaRole.Navigation, new PageGetByRoleOptions { Name = "On this page" }).Locator("a").First.IsVisibleAsync());
    }

    [SkippableFact]
    public async Task Formulas_are_drawn_and_their_source_is_not()
    {
        await using var context = await chromium.OpenAsync();
        var tab = await OpenAsync(context);
        var boxes = await tab.EvaluateAsync<double[][]>("[...document.querySelectorAll('math')].map(m => { const b = m.getBoundingClientRect(); return [b.width, b.height]; })");
        Assert.True(boxes.Length >= 8);
        Assert.All(boxes, box => Assert.True(box[0] > 2 && box[1] > 2));
        Assert.False(await tab.Locator("annotation").First.IsVisibleAsync());
    }

    [SkippableFact]
    public async Task Pictures_for_looking_at_are_taken_where_asked()
    {
        // Set to a folder to look at the pages; nothing is asserted about taste.
        var folder = Environment.GetEnvironmentVariable("REDGRADIENT_SCREENSHOTS");
        Skip.If(string.IsNullOrEmpty(folder), "REDGRADIENT_SCREENSHOTS names no folder.");
        foreach (var (width, scheme) in ((int, ColorScheme)[])[(1280, ColorScheme.Light), (1280, ColorScheme.Dark), (390, ColorScheme.Light), (390, ColorScheme.Dark)])
        {
            await using var context = await chromium.OpenAsync(width, scheme: scheme);
            var tab = await context.NewPageAsync();
            foreach (var page in BookFixture.Pages())
            {
                await tab.GotoAsync(BookFixture.Address(page));
                var file = $"{page.Replace('/', '-').Replace(".html", "", StringComparison.Ordinal)}-{width}-{scheme}.png";
                await tab.ScreenshotAsync(new PageScreenshotOptions { Path = Path.Combine(folder!, file), FullPage = true });
            }
        }
    }

    private static async Task<IPage> OpenAsync(IBrowserContext context)
    {
        var tab = await context.NewPageAsync();
        await tab.GotoAsync(BookFixture.Address(Lesson));
        return tab;
    }

    private static Task<string> Background(IPage tab) => tab.EvaluateAsync<string>("getComputedStyle(document.body).backgroundColor");
}
