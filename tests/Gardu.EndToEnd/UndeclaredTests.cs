using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text.Json;
using Gardu.Agents.Undeclared;
using Gardu.Testing.Live;
using Microsoft.AspNetCore.Http;

namespace Gardu.EndToEnd;

/// <summary>A real browser in a hurry, on a site that decides undeclared machines and refuses all machines.</summary>
public sealed class UndeclaredTests : IDisposable
{
    const int Stories = 40;

    readonly Scratch scratch = new();
    readonly ConcurrentQueue<(BrowserClaim Browser, RequestHead Head)> seen = new();

    [Theory]
    [InlineData("http")]
    [InlineData("https")]
    public async Task A_real_browser_shows_no_sign_and_is_refused_nothing_however_fast_it_clicks(string scheme)
    {
        await using var origin = await Origin.Start(Answer);
        MakeCertificate();
        await using var gardu = await GarduProcess.Up(scratch.Folder, ["--config", scratch.Write("gardu.yaml", $$"""
            listen: {{scheme}}://127.0.0.1:0
            operator: http://127.0.0.1:0
            trusted-proxies: 127.0.0.1
            sites:
              - host: "*"
                origin: {{origin.Url.GetLeftPart(UriPartial.Authority)}}
                mode: enforce
                terms: [{path: /, all: refuse}]
                undeclared: decide
                tls: {certificate: site.pem, key: site.key}
            """)]);
        await using var browser = await Chromium.Start(gardu.Url);
        // As a proxy would say it: the conduct of addresses of this machine is not judged.
        await browser.Page.SetExtraHTTPHeadersAsync(new Dictionary<string, string> { ["X-Forwarded-For"] = "203.0.113.9", ["X-Forwarded-Proto"] = scheme });
        await browser.Page.GotoAsync($"{scheme}://{Chromium.Host}/story/1");
        for (var story = 2; story <= Stories; story++)
        {
            await browser.Page.ClickAsync("a");
            // Asked of the page itself: the event of a page that is there at once can pass before anybody waits for it.
            await browser.Page.WaitForFunctionAsync("story => location.pathname === `/story/${story}` && document.readyState === 'complete'", story);
        }

        var pages = seen.Where(request => RequestKinds.Of(request.Head) == RequestKind.Page).ToList();
        Assert.Equal(Stories, pages.Count);
        Assert.All(pages, page => Assert.Equal(Signs.None, RequestSigns.Of(page.Browser, page.Head)));
        Assert.All(pages, page => Assert.Equal((Engine.Chromium, scheme == "https"), (page.Browser.Engine, page.Head.FetchDest is not null)));
        Assert.True(seen.Count(request => RequestKinds.Of(request.Head) == RequestKind.Part) >= Stories, "what pages load is asked for");
        using var client = new HttpClient { BaseAddress = gardu.OperatorUrl };
        using var shown = JsonDocument.Parse(await client.GetStringAsync("/api/v1/undeclared", TestContext.Current.CancellationToken));
        Assert.Empty(shown.RootElement.GetProperty("clients").EnumerateArray());
        Assert.Empty(await gardu.Usage());
    }

    Task Answer(HttpContext context)
    {
        var headers = context.Request.Headers;
        seen.Enqueue((BrowserClaim.Read(headers.UserAgent.ToString()), new RequestHead
        {
            Method = context.Request.Method,
            Target = context.Request.Path,
            IsHttps = headers["X-Forwarded-Proto"] == "https",
            IsFromPage = headers.Referer.Count > 0,
            Accept = headers.Accept,
            HasLanguage = headers.AcceptLanguage.Count > 0,
            HasEncoding = headers.AcceptEncoding.Count > 0,
            FetchDest = headers["Sec-Fetch-Dest"],
            Brands = headers["Sec-CH-UA"],
            Mobile = headers["Sec-CH-UA-Mobile"],
            Platform = headers["Sec-CH-UA-Platform"],
        }));
        if (context.Request.Path.Value is not { } path || !path.StartsWith("/story/", StringComparison.Ordinal))
            return context.Response.WriteAsync("");
        var story = int.Parse(path["/story/".Length..], System.Globalization.CultureInfo.InvariantCulture);
        context.Response.ContentType = "text/html";
        return context.Response.WriteAsync($"<!doctype html><title>{story}</title><link rel=stylesheet href=/style.css><a href=/story/{story + 1}>on</a><img src=/picture-{story}.png><script>fetch('/views/{story}')</script>");
    }

    void MakeCertificate()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        using var certificate = new CertificateRequest($"CN={Chromium.Host}", key, HashAlgorithmName.SHA256).CreateSelfSigned(DateTimeOffset.UnixEpoch, DateTimeOffset.UnixEpoch.AddYears(100));
        scratch.Write("site.pem", certificate.ExportCertificatePem());
        scratch.Write("site.key", key.ExportPkcs8PrivateKeyPem());
    }

    public void Dispose() => scratch.Dispose();
}
