using CsCheck;
using Gardu.Agents.Catalogue;
using Gardu.Agents.Names;

namespace Gardu.Agents.Tests.Names;

public sealed class NameSuffixTests
{
    [Theory]
    [InlineData("crawl-1.googlebot.com", true)]
    [InlineData("a.geo.googlebot.com", true)]
    [InlineData("CRAWL-1.GoogleBot.COM.", true)]
    [InlineData("googlebot.com", true)]
    [InlineData("evilgooglebot.com", false)]
    [InlineData("googlebot.com.evil.example", false)]
    [InlineData("crawl-1.googlebot.com.evil.example", false)]
    [InlineData("crawl-1.googlebot.co", false)]
    [InlineData("crawl-1.googlebot.com..", false)]
    [InlineData("-googlebot.com", false)]
    [InlineData("bot.com", false)]
    [InlineData("", false)]
    [InlineData(".", false)]
    public void A_suffix_ends_a_name_on_a_label_boundary(string name, bool ends)
    {
        Assert.Equal(ends, NameSuffix.Ends(name, "googlebot.com"));
        Assert.Equal(ends, NameSuffix.Ends(name, "GoogleBot.com."));
        Assert.Equal(ends, NameSuffix.EndsAny(name, ["search.msn.com", "googlebot.com"]));
    }

    [Fact]
    public void An_empty_suffix_ends_nothing()
    {
        Assert.False(NameSuffix.Ends("a.example", ""));
        Assert.False(NameSuffix.Ends("a.example", "."));
        Assert.False(NameSuffix.EndsAny("a.example", []));
    }

    [Fact]
    public void It_agrees_with_a_comparison_label_by_label()
    {
        var label = Gen.OneOf("a", "b", "A", "ab", "ba", "bot");
        Gen.Select(label.Array[1, 5], label.Array[1, 3], Gen.Bool).Sample((name, suffix, dotted) =>
        {
            var ends = name.Length >= suffix.Length && name[^suffix.Length..].Zip(suffix).All(pair => string.Equals(pair.First, pair.Second, StringComparison.OrdinalIgnoreCase));
            Assert.Equal(ends, NameSuffix.Ends(string.Join('.', name) + (dotted ? "." : ""), string.Join('.', suffix)));
        });
    }

    [Theory]
    [InlineData("Googlebot", "crawl-66-249-66-1.googlebot.com")]
    [InlineData("Googlebot", "geo-crawl-66-249-66-1.geo.googlebot.com")]
    [InlineData("bingbot", "msnbot-157-55-39-1.search.msn.com")]
    [InlineData("Applebot", "17-58-101-179.applebot.apple.com")]
    [InlineData("Amazonbot", "1-2-3-4.crawl.amazonbot.amazon")]
    [InlineData("CCBot", "18-97-9-1.crawl.commoncrawl.org")]
    [InlineData("YouBot", "youbot-1.search.you.com")]
    public void The_catalogue_knows_the_names_that_operators_publish(string token, string name) =>
        Assert.True(NameSuffix.EndsAny(name, AgentCatalogue.BuiltIn.Find(token)!.Proofs.DnsSuffixes));

    /// <summary>Machines that anybody can rent, and Google's proxies, which fetch what anybody asks them to.</summary>
    [Theory]
    [InlineData("1-2-3-4.gae.googleusercontent.com")]
    [InlineData("4.3.2.1.bc.googleusercontent.com")]
    [InlineData("google-proxy-66-249-81-1.google.com")]
    [InlineData("ec2-1-2-3-4.compute-1.amazonaws.com")]
    [InlineData("vm.yandexcloud.net")]
    [InlineData("vm.cloudapp.azure.com")]
    public void No_agent_is_proven_by_a_name_that_others_can_have(string name) =>
        Assert.DoesNotContain(AgentCatalogue.BuiltIn.Agents, agent => NameSuffix.EndsAny(name, agent.Proofs.DnsSuffixes));
}
