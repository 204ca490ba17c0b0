using System.Collections.Frozen;
using System.Text;
using System.Text.Json;
using AngleSharp.Dom;
using AngleSharp.Html.Dom;
using AngleSharp.Html.Parser;
using Gardu.Evidence.Scan.Reading;

namespace Gardu.Evidence.Scan.Indexing;

/// <summary>Makes documents of the owner's of what was read of its collection.</summary>
public static class OwnSource
{
    /// <summary>Elements in each other at the most, for a page to be parsed: at each tag a parser looks through all that are open, so that a page made for it keeps it busy for hours. Browsers end at 512, and the parser puts no element deeper than that, so this has to be below.</summary>
    const int DepthMax = 500;

    static readonly FrozenSet<string> Edges = ["script", "style", "noscript", "template", "nav", "header", "footer", "aside", "form", "svg"];
    static readonly FrozenSet<string> Blocks =
        ["p", "div", "li", "td", "th", "h1", "h2", "h3", "h4", "h5", "h6", "br", "pre", "blockquote", "dt", "dd", "figcaption", "section", "tr"];

    static readonly FrozenSet<string> Attributes = ["rel", "href", "name", "property", "content", "lang"];

    static readonly HtmlParserOptions Parsing = new() { SkipComments = true, DisableElementPositionTracking = true, ShouldEmitAttribute = (ref _, name) => Attributes.Contains(name.Span.ToString()) };

    /// <summary>The documents of a batch.</summary>
    /// <param name="batch">What was read.</param>
    /// <param name="file">The name of the file; a text that has no other name is called by it.</param>
    public static IReadOnlyList<OwnText> Read(RecordBatch batch, string file)
    {
        var texts = new List<OwnText>(batch.Records.Count);
        foreach (var record in batch.Records)
            texts.Add(Read(batch[record.Text], batch[record.Head], record, file));
        return texts;
    }

    static OwnText Read(ReadOnlySpan<byte> text, ReadOnlySpan<byte> head, CorpusRecord record, string file)
    {
        var known = RecordHead.Of(head);
        if (head.StartsWith("WARC/"u8))
            known = known with { Id = known.Url ?? known.Id };
        var octets = record.Kind == TextKind.Json ? Unescaped(text) : text.ToArray();
        if (record.Kind == TextKind.Html)
            (octets, known) = OfHtml(octets, known);
        var id = known.Id ?? (head.IsEmpty ? file : $"{file}#{record.Number}");
        return new OwnText(
            new OwnDocument
            {
                Id = record.PartOffset == 0 ? id : $"{id}+{record.PartOffset}",
                Url = known.Url,
                Title = known.Title,
                Author = known.Author,
                Date = known.Date,
                Licence = known.Licence,
                Language = known.Language,
                Source = file,
                Sha256 = "",
            }, octets);
    }

    /// <summary>A string of JSON without its escapes. What is no such string stays as it is: whoever reads JSON has looked at it before.</summary>
    static byte[] Unescaped(ReadOnlySpan<byte> escaped)
    {
        if (!escaped.Contains((byte)'\\'))
            return escaped.ToArray();
        var reader = new Utf8JsonReader((byte[])[(byte)'"', .. escaped, (byte)'"']);
        try
        {
            reader.Read();
            var plain = new byte[escaped.Length];
            return plain[..reader.CopyString(plain)];
        }
        catch (Exception broken) when (broken is JsonException or InvalidOperationException)
        {
            return escaped.ToArray();
        }
    }

    /// <summary>What a page says, before what it was listed with: its article where it marks one, without navigation, scripts and what stands at its edges.</summary>
    static (byte[] Text, RecordHead Known) OfHtml(byte[] octets, RecordHead known)
    {
        using var page = Parsed(octets);
        if (page is null)
            return (octets, known); // tags are left out of what is compared anyway
        string? Meta(params string[] names) => names.Select(name => page.QuerySelector($"meta[name='{name}'],meta[property='{name}']")?.GetAttribute("content")).FirstOrDefault(value => !string.IsNullOrWhiteSpace(value));
        known = known with
        {
            Url = known.Url ?? page.QuerySelector("link[rel=canonical]")?.GetAttribute("href") ?? Meta("og:url"),
            Title = Meta("og:title") ?? (page.Title is { Length: > 0 } title ? title.Trim() : known.Title),
            Author = Meta("author", "article:author") ?? known.Author,
            Date = Meta("article:published_time", "date", "dc.date") ?? known.Date,
            Licence = page.QuerySelector("link[rel=license],a[rel~=license]")?.GetAttribute("href"),
            Language = page.DocumentElement.GetAttribute("lang"),
        };
        var body = page.QuerySelector("article") ?? page.QuerySelector("main") ?? page.Body;
        return (body is null ? [] : Encoding.UTF8.GetBytes(TextOf(body)), known);
    }

    /// <summary>A page as a browser reads it; null where elements stand too deep in each other.</summary>
    static IHtmlDocument? Parsed(byte[] octets)
    {
        IElement? last = null;
        var parsing = Parsing with { OnCreated = (element, _) => Look(element) };
        try
        {
            return new HtmlParser(parsing).ParseDocument(new MemoryStream(octets));
        }
        catch (TooDeepException)
        {
            return null;
        }

        void Look(IElement element)
        {
            var depth = 0;
            for (var above = last?.ParentElement; above is not null; above = above.ParentElement)
                depth++;
            last = element; // which has its place when the next one is made
            if (depth > DepthMax)
                throw new TooDeepException();
        }
    }

    sealed class TooDeepException : Exception;

    /// <summary>The text of an element without what stands at its edges; words of two paragraphs are two words. Takes one step a node, however many there are beside each other.</summary>
    static string TextOf(IElement element)
    {
        var (text, open) = (new StringBuilder(), new Stack<(INode Node, int Next)>([(element, 0)]));
        while (open.TryPop(out var at))
        {
            if (at.Next == at.Node.ChildNodes.Length)
            {
                text.Append(Blocks.Contains(((IElement)at.Node).LocalName) ? "\n" : "");
                continue;
            }
            open.Push((at.Node, at.Next + 1));
            var child = at.Node.ChildNodes[at.Next];
            if (child is IText letters)
                text.Append(letters.Data);
            else if (child is IElement within && !Edges.Contains(within.LocalName))
                open.Push((within, 0));
        }
        return text.ToString();
    }
}
