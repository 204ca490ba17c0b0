using System.Collections.Frozen;
using System.Text;
using System.Text.Json;
using AngleSharp.Dom;
using AngleSharp.Html.Parser;
using Gardu.Evidence.Scan.Matching;
using Gardu.Evidence.Scan.Reading;

namespace Gardu.Evidence.Scan.Indexing;

/// <summary>Makes documents of the owner's of what was read of its collection.</summary>
public static class OwnSource
{
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
        var known = head.StartsWith("WARC/"u8) ? OfWarc(head) : OfJson(head);
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

    static Known OfWarc(ReadOnlySpan<byte> head)
    {
        var (id, url) = RecordHead.Read(head);
        return new Known { Id = url ?? id, Url = url };
    }

    static Known OfJson(ReadOnlySpan<byte> head)
    {
        var known = new Known();
        if (head.IsEmpty)
            return known;
        var reader = new Utf8JsonReader(head);
        try
        {
            for (reader.Read(); reader.Read() && reader.TokenType == JsonTokenType.PropertyName;)
            {
                var name = reader.ValueSpan.Length <= 16 && !reader.ValueIsEscaped ? Encoding.UTF8.GetString(reader.ValueSpan) : "";
                reader.Read();
                if (reader.TokenType is JsonTokenType.String or JsonTokenType.Number)
                    known = With(known, name, ref reader);
                reader.Skip();
            }
        }
        catch (JsonException)
        {
            // What was read before stays good.
        }
        return known;
    }

    static Known With(Known known, string name, ref Utf8JsonReader reader)
    {
        if (name is not ("id" or "url" or "title" or "author" or "date" or "licence" or "license" or "language" or "lang"))
            return known;
        var value = reader.TokenType == JsonTokenType.String ? reader.GetString() : Encoding.UTF8.GetString(reader.ValueSpan);
        return string.IsNullOrWhiteSpace(value) ? known : name switch
        {
            "id" => known with { Id = value },
            "url" => known with { Url = value },
            "title" => known with { Title = value },
            "author" => known with { Author = value },
            "date" => known with { Date = value },
            "language" or "lang" => known with { Language = value },
            _ => known with { Licence = value },
        };
    }

    /// <summary>What a page says, before what it was listed with: its article where it marks one, without navigation, scripts and what stands at its edges.</summary>
    static (byte[] Text, Known Known) OfHtml(byte[] octets, Known known)
    {
        if (HtmlDepth.IsOverMax(octets))
            return (octets, known); // tags are left out of what is compared anyway
        using var page = new HtmlParser(Parsing).ParseDocument(new MemoryStream(octets));
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

    sealed record Known
    {
        public string? Id { get; init; }

        public string? Url { get; init; }

        public string? Title { get; init; }

        public string? Author { get; init; }

        public string? Date { get; init; }

        public string? Licence { get; init; }

        public string? Language { get; init; }
    }
}
