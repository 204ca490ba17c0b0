using System.Text;
using AngleSharp.Html.Parser;
using AngleSharp.Html.Parser.Tokens;

namespace Gardu.Commerce.Metering;

/// <summary>The text of web pages.</summary>
static class PageText
{
    /// <summary>
    /// Bytes of UTF-8 of the text outside <c>script</c>, <c>style</c>, <c>noscript</c> and <c>template</c>, white space collapsed. Such an
    /// element that is never closed goes on to the end of the page.
    /// </summary>
    /// <param name="page">The page's text.</param>
    /// <param name="length">Characters of it that are used.</param>
    /// <param name="isXml">Whether an element may close itself, as in XML.</param>
    public static long Bytes(char[] page, int length, bool isXml)
    {
        using var words = new PageWords(page, length, isXml);
        var text = new CollapsedText();
        var unread = "";
        var unreadDepth = 0;
        var isPreformatted = false;
        while (words.Next() is { } word)
        {
            if (word.Type == HtmlTokenType.Character && unreadDepth == 0)
                text.Add(isPreformatted && word.Data is ['\n', ..] ? word.Data.AsSpan(1) : word.Data);
            // The line's end right behind these tags is none of the text.
            isPreformatted = word is { Type: HtmlTokenType.StartTag, Name: "pre" or "listing" or "textarea" };
            if (word is not HtmlTagToken tag || (unreadDepth > 0 && tag.Name != unread))
                continue;
            if (tag.Type == HtmlTokenType.EndTag)
                unreadDepth = Math.Max(0, unreadDepth - 1);
            else if (tag.Name is "script" or "style" or "noscript" or "template" && !words.IsClosed(tag))
                (unread, unreadDepth) = (tag.Name, unreadDepth + 1);
        }
        return text.Bytes;
    }

    /// <summary>The encoding that a <c>meta</c> element at the start of a page names, or null (HTML Standard, section 13.2.3.2).</summary>
    public static Encoding? CharsetOf(ReadOnlySpan<byte> start)
    {
        var page = Encoding.Latin1.GetString(start).ToCharArray();
        using var words = new PageWords(page, page.Length, isXml: false);
        while (words.Next() is { } word)
        {
            if (word is not HtmlTagToken { Type: HtmlTokenType.StartTag, Name: "meta" } meta)
                continue;
            var name = PageWords.Value(meta, "charset");
            if (name is null && "content-type".Equals(PageWords.Value(meta, "http-equiv"), StringComparison.OrdinalIgnoreCase))
                name = Charsets.NameBehind(PageWords.Value(meta, "content") ?? "", "charset");
            if (Charsets.OfDeclared(name) is { } encoding)
                return encoding;
        }
        return null;
    }
}
