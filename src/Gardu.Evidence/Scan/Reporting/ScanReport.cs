using System.Text.Json;
using Gardu.Evidence.Scan.Indexing;
using Gardu.Evidence.Scan.Matching;
using Gardu.Evidence.Scan.Running;

namespace Gardu.Evidence.Scan.Reporting;

/// <summary>What was found in a corpus, judged. Made of a scan's results alone, and the same from the same ones.</summary>
public sealed record ScanReport
{
    /// <summary>What the scan was of.</summary>
    public required ScanHead Scan { get; init; }

    /// <summary>What was read.</summary>
    public required CorpusTotals Corpus { get; init; }

    /// <summary>How much was found.</summary>
    public required FoundTotals Found { get; init; }

    /// <summary>How likely the fast way misses a copy; null where every one of the guaranteed length is seen.</summary>
    public IReadOnlyList<MissBound>? Misses { get; init; }

    /// <summary>How often the same index finds something where nothing can be; null where no control was scanned.</summary>
    public IReadOnlyList<BackgroundRate>? Background { get; init; }

    /// <summary>The documents that were found, strong ones first, by the length of their longest run. Those that are candidates at most are not among them.</summary>
    public required IReadOnlyList<FoundDocument> Documents { get; init; }

    /// <summary>What could not be read, in whole or in part.</summary>
    public required IReadOnlyList<UnreadFile> Unread { get; init; }

    /// <summary>Writes the report as JSON for whoever reads it, piece by piece: it may be larger than memory. Throws as reading <see cref="HitsFile"/> does.</summary>
    public void WriteJson(Stream to) => JsonSerializer.Serialize(to, this, ScanJson.Shown.ScanReport);

    /// <summary>Judges results.</summary>
    /// <param name="head">What the scan was of.</param>
    /// <param name="files">What came of each file, in order.</param>
    /// <param name="hits">What was found.</param>
    /// <param name="controls">Reports of the same index on what cannot hold the owner's text.</param>
    public static ScanReport Of(ScanHead head, IReadOnlyList<FileResult> files, HitsFile hits, IReadOnlyList<ScanReport> controls)
    {
        var (candidates, found) = (0L, new List<FoundDocument>());
        foreach (var document in hits.ByDocument().Select(FoundDocument.Of))
        {
            if (document.Tier == Tier.Candidate)
                candidates += document.Records;
            else
                found.Add(document);
        }
        var named = found.OrderByDescending(document => document.Tier).ThenByDescending(document => document.Longest).ThenBy(document => document.Number).ToArray();
        return new ScanReport
        {
            Scan = head,
            Corpus = new CorpusTotals(files.Count, files.Sum(file => file.Length), files.Sum(file => file.Records), files.Sum(file => file.TextOctets), files.Sum(file => file.Anchors), files.Sum(file => file.Skipped)),
            Found = new FoundTotals(
                files.Sum(file => file.Candidates) + candidates,
                named.Count(document => document.Tier == Tier.Substantive), named.Count(document => document.Tier == Tier.Strong),
                named.Sum(document => document.Copies), named.Sum(document => document.Words)),
            Misses = head.Guarantee is null ? [.. MissBound.Told.Select(octets => new MissBound(octets, Math.Round(Anchors.MissBound(octets), 6)))] : null,
            Background = controls.Count == 0 ? null : BackgroundRate.Of(controls),
            Documents = named,
            Unread = [.. files.Where(file => file.Problem is not null || file.Skipped > 0).Select(file => new UnreadFile(head.Files[file.File], file.Problem, file.Skipped, file.FirstSkipped))],
        };
    }
}

/// <summary>How likely the fast way misses a copy.</summary>
/// <param name="Octets">Octets of normalised text of the copy, about six and a half a word.</param>
/// <param name="Probability">From 0 to 1.</param>
public sealed record MissBound(int Octets, double Probability)
{
    /// <summary>The lengths that are told: the guaranteed one, thirty words, sixty.</summary>
    internal static IReadOnlyList<int> Told { get; } = [Anchors.GuaranteedRun, 160, 320];
}

/// <summary>What was read of a corpus.</summary>
/// <param name="Files">Files.</param>
/// <param name="Octets">Octets of them, packed as they are.</param>
/// <param name="Records">Records; of one in parts, the parts.</param>
/// <param name="TextOctets">Octets of their texts.</param>
/// <param name="Anchors">Anchors of theirs that were looked for.</param>
/// <param name="Skipped">Records that could not be read.</param>
public sealed record CorpusTotals(long Files, long Octets, long Records, long TextOctets, long Anchors, long Skipped);

/// <summary>How much was found.</summary>
/// <param name="Candidates">Pairs of a record and a document with less in common than a substantive run.</param>
/// <param name="Substantive">Documents that are substantive.</param>
/// <param name="Strong">Documents that are strong.</param>
/// <param name="Copies">Records that have half of a document or more: one document that stands there forty times is one document and forty copies.</param>
/// <param name="Words">Words of these documents that were found, each counted once.</param>
public sealed record FoundTotals(long Candidates, long Substantive, long Strong, long Copies, double Words);

/// <summary>A file that was not read to its end, or with records that could not be read.</summary>
/// <param name="File">The file.</param>
/// <param name="Problem">Why not all of it was read; null where it was.</param>
/// <param name="Skipped">Records that could not be read.</param>
/// <param name="FirstSkipped">Why the first of them could not.</param>
public sealed record UnreadFile(string File, string? Problem, long Skipped, string? FirstSkipped);

/// <summary>A document that was found.</summary>
public sealed record FoundDocument
{
    /// <summary>What the owner calls it.</summary>
    public required string Id { get; init; }

    /// <summary>How much of it was found.</summary>
    public required Tier Tier { get; init; }

    /// <summary>The share of its words that was found, in all records together, from 0 to 1.</summary>
    public required double Share { get; init; }

    /// <summary>Equal words of the longest run.</summary>
    public required double Longest { get; init; }

    /// <summary>Words of it that were found, each counted once.</summary>
    public required double Words { get; init; }

    /// <summary>Words of it in runs of a hundred words and more, of all its words: near-verbatim recall, from 0 to 1.</summary>
    public required double NearVerbatim { get; init; }

    /// <summary>Records with half of it or more.</summary>
    public required int Copies { get; init; }

    /// <summary>Records with any of it.</summary>
    public required int Records { get; init; }

    /// <summary>Its number in the index.</summary>
    public required uint Number { get; init; }

    /// <summary>What is known of it.</summary>
    public required OwnDocument Document { get; init; }

    /// <summary>Where it was found, in the order of the corpus.</summary>
    public required HitsFile Hits { get; init; }

    /// <summary>Judges the hits of one document, of which there is one at least, in the order of the corpus.</summary>
    internal static FoundDocument Of(HitsFile hits)
    {
        var (longest, copies, records) = (0.0, 0, 0);
        var (rows, longRows) = (new WordRows(), new WordRows());
        Hit? first = null, before = null;
        var isCopy = false;
        foreach (var hit in hits)
        {
            first ??= hit;
            if ((before?.File, before?.Record) != (hit.File, hit.Record))
                (records, isCopy) = (records + 1, false);
            if (!isCopy && hit.Share >= Tiers.StrongShare)
                (copies, isCopy) = (copies + 1, true);
            foreach (var run in hit.Runs)
            {
                longest = Math.Max(longest, run.Words);
                rows.Add(run.Equal);
                if (run.Words >= Tiers.StrongWords)
                    longRows.Add(run.Equal);
            }
            before = hit;
        }
        var share = Math.Round(rows.Words / first!.OwnWords, 4);
        return new FoundDocument
        {
            Id = first.Document.Id,
            Tier = Tiers.Of(longest, share, first.OwnWords),
            Share = share,
            Longest = longest,
            Words = rows.Words,
            NearVerbatim = Math.Round(longRows.Words / first.OwnWords, 4),
            Copies = copies,
            Records = records,
            Number = first.Number,
            Document = first.Document,
            Hits = hits,
        };
    }
}
