using System.Text;
using AngleSharp.Html;
using AngleSharp.Html.Parser;
using AngleSharp.Html.Parser.Tokens;
using AngleSharp.Text;
using Gardu.Protocols.Links;
using Gardu.Protocols.Rsl;

namespace Gardu.Protocols.Html;

/// <summary>
/// What a web page declares of its own use: <c>link</c> and <c>meta</c> elements and RSL in <c>script</c> elements. It is read word by
/// word and no tree is built, since a hostile page could make one as deep as it is long.
/// </summary>
public sealed class WebPage
{
    /// <summary>Bytes that are read; the rest is ignored.</summary>
    public const int BytesMax = 1024 * 1024;

    /// <summary>Most elements of a kind that are kept.</summary>
    public const int ElementsMax = 1000;

    static readonly HashSet<string> Attributes = new(["rel", "href", "type", "name", "content"], StringComparer.OrdinalIgnoreCase);

    readonly List<(string Href, string Rel, string? Type)> links = [];
    readonly List<KeyValuePair<string, string>> metas = [];
    readonly List<string> licenses = [];
    Uri? baseAddress;

    WebPage(Uri address) => Address = address;

    /// <summary>Where it was had.</summary>
    public Uri Address { get; }

    /// <summary>Its links, relative ones resolved against the page's base.</summary>
    public IReadOnlyList<WebLink> Links =>
        [.. links.Select(link => Uri.TryCreate(baseAddress ?? Address, link.Href, out var target) ? new WebLink(target, WebLink.RelationsOf(link.Rel), link.Type) : null).OfType<WebLink>()];

    /// <summary>RSL documents that stand in it, as text.</summary>
    public IReadOnlyList<string> InlineLicenses => licenses;

    /// <summary>The contents of its <c>meta</c> elements of a name, which is compared without case.</summary>
    public IEnumerable<string> Meta(string name) => metas.Where(meta => meta.Key.Equals(name, StringComparison.OrdinalIgnoreCase)).Select(meta => meta.Value);

    /// <summary>Reads a page; never fails, since every text is a page of some sort.</summary>
    /// <param name="bytes">UTF-8, or what a byte order mark says.</param>
    /// <param name="address">Where it was had.</param>
    public static WebPage Parse(ReadOnlyMemory<byte> bytes, Uri address)
    {
        using var reader = new StreamReader(new MemoryStream(bytes[..Math.Min(bytes.Length, BytesMax)].ToArray()), Encoding.UTF8);
        using var source = new TextSource(reader.ReadToEnd());
        using var tokenizer = new HtmlTokenizer(source, HtmlEntityProvider.Resolver)
        {
            SkipComments = true,
            DisableElementPositionTracking = true,
            ShouldEmitAttribute = (ref _, name) => Attributes.Contains(name.Span.ToString()),
        };
        var page = new WebPage(address);
        StringBuilder? license = null;
        for (var token = tokenizer.Get(); token.Type != HtmlTokenType.EndOfFile; token = tokenizer.Get())
        {
            if (token.Type == HtmlTokenType.Character)
            {
                license?.Append(token.Data);
                continue;
            }
            if (license is not null && page.licenses.Count < ElementsMax)
                page.licenses.Add(license.ToString());
            license = null;
            if (token is not HtmlTagToken { Type: HtmlTokenType.StartTag } tag)
                continue;
            page.Take(tag);
            tokenizer.State = ElementModes.Behind(tag.Name);
            license = tag.Name == "script" && Is(Value(tag, "type"), RslDocument.MediaType) ? new StringBuilder() : null;
        }
        return page;
    }

    void Take(HtmlTagToken tag)
    {
        var href = Value(tag, "href");
        if (tag.Name == "link" && href is not null && links.Count < ElementsMax)
            links.Add((href.Trim(), Value(tag, "rel") ?? "", Value(tag, "type")));
        else if (tag.Name == "meta" && Value(tag, "name") is { } name && metas.Count < ElementsMax)
            metas.Add(new(name.Trim(), Value(tag, "content") ?? ""));
        else if (tag.Name == "base" && href is not null && baseAddress is null && Uri.TryCreate(Address, href.Trim(), out var written))
            baseAddress = written;
    }

    static string? Value(HtmlTagToken tag, string attribute)
    {
        foreach (var written in tag.Attributes)
            if (written.Name == attribute)
                return written.Value;
        return null;
    }

    static bool Is(string? type, string mediaType) => string.Equals(type?.Split(';')[0].Trim(), mediaType, StringComparison.OrdinalIgnoreCase);
}
