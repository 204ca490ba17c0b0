using System.CommandLine;
using System.Text.Json;
using Gardu.Commands;
using Gardu.Tests.Checking;
using Microsoft.AspNetCore.Http;

namespace Gardu.Tests.Commands;

public sealed class CheckTermsTests : CommandTest
{
    const string Licence = "<rsl xmlns=\"https://rslstandard.org/rsl\"><content url=\"/\"><license><prohibits type=\"usage\">ai-train</prohibits></license></content></rsl>";

    Task<int> CheckAsync(params string[] args) => TermsCommand.Create().Parse(["check", .. args])
        .InvokeAsync(new InvocationConfiguration { Output = Output, Error = Error }, TestContext.Current.CancellationToken);

    void Save(string name, string text)
    {
        var path = Path.Combine(Folder, name);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!); // a file has a folder
        File.WriteAllText(path, text);
    }

    async Task<string[]> FoundAsync(int code = ExitCode.Found, params string[] args)
    {
        Assert.Equal(code, await CheckAsync([args.Length == 0 ? Folder : args[0], .. args.Skip(1)]));
        return [.. Output.ToString().Split('\n').SkipWhile(line => line.Length > 0).Where(line => line.Length > 0)];
    }

    [Fact]
    public async Task Every_vocabulary_has_a_column()
    {
        Save("robots.txt", "License: https://news.example/terms.xml\nUser-agent: *\nDisallow: /\nContent-Signal: search=yes, ai-train=no");
        Save("terms.xml", "<rsl xmlns=\"https://rslstandard.org/rsl\"><content url=\"/\"><license><permits type=\"usage\">ai-train</permits><payment type=\"crawl\"><amount currency=\"USD\">0.015</amount></payment></license></content></rsl>");
        Save(".well-known/tdmrep.json", """[{"location":"/","tdm-reservation":1,"tdm-policy":"https://news.example/p"}]""");
        Save("ai.txt", "User-Agent: *\nDisallow: /\n");
        Save("headers.txt", "HTTP/1.1 200 OK\r\nContent-Usage: train-ai=n\r\nX-Robots-Tag: noai\r\n");
        Assert.Equal(ExitCode.Found, await CheckAsync(Folder)); // search: everybody is kept out, and says yes
        var row = Output.ToString().Split('\n').Single(line => line.StartsWith("ai-train ", StringComparison.Ordinal)).Split(' ', StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal(["ai-train", "refuse", "refuse", "refuse", "price", "reserved", "refuse", "refuse"], row);
        Assert.Contains("ai-train: RSL from robots.txt asks 0.015 USD (crawl)", Output.ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain("contradiction: ai-", Output.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("User-agent: GPTBot\nAllow: /\n\nUser-agent: *\nAllow: /\nContent-Signal: ai-train=no", "contradiction: ai-train: robots.txt lets GPTBot in, Content-Signal in robots.txt says no")]
    [InlineData("User-agent: *\nDisallow: /\nContent-Signal: ai-train=yes", "contradiction: ai-train: Content-Signal in robots.txt says yes, robots.txt keeps every agent out")]
    [InlineData("User-agent: *\nAllow: /\nContent-Signal: ai-train=no\nContent-Usage: train-ai=y", "contradiction: ai-train: Content-Usage in robots.txt says yes, Content-Signal in robots.txt says no")]
    [InlineData("User-agent: *\nAllow: /\nContent-Signal: search=yes, ai-input=no, ai-train=no", null)]
    [InlineData("User-agent: GPTBot\nAllow: /\n\nUser-agent: CCBot\nDisallow: /\n\nUser-agent: *\nAllow: /\nContent-Signal: ai-train=no", null)] // one agent is an exception that no word for a purpose can make
    [InlineData("User-agent: *\nContent-Usage: train-ai=y\nContent-Usage: /archive/ train-ai=n\nContent-Signal: ai-train=no\nAllow: /", null)] // a signal knows no paths
    public async Task Robots_txt_contradicts_itself_or_not(string robots, string? said)
    {
        Save("robots.txt", robots);
        Assert.Equal([said ?? "no contradictions, no dead links"], await FoundAsync(said is null ? ExitCode.Done : ExitCode.Found));
    }

    [Theory]
    [InlineData("tdm-reservation: 1\nContent-Usage: train-ai=y", "contradiction: ai-train: Content-Usage header says yes, TDMRep reserves it, and names no terms")]
    [InlineData("tdm-reservation: 1\ntdm-policy: https://other.example/p\nContent-Usage: train-ai=y", null)]
    [InlineData("tdm-reservation: 0\nContent-Usage: train-ai=n", "contradiction: ai-train: TDMRep reserves nothing, Content-Usage header says no")]
    [InlineData("X-Robots-Tag: noai\nContent-Signal: ai-train=yes", "contradiction: ai-train: Content-Signal header says yes, X-Robots-Tag says noai")]
    [InlineData("X-Robots-Tag: otherbot: noai\nContent-Signal: ai-train=yes", null)]
    public async Task Headers_contradict_each_other_or_not(string headers, string? said)
    {
        Save("headers.txt", headers);
        Assert.Equal(said ?? "no contradictions, no dead links", (await FoundAsync(said is null ? ExitCode.Done : ExitCode.Found))[^1]);
    }

    [Fact]
    public async Task The_page_counts_before_the_headers_and_those_before_the_file()
    {
        Save(".well-known/tdmrep.json", """[{"location":"/","tdm-reservation":1}]""");
        Save("headers.txt", "tdm-reservation: 0");
        Save("index.html", "<meta name=tdm-reservation content=1><meta name=robots content='noimageai'>");
        Assert.Equal(ExitCode.Done, await CheckAsync(Folder, "--json"));
        var statements = JsonDocument.Parse(Output.ToString()).RootElement.GetProperty("statements").EnumerateArray().Select(statement => $"{statement.GetProperty("vocabulary")} {statement.GetProperty("purpose")} {statement.GetProperty("stance")}");
        Assert.Equal(["TDMRep ai-index reserved", "TDMRep ai-input reserved", "TDMRep ai-train reserved", "noai ai-train mixed"], statements);
    }

    [Fact]
    public async Task What_cannot_be_read_is_named_with_its_place()
    {
        Save("license.xml", Licence.Replace("ai-train", "ai-dance", StringComparison.Ordinal));
        Save(".well-known/tdmrep.json", "{}");
        Save("index.html", "<script type=application/rsl+xml><rsl></script>");
        var found = await FoundAsync();
        Assert.Contains(found, line => line.StartsWith("unreadable: TDMRep: https://site.invalid/.well-known/tdmrep.json is no JSON array", StringComparison.Ordinal));
        Assert.Contains("unreadable: RSL in /license.xml: https://site.invalid/license.xml line 1, position 69: there is no usage \"ai-dance\"", found);
        Assert.Contains(found, line => line.StartsWith("unreadable: RSL in HTML script: ", StringComparison.Ordinal));
    }

    [Fact]
    public async Task What_Google_reads_otherwise_is_told()
    {
        Save("robots.txt", "user-agent Googlebot\ndisallow /\n");
        Assert.Equal(["read-two-ways: robots.txt: Google, which reads more than RFC 9309 says, keeps out Googlebot; by the standard it is the other way"], await FoundAsync());
    }

    [Fact]
    public async Task What_strangers_wrote_cannot_steer_the_terminal()
    {
        Save("robots.txt", "License: \u001b[2J\u202e\nUser-agent: *\nAllow: /");
        await FoundAsync();
        Assert.DoesNotContain("\u001b", Output.ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain("\u202e", Output.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_folder_may_be_named_with_a_slash_behind_it_and_one_without_a_site_is_a_mistake()
    {
        Save("site/robots.txt", "User-agent: *\nDisallow: /\nContent-Signal: ai-train=yes");
        Assert.Contains("contradiction: ai-train: Content-Signal in robots.txt says yes, robots.txt keeps every agent out", await FoundAsync(ExitCode.Found, Path.Combine(Folder, "site") + "/"));
        Directory.CreateDirectory(Path.Combine(Folder, "empty"));
        Assert.Equal(ExitCode.Usage, await CheckAsync(Path.Combine(Folder, "empty")));
    }

    [Fact]
    public async Task A_folder_is_not_left()
    {
        Save("secret", "x");
        Directory.CreateDirectory(Path.Combine(Folder, "site"));
        Save("site/robots.txt", "License: https://news.example/%2e%2e/secret\nLicense: https://news.example/..%2fsecret\nUser-agent: *\nAllow: /");
        Assert.Equal(["no contradictions, no dead links"], await FoundAsync(ExitCode.Done, Path.Combine(Folder, "site")));
    }

    [Fact]
    public async Task A_site_is_asked_by_every_way()
    {
        await using var site = await TestSite.OfFiles(
            new()
            {
                ["/"] = "<link rel=license type='application/rsl+xml' href=/page.xml>",
                ["/robots.txt"] = "License: {site}/gone.xml\nSitemap: {site}/sitemap.xml\nUser-agent: *\nAllow: /",
                ["/page.xml"] = Licence,
                ["/head.xml"] = Licence.Replace("ai-train", "ai-input", StringComparison.Ordinal),
            },
            head =>
            {
                head.ContentType = "text/html";
                head.Headers.Link = "</head.xml>; rel=license; type=\"application/rsl+xml\"";
                head.Headers["tdm-reservation"] = "1";
                head.Headers["tdm-policy"] = "/terms";
            });
        Assert.Equal(
            [$"dead-link: License in robots.txt: {site.Url}gone.xml answers 404", $"dead-link: Sitemap in robots.txt: {site.Url}sitemap.xml answers 404", $"dead-link: tdm-policy header: {site.Url}terms answers 404"],
            await FoundAsync(ExitCode.Found, site.Url.AbsoluteUri, "--allow-private"));
        Assert.Contains("ai-train allow", Output.ToString(), StringComparison.Ordinal);
        Output.GetStringBuilder().Clear();
        Assert.Equal(ExitCode.Found, await CheckAsync(site.Url.AbsoluteUri, "--allow-private", "--json"));
        var json = JsonDocument.Parse(Output.ToString()).RootElement;
        Assert.Equal(3, json.GetProperty("problems").GetArrayLength());
        Assert.Equal(["RSL from Link header", "RSL from HTML link"], json.GetProperty("statements").EnumerateArray().Where(statement => statement.GetProperty("vocabulary").GetString() == "RSL" && statement.GetProperty("stance").GetString() == "refuse").Select(statement => statement.GetProperty("source").GetString()));
    }

    [Theory]
    [InlineData("/5/", true)]
    [InlineData("/6/", false)]
    [InlineData("/ftp", false)]
    [InlineData("/self", false)]
    [InlineData("/password", false)]
    public async Task Redirects_are_followed_with_care(string first, bool isFound)
    {
        await using var site = await TestSite.StartAsync(context =>
        {
            var path = context.Request.Path.Value!; // a request has one
            if (path is "/robots.txt")
                return context.Response.WriteAsync($"Sitemap: http://{context.Request.Host}{first}\nUser-agent: *\nAllow: /");
            var next = path switch
            {
                "/ftp" => "ftp://news.example/",
                "/self" => "/self",
                "/password" => $"http://a:b@{context.Request.Host}/0/",
                "/0/" => null,
                _ when path.Length == 3 && char.IsAsciiDigit(path[1]) => $"/{path[1] - '1'}/",
                _ => "",
            };
            context.Response.StatusCode = next is null ? 200 : next.Length == 0 ? 404 : 302;
            if (next?.Length > 0)
                context.Response.Headers.Location = next;
            return Task.CompletedTask;
        });
        Assert.Equal(isFound ? ExitCode.Done : ExitCode.Found, await CheckAsync(site.Url.AbsoluteUri, "--allow-private"));
    }

    [Fact]
    public async Task A_site_that_has_moved_is_asked_where_it_is()
    {
        await using var moved = await TestSite.OfFiles(new() { ["/"] = "<p>", ["/robots.txt"] = "User-agent: *\nDisallow: /" });
        await using var site = await TestSite.StartAsync(context =>
        {
            context.Response.Redirect(moved.Url.AbsoluteUri);
            return Task.CompletedTask;
        });
        Assert.Equal(ExitCode.Done, await CheckAsync(site.Url.AbsoluteUri, "--allow-private"));
        Assert.StartsWith(moved.Url.AbsoluteUri + "\n", Output.ToString(), StringComparison.Ordinal);
        Assert.Contains("search   refuse", Output.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_robots_txt_that_fails_closes_the_site()
    {
        await using var site = await TestSite.StartAsync(context =>
        {
            context.Response.StatusCode = context.Request.Path == "/robots.txt" ? 503 : 404;
            return Task.CompletedTask;
        });
        Assert.Equal([$"unreadable: robots.txt: {site.Url}robots.txt answers 503, which crawlers have to take for a refusal of everything"], await FoundAsync(ExitCode.Found, site.Url.AbsoluteUri, "--allow-private"));
    }

    [Theory]
    [InlineData("gzip")]
    [InlineData("br")]
    [InlineData("deflate")]
    public async Task What_is_not_compressed_as_it_says_is_told(string encoding)
    {
        await using var site = await TestSite.StartAsync(async context =>
        {
            context.Response.Headers.ContentEncoding = encoding;
            await context.Response.WriteAsync("User-agent: *\nDisallow: /\n" + new string('x', 1000));
        });
        Assert.Equal(ExitCode.Unavailable, await CheckAsync(site.Url.AbsoluteUri, "--allow-private"));
        Assert.Contains("compressed", Error.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_endless_answer_is_cut()
    {
        await using var site = await TestSite.StartAsync(async context =>
        {
            context.Response.ContentType = "text/plain";
            var bytes = new byte[64 * 1024];
            while (!context.RequestAborted.IsCancellationRequested)
                await context.Response.Body.WriteAsync(bytes, context.RequestAborted);
        });
        var found = await FoundAsync(ExitCode.Found, site.Url.AbsoluteUri, "--allow-private");
        Assert.Contains(found, line => line.EndsWith("license.xml larger than 1024 KiB", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_private_address_is_asked_only_when_told()
    {
        await using var site = await TestSite.OfFiles(new() { ["/robots.txt"] = "User-agent: *\nAllow: /" });
        Assert.Equal(ExitCode.Unavailable, await CheckAsync(site.Url.AbsoluteUri));
        Assert.Equal($"gardu terms check: {site.Url.AbsoluteUri.TrimEnd('/')} is at an address that is not public; --allow-private asks it all the same\n", Error.ToString());
        Assert.Equal(ExitCode.Done, await CheckAsync(site.Url.AbsoluteUri, "--allow-private"));
    }

    [Theory]
    [InlineData("nonsense")]
    [InlineData("ftp://news.example/")]
    [InlineData("https://a:b@news.example/")]
    public async Task What_is_no_site_is_told(string argument)
    {
        Assert.Equal(ExitCode.Usage, await CheckAsync(argument));
        Assert.Contains("is neither a folder nor an address", Error.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_site_that_does_not_answer_is_unavailable()
    {
        var site = await TestSite.OfFiles([]);
        await site.DisposeAsync();
        Assert.Equal(ExitCode.Unavailable, await CheckAsync(site.Url.AbsoluteUri, "--allow-private"));
    }
}
