using System.Text;

namespace Gardu.Evidence.Scan.Reading;

/// <summary>
/// A web archive (WARC 1.0 and 1.1, ISO 28500): texts of <c>conversion</c> and <c>resource</c> records, and bodies of <c>response</c> records that are text. Everything else in it is passed over.
/// </summary>
sealed class WarcReader(StampedStream file, ByteWindow window) : CorpusReader(file)
{
    /// <summary>Codings of one body, one in the other.</summary>
    const int CodingsMax = 3;

    public override long BytesUnpacked => window.Loaded;

    protected override IEnumerable<CorpusRecord> Records()
    {
        for (var number = 0L; window.TakeBlanks(); number++)
        {
            window.Ensure("WARC/"u8.Length);
            var length = window.Rest.StartsWith("WARC/"u8) ? HeaderBlock.Length(window) : 0;
            var head = window.Rest[..length];
            var size = HeaderBlock.ContentLength(head);
            if (size < 0)
            {
                window.ThrowIfBroken();
                throw new UnreadableException($"no head of a WARC record with its length stands at octet {window.Offset}, where record {number + 1} should begin");
            }
            var type = RecordType(head);
            var contentType = HeaderBlock.Value(head, "Content-Type"u8).ToArray();
            KeepHead(head.TrimEnd("\r\n"u8));
            window.Take(length);

            var octets = new BlockStream(window, size);
            if (type != WarcType.Other)
            {
                foreach (var part in type == WarcType.Response ? Response(octets, number) : Texts(octets, number, contentType))
                    yield return part;
            }
            if (octets.Drain())
                continue;
            window.ThrowIfBroken();
            throw new UnreadableException($"it breaks off in record {number + 1}");
        }
        window.ThrowIfBroken();
    }

    protected override void Close() => window.Dispose();

    enum WarcType
    {
        Other,
        Text,
        Response,
    }

    static WarcType RecordType(ReadOnlySpan<byte> head)
    {
        var type = HeaderBlock.Value(head, "WARC-Type"u8);
        return Ascii.EqualsIgnoreCase(type, "conversion"u8) || Ascii.EqualsIgnoreCase(type, "resource"u8) ? WarcType.Text
            : Ascii.EqualsIgnoreCase(type, "response"u8) ? WarcType.Response
            : WarcType.Other;
    }

    IEnumerable<CorpusRecord> Texts(BlockStream octets, long number, byte[] contentType)
    {
        if (TextKinds.OfMedia(contentType, ifNone: TextKind.Plain) is not { } kind)
            return [];
        return Decoded(new ByteWindow(octets), number, window.Offset, kind, contentType);
    }

    IEnumerable<CorpusRecord> Response(BlockStream octets, long number)
    {
        var offset = window.Offset;
        using var block = new ByteWindow(octets);
        block.Ensure("HTTP/"u8.Length);
        if (!block.Rest.StartsWith("HTTP/"u8))
            yield break;
        var length = HeaderBlock.Length(block);
        var head = block.Rest[..length];
        var contentType = HeaderBlock.Value(head, "Content-Type"u8).ToArray();
        if (TextKinds.OfMedia(contentType, ifNone: null) is not { } kind)
            yield break;
        var isChunked = HeaderBlock.Value(head, "Transfer-Encoding"u8).IndexOf("chunked"u8) >= 0;
        var codings = HeaderBlock.Value(head, "Content-Encoding"u8).ToArray();
        block.Take(length);
        offset += length;

        var body = isChunked && ChunkedStream.Begins(block) ? new ByteWindow(new ChunkedStream(block)) : block;
        if (Unpacked(ref body, codings))
        {
            foreach (var part in Decoded(body, number, offset, kind, contentType))
                yield return part;
        }
        else
        {
            Skip(number, static number => $"record {number + 1} has a body in a coding that is not known");
        }
    }

    /// <summary>Takes the codings of HTTP away, the last first.</summary>
    static bool Unpacked(ref ByteWindow body, ReadOnlySpan<byte> codings)
    {
        for (var count = 0; !codings.IsEmpty; count++)
        {
            var comma = codings.LastIndexOf((byte)',');
            var coding = codings[(comma + 1)..].Trim(" \t"u8);
            codings = comma < 0 ? [] : codings[..comma];
            if (count == CodingsMax || Unpacking.Content(coding, body) is not { } stream)
                return false;
            body = stream as ByteWindow ?? new ByteWindow(stream);
        }
        return true;
    }

    IEnumerable<CorpusRecord> Decoded(ByteWindow body, long number, long offset, TextKind kind, byte[] contentType)
    {
        using var text = Charsets.AsUtf8(body, kind, Charsets.Parameter(contentType));
        if (text.Ensure(1))
        {
            foreach (var part in Parts(text, number, offset, kind))
                yield return part;
        }
        if (text.Fault is { } fault && window.Fault is null)
            Skip((number, fault), static of => $"record {of.number + 1} has a body that is not read to its end: {Unreadable.Why(of.fault)}");
    }
}
