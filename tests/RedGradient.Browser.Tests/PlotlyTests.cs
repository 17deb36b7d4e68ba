using System.Text.Json;
using Microsoft.Playwright;
using RedGradient.Charts;
using RedGradient.Tests.Charts;

namespace RedGradient.Browser.Tests;

/// <summary>Every kind of chart as the real plotly.js draws its figure, beside our own drawing.</summary>
[Collection(BrowserTests.Name)]
public sealed class PlotlyTests(ChromiumFixture chromium)
{
    private static readonly string Root = Path.GetFullPath(Path.Combine(AppContext.BaseDirectory, "../../../../.."));
    private static readonly string Plotly = Path.Combine(Root, "artifacts/npm/package/plotly.min.js");
    private static readonly string Checks = Path.Combine(AppContext.BaseDirectory, "plotly-checks.js");

    [SkippableTheory]
    [InlineData(ColorScheme.Light)]
    [InlineData(ColorScheme.Dark)]
    public async Task Plotly_draws_what_the_chart_draws(ColorScheme scheme)
    {
        Skip.IfNot(File.Exists(Plotly), "plotly.js is not here: run npm pack plotly.js-dist-min and unpack it in artifacts/npm.");
        await using var context = await chromium.OpenAsync(width: 1900, height: 900, scheme: scheme);
        context.SetDefaultTimeout(120_000);
        var tab = await OpenAsync(context, scheme == ColorScheme.Dark);
        var faults = new List<string>();
        foreach (var (kind, figure) in Gallery.All())
        {
            var found = await tab.EvaluateAsync<string[]>("([svg, json]) => window.compare(svg, json)", new[] { figure.ToSvg(), figure.ToPlotlyJson() });
            faults.AddRange(found.Select(fault => $"{kind}: {fault}"));
            await PictureAsync(tab, $"plotly-{kind}-{scheme}");
        }

        Assert.True(faults.Count == 0, string.Join('\n', faults));
    }

    [SkippableFact]
    public async Task A_figure_says_what_the_series_were_given()
    {
        Skip.IfNot(File.Exists(Plotly), "plotly.js is not here: run npm pack plotly.js-dist-min and unpack it in artifacts/npm.");
        await using var context = await chromium.OpenAsync();
        context.SetDefaultTimeout(120_000);
        var tab = await OpenAsync(context, dark: false);
        double[] xs = [1e-4, 1e-2, 1, 100];
        double[] ys = [0.25, 0.5, double.NaN, 1];
        var chart = Chart.Line("Values as they were given", "x", "y").Add("a < b", xs, ys).LogX().RangeY(0, 1);
        var seen = await tab.EvaluateAsync<JsonElement>("json => window.read(json)", chart.ToPlotlyJson());
        var trace = seen.GetProperty("traces")[0];
        Assert.Equal(xs, trace.GetProperty("x").EnumerateArray().Select(value => value.GetDouble()).ToArray());
        Assert.Equal([0.25, 0.5, null, 1.0], trace.GetProperty("y").EnumerateArray().Select(value => value.ValueKind == JsonValueKind.Null ? (double?)null : value.GetDouble()));
        Assert.Equal("log", seen.GetProperty("xaxis").GetProperty("type").GetString());
        Assert.Equal([-4.0, 2.0], seen.GetProperty("xaxis").GetProperty("range").EnumerateArray().Select(value => Math.Round(value.GetDouble(), 6)));
        Assert.Equal("linear", seen.GetProperty("yaxis").GetProperty("type").GetString());
        Assert.Equal([0.0, 1.0], seen.GetProperty("yaxis").GetProperty("range").EnumerateArray().Select(value => value.GetDouble()));
        Assert.Equal(["a < b"], seen.GetProperty("legend").EnumerateArray().Select(value => value.GetString()!));
    }

    [SkippableFact]
    public async Task No_text_of_a_drawing_is_cut_off_where_Arial_is_missing()
    {
        await using var context = await chromium.OpenAsync();
        var tab = await context.NewPageAsync();
        await tab.AddScriptTagAsync(new PageAddScriptTagOptions { Path = Checks });
        var wide = Chart.Bar("WWW MMM With mmm www % of 100% (MNIST) → 44 and 26; a long title that ends in MMMMMMMM WWWWWWWW", "MMMM a horizontal label as long as the chart is wide, and then some more of it, WWWW (in units)", "a vertical label MMMM that is longer than the chart is high, in percent", ["one", "two"])
            .Add("MMMMMM the first series with a long name", new[] { 0.5, 1 })
            .Add("WWWWWW the second series with a long name", new[] { 0.25, 0.125 });
        foreach (var (kind, figure) in Gallery.All().Append(("wide letters", wide)).Append(("wide letters in a row", Chart.Row(wide.Title, wide, wide))))
        {
            var outside = await tab.EvaluateAsync<string[]>("svg => window.outside(svg)", figure.ToSvg());
            Assert.True(outside.Length == 0, $"{kind}: {string.Join("; ", outside)}");
        }
    }

    private static async Task<IPage> OpenAsync(IBrowserContext context, bool dark)
    {
        var tab = await context.NewPageAsync();
        await tab.SetContentAsync($"<!doctype html><html><body style=\"margin:8px;background:{(dark ? "#111;color:#eee" : "#fff")}\"></body></html>");
        await tab.AddScriptTagAsync(new PageAddScriptTagOptions { Path = Plotly });
        await tab.AddScriptTagAsync(new PageAddScriptTagOptions { Path = Checks });
        return tab;
    }

    // Set to a folder to look at the pages; nothing is asserted about taste.
    private static async Task PictureAsync(IPage tab, string name)
    {
        if (Environment.GetEnvironmentVariable("REDGRADIENT_SCREENSHOTS") is not { Length: > 0 } folder) return;
        await tab.ScreenshotAsync(new PageScreenshotOptions { Path = Path.Combine(folder, name.Replace(' ', '-') + ".png"), FullPage = true });
    }
}
