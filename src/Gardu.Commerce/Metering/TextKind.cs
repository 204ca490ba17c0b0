namespace Gardu.Commerce.Metering;

/// <summary>How a body's text is found.</summary>
enum TextKind : byte
{
    /// <summary>No text: the bytes as they are.</summary>
    Octets,

    /// <summary>Text as it is.</summary>
    Plain,

    /// <summary>XML, which may name its encoding itself; markup and text alike are sold.</summary>
    Xml,

    /// <summary>A web page, of which the text nodes are sold.</summary>
    Html,

    /// <summary>A web page in the notation of XML.</summary>
    Xhtml,
}

/// <summary>What media types are.</summary>
static class TextKinds
{
    static readonly HashSet<string> JsonTypes = new(
        ["application/json", "application/x-ndjson", "application/ndjson", "application/jsonl", "application/x-jsonlines", "application/jsonlines", "application/json-seq"],
        StringComparer.OrdinalIgnoreCase);

    static readonly HashSet<string> XmlTypes = new(
        ["application/xml", "text/xml", "application/xml-dtd", "application/xml-external-parsed-entity", "text/xml-external-parsed-entity"],
        StringComparer.OrdinalIgnoreCase);

    /// <summary>The kind of a media type (RFC 6838, with the suffixes of RFC 6839); parameters are ignored.</summary>
    public static TextKind Of(string? mediaType)
    {
        var type = (mediaType ?? "").Split(';')[0].Trim();
        if (type.Equals("text/html", StringComparison.OrdinalIgnoreCase))
            return TextKind.Html;
        if (type.Equals("application/xhtml+xml", StringComparison.OrdinalIgnoreCase))
            return TextKind.Xhtml;
        if (XmlTypes.Contains(type) || type.EndsWith("+xml", StringComparison.OrdinalIgnoreCase))
            return TextKind.Xml;
        return type.StartsWith("text/", StringComparison.OrdinalIgnoreCase) || JsonTypes.Contains(type) || type.EndsWith("+json", StringComparison.OrdinalIgnoreCase)
            ? TextKind.Plain
            : TextKind.Octets;
    }
}
