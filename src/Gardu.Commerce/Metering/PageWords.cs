using System.Collections.Frozen;
using AngleSharp.Html;
using AngleSharp.Html.Parser;
using AngleSharp.Html.Parser.Tokens;
using AngleSharp.Text;
using Gardu.Protocols.Html;

namespace Gardu.Commerce.Metering;

/// <summary>
/// A web page word by word, as a browser without scripts reads it (HTML Standard, section 13.2.5). No tree is built, since a hostile page
/// could make one as deep as it is long, and nothing that the page names is loaded.
/// </summary>
sealed class PageWords : IDisposable
{
    /// <summary>Attributes that are kept; to keep every one would let a page of one element take a time that grows by its square.</summary>
    static readonly FrozenSet<string> Attributes = FrozenSet.Create(StringComparer.OrdinalIgnoreCase, "charset", "http-equiv", "content");

    /// <summary>Elements that end an <c>svg</c> or <c>math</c> around them, or stand in a part of it that is HTML again (section 13.2.6.5).</summary>
    static readonly FrozenSet<string> OfHtmlAlone = FrozenSet.Create(
        "b", "big", "blockquote", "body", "br", "center", "code", "dd", "div", "dl", "dt", "em", "embed", "h1", "h2", "h3", "h4", "h5", "h6", "head", "hr", "i",
        "img", "li", "listing", "menu", "meta", "nobr", "ol", "p", "pre", "ruby", "s", "small", "span", "strong", "strike", "sub", "sup", "table", "tt", "u", "ul", "var");

    readonly TextSource source;
    readonly HtmlTokenizer tokenizer;
    readonly bool isXml;
    int foreignDepth;

    /// <summary>Begins to read.</summary>
    /// <param name="page">The page's text, which must not change meanwhile.</param>
    /// <param name="length">Characters of it that are used.</param>
    /// <param name="isXml">Whether an element may close itself, as in XML.</param>
    public PageWords(char[] page, int length, bool isXml)
    {
        this.isXml = isXml;
        source = new TextSource(new CharArrayTextSource(page, length));
        tokenizer = new HtmlTokenizer(source, HtmlEntityProvider.Resolver)
        {
            SkipComments = true,
            DisableElementPositionTracking = true,
            IsAcceptingCharacterData = isXml,
            ShouldEmitAttribute = (ref _, name) => Attributes.Contains(name.Span.ToString()),
        };
    }

    /// <summary>The next stretch of text or tag; null at the end.</summary>
    public HtmlToken? Next()
    {
        var token = tokenizer.Get();
        if (token is HtmlTagToken tag)
            Follow(tag);
        return token.Type == HtmlTokenType.EndOfFile ? null : token;
    }

    /// <summary>Whether nothing stands in an element, since its start is its end. In HTML a slash says so in <c>svg</c> and <c>math</c> alone.</summary>
    public bool IsClosed(HtmlTagToken start) => start.IsSelfClosing && (isXml || foreignDepth > 0 || IsForeign(start.Name));

    /// <summary>The value of one of the attributes that are kept, or null.</summary>
    public static string? Value(HtmlTagToken start, string attribute)
    {
        foreach (var written in start.Attributes)
            if (written.Name == attribute)
                return written.Value;
        return null;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        tokenizer.Dispose();
        source.Dispose();
    }

    /// <summary>What a tag says of how the text behind it is read, which a tree builder would say (section 13.2.6).</summary>
    void Follow(HtmlTagToken tag)
    {
        var isStart = tag.Type == HtmlTokenType.StartTag;
        if (IsForeign(tag.Name) && !tag.IsSelfClosing)
            foreignDepth = Math.Max(0, foreignDepth + (isStart ? 1 : -1));
        else if (isStart && OfHtmlAlone.Contains(tag.Name))
            foreignDepth = 0;
        tokenizer.IsAcceptingCharacterData = isXml || foreignDepth > 0;
        if (isStart)
            tokenizer.State = foreignDepth > 0 || IsClosed(tag) ? HtmlParseMode.PCData : ElementModes.Behind(tag.Name);
    }

    static bool IsForeign(string element) => element is "svg" or "math";
}
