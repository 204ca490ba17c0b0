using System.Text.Json.Serialization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Gardu.Demo;

/// <summary>The demonstration's origin: a small web site on a free port of this machine.</summary>
sealed class DemoOrigin : IAsyncDisposable
{
    readonly WebApplication app;

    DemoOrigin(WebApplication app) => this.app = app;

    /// <summary>Where it answers.</summary>
    public string Url => app.Urls.First();

    /// <summary>Starts the site; its feed and sitemap name <paramref name="publicUrl"/>.</summary>
    public static async Task<DemoOrigin> StartAsync(string publicUrl, CancellationToken stop)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var app = builder.Build();
        var bell = DemoSound.Bell();
        app.MapGet("/", () => Html(DemoPages.Front()));
        app.MapGet("/articles/{slug}", (string slug) => Html(DemoPages.Article(slug)));
        app.MapGet("/images/{slug}.svg", (string slug) => Results.Text(DemoPages.Image(slug), "image/svg+xml"));
        app.MapGet("/forum/", () => Html(DemoPages.Forum()));
        app.MapGet("/forum/{id:int}", (int id) => Html(DemoPages.Thread(id)));
        app.MapGet("/members/", () => Html(DemoPages.Members()));
        app.MapGet("/audio/", () => Html(DemoPages.Audio()));
        app.MapGet("/audio/harbour-bell.wav", () => Results.Bytes(bell, "audio/wav", enableRangeProcessing: true));
        app.MapGet("/api/posts", () => Results.Json(Posts(), DemoJson.Default.DemoPosts));
        app.MapGet("/feed.xml", () => Results.Text(DemoPages.Feed(publicUrl), "application/atom+xml"));
        app.MapGet("/sitemap.xml", () => Results.Text(DemoPages.Sitemap(publicUrl), "application/xml"));
        app.MapGet("/robots.txt", () => Results.Text($"User-agent: *\nDisallow: /members/\n\nSitemap: {publicUrl}/sitemap.xml\n", "text/plain"));
        await app.StartAsync(stop);
        return new DemoOrigin(app);
    }

    public ValueTask DisposeAsync() => app.DisposeAsync();

    static IResult Html(string? page) => page is null ? Results.NotFound() : Results.Text(page, "text/html; charset=utf-8");

    static DemoPosts Posts() => new([.. DemoContent.Threads.SelectMany(thread =>
        thread.Posts.Select((post, at) => new DemoPost($"{thread.Id}-{at + 1}", thread.Title, post.Author, post.Text, at == 0 ? null : $"{thread.Id}-{at}")))]);
}

/// <summary>The API's answer.</summary>
sealed record DemoPosts(IReadOnlyList<DemoPost> Data);

/// <summary>One post; <c>inReplyTo</c> makes the conversation.</summary>
sealed record DemoPost(string Id, string Thread, string Author, string Text, string? InReplyTo);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(DemoPosts))]
sealed partial class DemoJson : JsonSerializerContext;
