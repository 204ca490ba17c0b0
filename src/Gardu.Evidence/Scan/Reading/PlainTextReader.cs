namespace Gardu.Evidence.Scan.Reading;

/// <summary>A file that is one text: plain, or a page.</summary>
sealed class PlainTextReader : CorpusReader
{
    readonly ByteWindow unpacked;
    readonly TextKind kind;
    ByteWindow text;

    public PlainTextReader(StampedStream file, ByteWindow unpacked, TextKind kind) : base(file) => (this.unpacked, this.kind, text) = (unpacked, kind, unpacked);

    public override long BytesUnpacked => unpacked.Loaded;

    protected override IEnumerable<CorpusRecord> Records()
    {
        text = Charsets.AsUtf8(unpacked, kind);
        if (!text.Ensure(1))
        {
            text.ThrowIfBroken();
            yield break;
        }
        foreach (var part in Parts(text, number: 0, text == unpacked ? unpacked.Offset : 0, kind))
            yield return part;
        text.ThrowIfBroken();
    }

    protected override void Close() => text.Dispose();
}
