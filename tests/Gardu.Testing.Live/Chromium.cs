using Microsoft.Playwright;

namespace Gardu.Testing.Live;

/// <summary>Debian's Chromium with a new profile. It knows one host, <see cref="Host"/>, and that one is where a test says.</summary>
public sealed class Chromium : IAsyncDisposable
{
    /// <summary>The site's name, the same on every way to it, so that pages can be compared letter by letter.</summary>
    public const string Host = "news.example";

    static readonly SemaphoreSlim OneAtATime = new(1);

    readonly IPlaywright playwright;
    readonly IBrowserContext context;
    readonly Scratch profile;

    Chromium(IPlaywright playwright, IBrowserContext context, Scratch profile) =>
        (this.playwright, this.context, this.profile) = (playwright, context, profile);

    public IPage Page => context.Pages[0];

    /// <summary>Starts a browser for which <see cref="Host"/> is a server of 127.0.0.1.</summary>
    public static async Task<Chromium> Start(Uri server)
    {
        var program = Needs.Program("chromium", "chromium-browser", "google-chrome");
        await OneAtATime.WaitAsync(TestContext.Current.CancellationToken);
        var profile = new Scratch();
        IPlaywright? playwright = null;
        try
        {
            var version = (await ExternalProcess.Run(program, ["--version"], profile.Folder)).Split(' ').First(word => char.IsAsciiDigit(word[0])).Split('.')[0];
            playwright = await Playwright.CreateAsync();
            var context = await playwright.Chromium.LaunchPersistentContextAsync(profile.PathOf("profile"), new BrowserTypeLaunchPersistentContextOptions
            {
                ExecutablePath = program,
                Headless = true,
                // Without a screen Chromium calls itself HeadlessChrome, which only machines do; this is what it says with one.
                UserAgent = $"Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/{version}.0.0.0 Safari/537.36",
                IgnoreHTTPSErrors = true, // a test's certificate signs itself
                ViewportSize = new ViewportSize { Width = 1024, Height = 768 },
                Args =
                [
                    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
                    "--disable-component-update", "--disable-sync",
                    $"--host-resolver-rules=MAP {Host} 127.0.0.1:{server.Port}, MAP * ~NOTFOUND, EXCLUDE 127.0.0.1",
                ],
            });
            return new Chromium(playwright, context, profile);
        }
        catch
        {
            playwright?.Dispose();
            profile.Dispose();
            OneAtATime.Release();
            throw;
        }
    }

    /// <summary>What the page shows once everything it loads has come: its tree, and a picture of it.</summary>
    public async Task<(string Dom, byte[] Picture)> Look(string path)
    {
        await Page.GotoAsync($"http://{Host}{path}", new PageGotoOptions { WaitUntil = WaitUntilState.NetworkIdle });
        return (await Page.ContentAsync(), await Page.ScreenshotAsync(new PageScreenshotOptions { Animations = ScreenshotAnimations.Disabled }));
    }

    /// <summary>Makes a stranger of the person: no cookies any more.</summary>
    public Task Forget() => context.ClearCookiesAsync();

    public async ValueTask DisposeAsync()
    {
        await context.CloseAsync();
        playwright.Dispose();
        profile.Dispose();
        OneAtATime.Release();
    }
}
