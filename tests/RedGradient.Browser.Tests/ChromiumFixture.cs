using Microsoft.Playwright;

namespace RedGradient.Browser.Tests;

/// <summary>The machine's Chromium, started once for all tests.</summary>
public sealed class ChromiumFixture : IAsyncLifetime
{
    private const string Chromium = "/usr/bin/chromium";

    private IPlaywright? playwright;
    private IBrowser? browser;

    public async Task InitializeAsync()
    {
        if (!File.Exists(Chromium))
            return;

        // The browser is the machine's own; Playwright must never fetch one.
        Environment.SetEnvironmentVariable("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1");
        Environment.SetEnvironmentVariable("PLAYWRIGHT_SKIP_VALIDATE_HOST_REQUIREMENTS", "1");
        playwright = await Playwright.CreateAsync();
        browser = await playwright.Chromium.LaunchAsync(new BrowserTypeLaunchOptions
        {
            ExecutablePath = Chromium,
            Args =
            [
                "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
                "--disable-component-update", "--disable-sync",
            ],
        });
    }

    public async Task DisposeAsync()
    {
        if (browser is not null)
            await browser.CloseAsync();
        playwright?.Dispose();
    }

    /// <summary>A window of its own in which nothing is remembered and no network is there.</summary>
    public async Task<IBrowserContext> OpenAsync(int width = 1280, int height = 800, ColorScheme scheme = ColorScheme.Light, bool script = true)
    {
        Skip.If(browser is null, $"{Chromium} is not installed.");
        var context = await browser!.NewContextAsync(new BrowserNewContextOptions
        {
            ViewportSize = new ViewportSize { Width = width, Height = height },
            ColorScheme = scheme,
            JavaScriptEnabled = script,
            Offline = true,
        });
        context.SetDefaultTimeout(20_000);
        return context;
    }
}
