using Gardu.Evidence.Scan.Indexing;
using Gardu.Evidence.Scan.Normalising;

namespace Gardu.Evidence.Scan.Matching;

/// <summary>A document of the owner's made ready to be held against texts: what its blocks are found by, and, once that is asked for, its words and which of them count.</summary>
sealed class OwnSide
{
    readonly ScanIndex index;
    readonly ReadOnlyMemory<byte> raw;
    readonly uint number;
    OwnDocument? document;
    MappedText? text;
    bool[]? counts;

    public OwnSide(ScanIndex index, uint number)
    {
        (this.index, this.number, raw) = (index, number, index.ReadText(number));
        var normal = new NormalText(raw.Length);
        Normaliser.Normalise(raw.Span, normal);
        Blocks = new Blocks(normal);
    }

    /// <summary>Octets of its text.</summary>
    public int Length => raw.Length;

    public Blocks Blocks { get; }

    public OwnDocument Document => document ??= index.Read(number).Document;

    public MappedText Text => text ??= new MappedText(raw);

    /// <summary>What all words that count weigh.</summary>
    public int Weight => Enumerable.Range(0, Text.Words.Length).Where(Counts).Sum(word => Text.Words[word].Weight);

    /// <summary>Whether a word counts: it is the owner's alone, as far as anybody knows.</summary>
    public bool Counts(int word) => (counts ??= Counting(index, Text))[word];

    static bool[] Counting(ScanIndex index, MappedText text)
    {
        var counts = new bool[text.Words.Length];
        Array.Fill(counts, true);
        foreach (var at in Anchors.Choose(text.Normal, isFast: false, new AnchorPlaces()))
        {
            var entries = index.Find(Anchors.FingerprintAt(text.Normal.Padded, at));
            if (entries.IsEmpty || entries[0].Class == AnchorClass.Own)
                continue;
            var end = at + Anchors.SizeAt(text.Normal.Padded, at);
            for (var word = text.WordFrom(at); word < counts.Length && text.Words[word].Begin < end; word++)
                counts[word] = false;
        }
        return counts;
    }
}
