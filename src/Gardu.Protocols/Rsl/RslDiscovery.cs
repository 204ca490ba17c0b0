using Gardu.Protocols.Html;
using Gardu.Protocols.Links;
using Gardu.Protocols.Robots;

namespace Gardu.Protocols.Rsl;

/// <summary>A document that something points to, or that stands in it.</summary>
/// <param name="Channel">What points to it, in words: <c>robots.txt</c>, <c>Link header</c>.</param>
/// <param name="Address">Where it is; null where it stands in the channel itself.</param>
/// <param name="Document">The document, where it stands in the channel itself and can be read.</param>
/// <param name="Error">Why it cannot be had or read; null where it can.</param>
public sealed record RslSource(string Channel, Uri? Address, RslDocument? Document = null, string? Error = null);

/// <summary>The ways to a document (RSL 1.0 section 4).</summary>
public static class RslDiscovery
{
    /// <summary>What a robots.txt points an agent to: the licences of its group, else those of the whole file. Addresses are absolute there.</summary>
    public static IEnumerable<RslSource> InRobots(RobotsTxt robots, string productToken) => robots.LicensesOf(productToken)
        .Select(text => Uri.TryCreate(text, UriKind.Absolute, out var address) && address.Scheme is "http" or "https"
            ? new RslSource("robots.txt", address)
            : new RslSource("robots.txt", null, Error: $"the License \"{text}\" is no absolute address"));

    /// <summary>What <c>Link</c> headers point to.</summary>
    /// <param name="value">All of them, joined with a comma.</param>
    /// <param name="page">Who sends them.</param>
    public static IEnumerable<RslSource> InHeader(string value, Uri page) => InLinks("Link header", LinkHeader.Parse(value, page));

    /// <summary>What a page points to, and what stands in it; an empty address there is the page itself.</summary>
    public static IEnumerable<RslSource> InPage(WebPage page) => InLinks("HTML link", page.Links)
        .Concat(page.InlineLicenses.Select(text => RslReader.TryParseInline(text, out var document, out var error)
            ? new RslSource("HTML script", null, document with { Contents = [.. document.Contents.Select(content => content.Url.Length > 0 ? content : content with { Url = Alone(page.Address) })] })
            : new RslSource("HTML script", null, Error: error)));

    /// <summary>The pattern of one page and no other.</summary>
    static string Alone(Uri page) => $"{page.GetLeftPart(UriPartial.Authority)}{PathText.Canonical(PathText.OfUrl(page.AbsoluteUri))}$";

    /// <summary>What stands in a feed or in any other XML.</summary>
    public static IEnumerable<RslSource> InXml(ReadOnlyMemory<byte> xml) =>
        RslInXml.Find(xml, out _).Select(fragment => new RslSource(fragment.Item is null ? "XML" : "RSS item", null, fragment.Document, fragment.Error));

    static IEnumerable<RslSource> InLinks(string channel, IEnumerable<WebLink> links) =>
        links.Where(link => link.Leads("license", RslDocument.MediaType)).Select(link => new RslSource(channel, link.Target));
}
