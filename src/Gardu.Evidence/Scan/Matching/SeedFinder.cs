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
    readonly Question[] asked = new Question[AtOnce], passed = new Question[AtOnce];
    int passing;

    /// <summary>Whether a fingerprint that stands at a place of the text is one of the owner's.</summary>
    record struct Question(ulong Fingerprint, int At);

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
        for (var i = 0; i < chosen.Length + AtOnce; i++)
        {
            ref var question = ref asked[i % AtOnce];
            if (i >= AtOnce)
            {
                passed[passing] = question;
                passing += index.Filter.MayHave(question.Fingerprint) ? 1 : 0;
                if (passing == passed.Length)
                    Look();
            }
            if (i < chosen.Length)
            {
                question = new Question(Anchors.FingerprintAt(padded, chosen[i]), chosen[i]);
                index.Filter.Fetch(question.Fingerprint);
            }
        }
        Look();
        return seeds;
    }

    /// <summary>Looks in the table for what passed the filter, all at once: each of them misses the cache twice.</summary>
    void Look()
    {
        var questions = passed.AsSpan(0, passing);
        foreach (ref readonly var question in questions)
            index.FetchBucket(question.Fingerprint);
        foreach (ref readonly var question in questions)
            index.FetchEntries(question.Fingerprint);
        foreach (ref readonly var question in questions)
            foreach (ref readonly var entry in index.Find(question.Fingerprint))
                if (entry.Class == AnchorClass.Own)
                    seeds.Add(new Seed(entry.Document, entry.Place, question.At));
        passing = 0;
    }
}
