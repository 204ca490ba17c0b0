using Gardu.Testing.Live;
using Microsoft.AspNetCore.Http;

namespace Gardu.EndToEnd;

public sealed class BrowserTests : IDisposable
{
    const string Page = """
        <!doctype html><html lang="en"><head><meta charset="utf-8"><title>News</title><link rel="stylesheet" href="/style.css"></head>
        <body><h1>News</h1><img src="/picture.svg" alt=""><p id="told">nothing yet</p><p id="cookie"></p>
        <script>
          fetch('/api', {method: 'POST', body: 'said'}).then(answer => answer.text()).then(text => told.textContent = text);
          cookie.textContent = document.cookie;
        </script></body></html>
        """;

    readonly Scratch scratch = new();

    [Fact]
    public async Task A_person_sees_the_same_page_and_leaves_no_record()
    {
        await using var origin = await Origin.Start(Answer);
        await using var gardu = await GarduProcess.Up(scratch, Sites.Guarding(origin.Url));
        var direct = await Look(origin.Url);
        var guarded = await Look(gardu.Url);
        Assert.Contains("the server heard: said", direct.Dom, StringComparison.Ordinal);
        Assert.Contains("visit=1", direct.Dom, StringComparison.Ordinal);
        Assert.Equal(direct.Dom, guarded.Dom);
        Assert.Equal(direct.Picture, guarded.Picture);
        await Eventually.True(async () => await Clients.Metric(gardu.OperatorUrl, "gardu_people_requests_total") >= 4, "the person is counted");
        Assert.Empty(await gardu.Usage());
    }

    static async Task<(string Dom, byte[] Picture)> Look(Uri server)
    {
        await using var browser = await Chromium.Start(server);
        return await browser.Look("/");
    }

    static async Task Answer(HttpContext context)
    {
        switch (context.Request.Path)
        {
            case "/":
                context.Response.ContentType = "text/html; charset=utf-8";
                context.Response.Headers.SetCookie = "visit=1";
                await context.Response.WriteAsync(Page);
                break;
            case "/style.css":
                context.Response.ContentType = "text/css";
                await context.Response.WriteAsync("body { background: #fed; font: 20px sans-serif } h1 { color: #804 }");
                break;
            case "/picture.svg":
                context.Response.ContentType = "image/svg+xml";
                await context.Response.WriteAsync("<svg xmlns='http://www.w3.org/2000/svg' width='99' height='50'><circle cx='25' cy='25' r='20' fill='teal'/></svg>");
                break;
            case "/api":
                using (var reader = new StreamReader(context.Request.Body))
                    await context.Response.WriteAsync($"the server heard: {await reader.ReadToEndAsync()}");
                break;
            default:
                context.Response.StatusCode = StatusCodes.Status404NotFound;
                break;
        }
    }

    public void Dispose() => scratch.Dispose();
}
