using System.Text;

namespace Gardu.Evidence.Scan.Reading;

/// <summary>Tells how a text stands there by its media type.</summary>
static class TextKinds
{
    /// <summary>What a text of a <c>Content-Type</c> is; null for what is no text.</summary>
    /// <param name="contentType">With parameters or without.</param>
    /// <param name="ifNone">The answer where it is empty.</param>
    public static TextKind? OfMedia(ReadOnlySpan<byte> contentType, TextKind? ifNone)
    {
        var end = contentType.IndexOf((byte)';');
        var type = (end < 0 ? contentType : contentType[..end]).TrimEnd(" \t"u8);
        if (type.IsEmpty)
            return ifNone;
        if (Ascii.EqualsIgnoreCase(type, "text/html"u8) || Ascii.EqualsIgnoreCase(type, "application/xhtml+xml"u8) || Ascii.EqualsIgnoreCase(type, "text/xml"u8))
            return TextKind.Html;
        return Ascii.EqualsIgnoreCase(type, "application/json"u8) || (type.Length > 5 && Ascii.EqualsIgnoreCase(type[..5], "text/"u8)) ? TextKind.Plain : null;
    }
}
