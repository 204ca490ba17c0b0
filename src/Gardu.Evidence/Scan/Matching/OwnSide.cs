using Gardu.Evidence.Scan.Indexing;
using Gardu.Evidence.Scan.Normalising;

namespace Gardu.Evidence.Scan.Matching;

/// <summary>A document of the owner's made ready to be held against texts: its words, which of them count, and what its blocks are found by.</summary>
sealed class OwnSide
{
    readonly bool[] counts;

    public OwnSide(ScanIndex index, uint number)
    {
        var own = index.Read(number);
        (Document, Text) = (own.Document, new MappedText(own.Text));
        Blocks = new Blocks(Text);
        counts = Counting(index, Text);
        for (var word = 0; word < counts.Length; word++)
            Weight += counts[word] ? Text.Words[word].Weight : 0;
    }

    public OwnDocument Document { get; }

    public MappedText Text { get; }

    public Blocks Blocks { get; }

    /// <summary>What all words that count weigh.</summary>
    public int Weight { get; }

    /// <summary>Whether a word counts: it is the owner's alone, as far as anybody knows.</summary>
    public bool Counts(int word) => counts[word];

    static bool[] Counting(ScanIndex index, MappedText text)
    {
        var counts = new bool[text.Words.Count];
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
