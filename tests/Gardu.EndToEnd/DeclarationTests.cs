using System.Text.Json;
using Gardu.Testing.Live;
using Microsoft.AspNetCore.Http;

namespace Gardu.EndToEnd;

public sealed class DeclarationTests : IDisposable
{
    static CancellationToken Stop => TestContext.Current.CancellationToken;

    readonly Scratch scratch = new();

    [Fact]
    public async Task What_was_served_and_decided_is_shown_after_the_gate_was_killed_and_its_terms_changed()
    {
        await using var origin = await Origin.Start(context => context.Response.WriteAsync(context.Request.Path == "/robots.txt" ? "User-agent: *\nDisallow: /private/\n" : "hello"));
        byte[] robots;
        string id;
        string address;
        await using (var gardu = await GarduProcess.Up(scratch, Sites.Guarding(origin.Url)))
        {
            using var machine = gardu.Client(Clients.GptBot);
            robots = await machine.GetByteArrayAsync("/robots.txt", Stop);
            address = new Uri(gardu.Url, "/robots.txt").AbsoluteUri;
            using var refused = await machine.GetAsync("/a", Stop);
            id = refused.Headers.GetValues("Gardu-Request").Single();
            await Eventually.True(async () => (await gardu.Usage()).Count == 2, "both are recorded");
            await gardu.Process.Kill();
        }
        var before = DateTime.UtcNow;
        await using (var gardu = await GarduProcess.Up(scratch, Sites.Guarding(origin.Url, aiTrain: "allow")))
        {
            using var machine = gardu.Client(Clients.GptBot);
            Assert.Equal("hello", await machine.GetStringAsync("/a", Stop));
            await Eventually.True(async () => (await gardu.Usage()).Count == 3, "it is recorded");

            var then = await Run("terms", "at", $"{before:yyyy-MM-ddTHH:mm:ss.FFFFFFF}Z", "--file", address);
            Assert.Equal(System.Text.Encoding.UTF8.GetString(robots), then + "\n");
            using var explained = JsonDocument.Parse(await Run("explain", id, "--json"));
            Assert.Equal("refuse", explained.RootElement.GetProperty("decision").GetString());
            Assert.Contains("ai-train: refuse", explained.RootElement.GetProperty("termsText").GetString(), StringComparison.Ordinal);
            using var history = JsonDocument.Parse(await Run("terms", "history", "--json"));
            Assert.Equal(2, history.RootElement.GetProperty("changes").EnumerateArray().Count(change => change.GetProperty("name").GetString() == "terms"));
        }
    }

    async Task<string> Run(params string[] arguments)
    {
        await using var gardu = GarduProcess.Launch(scratch.Folder, arguments);
        Assert.True(await gardu.Process.WaitForExit() == 0, gardu.Process.Said);
        return string.Join('\n', gardu.Process.Output);
    }

    public void Dispose() => scratch.Dispose();
}
