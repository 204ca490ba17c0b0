using System.Text;
using Gardu.Protocols.Rsl;
using Gardu.Testing;

namespace Gardu.Protocols.Tests.Rsl;

public sealed class RslReaderTests
{
    /// <summary>Every element there is, and one of somebody else's.</summary>
    const string Full = """
        <?xml version="1.0" encoding="UTF-8"?>
        <rsl xmlns="https://rslstandard.org/rsl" xmlns:own="https://own.example/ns" max-age="7">
          <!-- a remark -->
          <own:note><license/></own:note>
          <content url="/" server="https://pub.example/olp" lastmod="2026-11-01T00:00:00Z" encrypted="false">
            <license>
              <permits type="usage">search ai-input own:other</permits>
              <permits type="user">commercial non-commercial</permits>
              <permits type="geo">EU US</permits>
              <prohibits type="usage">ai-train</prohibits>
              <payment type="crawl">
                <standard>https://pub.example/terms/crawl-v1</standard>
                <custom>https://pub.example/licensing</custom>
                <amount currency="USD">0.01</amount>
                <accepts type="application/x402+json"><![CDATA[{"x402Version":2}]]></accepts>
              </payment>
              <reporting type="telemetry" profile="https://pub.example/profiles/t1" endpoint="https://pub.example/report"/>
              <legal type="warranty">ownership authority</legal>
              <legal type="disclaimer">as-is no-liability</legal>
              <legal type="attestation">true</legal>
              <legal type="contact">mailto:rights@pub.example</legal>
              <legal type="proof">https://pub.example/log/checkpoint https://pub.example/log/2</legal>
            </license>
            <alternate type="text/markdown">/index.md</alternate>
            <schema type="application/ld+json"><![CDATA[{"@context":"https://schema.org"}]]></schema>
            <copyright type="organization" contactEmail="rights@pub.example" contactUrl="https://pub.example/c">Pub</copyright>
            <terms>https://rslstandard.org/rsl/default-terms</terms>
          </content>
        </rsl>
        """;

    static bool TryRead(string xml, out RslDocument? document, out string? error) => RslReader.TryParse(Encoding.UTF8.GetBytes(xml), out document, out error);

    [Fact]
    public void Every_element_is_read()
    {
        Assert.True(TryRead(Full, out var document, out var error), error);
        Assert.Equal(7, document!.MaxAgeDays);
        var content = Assert.Single(document.Contents);
        Assert.Equal(("/", "https://pub.example/olp", "https://rslstandard.org/rsl/default-terms"), (content.Url, content.Server, content.Terms));
        var license = Assert.Single(content.Licenses);
        Assert.Equal(["search", "ai-input"], license.Permits.Usage!);
        Assert.Equal(["commercial", "non-commercial"], license.Permits.User!);
        Assert.Equal(["EU", "US"], license.Permits.Geo!);
        Assert.Equal(["ai-train"], license.Prohibits.Usage!);
        Assert.Equal(new RslPayment("crawl", "https://pub.example/terms/crawl-v1", "https://pub.example/licensing", "0.01", "USD", new("application/x402+json", "{\"x402Version\":2}")), license.Payment);
        Assert.Equal([new RslReporting("telemetry", "https://pub.example/profiles/t1", "https://pub.example/report")], license.Reporting);
        Assert.Equal(
            ["warranty: ownership authority", "disclaimer: as-is no-liability", "attestation: true", "contact: mailto:rights@pub.example", "proof: https://pub.example/log/checkpoint https://pub.example/log/2"],
            license.Legal.Select(legal => $"{legal.Type}: {string.Join(' ', legal.Words)}"));
        Assert.Equal([new RslReference("text/markdown", "/index.md")], content.Alternates);
        Assert.Equal(new RslReference("application/ld+json", "{\"@context\":\"https://schema.org\"}"), content.Schema);
        Assert.Equal(new RslCopyright("Pub", "organization", "rights@pub.example", "https://pub.example/c"), content.Copyright);
        Assert.Equal((false, DateTimeOffset.Parse("2026-11-01T00:00:00Z", System.Globalization.CultureInfo.InvariantCulture)), (content.IsEncrypted, content.LastModified));
    }

    [Fact]
    public void Words_of_the_earlier_version_are_understood()
    {
        Assert.True(TryRead("<rsl xmlns=\"https://rslstandard.org/rsl\"><content url=\"/\"><license><permits type=\"usage\">search,ai-input</permits><payment type=\"inference\"/></license></content></rsl>", out var document, out var error), error);
        var license = document!.Contents[0].Licenses[0];
        Assert.Equal(["search", "ai-input"], license.Permits.Usage!);
        Assert.Equal("use", license.Payment!.Type);
        Assert.Equal(RslDocument.MaxAgeDefault, document.MaxAgeDays);
    }

    [Theory]
    [InlineData("max-age=\"7\"", "max-age=\"0\"", "no number of days")]
    [InlineData("max-age=\"7\"", "max-age=\"-1\"", "no number of days")]
    [InlineData("https://rslstandard.org/rsl\"", "https://other.example/rsl\"", "outermost element")]
    [InlineData("encrypted=\"false\"", "encrypted=\"FALSE\"", "neither true nor false")]
    [InlineData("url=\"/\" ", "", "no url")]
    [InlineData("<permits type=\"user\">commercial non-commercial</permits>", "<permits type=\"usage\">all</permits>", "stands twice")]
    [InlineData("search ai-input", "search ai-everything", "no usage \"ai-everything\"")]
    [InlineData("EU US", "EU usa", "no list of countries")]
    [InlineData(" currency=\"USD\"", "", "no currency")]
    [InlineData("0.01<", "0,01<", "no amount")]
    [InlineData("<legal type=\"contact\">", "<legal type=\"warranty\">", "legal stands twice")]
    [InlineData("<alternate type=\"text/markdown\">/index.md</alternate>", "<surprise/>", "no surprise in it")]
    [InlineData("<terms>https://rslstandard.org/rsl/default-terms</terms>", "<terms>a</terms><terms>b</terms>", "terms stands twice")]
    [InlineData("type=\"crawl\"", "type=\"gift\"", "no payment \"gift\"")]
    [InlineData("https://pub.example/olp", "/olp", "no absolute address")]
    [InlineData("2026-11-01T00:00:00Z", "2026-11-01", "is no time")]
    [InlineData("2026-11-01T00:00:00Z", "2026-13-01T00:00:00Z", "is no time")]
    [InlineData("https://pub.example/terms/crawl-v1", "crawl-v1", "no absolute address")]
    [InlineData("currency=\"USD\"", "currency=\"usd\"", "no currency")]
    [InlineData("<accepts type=\"application/x402+json\">", "<accepts>", "accepts has no type")]
    [InlineData("type=\"telemetry\"", "type=\"gossip\"", "no reporting \"gossip\"")]
    [InlineData(" profile=\"https://pub.example/profiles/t1\"", "", "no profile")]
    [InlineData("https://pub.example/report", "http://pub.example/report", "no https address")]
    [InlineData("ownership authority", "ownership magic", "no warranty \"magic\"")]
    [InlineData("as-is no-liability", "as-it-was", "no disclaimer \"as-it-was\"")]
    [InlineData(">true<", ">TRUE<", "no attestation \"TRUE\"")]
    [InlineData("mailto:rights@pub.example</legal>", "mailto:a@b.example mailto:c@d.example</legal>", "not one address")]
    [InlineData("https://pub.example/log/2", "2", "no absolute address")]
    [InlineData("<legal type=\"contact\">", "<legal type=\"rumour\">", "no legal \"rumour\"")]
    [InlineData("<copyright type=\"organization\"", "<copyright type=\"band\"", "no copyright \"band\"")]
    [InlineData("</rsl>", "", "")]
    [InlineData("<rsl ", "<!DOCTYPE rsl [<!ENTITY a \"aaaa\">]><rsl ", "DTD")]
    public void What_is_not_as_the_standard_says_is_none_at_all(string instead, string of, string said)
    {
        Assert.Contains(instead, Full, StringComparison.Ordinal);
        Assert.False(TryRead(Full.Replace(instead, of, StringComparison.Ordinal), out var document, out var error));
        Assert.Null(document);
        Assert.Contains(said, error, StringComparison.Ordinal);
    }

    [Fact]
    public void What_is_wrong_is_told_with_its_place()
    {
        Assert.False(TryRead("<rsl xmlns=\"https://rslstandard.org/rsl\">\n  <content url=\"/\">\n    <license/>\n    <license><payment type=\"gift\"/></license>\n  </content>\n</rsl>", out _, out var error));
        Assert.Equal("line 4, position 15: there is no payment \"gift\"", error);
        Assert.False(TryRead("<rsl>\n<", out _, out error));
        Assert.Contains("Line 2", error, StringComparison.Ordinal);
    }

    [Fact]
    public void A_document_in_a_page_has_one_content()
    {
        const string Start = "<rsl xmlns=\"https://rslstandard.org/rsl\">";
        const string Content = "<content url=\"\"><license/></content>";
        Assert.True(RslReader.TryParseInline($"\n {Start}{Content}</rsl> ", out var document, out _));
        Assert.Equal("", document.Contents[0].Url);
        Assert.False(RslReader.TryParseInline($"{Start}{Content}{Content}</rsl>", out _, out var error));
        Assert.Equal("a document in a page has one content, and this has 2", error);
    }

    [Fact]
    public void What_is_too_large_or_too_deep_is_not_read()
    {
        Assert.False(RslReader.TryParse(new byte[RslReader.BytesMax + 1], out _, out _));
        var deep = string.Concat(Enumerable.Repeat("<content url=\"/\">", 50));
        Assert.False(TryRead($"<rsl xmlns=\"https://rslstandard.org/rsl\">{deep}", out _, out var error));
        Assert.Contains("too deep", error, StringComparison.Ordinal);
    }

    [Fact]
    public void Damaged_documents_are_told_and_never_throw() => Fuzz.Run(5_000, [Encoding.UTF8.GetBytes(Full)], bytes =>
    {
        if (RslReader.TryParse(bytes, out var document, out var error))
            _ = RslEvaluation.Ask(document, "https://pub.example", "/a?b", new RslQuestion("ai-train", "commercial", "DE"));
        else
            Assert.NotNull(error);
    });
}
