using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Gardu.Agents.Catalogue;
using Gardu.Agents.Identification;
using Gardu.Reports.Rendering;
using Gardu.Reports.Traffic;
using static Gardu.Reports.Tests.Traffic.TestReports;

namespace Gardu.Reports.Tests.Rendering;

public sealed partial class RenderingTests
{
    const string Hostile = "\"><script>alert(1)</script><img src=x onerror=alert(1)>'&{{7*7}}";

    [Fact]
    public void JSON_has_exactly_the_keys_that_programs_rely_on()
    {
        var json = Json(Read(Line() + Line(Firefox, referrer: "https://chatgpt.com/"), Settings with { Sites = [new SiteUnderTerms(["*"], TermsOf(("/", "ai-train", "0.002 USD")))] }));
        Assert.Equal(["source", "traffic", "agents", "referrals", "worth"], Keys(json));
        Assert.Equal(["files", "lines", "parsed", "rejected", "from", "to"], Keys(json["source"]));
        Assert.Equal(["requests", "bytes", "machines"], Keys(json["traffic"]));
        Assert.Equal(["requests", "bytes", "share"], Keys(json["traffic"]!["machines"]));
        var agent = json["agents"]![0]!;
        Assert.Equal(["agent", "operator", "purpose", "requests", "bytes", "proof", "grounds", "refused", "ignoredRobots", "firstSeen", "lastSeen", "topPaths"], Keys(agent));
        Assert.Equal("""{"signed":0,"credential":0,"address":0,"dns":0,"claimed":1,"spoofed":0}""", agent["proof"]!.ToJsonString());
        Assert.Equal("""[{"code":"proof-not-at-hand","proof":"claimed","requests":1,"reason":"Nothing at hand to check it by"}]""", agent["grounds"]!.ToJsonString());
        Assert.Null(agent["ignoredRobots"]);
        Assert.Equal(["path", "requests"], Keys(agent["topPaths"]![0]));
        Assert.Equal(["operator", "visitors", "crawlToRefer"], Keys(json["referrals"]![0]));
        Assert.Equal("""{"currency":"USD","total":"0.002000","lines":[{"agent":"GPTBot","purpose":"ai-train","requests":1,"amount":"0.002000"}]}""", json["worth"]!.ToJsonString());
        Assert.Equal("2026-05-17T10:05:03Z", (string?)json["source"]!["from"]);
        Assert.Equal(0.5, (double?)json["traffic"]!["machines"]!["share"]);
    }

    [Fact]
    public void JSON_of_an_empty_log_has_the_same_shape()
    {
        var json = Json(Read(""));
        Assert.Equal("""{"files":1,"lines":0,"parsed":0,"rejected":0,"from":null,"to":null}""", json["source"]!.ToJsonString());
        Assert.Equal("""{"currency":"USD","total":"0.000000","lines":[]}""", json["worth"]!.ToJsonString());
        Assert.Equal("[]", json["agents"]!.ToJsonString());
        Assert.Equal("[]", json["referrals"]!.ToJsonString());
    }

    [Fact]
    public void Fractions_of_a_second_are_kept()
    {
        var json = Json(Read("""{"ts":1795473665.25,"request":{"client_ip":"192.0.2.7","method":"GET","host":"x","uri":"/","headers":{}},"size":1,"status":200}"""));
        Assert.Equal("2026-11-23T22:41:05.25Z", (string?)json["source"]!["from"]);
    }

    [Fact]
    public void Nothing_that_strangers_wrote_becomes_markup()
    {
        var evil = Hostile.Replace("\"", "\\\"", StringComparison.Ordinal);
        var page = HtmlReport.Render(Read(
            Line($"{evil}/1.0", "/" + evil) + Line(path: "/" + evil) + Line(evil, evil) + Hostile + "\n" + Line("\\x1b[31mred\\x1b[0m/1", "/\\x1b]0;title\\x07\\xe2\\x80\\xae")));
        Assert.DoesNotContain("<script", page, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("<img", page, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain('\u001b', page);
        Assert.DoesNotContain('\u202e', page);
        Assert.Contains("&lt;script&gt;alert(1)&lt;/script&gt;", page, StringComparison.Ordinal);
        CheckWellFormed(page);
    }

    [Fact]
    public void The_page_needs_nothing_else()
    {
        var page = HtmlReport.Render(Full());
        Assert.DoesNotMatch(@"(?i)\b(src|action|srcset|data|poster)\s*=|\bhref\s*=(?!""#[a-z-]+"")", page);
        Assert.DoesNotMatch(@"(?i)url\(|@import|<(script|link|iframe|object|embed|base|form)\b", page);
        Assert.Contains("default-src 'none'", page, StringComparison.Ordinal);
        Assert.Contains("prefers-color-scheme:dark", page, StringComparison.Ordinal);
        Assert.Contains("width=device-width", page, StringComparison.Ordinal);
        CheckWellFormed(page);
    }

    [Fact]
    public void The_page_answers_the_six_questions_in_order()
    {
        var page = HtmlReport.Render(Full());
        var at = Enumerable.Range(1, 6).Select(number => page.IndexOf($"<h2>{number}. ", StringComparison.Ordinal)).ToArray();
        Assert.DoesNotContain(-1, at);
        Assert.Equal(at.Order(), at);
        Assert.Contains("USD 0.004", page, StringComparison.Ordinal);
        Assert.Contains("class=\"plot\"", page, StringComparison.Ordinal);
    }

    [Fact]
    public void The_page_of_an_empty_log_says_so() => Assert.Contains("0 requests in 1 log", HtmlReport.Render(Read("")), StringComparison.Ordinal);

    [Theory]
    [InlineData("plain é 漢", "plain é 漢")]
    [InlineData("\u001b[31m\r\n\t", "\\u{1B}[31m\\u{D}\\u{A}\\u{9}")]
    [InlineData("a\u202eb\u200bc\ufeff", "a\\u{202E}b\\u{200B}c\\u{FEFF}")]
    [InlineData("0123456789", "0123456…")]
    public void Text_is_made_printable(string text, string shown) => Assert.Equal(shown, PrintableText.Of(text, shown.EndsWith('…') ? 8 : 100));

    [Fact]
    public void Bytes_that_are_no_text_stand_as_escapes() =>
        Assert.Equal("a\\xFF\\xC3é\\u{1B}", PrintableText.Of([(byte)'a', 0xFF, 0xC3, .. "é"u8, 0x1B], 100).Replace("\\x1B", "\\u{1B}", StringComparison.Ordinal));

    [Theory]
    [InlineData(0, "0 bytes")]
    [InlineData(999, "999 bytes")]
    [InlineData(1000, "1.0 kB")]
    [InlineData(99_950, "100 kB")]
    [InlineData(999_999, "1.0 MB")]
    [InlineData(long.MaxValue, "9.2 EB")]
    public void Sizes_are_short(long bytes, string shown) => Assert.Equal(shown, Figures.Size(bytes));

    [Theory]
    [InlineData(0, 10, "0%")]
    [InlineData(10, 10, "100%")]
    [InlineData(1, 100_000, "<0.1%")]
    [InlineData(99_999, 100_000, ">99.9%")]
    [InlineData(1, 3, "33.3%")]
    public void Shares_never_round_to_nothing_or_all(long part, long whole, string shown) => Assert.Equal(shown, Figures.Share(part, whole));

    [Fact]
    public void The_page_says_of_each_reason_what_it_means()
    {
        var settings = Settings with { Identifier = new Identifier(AgentCatalogue.BuiltIn, [Feed("gptbot.json", new DateTimeOffset(2026, 5, 1, 0, 0, 0, TimeSpan.Zero), "203.0.113.0/24")], []) };
        var page = HtmlReport.Render(Read(Line(address: "203.0.113.5") + Line(address: "198.51.100.1") + Line("CCBot/2.0", address: "198.51.100.1") + Line("Google-Extended"), settings));
        var links = Regex.Matches(page, "<a href=\"#([a-z-]+)\">").Select(link => link.Groups[1].Value).ToArray();
        Assert.Equal(["reason-address-not-listed", "reason-control-token", "reason-proof-not-at-hand"], links.Order(StringComparer.Ordinal));
        foreach (var link in links)
            Assert.Contains($"<dt id=\"{link}\">", page, StringComparison.Ordinal);
        Assert.Contains("address: listed by its company", page, StringComparison.Ordinal);
        Assert.DoesNotContain("credential", page[page.IndexOf("<body>", StringComparison.Ordinal)..], StringComparison.Ordinal);
        Assert.Contains("gardu agents update", page, StringComparison.Ordinal);
        CheckWellFormed(page);
    }

    static TrafficSummary Full() => Read(
        Line() + Line() + Line(time: "20/May/2026:10:05:03 +0000", status: 403) + Line(Firefox, referrer: "https://chatgpt.com/") + Line("curl/8", "/a") + "junk http://x/\n",
        Settings with
        {
            Identifier = new Identifier(AgentCatalogue.BuiltIn, [], []),
            Robots = Robots("User-agent: *\nDisallow: /a\n"),
            Sites = [new SiteUnderTerms(["*"], TermsOf(("/", "ai-train", "0.002 USD")))],
        });

    static JsonNode Json(TrafficSummary summary)
    {
        using var json = new MemoryStream();
        JsonReport.Write(summary, json);
        Assert.Equal((byte)'\n', json.ToArray()[^1]);
        return JsonNode.Parse(json.ToArray())!;
    }

    static string[] Keys(JsonNode? node) => [.. node!.AsObject().Select(member => member.Key)];

    /// <summary>Every element that is opened is closed, in order.</summary>
    static void CheckWellFormed(string page)
    {
        var open = new Stack<string>();
        foreach (Match tag in Tags().Matches(page))
        {
            var name = tag.Groups[2].Value;
            if (name is "meta" or "br" || tag.Value.EndsWith("/>", StringComparison.Ordinal))
                continue;
            if (tag.Groups[1].Value == "")
                open.Push(name);
            else
                Assert.Equal(name, open.Pop());
        }
        Assert.Empty(open);
        Assert.DoesNotContain('<', Tags().Replace(page, "").Replace("<!doctype html>", "", StringComparison.Ordinal));
    }

    [GeneratedRegex("""<(/?)([a-z][a-z0-9]*)(?: [a-zA-Z-]+="[^"<>]*")*/?>""")]
    private static partial Regex Tags();
}
