using System.Text;
using System.Text.RegularExpressions;
using System.Xml.Linq;
using Gardu.Evidence.Cases;

namespace Gardu.Evidence.Tests.Cases;

public sealed class HtmlCaseTests
{
    const string Hostile = "\"><script>alert(1)</script><img src=x onerror=alert(1)>'&{{7*7}}\u001b[31m\u202e";

    static readonly DateTimeOffset Day = SmallLog.From.AddDays(3);

    [Fact]
    public void The_page_tells_who_how_often_when_what_and_by_what_proof()
    {
        using var log = SmallLog.WithTerms().Usage(Day).Usage(Day.AddHours(1), "/archive/b", proof: "claimed").Usage(Day.AddDays(1), "/c", decision: "allow").Usage(Day.AddDays(2), decision: "refuse", mode: "observe");
        var page = log.Page();
        foreach (var said in new[]
        {
            "<h1>Case: GPTBot at news.example, 1 Nov 2026 to 1 Dec 2026</h1>", "GPTBot, of OpenAI", "In the name of GPTBot, 4 requests came", "4 Nov 2026 00:00", "6 Nov 2026 00:00", "4.0 kB",
            "1 allowed, 2 refused, 1 would have been refused (observe)", "3 proven to be of GPTBot, 1 on nothing but the word of whoever sent them.", "address: it came from an address that its operator publishes",
            "refused-by-terms: The owner of this site does not permit", "GPTBot/1.2", "by day, UTC; the most, 2, on 4 Nov 2026", "GET /archive/b", "2026-11-04 01:00:00Z", "rule /archive/* ai-train",
        })
            Assert.Contains(said, Plain(page), StringComparison.Ordinal);
        var places = new[] { "1. Summary", "2. Timeline", "3. Terms in force", "4. Requests", "5. Keys of the log", "6. What this proves, and what it does not", "7. How to verify" }.Select(title => page.IndexOf(title, StringComparison.Ordinal)).ToArray();
        Assert.DoesNotContain(-1, places);
        Assert.Equal(places.Order(), places);
        CheckWellFormed(page);
    }

    [Theory]
    [InlineData("signed", "Who asked: 1 proven to be of GPTBot.")]
    [InlineData("claimed", "Who asked: 1 on nothing but the word of whoever sent them.")]
    [InlineData("none", "Who asked: 1 on nothing but the word of whoever sent them.")]
    [InlineData("spoofed", "Who asked: 1 from somebody else who used the name.")]
    [InlineData("telepathy", "Who asked: 1 by a proof that this program does not know.")]
    public void Who_asked_is_said_no_surer_than_it_is(string proof, string said)
    {
        using var log = SmallLog.WithTerms().Usage(Day, proof: proof);
        Assert.Equal(said, CaseWords.WhoAsked(log.Read()));
        Assert.Contains(said, log.Page(), StringComparison.Ordinal);
    }

    [Fact]
    public void The_timeline_has_what_stood_before_and_what_changed_within()
    {
        using var log = SmallLog.WithTerms().Usage(Day).Declare(Day.AddDays(1), "terms", SmallLog.SecondTerms).Configure(Day.AddDays(1), SmallLog.SecondTerms).Declare(Day.AddDays(2), "https://news.example/robots.txt", null).Declare(Day, "terms", "other", "other.example");
        var page = Plain(Section(log.Page(), "timeline"));
        foreach (var said in new[]
        {
            "2026-10-30 00:00:00Z (before)key of the log", "2026-10-31 00:00:00Z (before)news.example declares terms, " + SmallLog.HashOf(SmallLog.FirstTerms)[..12], "(before)news.example declares https://news.example/robots.txt",
            "in force under gardu 0.1.0: news.example in enforce by terms " + SmallLog.HashOf(SmallLog.SecondTerms)[..12], "2026-11-05 00:00:00Znews.example declares terms, " + SmallLog.HashOf(SmallLog.SecondTerms)[..12],
            "2026-11-06 00:00:00Znews.example no longer declares https://news.example/robots.txt", "first request of GPTBot: GET /archive/a at news.example, refused", "What 1 other site of the same log",
        })
            Assert.Contains(said, page, StringComparison.Ordinal);
        Assert.DoesNotContain("other.example", page, StringComparison.Ordinal);
    }

    [Fact]
    public void Each_version_of_the_terms_has_its_words_its_time_and_its_requests()
    {
        using var log = SmallLog.WithTerms().Usage(Day).Usage(Day).Declare(Day.AddDays(1), "terms", SmallLog.SecondTerms).Usage(Day.AddDays(2), terms: SmallLog.SecondTerms)
            .Declare(Day.AddDays(3), "terms", SmallLog.FirstTerms).Usage(Day.AddDays(4)).Usage(Day.AddDays(4), terms: "never said").Usage(Day.AddDays(4), terms: null);
        var section = Section(log.Page(), "terms");
        var page = Plain(section);
        Assert.Contains("In force from 2026-10-31 00:00:00Z (index 1) to 2026-11-05 00:00:00Z (index 6); again since 2026-11-07 00:00:00Z (index 8). 3 requests of this case fell under them.", page, StringComparison.Ordinal);
        Assert.Contains("In force from 2026-11-05 00:00:00Z (index 6) to 2026-11-07 00:00:00Z (index 8). 1 request of", page, StringComparison.Ordinal);
        Assert.Contains(SmallLog.SecondTerms.TrimEnd(), page, StringComparison.Ordinal);
        Assert.Contains($"1 request to news.example fell under terms {SmallLog.HashOf("never said")[..16]}, of which there is no declaration in this case", page, StringComparison.Ordinal);
        Assert.Contains("1 request to news.example fell under terms that the record does not name", page, StringComparison.Ordinal);
        Assert.Contains("User-agent: GPTBot\nDisallow: /archive/", page, StringComparison.Ordinal);
        Assert.Equal(1, Regex.Count(section, SmallLog.HashOf(SmallLog.FirstTerms) + "</code></a></p>"));
    }

    [Fact]
    public void Figures_are_those_of_the_entries_by_the_command_that_the_page_names()
    {
        using var log = SmallLog.WithTerms().Usage(Day).Usage(Day).Usage(Day, path: "/?a=\"decision\":\"refuse\"", decision: "allow").Usage(Day, userAgent: "\\\"decision\\\":\\\"refuse\\\"", decision: "allow");
        var entries = Encoding.UTF8.GetString(log.Files()["entries.jsonl"]);
        Assert.Contains("grep -c '\\\\\"reason\\\\\":\\\\\"WORD\\\\\"' entries.jsonl", Plain(log.Page()), StringComparison.Ordinal);
        Assert.Equal(2, entries.Split('\n').Count(line => line.Contains("\\\"decision\\\":\\\"refuse\\\"", StringComparison.Ordinal)));
    }

    [Fact]
    public void Nothing_that_strangers_wrote_becomes_markup()
    {
        using var log = SmallLog.WithTerms().Usage(Day, "/" + Hostile, Hostile, Hostile, Hostile, Hostile, Hostile, Hostile).Declare(Day, Hostile, Hostile, Hostile).Declare(Day, "terms", Hostile, Hostile);
        var page = log.Page();
        Assert.DoesNotContain("<script", page, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("<img", page, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain(page, letter => letter is '\u001b' or '\u202e');
        Assert.Contains("&lt;script&gt;alert(1)&lt;/script&gt;", page, StringComparison.Ordinal);
        Assert.DoesNotContain(Encoding.UTF8.GetString(log.Files()["README.txt"]), letter => letter is '\u001b' or '\u202e');
        CheckWellFormed(page);
    }

    [Fact]
    public void The_page_needs_nothing_else_and_links_only_into_the_case()
    {
        using var log = SmallLog.WithTerms().Usage(Day);
        var page = log.Page();
        Assert.DoesNotMatch(@"(?i)\b(src|action|srcset|poster)\s*=", page);
        Assert.DoesNotMatch(@"(?i)url\(|@import|<(script|link|iframe|object|embed|base|form)\b", page);
        Assert.Contains("default-src 'none'", page, StringComparison.Ordinal);
        var (links, ids) = (Regex.Matches(page, "href=\"([^\"]*)\"").Select(link => link.Groups[1].Value).ToList(), Regex.Matches(page, " id=\"([^\"]*)\"").Select(id => "#" + id.Groups[1].Value).ToList());
        Assert.NotEmpty(links);
        Assert.Equal(ids.Distinct(), ids);
        Assert.All(links, link => Assert.True(ids.Contains(link) || log.Files().ContainsKey(link), $"{link} leads nowhere"));
    }

    [Fact]
    public void The_page_does_not_grow_with_the_requests()
    {
        using var log = SmallLog.WithTerms();
        for (var number = 0; number < 700; number++)
            log.Usage(Day.AddMinutes(number), $"/archive/{number}", userAgent: $"GPTBot/{number}");
        var page = log.Page();
        Assert.Equal(2 * RequestTally.ShownMax, Regex.Count(page, "<tr id=\"entry-"));
        foreach (var said in new[] { "700 requests refused", "500 more between these", "GET /archive/0<", "GET /archive/99<", "GET /archive/600<", "GET /archive/699<" })
            Assert.Contains(said, page, StringComparison.Ordinal);
        Assert.DoesNotContain("GET /archive/100<", page, StringComparison.Ordinal);
        Assert.Contains("all others680", Plain(page), StringComparison.Ordinal);
    }

    [Fact]
    public void Limits_of_what_is_claimed_are_those_of_the_case()
    {
        using var alone = SmallLog.WithTerms().Usage(Day).Usage(Day).Erase().Erasure(Day.AddDays(1), 1).Lose(SmallLog.FirstTerms);
        var said = Plain(Section(alone.Page(), "proven"));
        Assert.Contains("No witness signed this checkpoint", said, StringComparison.Ordinal);
        Assert.Contains("nobody can prove from it that nothing was left out", said, StringComparison.Ordinal);
        Assert.Contains("acts on record erased what 1 entry of this log said", said, StringComparison.Ordinal);
        Assert.Contains("Of 1 declaration the log has the hash, and the bytes were not at hand", said, StringComparison.Ordinal);
        Assert.Contains("This file was made at 2026-12-02 00:00:00Z by gardu 0.1.0", said, StringComparison.Ordinal);
        Assert.Equal(1, alone.Read().RequestCount);
        Assert.All(CaseWords.NotProven(alone.Read()), limit => Assert.Contains(limit.Title + ". ", Encoding.UTF8.GetString(alone.Files()["README.txt"]), StringComparison.Ordinal));

        using var witnessed = new SmallLog { WitnessedAt = Day.AddDays(5) }.Declare(Day, "terms", SmallLog.FirstTerms).Usage(Day);
        Assert.Contains("All of it existed by 2026-11-09 00:00:00Z: witness.example/w1 signed", Plain(witnessed.Page()), StringComparison.Ordinal);
        Assert.DoesNotContain("acts on record", witnessed.Page(), StringComparison.Ordinal);
    }

    [Fact]
    public void The_logs_keys_have_their_history()
    {
        using var log = SmallLog.WithTerms().Usage(Day).LogKey(Day.AddDays(1), "retired");
        Assert.Contains("added 2026-10-30 00:00:00Z (index 0); retired 2026-11-05 00:00:00Z (index 5)", Plain(Section(log.Page(), "keys")), StringComparison.Ordinal);
    }

    static string Section(string page, string id) => Regex.Match(page, $"<h2 id=\"{id}\">.*?(?=<h2|</body>)", RegexOptions.Singleline).Value;

    /// <summary>What stands on the page for people.</summary>
    static string Plain(string page) => System.Net.WebUtility.HtmlDecode(Regex.Replace(page, "<(?!h1|/h1)[^>]*>", ""));

    /// <summary>Every element is closed by its own end.</summary>
    static void CheckWellFormed(string page)
    {
        var xml = Regex.Replace(page.Replace("<!doctype html>", "", StringComparison.Ordinal), "<(meta|br)([^>]*)>", "<$1$2/>");
        Assert.Equal("html", XDocument.Parse(xml).Root!.Name.LocalName);
    }
}
