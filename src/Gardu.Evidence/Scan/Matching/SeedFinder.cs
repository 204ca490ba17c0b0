using Gardu.Evidence.Scan.Indexing;
using Gardu.Evidence.Scan.Normalising;

namespace Gardu.Evidence.Scan.Matching;

/// <summary>A place where a text and a document of the owner's have an anchor in common, as fingerprints say.</summary>
/// <param name="Document">The document.</param>
/// <param name="InDocument">Where in its normalised text.</param>
/// <param name="InText">Where in the text's.</param>
readonly record struct Seed(uint Document, int InDocument, int InText);

/// <summary>Finds seeds in texts. One for each thread.</summary>
sealed class SeedFinder(ScanIndex index, bool isFast)
{
    /// <summary>Questions to the filter that are under way at once.</summary>
    const int AtOnce = 64;

    readonly NormalText text = new();
    readonly AnchorPlaces places = new();
    readonly List<Seed> seeds = [];
    readonly ulong[] fingerprints = new ulong[AtOnce];

    /// <summary>The text that was looked at last.</summary>
    public NormalText Text => text;

    /// <summary>Anchors looked for so far.</summary>
    public long Looked { get; private set; }

    /// <summary>The seeds of a text: of the owner's alone, none of templates, background or others' texts. They hold until the next text.</summary>
    public IReadOnlyList<Seed> Find(ReadOnlySpan<byte> raw)
    {
        seeds.Clear();
        Normaliser.Normalise(raw, text);
        var chosen = Anchors.Choose(text, isFast, places);
        Looked += chosen.Length;
        var padded = text.Padded;
        for (; chosen.Length > 0; chosen = chosen[Math.Min(AtOnce, chosen.Length)..])
        {
            var now = chosen[..Math.Min(AtOnce, chosen.Length)];
            for (var i = 0; i < now.Length; i++)
                index.Filter.Fetch(fingerprints[i] = Anchors.FingerprintAt(padded, now[i]));
            for (var i = 0; i < now.Length; i++)
                if (index.Filter.MayHave(fingerprints[i]))
                    Look(fingerprints[i], now[i]);
        }
        return seeds;
    }

    void Look(ulong fingerprint, int at)
    {
        foreach (ref readonly var entry in index.Find(fingerprint))
            if (entry.Class == AnchorClass.Own)
                seeds.Add(new Seed(entry.Document, entry.Place, at));
    }
}
