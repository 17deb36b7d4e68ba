using System.Text.Json.Nodes;
using Microsoft.Playwright;

namespace RedGradient.Browser.Tests;

/// <summary>The kernel in JupyterLab 4, as a reader meets it.</summary>
[Collection(BrowserTests.Name)]
public sealed class JupyterLabTests(ChromiumFixture chromium)
{
    private const string IsIdle = "() => document.querySelector('.jp-Notebook-ExecutionIndicator')?.dataset.status === 'idle' && ![...document.querySelectorAll('.jp-InputPrompt')].some(e => e.textContent.includes('*'))";

    private const string Figures = ".jp-OutputArea-output > svg, .jp-OutputArea-output > img, .jp-OutputArea-output .js-plotly-plot";

    private int _pictures;

    [SkippableFact]
    public async Task A_notebook_runs_is_interrupted_completes_explains_asks_and_restarts()
    {
        using var server = await JupyterServer.StartLabAsync(Notebook());
        await using var context = await chromium.OpenAsync(width: 1280, height: 1000);
        await context.SetOfflineAsync(false);
        context.SetDefaultTimeout(60_000);
        var tab = await context.NewPageAsync();
        await tab.GotoAsync(new Uri(server.Address, "lab/tree/" + JupyterServer.Notebook).AbsoluteUri);
        await tab.WaitForSelectorAsync(".jp-Notebook .jp-CodeCell");
        // Cells that are run before the notebook has its kernel bring up a question instead.
        await tab.WaitForFunctionAsync("() => document.querySelector('#jp-main-statusbar')?.textContent.includes('.NET (C#) | Idle')");
        await tab.WaitForFunctionAsync(IsIdle);

        try
        {
            await RunsAsync(tab);
            await CompletesAndExplainsAsync(tab);
            await AsksAsync(tab);
            await IsInterruptedAsync(tab);
            await RestartsAsync(tab);
        }
        catch (Exception exception) when (exception is PlaywrightException or TimeoutException)
        {
            await PictureAsync(tab, "failed");
            throw new InvalidOperationException($"The page said: {await tab.Locator(".jp-Notebook").First.InnerTextAsync()}", exception);
        }
    }

    private async Task RunsAsync(IPage tab)
    {
        await MenuAsync(tab, "Run", "Run All Cells");
        await tab.WaitForFunctionAsync("() => document.querySelectorAll('.jp-CodeCell').length > 3 && document.body.textContent.includes('the end of all cells')");
        await tab.WaitForFunctionAsync(IsIdle);
        Assert.Equal(0, await tab.Locator(".jp-OutputArea-output[data-mime-type='application/vnd.jupyter.error']").CountAsync());
        Assert.Equal(2, await tab.Locator(Figures).CountAsync());
        // The chart as JupyterLab draws it (Plotly's type where it has a renderer, SVG otherwise), and the same as SVG alone.
        var figures = tab.Locator(Figures);
        await tab.WaitForFunctionAsync("() => document.querySelectorAll('.jp-OutputArea-output svg, .jp-OutputArea-output img').length >= 2");
        foreach (var figure in await figures.AllAsync())
        {
            var box = await figure.BoundingBoxAsync();
            Assert.True(box!.Width > 200 && box.Height > 100, $"A figure is {box.Width} × {box.Height} in size.");
        }

        Assert.Equal(1, await tab.Locator(".jp-RenderedMarkdown h2:has-text('Shown by a magic command')").CountAsync());
        Assert.Contains("was not run", await tab.Locator(".jp-Notebook").InnerTextAsync(), StringComparison.Ordinal);
        await PictureAsync(tab, "figures-light");
        await MenuAsync(tab, "Settings", "Theme", "JupyterLab Dark");
        await tab.WaitForTimeoutAsync(1_000);
        await PictureAsync(tab, "figures-dark");
        await MenuAsync(tab, "Settings", "Theme", "JupyterLab Light");
    }

    private async Task CompletesAndExplainsAsync(IPage tab)
    {
        var cell = await AddAsync(tab, "Console.WriteL");
        await tab.Keyboard.PressAsync("Tab");
        // Of several the reader chooses; one alone is written at once.
        await tab.WaitForFunctionAsync("() => document.querySelector('.jp-Completer:not(.lm-mod-hidden) .jp-Completer-item') || document.querySelector('.jp-Notebook .jp-Cell:last-child, .jp-Cell.jp-mod-active').textContent.includes('WriteLine')");
        await PictureAsync(tab, "completion");
        if (await tab.Locator(".jp-Completer:not(.lm-mod-hidden) .jp-Completer-item").CountAsync() > 0) await tab.Keyboard.PressAsync("Enter");
        await cell.GetByText("Console.WriteLine").WaitForAsync();
        await tab.Keyboard.TypeAsync("(");
        await tab.Keyboard.PressAsync("Shift+Tab");
        var tooltip = tab.Locator(".jp-Tooltip");
        await tooltip.GetByText("WriteLine").First.WaitForAsync();
        await PictureAsync(tab, "tooltip");
        await tab.Keyboard.PressAsync("Escape");
    }

    private async Task AsksAsync(IPage tab)
    {
        await AddAsync(tab, "var name = Console.ReadLine(); Console.WriteLine(\"you are \" + name);");
        await tab.Keyboard.PressAsync("Control+Enter");
        await tab.Locator(".jp-Stdin-input").FillAsync("Ada");
        await tab.Locator(".jp-Stdin-input").PressAsync("Enter");
        await tab.GetByText("you are Ada").WaitForAsync();
        await PictureAsync(tab, "input");
    }

    private async Task IsInterruptedAsync(IPage tab)
    {
        var cell = await AddAsync(tab, "Console.WriteLine(\"endless\"); while (true) { }");
        await tab.Keyboard.PressAsync("Control+Enter");
        await cell.Locator(".jp-OutputArea-output", new LocatorLocatorOptions { HasText = "endless" }).WaitForAsync();
        await MenuAsync(tab, "Kernel", "Interrupt Kernel");
        await cell.GetByText("was interrupted").First.WaitForAsync();
        await PictureAsync(tab, "interrupted");
    }

    private async Task RestartsAsync(IPage tab)
    {
        await MenuAsync(tab, "Kernel", "Restart Kernel…");
        await tab.Locator(".jp-Dialog button.jp-mod-accept").ClickAsync();
        await tab.WaitForFunctionAsync(IsIdle);
        var cell = await AddAsync(tab, "40 + 2");
        await tab.Keyboard.PressAsync("Control+Enter");
        await cell.Locator(".jp-OutputArea-output", new LocatorLocatorOptions { HasText = "42" }).WaitForAsync();
        Assert.Contains("[1]", await cell.Locator(".jp-InputPrompt").First.TextContentAsync(), StringComparison.Ordinal);
        await PictureAsync(tab, "restarted");
    }

    /// <summary>Adds a cell at the end with the cursor behind its text.</summary>
    private static async Task<ILocator> AddAsync(IPage tab, string code)
    {
        await tab.Locator(".jp-Notebook-footer").ClickAsync();
        var cell = tab.Locator(".jp-Notebook .jp-CodeCell").Last;
        await cell.Locator(".cm-content").ClickAsync();
        await tab.Keyboard.InsertTextAsync(code);
        return cell;
    }

    private static async Task MenuAsync(IPage tab, string menu, params string[] items)
    {
        await tab.Locator(".lm-MenuBar-itemLabel", new PageLocatorOptions { HasTextString = menu }).First.ClickAsync();
        for (var level = 0; level < items.Length; level++)
        {
            var item = tab.Locator(".lm-Menu .lm-Menu-itemLabel").GetByText(items[level], new LocatorGetByTextOptions { Exact = true }).Last;
            if (level < items.Length - 1) await item.HoverAsync();
            else await item.ClickAsync();
        }
    }

    private static string Notebook()
    {
        string[] cells =
        [
            "#r \"lab/RedGradient.dll\"\nusing RedGradient.Charts;\nvar xs = Enumerable.Range(-10, 21).ToArray();\nvar chart = Chart.Line(\"A parabola rises on both sides\", \"x\", \"y\").Add(\"y = x²\", xs, xs.Select(x => x * x));\nchart",
            "display(chart, \"image/svg+xml\");",
            "#!markdown\n## Shown by a magic command",
            "Console.WriteLine(\"not to be seen\");",
            "Console.WriteLine(\"the end of \" + \"all cells\");",
        ];
        var all = new JsonArray([.. cells.Select((code, index) => (JsonNode)new JsonObject
        {
            ["cell_type"] = "code",
            ["execution_count"] = null,
            ["id"] = $"cell-{index}",
            ["metadata"] = index == 3 ? new JsonObject { ["tags"] = new JsonArray("skip-execution") } : new JsonObject(),
            ["outputs"] = new JsonArray(),
            ["source"] = code,
        })]);
        return new JsonObject
        {
            ["cells"] = all,
            ["metadata"] = new JsonObject { ["kernelspec"] = new JsonObject { ["display_name"] = ".NET (C#)", ["language"] = "C#", ["name"] = ".net-csharp" } },
            ["nbformat"] = 4,
            ["nbformat_minor"] = 5,
        }.ToJsonString();
    }

    // Set to a folder to look at the pages; nothing is asserted about taste.
    private async Task PictureAsync(IPage tab, string name)
    {
        if (Environment.GetEnvironmentVariable("REDGRADIENT_SCREENSHOTS") is not { Length: > 0 } folder) return;
        await tab.ScreenshotAsync(new PageScreenshotOptions { Path = Path.Combine(folder, $"lab-{++_pictures}-{name}.png") });
    }
}
