using System.IO.Compression;
using Gardu.Testing.Live;
using Microsoft.Playwright;

namespace Gardu.EndToEnd;

/// <summary>A case of what really went through a gate, opened in a browser by somebody who has no network.</summary>
public sealed class CaseTests : IDisposable
{
    const int Requests = 40;

    readonly Scratch scratch = new();

    [Fact]
    public async Task A_case_opens_in_a_browser_without_a_network_wide_narrow_and_on_paper()
    {
        await using var origin = await Origin.Saying("hello");
        await using var gardu = await GarduProcess.Up(scratch, Sites.Guarding(origin.Url));
        using (var agent = gardu.Client(Clients.GptBot))
            for (var number = 1; number < Requests; number++)
                Assert.Equal(403, await agent.StatusOf($"/archive/{new string('a', number * 10)}?n={number}"));
        using (var stranger = gardu.Client(Clients.GptBot))
            await stranger.StatusOf("/%3Cscript%3Ealert(1)%3C/script%3E");
        await Scan();
        await Eventually.True(Build, "all requests are in a published log");
        var verdict = await Verifiers.Run(scratch, "case.gardu.zip");
        Assert.True(verdict is { Code: 0, Last: "verified" }, verdict.Output);
        await ZipFile.ExtractToDirectoryAsync(scratch.PathOf("case.gardu.zip"), scratch.PathOf("case"), TestContext.Current.CancellationToken);

        await using var browser = await Chromium.Start(gardu.Url);
        var (page, seen) = (browser.Page, new List<string>());
        page.Console += (_, message) => seen.Add(message.Text);
        page.PageError += (_, error) => seen.Add(error);
        page.Request += (_, request) => seen.Add(request.Url);
        await page.Context.SetOfflineAsync(true);
        foreach (var (width, media) in new[] { (1100, Media.Screen), (360, Media.Screen), (700, Media.Print) })
        {
            await page.SetViewportSizeAsync(width, 800);
            await page.EmulateMediaAsync(new PageEmulateMediaOptions { Media = media });
            await page.GotoAsync($"file://{scratch.PathOf("case/index.html")}", new PageGotoOptions { WaitUntil = WaitUntilState.NetworkIdle });
            Assert.Equal(width, await page.EvaluateAsync<int>("Math.max(document.documentElement.scrollWidth, document.body.scrollWidth)"));
            Assert.Equal(Requests, await page.Locator("tr[id^=entry-]").CountAsync());
            Assert.Contains($"{Requests} requests came", await page.InnerTextAsync(".lead >> nth=0"), StringComparison.Ordinal);
            await page.ClickAsync("a[href='scan/report.html']");
            Assert.Equal(width, await page.EvaluateAsync<int>("Math.max(document.documentElement.scrollWidth, document.body.scrollWidth)"));
            Assert.Equal(["one two three", "one two three"], (await page.Locator(".pair >> nth=0 >> mark").AllInnerTextsAsync()).Select(marked => marked[..13]));
        }
        Assert.Equal(Enumerable.Repeat<string[]>([$"file://{scratch.PathOf("case/index.html")}", $"file://{scratch.PathOf("case/scan/report.html")}"], 3).SelectMany(pages => pages), seen);
    }

    /// <summary>Finds a text of words in a corpus that has it.</summary>
    async Task Scan()
    {
        var text = "one two three " + string.Join(' ', Enumerable.Range(0, 200).Select(number => $"word{number * 7919}"));
        scratch.Write("own.txt", text);
        scratch.Write("corpus.txt", $"Before it. {text} And behind it <script>alert(1)</script>.");
        string[][] commands = [["scan", "index", "own.txt", "--out", "own.gidx"], ["scan", "run", "own.gidx", "corpus.txt", "--out", "hits"]];
        foreach (var arguments in commands)
        {
            await using var command = GarduProcess.Launch(scratch.Folder, arguments);
            Assert.True(await command.Process.WaitForExit() == 0, command.Process.Said);
        }
    }

    /// <summary>Makes the case; false while the log has not all of it.</summary>
    async Task<bool> Build()
    {
        File.Delete(scratch.PathOf("case.gardu.zip"));
        await using var build = GarduProcess.Launch(scratch.Folder, ["case", "build", "--agent", "GPTBot", "--from", "2020-01-01", "--to", "2100-01-01", "--scan", "hits", "--out", "case.gardu.zip", "--json"]);
        return await build.Process.WaitForExit() == 0 && build.Process.Output.Any(line => line.Contains($"\"requests\": {Requests}", StringComparison.Ordinal));
    }

    public void Dispose() => scratch.Dispose();
}
