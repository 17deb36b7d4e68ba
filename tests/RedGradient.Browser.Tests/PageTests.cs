using System.Text.Json;
using Microsoft.Playwright;

namespace RedGradient.Browser.Tests;

/// <summary>What must hold for every page: complete without a network, whole at every width, readable in both colour schemes.</summary>
[Collection(BrowserTests.Name)]
public sealed class PageTests(ChromiumFixture chromium)
{
    private const string OpenDetails = "document.querySelectorAll('details').forEach(details => details.open = true)";

    // The smallest contrast of any text with what is painted behind it; large text counts double because it needs less.
    private const string Contrasts = """
        () => {
          const parse = colour => { const [r, g, b, a = 1] = colour.match(/[\d.]+/g).map(Number); return { r, g, b, a }; };
          const luminance = ({ r, g, b }) => [r, g, b].map(v => v / 255).map(v => v <= 0.04045 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4)
            .reduce((sum, v, i) => sum + v * [0.2126, 0.7152, 0.0722][i], 0);
          const behind = element => {
            for (let e = element; e; e = e.parentElement) {
              const colour = parse(getComputedStyle(e).backgroundColor);
              if (colour.a === 1) return colour;
            }
            return parse('rgb(255, 255, 255)');
          };
          const low = [];
          const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
          for (let node; (node = walker.nextNode());) {
            const element = node.parentElement;
            if (!node.data.trim() || element.closest('svg, annotation, script, style, .hero h1') || !element.checkVisibility()) continue;
            const style = getComputedStyle(element);
            const [a, b] = [luminance(parse(style.color)), luminance(behind(element))].sort((x, y) => y - x);
            const ratio = (a + 0.05) / (b + 0.05);
            const size = parseFloat(style.fontSize);
            const isLarge = size >= 24 || (size >= 18.66 && parseInt(style.fontWeight) >= 700);
            if (ratio < (isLarge ? 3 : 4.5)) low.push(`${ratio.toFixed(2)} ${element.tagName}.${element.className} "${node.data.trim().slice(0, 30)}"`);
          }
          return low;
        }
        """;

    public static TheoryData<string> Pages => [.. BookFixture.Pages()];

    [SkippableTheory]
    [MemberData(nameof(Pages))]
    public async Task Every_figure_shows_and_nothing_complains_without_a_network(string page)
    {
        await using var context = await chromium.OpenAsync();
        var complaints = new List<string>();
        var tab = await context.NewPageAsync();
        tab.Console += (_, message) =>
        {
            if (message.Type is "error" or "warning")
                complaints.Add(message.Text);
        };
        tab.PageError += (_, error) => complaints.Add(error);
        tab.RequestFailed += (_, request) => complaints.Add("failed: " + request.Url);
        tab.Request += (_, request) =>
        {
            if (!request.Url.StartsWith("file:", StringComparison.Ordinal) && !request.Url.StartsWith("data:", StringComparison.Ordinal))
                complaints.Add("asked for " + request.Url);
        };
        await tab.GotoAsync(BookFixture.Address(page));
        await tab.EvaluateAsync(OpenDetails);
        var figures = await tab.EvaluateAsync<double[][]>("""
            [...document.querySelectorAll('figure > svg, figure img, main img')].filter(figure => figure.checkVisibility()).map(figure => {
              const box = figure.getBoundingClientRect();
              return [box.width, box.height, figure.tagName === 'IMG' ? (figure.complete ? figure.naturalWidth : 0) : 1];
            })
            """);
        if (page.EndsWith("index.html", StringComparison.Ordinal) && !page.EndsWith("word-index.html", StringComparison.Ordinal)) Assert.NotEmpty(figures);
        if (char.IsAsciiDigit(Path.GetFileName(page)[0])) Assert.NotEmpty(figures);
        Assert.All(figures, figure => Assert.True(figure[0] > 20 && figure[1] > 20 && figure[2] > 0, $"A figure is {figure[0]} × {figure[1]} in size."));
        Assert.Empty(complaints);
    }

    [SkippableTheory]
    [MemberData(nameof(Pages))]
    public async Task Nothing_makes_the_page_scroll_sideways(string page)
    {
        foreach (var width in (int[])[320, 390, 768, 1280])
        {
            await using var context = await chromium.OpenAsync(width);
            var tab = await context.NewPageAsync();
            await tab.GotoAsync(BookFixture.Address(page));
            await tab.EvaluateAsync(OpenDetails);
            var widest = await tab.EvaluateAsync<JsonElement>("""
                (() => {
                  const limit = document.documentElement.clientWidth;
                  const wide = [...document.body.querySelectorAll('*')].find(e => e.getBoundingClientRect().right > limit + 1 && !e.closest('.scroll, pre, svg, .skip, .visually-hidden'));
                  return { scroll: document.documentElement.scrollWidth, limit, culprit: wide ? wide.outerHTML.slice(0, 200) : '' };
                })()
                """);
            Assert.True(widest.GetProperty("scroll").GetInt32() <= widest.GetProperty("limit").GetInt32(), $"At {width} px: {widest}");
        }
    }

    [SkippableTheory]
    [MemberData(nameof(Pages))]
    public async Task Text_has_contrast_in_light_and_dark(string page)
    {
        foreach (var scheme in (ColorScheme[])[ColorScheme.Light, ColorScheme.Dark])
        {
            await using var context = await chromium.OpenAsync(scheme: scheme);
            var tab = await context.NewPageAsync();
            await tab.GotoAsync(BookFixture.Address(page));
            await tab.EvaluateAsync(OpenDetails);
            var low = await tab.EvaluateAsync<string[]>(Contrasts);
            Assert.True(low.Length == 0, $"{scheme}: {string.Join("; ", low.Take(5))}");
        }
    }

    [SkippableTheory]
    [MemberData(nameof(Pages))]
    public async Task Links_lead_somewhere_and_ids_are_unique(string page)
    {
        await using var context = await chromium.OpenAsync();
        var tab = await context.NewPageAsync();
        await tab.GotoAsync(BookFixture.Address(page));
        var repeated = await tab.EvaluateAsync<string[]>(
            "(() => { const ids = [...document.querySelectorAll('[id]')].map(e => e.id); return ids.filter((id, i) => ids.indexOf(id) !== i); })()");
        Assert.Empty(repeated);
        var links = await tab.EvaluateAsync<string[]>("[...document.querySelectorAll('a[href]')].map(a => a.getAttribute('href'))");
        foreach (var link in links.Where(link => !link.StartsWith("http", StringComparison.Ordinal)))
        {
            var parts = link.Split('#', 2);
            var file = parts[0].Length == 0 ? Path.GetFileName(page) : parts[0];
            var path = Path.Combine(BookFixture.Folder(page), file);
            Assert.True(File.Exists(path), $"{page} links to {link}, which is not there.");
            if (parts.Length == 2)
                Assert.Contains($"id=\"{Uri.UnescapeDataString(parts[1])}\"", await File.ReadAllTextAsync(path), StringComparison.Ordinal);
        }
    }

    [SkippableTheory]
    [MemberData(nameof(Pages))]
    public async Task Headings_are_in_order_and_landmarks_are_there(string page)
    {
        await using var context = await chromium.OpenAsync();
        var tab = await context.NewPageAsync();
        await tab.GotoAsync(BookFixture.Address(page));
        var levels = await tab.EvaluateAsync<int[]>("[...document.querySelectorAll('h1, h2, h3, h4, h5, h6')].map(heading => +heading.tagName[1])");
        Assert.Equal(1, levels.Count(level => level == 1));
        Assert.All(levels.Zip(levels.Skip(1)), pair => Assert.True(pair.Second <= pair.First + 1, $"A heading of level {pair.Second} follows one of level {pair.First}."));
        Assert.Equal("en", await tab.EvaluateAsync<string>("document.documentElement.lang"));
        Assert.Equal(1, await tab.Locator("main").CountAsync());
        Assert.Equal(1, await tab.Locator("body > header").CountAsync());
        Assert.Equal(1, await tab.Locator("body > footer").CountAsync());
        Assert.Equal(0, await tab.Locator("img:not([alt])").CountAsync());
    }
}
