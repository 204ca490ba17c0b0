using System.Text.Json;
using Gardu.Testing.Live;
using Microsoft.AspNetCore.Http;

namespace Gardu.Interop;

/// <summary>npm's <c>structured-headers</c> reads how a limit stands (draft-ietf-httpapi-ratelimit-headers-10), and the origin's own beside it.</summary>
public sealed class RateLimitTests : IDisposable
{
    readonly Scratch scratch = new();

    public void Dispose() => scratch.Dispose();

    [Fact]
    public async Task A_reader_that_others_wrote_understands_how_a_limit_stands()
    {
        var node = Needs.Program("node");
        var readers = Needs.Folder(Path.GetFullPath("../../../../tests/Gardu.Interop/npm/node_modules", AppContext.BaseDirectory));
        await using var origin = await Origin.Start(context =>
        {
            context.Response.Headers["RateLimit-Policy"] = "\"burst\";q=100;w=60";
            context.Response.Headers["RateLimit"] = "\"burst\";r=50;t=30";
            return context.Response.WriteAsync("hello");
        });
        await using var gardu = await GarduProcess.Up(scratch, $$"""
            sites: [{host: "*", origin: "{{origin.Url}}", mode: enforce, terms: [{path: /, all: "limit 5/min"}]}]
            """);
        using var client = gardu.Client("AcmeFetch/1.0");
        using var answer = await client.GetAsync("/", TestContext.Current.CancellationToken);
        var asked = JsonSerializer.Serialize(new { policy = string.Join(", ", answer.Headers.GetValues("RateLimit-Policy")), limit = string.Join(", ", answer.Headers.GetValues("RateLimit")) });
        using var read = JsonDocument.Parse(await ExternalProcess.Run(node, ["fields.mjs"], Path.GetDirectoryName(readers)!, asked));
        Assert.Equal("""{"policy":[["rate",{"q":5,"w":60}],["burst",{"q":100,"w":60}]],"limit":[["rate",{"r":4,"t":60}],["burst",{"r":50,"t":30}]]}""", read.RootElement.GetRawText());
    }
}
