using System.Xml.Linq;
using Gardu.Agents.Catalogue;
using Gardu.Agents.Credentials;
using Gardu.Reports.Profiles;
using Gardu.Reports.Recorded;
using Gardu.Reports.Rendering;
using Gardu.Reports.Traffic;
using Gardu.Terms.Identities;
using Gardu.Terms.Values;
using Gardu.Terms.Written;

namespace Gardu.Reports.Tests.Rendering;

public sealed class HtmlAgentTests
{
    const string Hostile = "\"><script>alert(1)</script><img src=x onerror=alert(1)>'&{{7*7}}\u001b[31m\u202e";

    static readonly DateTimeOffset Noon = new(2026, 11, 23, 12, 0, 0, TimeSpan.Zero);

    static MachineHistory History(string text = "GPTBot/1.2 (+https://openai.com/gptbot)") => new()
    {
        Machine = new RecordedMachine
        {
            Name = text, IsSigned = false, Requests = 1234, Bytes = 5_000_000, Refused = 34, FirstSeen = Noon.AddDays(-3), LastSeen = Noon, Networks = 2, HashedAddresses = 0, RobotsReads = 1,
            UserAgents = [new CountedText(text, 1234)],
        },
        Proofs = [0, 34, 200, 0, 1000, 0, 0],
        Grounds = [new GroundsFigures(ProofReasons.AddressListed, Proof.Address, 1000), new GroundsFigures(ProofReasons.AddressNotListed, Proof.Spoofed, 34)],
        Decisions = [new DecisionFigures(Verdict.Allow, Mode.Enforce, "allowed-by-terms", 1200), new DecisionFigures(Verdict.Refuse, Mode.Observe, text, 34)],
        Paths = [new TakenPath(text, "/" + text, 800, 4_000_000)],
        From = [new CountedText("192.0.2.0/24", 1200), new CountedText(text, 34)],
        Keys = [new KeyFigures("lic_1", text, 12)],
    };

    static AgentProfile Profile(string name, MachineHistory? history, Agent? agent = null) => new()
    {
        Name = name, Agent = agent, Licensee = null, Feeds = [], History = history, HasRecord = true, Licensees = [new Licensee("lic_1", "Acme AI", null, Noon)], At = Noon,
    };

    static readonly Agent GptBot = AgentCatalogue.BuiltIn.Find("GPTBot")!;

    [Fact]
    public void The_page_answers_four_questions_with_the_figures()
    {
        var page = HtmlAgent.Render(Profile("GPTBot", History(), GptBot));
        var places = new[] { "1. What did it say", "2. How was it proven", "3. What did it take", "4. Whom to write to", "What the catalogue says" }.Select(title => page.IndexOf(title, StringComparison.Ordinal)).ToArray();
        Assert.DoesNotContain(-1, places);
        Assert.Equal(places.Order(), places);
        foreach (var figure in new[] { "1,234 requests", "5.0 MB", "2.8% of them refused", "81.0%", "address-not-listed", "allowed-by-terms", "would be refuse in enforce", "gptbot@openai.com", "https://platform.openai.com/docs/bots", "Acme AI", "asked for robots.txt 1 time", "anybody can write anything" })
            Assert.Contains(figure, page, StringComparison.Ordinal);
        CheckWellFormed(page);
    }

    [Fact]
    public void Nothing_that_strangers_wrote_becomes_markup()
    {
        var page = HtmlAgent.Render(Profile(Hostile, History(Hostile)));
        Assert.DoesNotContain("<script", page, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("<img", page, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain(page, letter => letter is '\u001b' or '\u202e');
        Assert.Contains("&lt;script&gt;alert(1)&lt;/script&gt;", page, StringComparison.Ordinal);
        CheckWellFormed(page);
    }

    [Fact]
    public void The_page_needs_nothing_else()
    {
        var page = HtmlAgent.Render(Profile("GPTBot", History(), GptBot));
        Assert.DoesNotMatch(@"(?i)\b(src|href|action|srcset|data|poster)\s*=", page);
        Assert.DoesNotMatch(@"(?i)url\(|@import|<(script|link|iframe|object|embed|base|form)\b", page);
        Assert.Contains("default-src 'none'", page, StringComparison.Ordinal);
        Assert.Contains("width=device-width", page, StringComparison.Ordinal);
    }

    [Fact]
    public void What_is_in_one_place_only_is_a_page_too()
    {
        var known = HtmlAgent.Render(Profile("GPTBot", null, GptBot));
        Assert.Contains("Nothing is on record of it.", known, StringComparison.Ordinal);
        CheckWellFormed(known);
        var seen = HtmlAgent.Render(Profile("AcmeBot", History("AcmeBot/1.0") with { Proofs = [1234, 0, 0, 0, 0, 0, 0], Grounds = [], Keys = [] }));
        Assert.Contains("Nothing is known of it in the catalogue; seen in traffic.", seen, StringComparison.Ordinal);
        Assert.Contains("Nothing is there to be proven", seen, StringComparison.Ordinal);
        Assert.Contains("Nobody is named", seen, StringComparison.Ordinal);
        CheckWellFormed(seen);
    }

    /// <summary>Every element is closed by its own end.</summary>
    static void CheckWellFormed(string page)
    {
        var xml = page.Replace("<!doctype html>", "", StringComparison.Ordinal);
        foreach (var empty in new[] { "meta" })
            xml = System.Text.RegularExpressions.Regex.Replace(xml, $"<{empty}([^>]*)>", $"<{empty}$1/>");
        Assert.Equal("html", XDocument.Parse(xml).Root!.Name.LocalName);
    }
}
