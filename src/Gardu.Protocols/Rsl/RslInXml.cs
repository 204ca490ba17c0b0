using System.Xml;

namespace Gardu.Protocols.Rsl;

/// <summary>A document found inside another XML document.</summary>
/// <param name="Item">Address of the feed's item it is for, as written; null for a document that stands by itself.</param>
/// <param name="Document">The document; null where it cannot be read.</param>
/// <param name="Error">What is wrong with it, in words.</param>
public sealed record RslFragment(string? Item, RslDocument? Document, string? Error);

/// <summary>
/// Finds RSL inside other XML (RSL 1.0 sections 4.6 and 4.8): <c>rsl:content</c> in the items of an RSS 2.0 feed, and whole
/// <c>rsl:rsl</c> documents in XMP and anything else.
/// </summary>
public static class RslInXml
{
    /// <summary>Most fragments that are given.</summary>
    public const int FragmentsMax = 1000;

    /// <summary>Finds every fragment, up to where the XML breaks off.</summary>
    /// <param name="xml">At most <see cref="RslReader.BytesMax"/> bytes; of more, nothing is read.</param>
    /// <param name="error">Why the XML could not be read to its end; null where it could.</param>
    public static IReadOnlyList<RslFragment> Find(ReadOnlyMemory<byte> xml, out string? error)
    {
        var found = new List<RslFragment>();
        error = RslReader.Try(xml, reader => Walk(reader, found), out _);
        for (var at = 0; at < found.Count; at++)
            if (found[at] is { Item: "", Document: not null })
                found[at] = new RslFragment("", null, "its item breaks off");
        return found;
    }

    static bool Walk(XmlReader reader, List<RslFragment> found)
    {
        string? link = null;
        var (itemDepth, itemStart, isLink) = (-1, 0, false);
        while (reader.Read() && found.Count < FragmentsMax)
        {
            if (isLink && reader.NodeType is XmlNodeType.Text or XmlNodeType.CDATA)
                link = reader.Value.Trim();
            isLink = false;
            if (reader.NodeType == XmlNodeType.Element && reader.NamespaceURI == RslDocument.Namespace && (reader.LocalName == "rsl" || (reader.LocalName == "content" && itemDepth >= 0)))
                found.Add(ReadFragment(reader, isItem: reader.LocalName == "content"));
            else if (reader is { NodeType: XmlNodeType.Element, NamespaceURI: "", IsEmptyElement: false, LocalName: "item" } && itemDepth < 0)
                (itemDepth, itemStart, link) = (reader.Depth, found.Count, null);
            else if (reader is { NodeType: XmlNodeType.Element, NamespaceURI: "", LocalName: "link" } && reader.Depth == itemDepth + 1 && itemDepth >= 0)
                isLink = true;
            else if (reader.NodeType == XmlNodeType.EndElement && reader.Depth == itemDepth)
            {
                for (var at = itemStart; at < found.Count; at++)
                    if (found[at].Item is not null)
                        found[at] = Bound(found[at], link);
                itemDepth = -1;
            }
        }
        return true;
    }

    static RslFragment ReadFragment(XmlReader reader, bool isItem)
    {
        var item = isItem ? "" : null;
        var node = RslNode.Read(reader);
        try
        {
            return new RslFragment(item, isItem ? new RslDocument(RslDocument.MaxAgeDefault, [RslGrammar.Content(node)]) : RslGrammar.Document(node), null);
        }
        catch (FormatException broken)
        {
            return new RslFragment(item, null, broken.Message);
        }
    }

    /// <summary>A content of an item speaks of the item's own site alone; an empty address is the item.</summary>
    static RslFragment Bound(RslFragment fragment, string? link)
    {
        if (fragment.Document?.Contents[0] is not { } content)
            return fragment with { Item = link ?? "" };
        if (!Uri.TryCreate(link, UriKind.Absolute, out var item))
            return new RslFragment("", null, "its item has no link with an absolute address");
        if (content.Origin is { } origin && !origin.Equals(item.GetLeftPart(UriPartial.Authority), StringComparison.OrdinalIgnoreCase))
            return new RslFragment(link, null, $"it speaks of \"{content.Url}\", which is not of the site of its item {link}");
        var url = content.Url.Length > 0 ? content.Url : link!; // it was an address
        return new RslFragment(link, new RslDocument(fragment.Document.MaxAgeDays, [content with { Url = url }]), null);
    }
}
