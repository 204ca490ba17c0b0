using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Gardu.Evidence.Scan.Indexing;
using Gardu.Evidence.Scan.Normalising;

namespace Gardu.Evidence.Scan.Matching;

/// <summary>A place where a text and a document of the owner's have an anchor in common, as fingerprints say.</summary>
/// <param name="Document">The document.</param>
/// <param name="InDocument">Where in its normalised text.</param>
/// <param name="InText">Where in the text's.</param>
/// <param name="IsLong">Whether what stands before or behind is the same too: so it is where <see cref="Anchors.GuaranteedRun"/> octets are, and seldom where a turn of phrase is.</param>
readonly record struct Seed(uint Document, int InDocument, int InText, bool IsLong) : IComparable<Seed>
{
    /// <summary>By document, and of one in the order of the text.</summary>
    public int CompareTo(Seed other) => (Document, InText, InDocument).CompareTo((other.Document, other.InText, other.InDocument));
}

/// <summary>Finds seeds in texts. One for each thread.</summary>
sealed class SeedFinder(ScanIndex index, bool isFast)
{
    /// <summary>Questions to the filter that are under way at once.</summary>
    const int AtOnce = 64;

    /// <summary>Octets in which an anchor that is the same over and over is passed over, as in a row of zeros.</summary>
    const int Near = 256;

    readonly NormalText text = new();
    readonly AnchorPlaces places = new();
    readonly List<Seed> seeds = [];
    readonly Question[] asked = new Question[AtOnce], passed = new Question[AtOnce];
    int passing;

    /// <summary>Whether a fingerprint that stands at a place of the text is one of the owner's.</summary>
    record struct Question(ulong Fingerprint, int At, ushort Around);

    /// <summary>The text that was looked at last.</summary>
    public NormalText Text => text;

    /// <summary>Anchors looked for so far.</summary>
    public long Looked { get; private set; }

    /// <summary>
    /// The seeds of a text by document, in its order: of the owner's alone, none of templates, background or others' texts, and none of a document that has no long one and no two that are near each other.
    /// They hold until the next text.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public ReadOnlySpan<Seed> Find(ReadOnlySpan<byte> raw)
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
                question = new Question(Anchors.FingerprintAt(padded, chosen[i]), chosen[i], Around: 0);
                index.Filter.Fetch(question.Fingerprint);
            }
        }
        Look();
        seeds.Sort();
        return Likely();
    }

    /// <summary>Leaves out documents of which there is a turn of phrase and no more.</summary>
    ReadOnlySpan<Seed> Likely()
    {
        var all = CollectionsMarshal.AsSpan(seeds);
        var kept = 0;
        for (var (first, past) = (0, 0); first < all.Length; first = past)
        {
            while (past < all.Length && all[past].Document == all[first].Document)
                past++;
            var ofOne = all[first..past];
            if (!IsLikely(ofOne))
                continue;
            ofOne.CopyTo(all[kept..]);
            kept += ofOne.Length;
        }
        return all[..kept];
    }

    static bool IsLikely(ReadOnlySpan<Seed> ofOne)
    {
        for (var i = 0; i < ofOne.Length; i++)
        {
            if (ofOne[i].IsLong)
                return true;
            for (var j = i - 1; j >= 0 && ofOne[i].InText - ofOne[j].InText <= Chains.GapMax; j--)
                if (ofOne[i].InText - ofOne[j].InText >= Anchors.NarrowSize && ofOne[i].InDocument - ofOne[j].InDocument is >= Anchors.NarrowSize and <= Chains.GapMax)
                    return true;
        }
        return false;
    }

    /// <summary>Looks in the table for what passed the filter, all at once: each of them misses the cache twice.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    void Look()
    {
        var questions = passed.AsSpan(0, passing);
        foreach (ref readonly var question in questions)
            index.FetchBucket(question.Fingerprint);
        foreach (ref readonly var question in questions)
            index.FetchEntries(question.Fingerprint);
        for (var i = 0; i < questions.Length; i++)
        {
            ref var question = ref questions[i];
            question.Around = Anchors.AroundAt(text.Padded, text.Length, question.At);
            if (i >= Anchors.SameMax && questions[i - Anchors.SameMax] is var before && (before.Fingerprint, before.Around) == (question.Fingerprint, question.Around) && question.At - before.At <= Near)
                continue;
            foreach (ref readonly var entry in index.Find(question.Fingerprint))
                if (entry.Class == AnchorClass.Own)
                    seeds.Add(new Seed(entry.Document, entry.Place, question.At, Anchors.IsLonger(entry.Around, question.Around)));
        }
        passing = 0;
    }
}
