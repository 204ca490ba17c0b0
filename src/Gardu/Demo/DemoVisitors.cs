namespace Gardu.Demo;

/// <summary>One who walks through the demonstration.</summary>
/// <param name="Who">In plain words.</param>
/// <param name="UserAgent">What it calls itself.</param>
/// <param name="Address">Where it comes from: addresses that are reserved for documentation (RFC 5737).</param>
/// <param name="Referer">Which site sent it; null for none.</param>
/// <param name="Paths">What it asks for, in order.</param>
sealed record DemoVisitor(string Who, string UserAgent, string Address, string? Referer, string[] Paths);

/// <summary>People, honest crawlers, a liar and a buyer, who come through the gate once.</summary>
static class DemoVisitors
{
    const string Firefox = "Mozilla/5.0 (X11; Linux x86_64; rv:145.0) Gecko/20100101 Firefox/145.0";
    const string Iphone = "Mozilla/5.0 (iPhone; CPU iPhone OS 26_1 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/26.1 Mobile/15E148 Safari/604.1";

    static readonly string[] Everything =
    [
        "/robots.txt", "/sitemap.xml", "/", .. DemoContent.Articles.Select(article => $"/articles/{article.Slug}"),
        "/forum/", .. DemoContent.Threads.Select(thread => $"/forum/{thread.Id}"), "/members/",
    ];

    /// <summary>Addresses that the demonstration's own lists name for its honest crawlers.</summary>
    public static IReadOnlyList<(string File, string Prefix)> Lists { get; } =
        [("gptbot.json", "192.0.2.0/28"), ("googlebot.json", "192.0.2.16/28"), ("common-crawlers.json", "192.0.2.16/28"), ("chatgpt-user.json", "192.0.2.32/28")];

    public static IReadOnlyList<DemoVisitor> All { get; } =
    [
        new("a reader", Firefox, "198.51.100.10", null, ["/", "/articles/eel-count", "/images/eel-count.svg", "/forum/", "/forum/2"]),
        new("a reader, sent by an AI's answer", Iphone, "198.51.100.11", "https://chatgpt.com/", ["/articles/lighthouse-keys", "/audio/", "/audio/harbour-bell.wav"]),
        new("a search engine, proven", "Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)", "192.0.2.20", null, Everything),
        new("a trainer, proven", "Mozilla/5.0 AppleWebKit/537.36 (KHTML, like Gecko; compatible; GPTBot/1.3; +https://openai.com/gptbot)", "192.0.2.4", null, Everything),
        new("a buyer: an assistant that fetches for its user", "Mozilla/5.0 AppleWebKit/537.36 (KHTML, like Gecko; compatible; ChatGPT-User/1.0; +https://openai.com/bot)", "192.0.2.33", null, ["/articles/bread-prices", "/forum/1"]),
        new("a liar who says Googlebot", "Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)", "203.0.113.66", null, Everything),
        new("a script", "python-requests/2.32.5", "203.0.113.7", null, [.. Enumerable.Repeat("/api/posts", 14)]),
        new("a feed reader", "Feedbin feed-id:1 - 3 subscribers", "198.51.100.77", null, ["/feed.xml"]),
    ];

    /// <summary>Lets one visitor walk; gives the statuses it met with how often, most frequent first.</summary>
    public static async Task<IReadOnlyList<(int Status, int Count)>> WalkAsync(DemoVisitor visitor, string gate, CancellationToken stop)
    {
        using var client = new HttpClient { BaseAddress = new Uri(gate) };
        client.DefaultRequestHeaders.TryAddWithoutValidation("User-Agent", visitor.UserAgent);
        client.DefaultRequestHeaders.TryAddWithoutValidation("X-Forwarded-For", visitor.Address);
        if (visitor.Referer is not null)
            client.DefaultRequestHeaders.Referrer = new Uri(visitor.Referer);
        var statuses = new List<int>();
        foreach (var path in visitor.Paths)
        {
            using var answer = await client.GetAsync(path, stop);
            await answer.Content.CopyToAsync(Stream.Null, stop);
            statuses.Add((int)answer.StatusCode);
        }
        return [.. statuses.CountBy(status => status).OrderByDescending(entry => entry.Value).Select(entry => (entry.Key, entry.Value))];
    }
}
