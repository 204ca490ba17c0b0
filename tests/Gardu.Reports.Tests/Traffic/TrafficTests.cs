using Gardu.Agents.Catalogue;
using Gardu.Agents.Identification;
using Gardu.Reports.Traffic;
using Gardu.Terms.Identities;
using static Gardu.Reports.Tests.Traffic.TestReports;

namespace Gardu.Reports.Tests.Traffic;

public sealed class TrafficTests
{
    static readonly DateTimeOffset FeedDate = new(2026, 5, 1, 0, 0, 0, TimeSpan.Zero);

    [Fact]
    public void Machines_and_people_are_told_apart()
    {
        var summary = Read(Line() + Line(Firefox) + Line("curl/8.5.0") + Line("-") + Line(Firefox, bytes: 900));
        Assert.Equal(new TrafficFigures(5, 1300, 3, 300), summary.Traffic);
        Assert.Equal(0.6, summary.Traffic.MachineShare);
        Assert.Equal(["(empty)", "GPTBot", "curl"], summary.Machines.Select(machine => machine.Agent));
        Assert.Equal(("OpenAI", "ai-train"), (summary.Row("GPTBot").Operator, summary.Row("GPTBot").Purpose));
        Assert.Equal((null, "unknown"), (summary.Row("curl").Operator, summary.Row("curl").Purpose));
    }

    [Fact]
    public void Addresses_prove_and_disprove()
    {
        var settings = Settings with { Identifier = new Identifier(AgentCatalogue.BuiltIn, [Feed("gptbot.json", FeedDate, "203.0.113.0/24", "2001:db8:1::/48")], [Range("198.51.100.9")]) };
        var summary = Read(
            Line(address: "203.0.113.5") + Line(address: "2001:db8:1::5") + Line(address: "198.51.100.1") + Line(address: "10.1.2.3") + Line(address: "client.example.org")
            + Line(address: "198.51.100.1", time: "17/May/2020:10:05:03 +0000") + Line(Firefox, address: "203.0.113.6") + Line("curl/8", address: "203.0.113.6")
            + Line(address: "198.51.100.9") + Line("curl/8", address: "198.51.100.9") + Line("Google-Extended", address: "10.0.0.1"), settings);
        var gptBot = summary.Row("GPTBot");
        Assert.Equal((4L, 3L, 1L), (gptBot.Proven(Proof.Address), gptBot.Proven(Proof.Claimed), gptBot.Spoofed));
        Assert.Equal(
            [
                new(ProofReasons.AddressListed, Proof.Address, 4), new(ProofReasons.ProofNotAtHand, Proof.Claimed, 2), new(ProofReasons.AddressNotListed, Proof.Spoofed, 1),
                new GroundsFigures(ProofReasons.LocalAddress, Proof.Claimed, 1),
            ],
            gptBot.Grounds);
        Assert.Equal(new GroundsFigures(ProofReasons.ControlToken, Proof.Spoofed, 1), Assert.Single(summary.Row("Google-Extended").Grounds));
        Assert.Equal(2, summary.Traffic.Requests - summary.Traffic.MachineRequests);
    }

    [Fact]
    public void Refusals_are_four_statuses()
    {
        var statuses = new[] { 200, 301, 400, 401, 402, 403, 404, 410, 418, 429, 500, 503 };
        Assert.Equal(4, Read(string.Concat(statuses.Select(status => Line(status: status)))).Row("GPTBot").Refused);
    }

    [Fact]
    public void Who_ignores_robots_txt_is_counted_by_its_own_group()
    {
        const string File = "User-agent: *\nDisallow: /tag/\n\nUser-agent: GPTBot\nDisallow: /\nAllow: /open/\n\nUser-agent: curl\nDisallow:\n";
        var log = Line(path: "/robots.txt") + Line(path: "/robots.txt?x") + Line(path: "/a") + Line(path: "/open/a") + Line(path: "/open%2F..", status: 403)
            + Line("curl/8", "/tag/a") + Line("CCBot/2.0", "/tag/a?b") + Line("CCBot/2.0", "/a") + Line(Firefox, "/tag/a") + Line("-", "/tag/");
        var summary = Read(log, Settings with { Robots = Robots(File) });
        Assert.Equal(2, summary.Row("GPTBot").IgnoredRobots);
        Assert.Equal(0, summary.Row("curl").IgnoredRobots);
        Assert.Equal(1, summary.Row("CCBot").IgnoredRobots);
        Assert.Equal(1, summary.Row("(empty)").IgnoredRobots);
        Assert.Null(Read(log).Row("GPTBot").IgnoredRobots);
    }

    [Fact]
    public void Visitors_are_page_views_of_people_that_an_operator_sent()
    {
        const string From = "https://chatgpt.com/c/1";
        var summary = Read(
            Line() + Line() + Line(address: "192.0.2.8") + Line(Firefox, referrer: From) + Line(Firefox, referrer: From, status: 304) + Line(Firefox, "/a.html?x=.css", referrer: "https://www.openai.com")
            + Line(Firefox, "/style.css?v=1", referrer: From) + Line(Firefox, "/logo.PNG", referrer: From) + Line(Firefox, referrer: From, method: "POST") + Line(Firefox, referrer: From, status: 404)
            + Line(Firefox, referrer: "https://notchatgpt.com/") + Line("curl/8", referrer: From) + Line(Firefox, referrer: "https://news.google.co.id/"));
        Assert.Equal(new ReferralFigures("OpenAI", 3, 3), Assert.Single(summary.Referrals, row => row.Operator == "OpenAI"));
        Assert.Equal(1, summary.Referrals.Single(row => row.Operator == "OpenAI").CrawlToRefer);
        Assert.Equal(new ReferralFigures("Google", 1, 0), Assert.Single(summary.Referrals, row => row.Operator == "Google"));
    }

    [Fact]
    public void Nobody_sent_means_no_ratio_and_liars_took_nothing()
    {
        var summary = Read(Line("Google-Extended") + Line("CCBot/2.0"));
        Assert.Equal([new ReferralFigures("Common Crawl", 0, 1), new ReferralFigures("Google", 0, 0)], summary.Referrals);
        Assert.All(summary.Referrals, row => Assert.Null(row.CrawlToRefer));
    }

    [Fact]
    public void Worth_is_what_honest_machines_were_given()
    {
        var settings = Settings with
        {
            Identifier = new Identifier(AgentCatalogue.BuiltIn, [Feed("gptbot.json", FeedDate, "203.0.113.0/24")], []),
            Sites = [new SiteUnderTerms(["*"], TermsOf(("/", "ai-train", "0.002 USD"), ("/archive/", "ai-train", "0.01 USD, limit 1/min"), ("/free/", "ai-train", "allow"), ("/text/", "ai-train", "0.20 USD per 1000 tokens"), ("", "", "0.000001 USD")))],
        };
        const string Address = "203.0.113.1";
        var summary = Read(
            Line(address: Address) + Line(address: Address, path: "/archive/1") + Line(address: Address, path: "/Archive/1") + Line(address: Address, path: "//x/../archive/%31") + Line(address: Address, path: "/free/1")
            + Line(address: Address, path: "/text/1") + Line(address: Address, path: "/robots.txt") + Line(address: Address, method: "HEAD") + Line(address: Address, status: 204) + Line(address: Address, status: 206)
            + Line(address: Address, status: 304) + Line(address: Address, status: 403) + Line(address: "198.51.100.1") + Line("curl/8") + Line(Firefox), settings);
        Assert.Equal("USD", summary.Worth.Currency);
        Assert.Equal(
            [new WorthLine("GPTBot", "ai-train", 5, 2_000 + 10_000 + 10_000 + 10_000 + 2_000), new WorthLine("curl", "unknown", 1, 1)],
            summary.Worth.Lines);
        Assert.Equal(34_001, summary.Worth.TotalMicros);
        Assert.Contains(summary.Source.Notes, note => note.StartsWith("1 request has a price per record", StringComparison.Ordinal));
    }

    [Fact]
    public void Terms_hold_for_their_hosts()
    {
        var settings = Settings with
        {
            Sites =
            [
                new SiteUnderTerms(["news.example"], TermsOf(("/", "ai-train", "1 USD"))),
                new SiteUnderTerms(["*.shop.example", "shop.example"], TermsOf(("/", "ai-train", "2 USD"))),
            ],
        };
        static string At(string host) => host + ":443 " + Line();
        var summary = Read(At("NEWS.example") + At("shop.example") + At("a.b.shop.example") + At("myshop.example") + At("other.example"), settings);
        Assert.Equal(5_000_000, summary.Worth.TotalMicros);
        Assert.Contains(summary.Source.Notes, note => note.StartsWith("2 requests of machines went to hosts", StringComparison.Ordinal));
        Assert.Equal(1_000_000, Read(Line(), settings).Worth.TotalMicros);
    }

    [Fact]
    public void Currencies_are_never_added()
    {
        var settings = Settings with { Sites = [new SiteUnderTerms(["a.example"], TermsOf(("/", "ai-train", "1 EUR"))), new SiteUnderTerms(["b.example"], TermsOf(("/", "ai-train", "5 IDR")))] };
        var summary = Read("a.example:80 " + Line() + "a.example:80 " + Line() + "b.example:80 " + Line(), settings);
        Assert.Equal(("EUR", 2_000_000L), (summary.Worth.Currency, summary.Worth.TotalMicros));
        Assert.Contains(summary.Source.Notes, note => note.Contains("IDR 5.00", StringComparison.Ordinal));
    }

    [Fact]
    public void Rows_stand_by_requests_then_name_and_paths_too()
    {
        var summary = Read(Line("b/1") + Line("a/1") + Line("c/1", "/z") + Line("c/1", "/y") + Line("c/1", "/y"));
        Assert.Equal(["c", "a", "b"], summary.Machines.Select(machine => machine.Agent));
        Assert.Equal([new PathFigures("/y", 2, false), new PathFigures("/z", 1, false)], summary.Row("c").TopPaths);
    }

    [Fact]
    public void A_flood_of_names_keeps_the_busiest_and_every_request()
    {
        var names = Enumerable.Range(0, 5000).Select(i => $"bot{i:0000}x/1.0").ToList();
        var log = string.Concat(names.Select(name => Line(name))) + string.Concat(Enumerable.Repeat(Line("busy/1.0", "/late"), 600));
        var summary = Read(log);
        Assert.Equal(5600, summary.Machines.Sum(machine => machine.Requests));
        Assert.Equal(UnknownMachines.NamesMax + 1, summary.Machines.Count);
        Assert.Equal(600, summary.Row("busy").Requests);
        Assert.Equal(5600 - 600 - (UnknownMachines.NamesMax - 1), summary.Row(UnknownMachines.Others).Requests);
    }

    [Fact]
    public void A_log_without_user_agents_is_told_of()
    {
        var summary = Read("192.0.2.7 - - [17/May/2026:10:05:03 +0000] \"GET / HTTP/1.1\" 200 5\n");
        Assert.Equal(1, summary.Row("(empty)").Requests);
        Assert.Contains(summary.Source.Notes, note => note.Contains("no user agents", StringComparison.Ordinal));
    }
}
