using System.Text;
using Gardu.Protocols.Robots;

namespace Gardu.Protocols.Tests.Robots;

/// <summary>What other standards put into robots.txt.</summary>
public sealed class RobotsRecordsTests
{
    static RobotsTxt Read(string robots) => RobotsTxt.Parse(Encoding.UTF8.GetBytes(robots));

    [Fact]
    public void Licences_before_any_group_are_the_files_and_those_in_a_group_its_agents()
    {
        var robots = Read("License: https://a.example/license.xml\nSitemap: https://a.example/s.xml\nUser-agent: GPTBot\nLicense: https://a.example/gpt.xml\nDisallow: /\nUser-agent: *\nAllow: /\nSitemap: https://a.example/t.xml");
        Assert.Equal(["https://a.example/license.xml"], robots.Licenses);
        Assert.Equal(["https://a.example/gpt.xml"], robots.GroupOf("gptbot")!.Licenses);
        Assert.Empty(robots.GroupOf("CCBot")!.Licenses);
        Assert.Equal(["https://a.example/s.xml", "https://a.example/t.xml"], robots.Sitemaps);
        Assert.Equal(["*", "GPTBot"], robots.Agents.Order(StringComparer.Ordinal));
        Assert.Null(Read("User-agent: GPTBot\nDisallow: /").GroupOf("CCBot"));
    }

    [Fact]
    public void Signals_and_usages_belong_to_their_group_and_groups_of_one_agent_are_one()
    {
        var group = Read("User-agent: A\nUser-agent: B\nContent-Signal: search=yes\nAllow: /\n\nUser-agent: A\nDisallow: /x\ncontent-signal: /y ai-train=no").GroupOf("A")!;
        Assert.Equal([null, "/y"], group.ContentSignals.Select(signal => signal.Pattern?.Text));
        Assert.Equal(["search=yes", "ai-train=no"], group.ContentSignals.Select(signal => signal.Value));
        Assert.Equal(2, group.Rules.Count);
    }

    /// <summary>The example of draft-ietf-aipref-attach, section 3.5.</summary>
    [Theory]
    [InlineData("OtherBot", "/test", "train-ai=n")]
    [InlineData("OtherBot", "/never/test", null)]
    [InlineData("OtherBot", "/ai-ok/test", "train-ai=y")]
    [InlineData("ExampleBot", "/test", "train-ai=y")]
    [InlineData("ExampleBot", "/never/test", "train-ai=y")]
    [InlineData("ExampleBot", "/ai-ok/test", "train-ai=y")]
    public void The_longest_path_that_may_be_fetched_has_the_preference(string agent, string path, string? expected)
    {
        var robots = Read("User-Agent: *\nAllow: /\nDisallow: /never/\nContent-Usage: train-ai=n\nContent-Usage: /ai-ok/ train-ai=y\n\nUser-Agent: ExampleBot\nAllow: /\nContent-Usage: train-ai=y\n");
        var preferences = robots.UsagesOf(agent, path);
        Assert.Equal(expected, preferences.TryGetValue("train-ai", out var allowed) ? $"train-ai={(allowed ? "y" : "n")}" : null);
    }

    [Fact]
    public void Of_equal_paths_the_preference_that_disallows_counts() =>
        Assert.False(Read("User-agent: *\nContent-Usage: /a train-ai=y\nContent-Usage: /a train-ai=n").UsagesOf("X", "/a/b")["train-ai"]);

    [Theory]
    [InlineData("noai, noimageai", null, "noai|noimageai")]
    [InlineData("googlebot: nosnippet", "googlebot", "nosnippet")]
    [InlineData("max-snippet:20, NOAI", null, "max-snippet:20|noai")]
    [InlineData("unavailable_after: 25 Jun 2027 15:00:00 PST", null, "unavailable_after: 25 jun 2027 15:00:00 pst")]
    [InlineData("noindex, max-image-preview:large", null, "noindex|max-image-preview:large")]
    [InlineData("", null, "")]
    public void A_robots_tag_has_words_and_perhaps_an_agent(string value, string? agent, string words)
    {
        var tag = RobotsTag.Parse(value);
        Assert.Equal((agent, words), (tag.Agent, string.Join('|', tag.Words)));
    }
}
