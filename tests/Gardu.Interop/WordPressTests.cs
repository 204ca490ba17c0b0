using System.Net;
using System.Text.Json;
using Gardu.Testing.Live;

namespace Gardu.Interop;

/// <summary>What an editor and a reader do, directly and through the gate.</summary>
public sealed class WordPressTests(WordPress site) : IClassFixture<WordPress>, IDisposable
{
    readonly Scratch scratch = new();

    [Fact]
    public async Task Writing_and_reading_are_the_same_with_the_gate_and_without_it()
    {
        await site.Start();
        await using var gardu = await Guard.Up(scratch, site.Guarded);
        var direct = await WriteAndRead(site.Direct);
        var guarded = await WriteAndRead(gardu.Url);
        Assert.Equal(direct.Count, guarded.Count);
        foreach (var (first, second) in direct.Zip(guarded))
            Assert.Equal(first.Comparable.Split('\n'), second.Comparable.Split('\n'));
        Assert.DoesNotContain(direct, answer => answer.Headers.Any(Answer.IsOfTheTerms));
        Assert.All(guarded.Where(answer => answer.Asked[..4] is "GET " or "HEAD" && answer.Status is 200 or 206 or 304), answer => Assert.Contains(answer.Headers, Answer.IsOfTheTerms));
        Assert.Empty(await gardu.Usage());
        await Eventually.True(async () => await Clients.Metric(gardu.OperatorUrl, "gardu_people_requests_total") == guarded.Count, "people are counted");
    }

    /// <summary>Python's own reader: the first rule that matches, no wildcards.</summary>
    const string RobotParser = """
        import sys
        from urllib.robotparser import RobotFileParser
        robots = RobotFileParser()
        robots.parse(sys.stdin.read().splitlines())
        asked = iter(sys.argv[1:])
        for agent in asked:
            print(robots.can_fetch(agent, next(asked)))
        """;

    [Fact]
    public async Task Its_robots_txt_follows_the_terms_unharmed()
    {
        var python = Needs.Program("python3");
        await site.Start();
        await using var gardu = await Guard.Up(scratch, site.Guarded);
        var own = await new Visitor(site.Direct, null).Get("/robots.txt");
        var merged = await new Visitor(gardu.Url, null).Get("/robots.txt");
        Assert.Contains("Sitemap: ", own.Body, StringComparison.Ordinal);
        Assert.EndsWith("\n" + own.Body, merged.Body, StringComparison.Ordinal);
        (string Agent, string Path)[] asked =
            [("GPTBot", "/hello-world/"), ("GPTBot", "/robots.txt"), ("Googlebot", "/hello-world/"), ("Googlebot", "/wp-admin/"), ("Googlebot", "/wp-admin/admin-ajax.php"), ("AnyBot", "/wp-admin/"), ("AnyBot", "/")];
        string[] told = ["False", "True", "True", "False", "True", "False", "True"];
        Assert.Equal(told, (await ExternalProcess.Run(python, ["-c", RobotParser, .. asked.SelectMany(one => new[] { one.Agent, one.Path })], scratch.Folder, merged.Body)).Split('\n'));
    }

    [Fact]
    public async Task Its_declarations_merged_with_the_terms_are_without_contradiction_and_dead_link()
    {
        await site.Start();
        var home = new Uri($"http://127.0.0.1:{Clients.FreePort()}/");
        await using var gardu = await Guard.Up(scratch, site.Guarded, home.Host, home);
        await using var check = GarduProcess.Launch(scratch.Folder, ["terms", "check", gardu.Url.AbsoluteUri, "--allow-private"]);
        Assert.True(await check.Process.WaitForExit() == 0, check.Process.Said);
        Assert.Contains("no contradictions, no dead links", check.Process.Output);
        using var reader = Clients.At(gardu.Url, Clients.Browser);
        var robots = await reader.GetStringAsync("/robots.txt", TestContext.Current.CancellationToken);
        Assert.Contains($"Sitemap: {gardu.Url}wp-sitemap.xml", robots, StringComparison.Ordinal);
        Assert.Contains("<sitemapindex", await reader.GetStringAsync("/wp-sitemap.xml", TestContext.Current.CancellationToken), StringComparison.Ordinal);
        Assert.Contains("<rss", await reader.GetStringAsync("/feed/", TestContext.Current.CancellationToken), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_training_agent_gets_nothing_but_what_is_free()
    {
        await site.Start();
        await using var gardu = await Guard.Up(scratch, site.Guarded);
        using var training = Clients.At(WordPress.Home, Clients.GptBot, gardu.Url);
        string[] refused =
            ["/", "/hello-world/", "/?p=1", "/feed/", "/wp-json/wp/v2/posts", "/?rest_route=/wp/v2/posts", "/wp-login.php", "/xmlrpc.php", "/wp-includes/css/dashicons.min.css",
             "/Hello-World/", "/nowhere/"];
        foreach (var path in refused)
            Assert.Equal((path, 403), (path, await training.StatusOf(path)));
        Assert.Equal(200, await training.StatusOf("/robots.txt"));
        Assert.Equal(200, await training.StatusOf("/wp-sitemap.xml"));
        Assert.Equal(200, await training.StatusOf("/wp-sitemap-posts-post-1.xml"));
        Assert.Equal(404, await training.StatusOf("/.well-known/nothing-there"));
        using var searching = Clients.At(WordPress.Home, Clients.Googlebot, gardu.Url);
        Assert.Equal(200, await searching.StatusOf("/hello-world/"));

        await Eventually.True(async () => (await gardu.Usage()).Count == refused.Length + 5, "all are recorded");
        var records = (await gardu.Usage()).Where(record => record.Agent == "GPTBot").ToArray();
        Assert.All(records[..refused.Length], record => Assert.Equal(("refuse", "refused-by-terms", 403), (record.Decision, record.Reason, record.Status)));
        Assert.All(records[refused.Length..], record => Assert.Equal("free-path", record.Reason));
    }

    [Fact]
    public async Task An_unknown_machine_gets_thirty_pages_a_minute()
    {
        await site.Start();
        await using var gardu = await Guard.Up(scratch, site.Guarded);
        using var machine = Clients.At(WordPress.Home, Clients.Requests, gardu.Url);
        for (var i = 0; i < 30; i++)
            Assert.Equal(200, await machine.StatusOf("/wp-includes/css/dashicons.min.css"));
        using var limited = await machine.GetAsync("/", TestContext.Current.CancellationToken);
        Assert.Equal(HttpStatusCode.TooManyRequests, limited.StatusCode);
        Assert.InRange(limited.Headers.RetryAfter?.Delta ?? TimeSpan.Zero, TimeSpan.FromSeconds(1), TimeSpan.FromMinutes(1));
        Assert.Equal(200, await machine.StatusOf("/robots.txt"));
        using var person = Clients.At(WordPress.Home, Clients.Browser, gardu.Url);
        Assert.Equal(200, await person.StatusOf("/"));
    }

    [Fact]
    public async Task Its_owner_indexes_it_by_its_address_and_by_its_feed()
    {
        await site.Start();
        await Gardu("scan", "index", $"{site.Direct}feed/", "--out", "feed.gidx"); // fails where it finds no text
        await Gardu("scan", "index", site.Direct.AbsoluteUri, "--out", "own.gidx");
        scratch.Write("corpus.html", (await new Visitor(site.Direct, null).Get("/sample-page/")).Body);
        using var report = JsonDocument.Parse(await Gardu("scan", "run", "own.gidx", "corpus.html", "--out", "hits", "--json"));
        var found = report.RootElement.GetProperty("documents").EnumerateArray().Select(found => found.GetProperty("document")).ToArray();
        Assert.Contains($"{site.Direct}sample-page/", found.Select(document => document.GetProperty("url").GetString()));
        Assert.Contains(found, document => document.GetProperty("title").GetString()!.StartsWith("Sample Page", StringComparison.Ordinal));
    }

    async Task<string> Gardu(params string[] arguments)
    {
        await using var command = GarduProcess.Launch(scratch.Folder, arguments);
        Assert.True(await command.Process.WaitForExit() == 0, command.Process.Said);
        return string.Join('\n', command.Process.Output);
    }

    /// <summary>Everything that is done in one sitting, and all that was answered.</summary>
    static async Task<IReadOnlyList<Answer>> WriteAndRead(Uri server)
    {
        var editor = new Visitor(server, new CookieContainer());
        await IsSentToLogIn(editor);
        var nonce = await LogsIn(editor);
        var picture = await Uploads(editor, nonce);
        var post = await Publishes(editor, nonce, picture);
        var reader = new Visitor(server, null);
        await Comments(reader, editor, nonce, post);
        await Reads(reader, picture);
        return [.. editor.Transcript, .. reader.Transcript];
    }

    static async Task IsSentToLogIn(Visitor editor)
    {
        var admin = await editor.Get("/wp-admin/");
        Assert.Equal(302, admin.Status);
        Assert.StartsWith($"{WordPress.Home}wp-login.php?redirect_to=", admin.Header("Location"), StringComparison.Ordinal);
        Assert.Equal($"{WordPress.Home}wp-admin/", (await editor.Get("/wp-admin")).Header("Location"));
        Assert.Equal(200, (await editor.LogIn("wrong")).Status);
    }

    static async Task<string> LogsIn(Visitor editor)
    {
        var answer = await editor.LogIn();
        Assert.Equal($"{WordPress.Home}wp-admin/", answer.Header("Location"));
        Assert.Contains("Dashboard", (await editor.Get("/wp-admin/")).Body, StringComparison.Ordinal);
        return (await editor.Get("/wp-admin/admin-ajax.php?action=rest-nonce")).Body;
    }

    static async Task<string> Uploads(Visitor editor, string nonce)
    {
        var answer = await editor.Upload("/wp-json/wp/v2/media", nonce, "picture.png", Png.Gradient(1200, 800));
        Assert.Equal(201, answer.Status);
        using var media = JsonDocument.Parse(answer.Body);
        Assert.True(media.RootElement.GetProperty("media_details").GetProperty("sizes").GetProperty("medium").GetProperty("width").GetInt32() == 300, "smaller pictures were made");
        return media.RootElement.GetProperty("source_url").GetString()!;
    }

    static async Task<int> Publishes(Visitor editor, string nonce, string picture)
    {
        var answer = await editor.PostJson("/wp-json/wp/v2/posts", nonce,
            $$"""{"title": "The toll road", "content": "<p>A booth stands on it. <img src=\"{{picture}}\" alt=\"\"></p>", "status": "publish"}""");
        Assert.Equal(201, answer.Status);
        using var post = JsonDocument.Parse(answer.Body);
        Assert.Equal($"{WordPress.Home}the-toll-road/", post.RootElement.GetProperty("link").GetString());
        return post.RootElement.GetProperty("id").GetInt32();
    }

    static async Task Comments(Visitor reader, Visitor editor, string nonce, int post)
    {
        var sent = await reader.Post("/wp-comments-post.php",
            ("comment", "Who pays the toll?"), ("author", "A reader"), ("email", "reader@mail.example"), ("url", ""), ("comment_post_ID", $"{post}"), ("comment_parent", "0"));
        Assert.StartsWith($"{WordPress.Home}the-toll-road/", sent.Header("Location"), StringComparison.Ordinal);
        using var waiting = JsonDocument.Parse((await editor.Get("/wp-json/wp/v2/comments?status=hold", ("X-WP-Nonce", nonce))).Body);
        var id = waiting.RootElement.EnumerateArray().Single().GetProperty("id").GetInt32();
        Assert.Equal(200, (await editor.PostJson($"/wp-json/wp/v2/comments/{id}", nonce, """{"status": "approved"}""")).Status);
        Assert.Contains("Who pays the toll?", (await reader.Get("/the-toll-road/")).Body, StringComparison.Ordinal);
    }

    static async Task Reads(Visitor reader, string picture)
    {
        Assert.Equal(200, (await reader.Get("/")).Status);
        Assert.Equal(200, (await reader.Head("/")).Status);
        Assert.Equal("gzip", (await reader.Get("/", ("Accept-Encoding", "gzip"))).Header("Content-Encoding"));
        Assert.Equal($"{WordPress.Home}hello-world/", (await reader.Get("/?p=1")).Header("Location"));
        Assert.Contains("The toll road", (await reader.Get("/?s=booth")).Body, StringComparison.Ordinal);
        Assert.Contains("<sitemapindex", (await reader.Get("/wp-sitemap.xml")).Body, StringComparison.Ordinal);
        Assert.Contains("/the-toll-road/", (await reader.Get("/wp-sitemap-posts-post-1.xml")).Body, StringComparison.Ordinal);
        Assert.Equal("2", (await reader.Get("/wp-json/wp/v2/posts")).Header("X-WP-Total"));
        Assert.Equal(404, (await reader.Get("/nowhere/")).Status);

        var feed = await reader.Get("/feed/");
        Assert.Contains("<title>The toll road</title>", feed.Body, StringComparison.Ordinal);
        Assert.Equal(304, (await reader.Get("/feed/", ("If-Modified-Since", feed.Header("Last-Modified")!), ("If-None-Match", feed.Header("ETag")!))).Status);

        var path = new Uri(picture).AbsolutePath;
        var whole = await reader.Get(path);
        Assert.Equal(Png.Gradient(1200, 800), whole.Bytes);
        Assert.Equal(304, (await reader.Get(path, ("If-None-Match", whole.Header("ETag")!))).Status);
        var part = await reader.Get(path, ("Range", "bytes=100-299"));
        Assert.Equal(206, part.Status);
        Assert.Equal(whole.Bytes[100..300], part.Bytes);
    }

    public void Dispose() => scratch.Dispose();
}
