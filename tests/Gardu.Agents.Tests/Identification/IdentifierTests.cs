using Gardu.Agents.Catalogue;
using Gardu.Agents.Feeds;
using Gardu.Agents.Identification;
using Gardu.Terms;
using Gardu.Terms.Identities;

namespace Gardu.Agents.Tests.Identification;

/// <summary>The words of the glossary, one by one.</summary>
public sealed class IdentifierTests
{
    const string GptBot = "Mozilla/5.0 AppleWebKit/537.36 (KHTML, like Gecko); compatible; GPTBot/1.2; +https://openai.com/gptbot";
    const string Googlebot = "Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)";
    const string Chrome = "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/141.0.0.0 Safari/537.36";

    static readonly AddressFeed GptBotList = TestData.Feed("gptbot.json", TestData.Now.AddDays(-10), "192.0.2.0/24", "2001:db8:1::/48");
    static readonly AddressFeed ChatGptUserList = TestData.Feed("chatgpt-user.json", TestData.Now.AddDays(-10), "198.51.100.0/24", "192.0.2.128/25");
    static readonly AddressFeed AnthropicList = TestData.Feed("bots.json", TestData.Now.AddDays(-10), "203.0.113.0/24");
    static readonly AddressFeed GoogleList = TestData.Feed("common-crawlers.json", TestData.Now.AddDays(-10), "203.0.114.0/24");

    static Identifier With(params AddressFeed[] feeds) => new(AgentCatalogue.BuiltIn, feeds, []);

    static (string Agent, Proof Proof) Who(Identifier identifier, string userAgent, string? address, DateTimeOffset? at = null)
    {
        var identity = identifier.Identify(identifier.Claim(userAgent), address is null ? null : TestData.Ip(address), at ?? TestData.Now);
        return (identity.Agent, identity.Proof);
    }

    [Theory]
    [InlineData("192.0.2.7")]
    [InlineData("2001:db8:1:ffff::9")]
    [InlineData("::ffff:192.0.2.7")]
    public void An_address_in_its_list_proves_an_agent(string address) => Assert.Equal(("GPTBot", Proof.Address), Who(With(GptBotList), GptBot, address));

    [Fact]
    public void Being_in_any_of_its_lists_is_enough()
    {
        var legacy = TestData.Feed("googlebot.json", TestData.Now, "198.18.0.0/24");
        Assert.Equal(("Googlebot", Proof.Address), Who(With(GoogleList, legacy), Googlebot, "198.18.0.1"));
        Assert.Equal(("Googlebot", Proof.Address), Who(With(GoogleList, legacy), Googlebot, "203.0.114.1"));
    }

    [Fact]
    public void A_proof_does_not_age()
    {
        var old = GptBotList with { Dated = TestData.Now.AddYears(-5) };
        Assert.Equal(("GPTBot", Proof.Address), Who(With(old), GptBot, "192.0.2.7"));
    }

    [Theory]
    [InlineData("198.51.100.7")]
    [InlineData("100.64.0.1")]
    [InlineData("192.0.3.0")]
    [InlineData("2001:db8:2::1")]
    public void An_address_outside_a_fresh_list_shows_a_lie(string address) => Assert.Equal(("GPTBot", Proof.Spoofed), Who(With(GptBotList), GptBot, address));

    [Fact]
    public void Without_a_loaded_list_nothing_is_shown() => Assert.Equal(("GPTBot", Proof.Claimed), Who(With(AnthropicList), GptBot, "198.51.100.7"));

    [Fact]
    public void An_operator_without_proof_is_only_claimed() => Assert.Equal(("Bytespider", Proof.Claimed), Who(With(GptBotList), "Mozilla/5.0 (compatible; Bytespider)", "198.51.100.7"));

    [Theory]
    [InlineData(0, Proof.Spoofed)]
    [InlineData(90, Proof.Spoofed)]
    [InlineData(-90, Proof.Spoofed)]
    [InlineData(91, Proof.Claimed)]
    [InlineData(-91, Proof.Claimed)]
    public void A_list_shows_a_lie_within_ninety_days_of_the_request(int daysAfterTheList, Proof proof) =>
        Assert.Equal(("GPTBot", proof), Who(With(GptBotList), GptBot, "198.51.100.7", GptBotList.Dated.AddDays(daysAfterTheList)));

    [Fact]
    public void The_ninety_days_end_to_the_tick()
    {
        var end = GptBotList.Dated.AddDays(90);
        Assert.Equal(Proof.Spoofed, Who(With(GptBotList), GptBot, "198.51.100.7", end).Proof);
        Assert.Equal(Proof.Claimed, Who(With(GptBotList), GptBot, "198.51.100.7", end.AddTicks(1)).Proof);
    }

    [Fact]
    public void One_fresh_list_of_several_is_enough_to_show_a_lie()
    {
        var stale = TestData.Feed("googlebot.json", TestData.Now.AddYears(-1), "198.18.0.0/24");
        Assert.Equal(("Googlebot", Proof.Spoofed), Who(With(GoogleList, stale), Googlebot, "198.51.100.7"));
        Assert.Equal(("Googlebot", Proof.Claimed), Who(With(stale), Googlebot, "198.51.100.7"));
    }

    [Theory]
    [InlineData("127.0.0.1")]
    [InlineData("10.1.2.3")]
    [InlineData("172.20.0.1")]
    [InlineData("192.168.1.1")]
    [InlineData("169.254.0.9")]
    [InlineData("::1")]
    [InlineData("fd00::1")]
    [InlineData("fe80::1")]
    [InlineData(null)]
    public void A_local_address_or_none_leaves_it_at_the_claim(string? address) => Assert.Equal(("GPTBot", Proof.Claimed), Who(With(GptBotList), GptBot, address));

    [Fact]
    public void A_local_address_in_a_list_proves_nothing()
    {
        var odd = TestData.Feed("gptbot.json", TestData.Now, "10.0.0.0/8");
        Assert.Equal(("GPTBot", Proof.Claimed), Who(With(odd), GptBot, "10.0.0.1"));
        Assert.Equal(("", Proof.None), Who(With(odd), Chrome, "10.0.0.1"));
    }

    [Theory]
    [InlineData("198.51.100.7")]
    [InlineData("192.0.2.7")]
    [InlineData("203.0.114.1")]
    [InlineData("127.0.0.1")]
    [InlineData(null)]
    public void A_control_token_is_a_lie_from_anywhere(string? address)
    {
        Assert.Equal(("Google-Extended", Proof.Spoofed), Who(With(), "Mozilla/5.0 (compatible; Google-Extended/1.0)", address));
        Assert.Equal(("Applebot-Extended", Proof.Spoofed), Who(With(GptBotList, GoogleList), "Applebot-Extended", address));
    }

    [Theory]
    [InlineData(Chrome)]
    [InlineData("python-requests/2.31.0")]
    [InlineData("")]
    [InlineData("Mozilla/5.0 (compatible; Bytespider)")]
    [InlineData(Googlebot)]
    public void An_address_listed_for_one_agent_gives_it_away_whatever_it_calls_itself(string userAgent) =>
        Assert.Equal(("GPTBot", Proof.Address), Who(With(GptBotList, GoogleList), userAgent, "192.0.2.7"));

    [Fact]
    public void The_claimed_agents_own_list_goes_before_anothers() =>
        Assert.Equal(("GPTBot", Proof.Address), Who(With(GptBotList, ChatGptUserList), GptBot, "192.0.2.200"));

    [Fact]
    public void Of_two_lists_the_most_specific_gives_the_agent_away() =>
        Assert.Equal(("ChatGPT-User", Proof.Address), Who(With(GptBotList, ChatGptUserList), Chrome, "192.0.2.200"));

    [Fact]
    public void A_list_of_several_agents_gives_none_away()
    {
        Assert.Equal(("", Proof.None), Who(With(AnthropicList), Chrome, "203.0.113.1"));
        Assert.Equal(("curl", Proof.None), Who(With(AnthropicList), "curl/8.5.0", "203.0.113.1"));
        Assert.Equal(("Claude-User", Proof.Address), Who(With(AnthropicList), "Claude-User/1.0", "203.0.113.1"));
    }

    [Theory]
    [InlineData(GptBot)]
    [InlineData("Google-Extended")]
    [InlineData("curl/8.5.0")]
    [InlineData(Chrome)]
    public void A_trusted_address_is_never_a_machine(string userAgent)
    {
        var identifier = new Identifier(AgentCatalogue.BuiltIn, [GptBotList], [TestData.Range("192.0.2.7"), TestData.Range("127.0.0.0/8")]);
        foreach (var address in new[] { "192.0.2.7", "127.0.0.1" })
            Assert.Same(AgentIdentity.Trusted, identifier.Identify(identifier.Claim(userAgent), TestData.Ip(address), TestData.Now));
        Assert.NotSame(AgentIdentity.Trusted, identifier.Identify(identifier.Claim(userAgent), TestData.Ip("192.0.2.8"), TestData.Now));
    }

    [Fact]
    public void A_browser_with_nothing_against_it_is_a_person()
    {
        var identifier = With(GptBotList);
        Assert.Same(AgentIdentity.Person, identifier.Identify(identifier.Claim(Chrome), TestData.Ip("198.51.100.7"), TestData.Now));
        Assert.Same(AgentIdentity.Person, identifier.Identify(identifier.Claim(Chrome), null, TestData.Now));
    }

    [Fact]
    public void An_identity_carries_operator_and_purpose()
    {
        var identifier = With(GptBotList);
        var identity = identifier.Identify(identifier.Claim(GptBot), TestData.Ip("192.0.2.7"), TestData.Now);
        Assert.Equal(new AgentIdentity(RequesterKind.Agent, "GPTBot", "OpenAI", Purpose.AiTrain, Proof.Address, ProofReasons.AddressListed), identity);
    }

    [Theory]
    [InlineData(GptBot, "192.0.2.7")]
    [InlineData(GptBot, "198.51.100.7")]
    [InlineData(Chrome, "198.51.100.7")]
    [InlineData(Chrome, "192.0.2.7")]
    [InlineData("python-requests/2.31.0", "198.51.100.7")]
    [InlineData("", "198.51.100.7")]
    public void Identifying_allocates_nothing(string userAgent, string address)
    {
        var identifier = With(GptBotList, GoogleList);
        var ip = TestData.Ip(address);
        var first = identifier.Identify(identifier.Claim(userAgent), ip, TestData.Now);
        var before = GC.GetAllocatedBytesForCurrentThread();
        var again = identifier.Identify(identifier.Claim(userAgent), ip, TestData.Now);
        Assert.Equal(before, GC.GetAllocatedBytesForCurrentThread());
        Assert.Same(first, again);
    }
}
