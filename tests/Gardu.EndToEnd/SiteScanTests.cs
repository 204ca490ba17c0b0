using System.IO.Compression;
using System.Text;
using System.Text.Json;
using Gardu.Testing.Live;

namespace Gardu.EndToEnd;

/// <summary><c>gardu scan index</c> of a site behind nginx by its address, sitemap or feed.</summary>
public sealed class SiteScanTests : IAsyncDisposable
{
    readonly Scratch scratch = new();
    readonly int port = Clients.FreePort();
    Nginx? nginx;

    string Home => $"http://127.0.0.1:{port}/";

    static string Text(int seed)
    {
        var random = new Random(seed);
        return string.Join(' ', Enumerable.Range(0, 200).Select(_ => string.Concat(Enumerable.Range(0, random.Next(2, 9)).Select(_ => (char)('a' + random.Next(26))))));
    }

    void Write(string name, string text) => scratch.Write($"site/{name}", text);

    /// <summary>Pages of which the first says its date, the second has it from the sitemap, and the third says not even its title.</summary>
    async Task Start()
    {
        Directory.CreateDirectory(scratch.PathOf("site"));
        Write("index.html", "<title>Home</title><link rel=alternate type=application/atom+xml href=/feed.atom>");
        Write("robots.txt", $"User-agent: *\nDisallow: /\n\nSitemap: {Home}sitemap.xml\n");
        Write("sitemap.xml", $"""<sitemapindex xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"><sitemap><loc>{Home}pages.xml.gz</loc></sitemap><sitemap><loc>{Home}gone.xml</loc></sitemap></sitemapindex>""");
        string[] pages = [$"{Home}one.html", $"{Home}two.html", $"{Home}three.html", $"{Home}dead.html", $"{Home}old.html", $"{Home}away.html", $"http://localhost:{port}/one.html"];
        await using (var packed = new GZipStream(File.Create(scratch.PathOf("site/pages.xml.gz")), CompressionLevel.Optimal))
            await packed.WriteAsync(Encoding.UTF8.GetBytes($"""<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">{string.Concat(pages.Select(page => $"<url><loc>{page}</loc><lastmod>2024-02-03</lastmod></url>"))}</urlset>"""), TestContext.Current.CancellationToken);
        Write("one.html", $"<html><head><title>The first</title><meta property=article:published_time content=2023-07-01></head><body><nav>Menu</nav><article><p>{Text(1)}</p></article>");
        Write("two.html", $"<html><head><title>The second</title></head><body><article><p>{Text(2)}</p></article>");
        Write("three.html", $"<article><p>{Text(3)}</p></article>");
        Write("four.html", $"<title>The fourth</title><article><p>{Text(4)}</p></article>");
        Write("feed.rss", $"""
            <rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/" xmlns:dc="http://purl.org/dc/elements/1.1/"><channel><title>News</title><link>{Home}</link>
            <item><title>Of the feed</title><link>{Home}three.html</link><dc:creator>A. Writer</dc:creator><pubDate>Sat, 01 Jul 2023 10:00:00 GMT</pubDate><content:encoded>short</content:encoded></item>
            <item><title>Taken down</title><link>{Home}dead.html</link><content:encoded><![CDATA[<p>{Text(5)}</p>]]></content:encoded></item></channel></rss>
            """);
        Write("feed.atom", $"""<feed xmlns="http://www.w3.org/2005/Atom"><title>News</title><entry><title>Listed</title><link href="/one.html"/><updated>2024-01-01T00:00:00Z</updated></entry><entry><link href="two.html"/></entry></feed>""");
        nginx = await Nginx.Start(scratch.PathOf("nginx"), $$"""
              server {
                listen 127.0.0.1:{{port}};
                root {{scratch.PathOf("site")}};
                types { text/html html; text/plain txt; application/xml xml; application/gzip gz; application/rss+xml rss; application/atom+xml atom; }
                location = /old.html { return 301 /four.html; }
                location = /away.html { return 302 http://localhost:{{port}}/four.html; }
              }
            """, port);
    }

    async Task<GarduProcess> Run(int code, params string[] arguments)
    {
        var command = GarduProcess.Launch(scratch.Folder, arguments);
        Assert.True(await command.Process.WaitForExit() == code, command.Process.Said);
        return command;
    }

    async Task<JsonElement> Json(params string[] arguments)
    {
        await using var command = await Run(0, [.. arguments, "--json"]);
        return JsonDocument.Parse(string.Join('\n', command.Process.Output)).RootElement;
    }

    /// <summary>What a scan of copies of these texts finds: URL, title, author and date.</summary>
    async Task<string[]> Found(params int[] copied)
    {
        scratch.Write("corpus.txt", string.Join("\n\n", copied.Select(Text)));
        var documents = (await Json("scan", "run", "own.gidx", "corpus.txt", "--out", $"hits-{Guid.NewGuid():n}")).GetProperty("documents").EnumerateArray();
        return [.. documents.Select(found => found.GetProperty("document")).Select(document => string.Join(' ', new[] { "url", "title", "author", "date" }
            .Select(name => document.TryGetProperty(name, out var value) ? value.GetString()!.Replace(Home, "/", StringComparison.Ordinal) : "-"))).Order(StringComparer.Ordinal)];
    }

    [Fact]
    public async Task A_site_is_indexed_by_its_address_and_a_copy_of_a_page_is_found()
    {
        await Start();
        await using var index = await Run(0, "scan", "index", Home, "--out", "own.gidx");
        Assert.Contains("own.gidx: 4 documents", string.Join('\n', index.Process.Output), StringComparison.Ordinal);
        Assert.Equal(
            [
                $"gardu scan index: {Home}gone.xml answers 404",
                $"gardu scan index: {Home}: 1 addresses that are not of its host are left out, the first one: http://localhost:{port}/one.html",
                $"gardu scan index: {Home}: 2 pages could not be read, the first one: {Home}dead.html answers 404",
            ],
            index.Process.Errors);
        Assert.Equal(["/old.html The fourth - 2024-02-03", "/one.html The first - 2023-07-01", "/three.html - - 2024-02-03", "/two.html The second - 2024-02-03"], await Found(1, 2, 3, 4));
    }

    [Fact]
    public async Task Feeds_are_read_and_added()
    {
        await Start();
        Assert.Equal(2, (await Json("scan", "index", Home + "feed.atom", "--out", "own.gidx")).GetProperty("documents").GetInt32());
        var added = await Json("scan", "index", Home + "feed.rss", Home + "feed.atom", "--out", "own.gidx", "--add");
        Assert.Equal((4, 2), (added.GetProperty("documents").GetInt32(), added.GetProperty("repeated").GetInt32()));
        Assert.Equal(["/dead.html Taken down - -", "/one.html The first - 2023-07-01", "/three.html Of the feed A. Writer 2023-07-01T10:00:00+00:00", "/two.html The second - -"], await Found(1, 2, 3, 5));
    }

    [Fact]
    public async Task Where_nothing_can_be_read_no_index_is_made()
    {
        await Start();
        Write("nothing.xml", $"<urlset><url><loc>{Home}dead.html</loc></url></urlset>");
        await Refused(2, "there is no text in what was named", Home + "nothing.xml");
        await Refused(3, "answers 404", Home + "nowhere.xml");
        await Refused(3, "cannot be reached", $"http://127.0.0.1:{Clients.FreePort()}/");
        await Refused(2, "is no address that can be asked", "http://a:b@127.0.0.1/");
    }

    async Task Refused(int code, string why, string source)
    {
        await using var command = await Run(code, "scan", "index", source, "--out", "own.gidx");
        Assert.Contains(why, command.Process.Said, StringComparison.Ordinal);
        Assert.False(File.Exists(scratch.PathOf("own.gidx")));
    }

    public async ValueTask DisposeAsync()
    {
        if (nginx is not null)
            await nginx.DisposeAsync();
        scratch.Dispose();
    }
}
