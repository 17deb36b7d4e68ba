using System.Text.Json;
using Microsoft.Playwright;
using Plotly.NET;
using RedGradient.Browser.Tests;
using RedGradient.Tests.Charts;

namespace RedGradient.Interactive.Tests;

/// <summary>Every kind of chart by Plotly.NET and by XPlot, drawn by the real plotly.js in Chromium, against plotly.js on our figure and against our own drawing.</summary>
public sealed class DrawnTests(ChromiumFixture chromium) : IClassFixture<ChromiumFixture>
{
    private static readonly string Plotly = Path.GetFullPath(Path.Combine(AppContext.BaseDirectory, "../../../../../artifacts/npm/package/plotly.min.js"));

    [SkippableFact]
    public async Task Plotly_NET_and_XPlot_draw_what_the_chart_draws()
    {
        await using var context = await OpenAsync();
        var tab = await TabAsync(context);
        var faults = new List<string>();
        var (figures, numbers) = (Gallery.All(), 0);
        foreach (var (kind, figure) in figures)
        {
            var first = GenericChart.toFigureJson(figure.ToPlotly());
            var second = figure.ToXPlot();
            var script = second.GetInlineJS();

            // The same numbers drawn, trace by trace.
            var drawn = await tab.EvaluateAsync<JsonElement>("([ours, first, id, script]) => window.same(ours, first, id, script)", new[] { figure.ToPlotlyJson(), first, second.Id, script });
            faults.AddRange(drawn.GetProperty("faults").EnumerateArray().Select(fault => $"{kind}: {fault.GetString()}"));
            var count = drawn.GetProperty("numbers").GetInt32();
            if (count == 0 && figure is not RedGradient.Charts.Diagram) faults.Add($"{kind}: nothing was compared");
            numbers += count;

            // Words, markers and bars where our drawing has them.
            foreach (var (name, arguments) in new (string, string[])[] { ("Plotly.NET", [figure.ToSvg(), first]), ("XPlot", [figure.ToSvg(), second.Id, script]) })
            {
                var found = await tab.EvaluateAsync<string[]>("([svg, json, script]) => window.compare(svg, json, script)", arguments);
                faults.AddRange(found.Select(fault => $"{kind} by {name}: {fault}"));
                await PictureAsync(tab, $"{name}-{kind}");
            }
        }

        Console.WriteLine($"{figures.Count} figures, {numbers} drawn numbers, by Plotly.NET and by XPlot as by our own figure.");
        Assert.True(faults.Count == 0, string.Join('\n', faults));
    }

    [SkippableFact]
    public async Task One_point_elsewhere_is_seen()
    {
        await using var context = await OpenAsync();
        var tab = await TabAsync(context);
        var ours = RedGradient.Charts.Chart.Line("A title", "x", "y").Add("a", new[] { 1.0, 2, 3, 4 });
        var other = RedGradient.Charts.Chart.Line("A title", "x", "y").Add("a", new[] { 1.0, 2, 3.001, 4 });
        var script = other.ToXPlot();
        var drawn = await tab.EvaluateAsync<JsonElement>("([ours, first, id, script]) => window.same(ours, first, id, script)", new[] { ours.ToPlotlyJson(), GenericChart.toFigureJson(other.ToPlotly()), script.Id, script.GetInlineJS() });

        // The value and its pixel.
        Assert.Equal(["Plotly.NET, trace 0: 2 of 16 numbers elsewhere", "XPlot, trace 0: 2 of 16 numbers elsewhere"], drawn.GetProperty("faults").EnumerateArray().Select(fault => fault.GetString()!));
    }

    private async Task<IBrowserContext> OpenAsync()
    {
        Skip.IfNot(File.Exists(Plotly), "plotly.js is not here: run npm pack plotly.js-dist-min and unpack it in artifacts/npm.");
        var context = await chromium.OpenAsync(width: 1900, height: 900);
        context.SetDefaultTimeout(120_000);
        return context;
    }

    private static async Task<IPage> TabAsync(IBrowserContext context)
    {
        var tab = await context.NewPageAsync();
        await tab.SetContentAsync("<!doctype html><html><body style=\"margin:8px;background:#fff\"></body></html>");
        await tab.AddScriptTagAsync(new PageAddScriptTagOptions { Path = Plotly });
        await tab.AddScriptTagAsync(new PageAddScriptTagOptions { Path = Path.Combine(AppContext.BaseDirectory, "plotly-checks.js") });
        return tab;
    }

    // Set to a folder to look at the pages; nothing is asserted about taste.
    private static async Task PictureAsync(IPage tab, string name)
    {
        if (Environment.GetEnvironmentVariable("REDGRADIENT_SCREENSHOTS") is not { Length: > 0 } folder) return;
        Directory.CreateDirectory(folder);
        await tab.ScreenshotAsync(new PageScreenshotOptions { Path = Path.Combine(folder, name.Replace(' ', '-') + ".png"), FullPage = true });
    }
}
