using System.Buffers;
using System.Security.Cryptography;
using System.Text.Json;
using Gardu.Evidence.Scan.Normalising;
using ZstdSharp;

namespace Gardu.Evidence.Scan.Indexing;

/// <summary>Some documents made ready for an index by one thread: their texts packed in blocks, their anchors by a number that begins at 0.</summary>
sealed class IndexedBatch
{
    /// <summary>How hard texts are packed: fast above all.</summary>
    const int PackingLevel = 1;

    [ThreadStatic]
    static Tools? toolsOfThread;

    readonly ArrayBufferWriter<byte> unpacked = new(IndexFormat.BlockSize);
    int firstOfBlock;

    /// <summary>The blocks, one after another.</summary>
    public ArrayBufferWriter<byte> Blocks { get; } = new();

    /// <summary>The documents, places of blocks counted from the beginning of <see cref="Blocks"/>.</summary>
    public List<DocumentEntry> Documents { get; } = [];

    public List<AnchorEntry> Anchors { get; } = [];

    public long TextOctets { get; private set; }

    /// <summary>Makes a batch of documents, empty texts among them.</summary>
    public static IndexedBatch Of(IEnumerable<OwnText> texts)
    {
        var batch = new IndexedBatch();
        var tools = toolsOfThread ??= new Tools();
        foreach (var text in texts)
            batch.Add(text, tools);
        batch.Pack(tools);
        return batch;
    }

    void Add(OwnText text, Tools tools)
    {
        var octets = text.Text.Span;
        var description = JsonSerializer.SerializeToUtf8Bytes(text.Document with { Sha256 = Convert.ToHexStringLower(SHA256.HashData(octets)) }, OwnDocumentJson.Default.OwnDocument);
        if (unpacked.WrittenCount > 0 && unpacked.WrittenCount + description.Length + octets.Length > IndexFormat.BlockSize)
            Pack(tools);
        Normaliser.Normalise(octets, tools.Text);
        var places = Indexing.Anchors.Choose(tools.Text, isFast: false, tools.Places);
        var number = (uint)Documents.Count;
        foreach (var at in places)
        {
            var anchor = new AnchorEntry(Indexing.Anchors.FingerprintAt(tools.Text.Padded, at), number, (uint)at, Indexing.Anchors.AroundAt(tools.Text.Padded, tools.Text.Length, at));
            if (Anchors.Count < Indexing.Anchors.SameMax || Anchors[^Indexing.Anchors.SameMax] with { Place = anchor.Place } != anchor)
                Anchors.Add(anchor);
        }
        Documents.Add(new DocumentEntry { At = (uint)unpacked.WrittenCount, DescriptionSize = (uint)description.Length, TextSize = (uint)octets.Length, NormalSize = (uint)tools.Text.Length });
        unpacked.Write(description);
        unpacked.Write(octets);
        TextOctets += octets.Length;
    }

    void Pack(Tools tools)
    {
        if (unpacked.WrittenCount == 0)
            return;
        var packed = tools.Packer.Wrap(unpacked.WrittenSpan);
        for (; firstOfBlock < Documents.Count; firstOfBlock++)
            Documents[firstOfBlock] = Documents[firstOfBlock] with { BlockAt = Blocks.WrittenCount, BlockSize = (uint)packed.Length, UnpackedSize = (uint)unpacked.WrittenCount };
        Blocks.Write(packed);
        unpacked.ResetWrittenCount();
    }

    sealed class Tools
    {
        public NormalText Text { get; } = new();

        public AnchorPlaces Places { get; } = new();

        public Compressor Packer { get; } = new(PackingLevel);
    }
}
