using CsCheck;
using Gardu.Agents.Identification;
using Gardu.Terms;

namespace Gardu.Agents.Tests.Identification;

public sealed class StatedWordsTests
{
    [Theory]
    [InlineData("AcmeBot/1.0 (+https://www.acme.example/bot)", "https://www.acme.example/bot")]
    [InlineData("Mozilla/5.0 (compatible; AcmeBot/1.0; +http://acme.example/bot.html) Safari", "http://acme.example/bot.html")]
    [InlineData("AcmeBot/1.0 (bot@acme.example; +https://acme.example/)", "https://acme.example/")]
    [InlineData("AcmeBot/1.0 (+bot@acme.example)", "bot@acme.example")]
    [InlineData("AcmeBot https://acme.example/about.", "https://acme.example/about")]
    [InlineData("AcmeBot/1.0 (mailto:bot@acme.example)", "bot@acme.example")]
    [InlineData("AcmeBot/1.0 (https://acm\u00e9.example/bot)", null)]
    [InlineData("AcmeBot/1.0 (https://user:pass@acme.example/)", null)]
    [InlineData("AcmeBot/1.0 (https://192.0.2.1/)", null)]
    [InlineData("AcmeBot/1.0 (javascript:alert(1))", null)]
    [InlineData("AcmeBot/1.0 http://", null)]
    [InlineData("Ecosia android@69.0.3497.100", null)]
    [InlineData("AcmeBot/1.0 @acme", null)]
    [InlineData("", null)]
    public void Whom_to_write_to_is_found_in_a_user_agent(string userAgent, string? contact) => Assert.Equal(contact, StatedWords.ContactIn(userAgent, isCut: false));

    [Fact]
    public void What_may_be_cut_off_is_not_taken_for_whole()
    {
        Assert.Null(StatedWords.ContactIn("AcmeBot/1.0 +https://acme.example/b", isCut: true));
        Assert.Null(StatedWords.ContactIn("AcmeBot/1.0 bot@acme.ex", isCut: true));
        Assert.Equal("https://acme.example/b", StatedWords.ContactIn("AcmeBot/1.0 +https://acme.example/b; bot@acme.ex", isCut: true));
    }

    [Theory]
    [InlineData("https://WWW.Acme.example/bot", "acme.example")]
    [InlineData("bot@Crawl.acme.example", "crawl.acme.example")]
    public void The_host_of_a_contact_is_told(string contact, string host) => Assert.Equal(host, StatedWords.HostOf(contact));

    [Theory]
    [InlineData("AcmeSearch/1.0", Purpose.Search, "search")]
    [InlineData("AcmeBot/1.0 (search engine)", Purpose.Search, "search")]
    [InlineData("acme-search/1.0", Purpose.Search, "search")]
    [InlineData("AcmeSEO/1.0", Purpose.Other, "seo")]
    [InlineData("AcmeBot (purpose=ai-train)", Purpose.AiTrain, "ai-train")]
    [InlineData("UptimeMonitor/2 monitoring", Purpose.Other, "uptime")]
    public void A_purpose_is_taken_where_it_is_stated(string userAgent, Purpose purpose, string word) => Assert.Equal((purpose, word), StatedWords.PurposeIn(userAgent));

    [Theory]
    [InlineData("AcmeBot/1.0")]
    [InlineData("Research/1.0")]
    [InlineData("AcmeSearch/1.0 (ai-train)")]
    [InlineData("AcmeBot/1.0 (+https://search.example/search)")]
    [InlineData("AcmeBot/1.0 (search@acme.example)")]
    public void No_purpose_is_guessed_where_nothing_or_too_much_is_said(string userAgent) => Assert.Null(StatedWords.PurposeIn(userAgent));

    /// <summary>What is found is printed, and put into commands: whatever was sent, it is one line of letters that any terminal shows.</summary>
    [Fact]
    public void Whatever_was_sent_a_contact_is_plain_and_its_host_a_host() => Gen.OneOf(Gen.String, Gen.String.Select(text => $"A/1 +https://{text}"), Gen.String[Gen.Char["ab.@:/ -_%é\u202e\u001b'`$"], 0, 60].Select(text => $"A/1 (https://{text} x@{text}.example"))
        .Sample(userAgent =>
        {
            if (StatedWords.ContactIn(userAgent, isCut: false) is not { } contact)
                return;
            Assert.DoesNotContain(contact, letter => letter is <= ' ' or > '~' or '\'' or '"' or '`' or '<' or '>');
            Assert.NotEqual(UriHostNameType.Unknown, Uri.CheckHostName(StatedWords.HostOf(contact)));
        }, iter: 20_000);

    [Theory]
    [InlineData("python-requests", true)]
    [InlineData("CURL", true)]
    [InlineData("Mozilla", true)]
    [InlineData("AcmeBot", false)]
    public void Libraries_are_told_from_names(string name, bool isLibrary) => Assert.Equal(isLibrary, ClientLibraries.Has(name));
}
