using Gardu.Testing.Live;
using Microsoft.Playwright;

namespace Gardu.Interop;

/// <summary>The same with a real browser, whose editor is a program of its own.</summary>
public sealed class BrowserTests(WordPress site) : IClassFixture<WordPress>, IDisposable
{
    readonly Scratch scratch = new();

    [Fact]
    public async Task A_browser_writes_comments_and_sees_the_same_pages()
    {
        Needs.Program("chromium", "chromium-browser", "google-chrome");
        await site.Start();
        await using var gardu = await Guard.Up(scratch, site.Guarded);
        var direct = await Sit(site.Direct);
        var guarded = await Sit(gardu.Url);
        Assert.All(direct.Take(2), seen => Assert.Contains("Well said.", seen.Text, StringComparison.Ordinal));
        Assert.Contains("Howdy", direct[0].Text, StringComparison.Ordinal);
        Assert.DoesNotContain("Howdy", direct[1].Text, StringComparison.Ordinal);
        foreach (var (first, second) in direct.Zip(guarded))
        {
            Assert.Equal(first.Text.Split('\n'), second.Text.Split('\n'));
            Assert.Equal(first.Picture, second.Picture);
        }

        using var training = Clients.At(WordPress.Home, Clients.GptBot, gardu.Url);
        Assert.Equal(403, await training.StatusOf("/the-booth/"));
        await Eventually.True(async () => (await gardu.Usage()).Count > 0, "the training agent is recorded");
        var record = Assert.Single(await gardu.Usage());
        Assert.Equal(("GPTBot", "refuse", "/the-booth/"), (record.Agent, record.Decision, record.Path));
    }

    /// <summary>One sitting: logs in, publishes, comments, looks, logs out, looks again.</summary>
    static async Task<IReadOnlyList<(string Text, byte[] Picture)>> Sit(Uri server)
    {
        await using var browser = await Chromium.Start(server);
        var page = browser.Page;
        await LogIn(page);
        await Publish(page);
        await page.GotoAsync($"{WordPress.Home}the-booth/");
        await page.FillAsync("#comment", "Well said.");
        await page.ClickAsync("#submit");
        await page.Locator("text=Well said.").WaitForAsync();
        var asEditor = await Look(page, "the-booth/");
        await browser.Forget();
        return [asEditor, await Look(page, "the-booth/"), await Look(page, ""), await Look(page, "?s=toll"), await Look(page, "nowhere/")];
    }

    static async Task LogIn(IPage page)
    {
        await page.GotoAsync($"{WordPress.Home}wp-login.php");
        await page.FillAsync("#user_login", WordPress.User);
        await page.FillAsync("#user_pass", WordPress.Password);
        await page.ClickAsync("#wp-submit");
        await page.WaitForURLAsync($"{WordPress.Home}wp-admin/");
    }

    static async Task Publish(IPage page)
    {
        await page.GotoAsync($"{WordPress.Home}wp-admin/post-new.php");
        await page.Locator("button[aria-label='Close dialog'], button[aria-label='Close']").First.ClickAsync();
        await page.Locator(".wp-block-post-title").FillAsync("The booth");
        await page.Keyboard.PressAsync("Enter");
        await page.Keyboard.TypeAsync("Everybody stops at the toll, or pays at the next.");
        await page.ClickAsync(".editor-post-publish-panel__toggle");
        await page.ClickAsync(".editor-post-publish-button");
        await page.Locator("text=is now live").WaitForAsync();
    }

    static async Task<(string Text, byte[] Picture)> Look(IPage page, string path)
    {
        await page.GotoAsync($"{WordPress.Home}{path}", new PageGotoOptions { WaitUntil = WaitUntilState.NetworkIdle });
        var picture = await page.ScreenshotAsync(new PageScreenshotOptions
        {
            FullPage = true,
            Animations = ScreenshotAnimations.Disabled,
            Mask = [page.Locator("time")], // the minute may have changed since the other browser looked
        });
        return (Answer.Plain(await page.InnerTextAsync("body")), picture);
    }

    public void Dispose() => scratch.Dispose();
}
