using Gardu.Agents.Catalogue;
using Gardu.Testing;

namespace Gardu.Agents.Tests.Catalogue;

public sealed class ReferralHostsTests
{
    static readonly ReferralHosts Hosts = new(AgentCatalogue.BuiltIn);

    [Theory]
    [InlineData("https://chatgpt.com/", "OpenAI")]
    [InlineData("https://chat.openai.com/c/1?x=1", "OpenAI")]
    [InlineData("https://ChatGPT.com:443/c/abc", "OpenAI")]
    [InlineData("https://chatgpt.com", "OpenAI")]
    [InlineData("https://chatgpt.com?utm=1", "OpenAI")]
    [InlineData("https://claude.ai./", "Anthropic")]
    [InlineData("https://www.perplexity.ai/search?q=a", "Perplexity")]
    [InlineData("http://www.google.com/", "Google")]
    [InlineData("https://www.google.co.id/url?sa=t", "Google")]
    [InlineData("https://google.de/", "Google")]
    [InlineData("https://gemini.google.com/app", "Google")]
    [InlineData("https://www.google.com.br/", "Google")]
    [InlineData("HTTPS://WWW.GOOGLE.FR/", "Google")]
    [InlineData("android-app://com.google.android.googlequicksearchbox/", "Google")]
    [InlineData("https://www.bing.com/search?q=x", "Microsoft")]
    [InlineData("https://copilot.microsoft.com/", "Microsoft")]
    [InlineData("https://duckduckgo.com/", "DuckDuckGo")]
    [InlineData("https://you.com/search", "You.com")]
    [InlineData("https://user:pass@chatgpt.com:8443/x", "OpenAI")]
    [InlineData("https://yandex.ru/search", "Yandex")]
    [InlineData("https://www.amazon.co.uk/", "Amazon")]
    public void A_visitor_from_an_operators_host_is_its_referral(string referer, string owner) => Assert.Equal(owner, Hosts.Find(referer)?.Name);

    [Theory]
    [InlineData("")]
    [InlineData("-")]
    [InlineData("chatgpt.com")]
    [InlineData("not a url")]
    [InlineData("://chatgpt.com/")]
    [InlineData("https://")]
    [InlineData("https:///chatgpt.com/")]
    [InlineData("https://.")]
    [InlineData("http://[::1")]
    [InlineData("http://[2001:db8::1]/")]
    [InlineData("https://notchatgpt.com/")]
    [InlineData("https://chatgpt.com.evil.example/")]
    [InlineData("https://chatgpt.com@evil.example/")]
    [InlineData("https://evil.example/?r=https://chatgpt.com/")]
    [InlineData("https://evil.example#@chatgpt.com/")]
    [InlineData("https://evil.example\\@chatgpt.com/")]
    [InlineData("https://google.evil.example/")]
    [InlineData("https://google.com.evil.example/")]
    [InlineData("https://notgoogle.com/")]
    [InlineData("https://google/")]
    [InlineData("https://google.1.2/")]
    [InlineData("https://google.gov.uk/")]
    [InlineData("https://google.co.uk1/")]
    [InlineData("https://microsoft.com/")]
    public void Any_other_is_nobodys(string referer) => Assert.Null(Hosts.Find(referer));

    [Fact]
    public void A_look_up_allocates_nothing()
    {
        string[] referers = ["https://www.google.co.id/url", "https://news.example/a/b", "https://a.b.c.d.e.f.example/"];
        Look(referers);
        var before = GC.GetAllocatedBytesForCurrentThread();
        Look(referers);
        Assert.Equal(before, GC.GetAllocatedBytesForCurrentThread());

        static void Look(string[] referers)
        {
            foreach (var referer in referers)
                Hosts.Find(referer);
        }
    }

    [Fact]
    public void Damaged_referrers_are_read_too() =>
        Fuzz.Run(20_000, ["https://www.google.co.id/url?sa=t", "https://user@chatgpt.com:443/", "http://[2001:db8::1]:80/", "android-app://com.x/"], referer => Hosts.Find(referer));
}
