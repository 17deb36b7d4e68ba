using Microsoft.Playwright;

namespace RedGradient.Browser.Tests;

/// <summary>The kernel as a reader meets it: lesson 1 in the classic notebook.</summary>
[Collection(BrowserTests.Name)]
public sealed class JupyterNotebookTests(ChromiumFixture chromium)
{
    private const int Patience = 180_000;

    private const string IsDone = """
        () => Jupyter.notebook.get_cells().every(cell => cell.cell_type !== 'code' || cell.input_prompt_number !== '*')
          && document.querySelector('#kernel_indicator_icon').classList.contains('kernel_idle_icon')
        """;

    private int _pictures;

    [SkippableFact]
    public async Task Lesson_1_runs_is_interrupted_completes_explains_and_restarts()
    {
        using var server = await JupyterServer.StartClassicAsync();
        await using var context = await chromium.OpenAsync(width: 1280, height: 1000);
        await context.SetOfflineAsync(false);
        context.SetDefaultTimeout(Patience);
        var tab = await context.NewPageAsync();
        await tab.GotoAsync(new Uri(server.Address, "notebooks/" + JupyterServer.Lesson).AbsoluteUri);
        await tab.WaitForFunctionAsync("() => window.Jupyter && Jupyter.notebook && Jupyter.notebook.kernel && Jupyter.notebook.kernel.is_connected()");
        Assert.Equal(".net-csharp", await tab.EvaluateAsync<string>("Jupyter.notebook.kernel.name"));

        await RunsAsync(tab);
        await IsInterruptedAsync(tab);
        await CompletesAsync(tab);
        await ExplainsAsync(tab);
        await RestartsAsync(tab);
        // Otherwise the page asks whether to leave what was not saved.
        await tab.EvaluateAsync("window.onbeforeunload = null");
    }

    private async Task RunsAsync(IPage tab)
    {
        // What the file holds goes first, so that what is seen was made here.
        var figures = "() => [...document.querySelectorAll('.output_area .output_subarea')].filter(area => area.querySelector('svg, img')).length";
        var expected = await tab.EvaluateAsync<int>(figures);
        Assert.True(expected > 0, "Lesson 1 has no figure.");
        await tab.EvaluateAsync("void Jupyter.notebook.clear_all_output()");
        Assert.Equal(0, await tab.EvaluateAsync<int>(figures));
        await tab.EvaluateAsync("void Jupyter.notebook.execute_all_cells()");
        await tab.WaitForFunctionAsync(IsDone);
        Assert.Equal(0, await tab.Locator(".output_error").CountAsync());
        Assert.Equal(expected, await tab.EvaluateAsync<int>(figures));
        var boxes = await tab.EvaluateAsync<double[][]>("""
            [...document.querySelectorAll('.output_subarea svg, .output_subarea img')].filter(e => !e.parentElement.closest('svg')).map(e => {
              const box = e.getBoundingClientRect();
              return [box.width, box.height, e.tagName === 'IMG' ? (e.complete ? e.naturalWidth : 0) : 1];
            })
            """);
        Assert.All(boxes, box => Assert.True(box[0] > 40 && box[1] > 40 && box[2] > 0, $"A figure is {box[0]} × {box[1]} in size."));
        await PictureAsync(tab, ".output_subarea svg, .output_subarea img", "figures");
    }

    private async Task IsInterruptedAsync(IPage tab)
    {
        var cell = await AddAsync(tab, "Console.WriteLine(\"running\");\nwhile (true) { }");
        await tab.EvaluateAsync($"void Jupyter.notebook.execute_cells([{cell}])");
        await tab.GetByText("running", new PageGetByTextOptions { Exact = true }).WaitForAsync();
        await tab.ClickAsync("button[data-jupyter-action='jupyter-notebook:interrupt-kernel']");
        await tab.WaitForFunctionAsync(IsDone);
        var error = tab.Locator(".output_error").Last;
        Assert.Contains("Interrupted", await error.TextContentAsync(), StringComparison.Ordinal);
        await PictureAsync(tab, ".output_error", "interrupted");
        await tab.EvaluateAsync($"void Jupyter.notebook.delete_cells([{cell}])");
    }

    private async Task CompletesAsync(IPage tab)
    {
        var cell = await AddAsync(tab, "FastGr");
        await tab.Keyboard.PressAsync("Tab");
        // Of several the reader chooses; one alone is written at once.
        await tab.WaitForFunctionAsync($$"""() => document.querySelector('.completions') || Jupyter.notebook.get_cell({{cell}}).get_text().includes('FastGradientSign')""");
        await PictureAsync(tab, ".selected", "completion");
        if (await tab.Locator(".completions").CountAsync() > 0) await tab.Keyboard.PressAsync("Enter");
        Assert.Contains("FastGradientSign", await tab.EvaluateAsync<string>($"Jupyter.notebook.get_cell({cell}).get_text()"), StringComparison.Ordinal);
        await tab.EvaluateAsync($"void Jupyter.notebook.delete_cells([{cell}])");
    }

    private async Task ExplainsAsync(IPage tab)
    {
        var cell = await AddAsync(tab, "Gradient.Of(");
        await tab.Keyboard.PressAsync("Shift+Tab");
        var tooltip = tab.Locator("#tooltip");
        await tooltip.GetByText("Gradient.Of(").First.WaitForAsync();
        // Something of what the library's documentation says stands there too, not only the signature.
        Assert.Contains("Parameters", await tooltip.TextContentAsync(), StringComparison.Ordinal);
        await PictureAsync(tab, "#tooltip", "tooltip");
        await tab.EvaluateAsync($"void Jupyter.notebook.delete_cells([{cell}])");
    }

    private async Task RestartsAsync(IPage tab)
    {
        await tab.ClickAsync("button[data-jupyter-action='jupyter-notebook:confirm-restart-kernel']");
        await tab.ClickAsync(".modal.in .btn-danger");
        await tab.WaitForFunctionAsync("() => Jupyter.notebook.kernel.is_connected() && document.querySelector('#kernel_indicator_icon').classList.contains('kernel_idle_icon')");
        var cell = await AddAsync(tab, "40 + 2");
        await tab.EvaluateAsync($"void Jupyter.notebook.execute_cells([{cell}])");
        // The value comes before the word that the cell is done, which puts the number in the star's place.
        await tab.WaitForFunctionAsync($$"""() => Jupyter.notebook.get_cell({{cell}}).output_area.outputs.length > 0 && Jupyter.notebook.get_cell({{cell}}).input_prompt_number !== '*'""");
        Assert.Equal("42", await tab.EvaluateAsync<string>($"Jupyter.notebook.get_cell({cell}).output_area.outputs[0].data['text/plain']"));
        Assert.Equal(1, await tab.EvaluateAsync<int>($"Jupyter.notebook.get_cell({cell}).input_prompt_number"));
        await PictureAsync(tab, ".selected", "restarted");
    }

    /// <summary>Adds a cell at the end with the cursor behind its text; gives its index.</summary>
    private static async Task<int> AddAsync(IPage tab, string code) => await tab.EvaluateAsync<int>(
        """
        code => {
          const cell = Jupyter.notebook.insert_cell_at_bottom('code');
          const index = Jupyter.notebook.find_cell_index(cell);
          cell.set_text(code);
          Jupyter.notebook.select(index);
          Jupyter.notebook.edit_mode();
          Jupyter.notebook.scroll_to_cell(index);
          cell.code_mirror.focus();
          cell.code_mirror.setCursor(cell.code_mirror.lineCount(), 0);
          cell.code_mirror.execCommand('goDocEnd');
          return index;
        }
        """,
        code);

    // Set to a folder to look at the pages; nothing is asserted about taste.
    private async Task PictureAsync(IPage tab, string selector, string name)
    {
        if (Environment.GetEnvironmentVariable("REDGRADIENT_SCREENSHOTS") is not { Length: > 0 } folder) return;
        await tab.Locator(selector).Last.ScrollIntoViewIfNeededAsync();
        await tab.ScreenshotAsync(new PageScreenshotOptions { Path = Path.Combine(folder, $"jupyter-{++_pictures}-{name}.png") });
    }
}
