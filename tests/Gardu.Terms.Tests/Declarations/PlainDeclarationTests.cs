using System.Net;
using System.Text.RegularExpressions;
using Gardu.Terms.Declarations;

namespace Gardu.Terms.Tests.Declarations;

public sealed partial class PlainDeclarationTests
{
    const string Terms = """
        mode: enforce
        terms:
          - path: /
            all: allow
            ai-input: 0.002 USD, limit 30/min
            ai-train: refuse
            agents: {CCBot: refuse, "operator:OpenAI": 0.2 USD per 1000 tokens}
          - path: /<b>/
            ai-train: 0.01 USD per record
        unknown-machines: limit 5/h
        """;

    static string Render(string language, string terms = Terms) =>
        PlainDeclaration.Render(DeclaredTerms.Of(TestTerms.Read(terms)), language, "rights@news.example", "/licensing/reasons/");

    [Fact]
    public void Every_line_of_the_terms_is_told()
    {
        var html = Render("en");
        string[] entries = [.. Entries().Matches(html).Select(entry => WebUtility.HtmlDecode($"{entry.Groups[1].Value}: {entry.Groups[2].Value}"))];
        Assert.Equal(
        [
            "Search engines that send people here: may",
            "Indexes from which AI answers are made: may",
            "AI answers and assistants that read a page when they are asked: may, for 0.002 USD for each request, at most 30 requests a minute",
            "Training of AI models: may not",
            "Other programs, such as feed readers and link previews: may",
            "Programs that nobody here knows: may, at most 5 requests an hour",
            "CCBot: may not",
            "All programs of OpenAI: may, for 0.20 USD for every 1000 tokens",
            "Search engines that send people here: may",
            "Indexes from which AI answers are made: may",
            "AI answers and assistants that read a page when they are asked: may, for 0.002 USD for each request, at most 30 requests a minute",
            "Training of AI models: may, for 0.01 USD for each record",
            "Other programs, such as feed readers and link previews: may",
            "Programs that nobody here knows: may, at most 5 requests an hour",
        ], entries);
        Assert.Contains("<h2>On <code>/&lt;b&gt;/</code></h2>", html, StringComparison.Ordinal);
        Assert.Contains("write to rights@news.example", html, StringComparison.Ordinal);
    }

    [Fact]
    public void Each_language_tells_as_much()
    {
        var counts = PlainDeclaration.Languages.Select(language => (Entries().Count(Render(language)), Regex.Count(Render(language), "<h2>"), Regex.Count(Render(language), "<a "))).Distinct();
        Assert.Single(counts);
        Assert.Contains("paling banyak 5 permintaan per jam", Render("id"), StringComparison.Ordinal);
    }

    [Fact]
    public void A_site_that_declares_nothing_says_so() =>
        Assert.Contains("says nothing about automated programs", Render("en", "mode: observe"), StringComparison.Ordinal);

    [GeneratedRegex("<dt>(.*?)</dt><dd>(.*?)</dd>")]
    private static partial Regex Entries();
}
