using System.Runtime.CompilerServices;
using Gardu.Reports.Logs;
using Gardu.Reports.Logs.Formats;
using Gardu.Reports.Logs.Input;
using Gardu.Reports.Replay;
using Gardu.Reports.Traffic;
using Gardu.Terms.Identities;

namespace Gardu.Reports;

/// <summary>Parses and counts block after block on one core.</summary>
sealed class LogWorker
{
    /// <summary>A line has at least its end.</summary>
    const long LinesInBlockMax = LogBlock.Size + LogEntry.LineBytesMax;

    readonly BlockSource source;
    readonly AgentIndex index;
    readonly bool triesOthers;
    readonly LogBlock block = new();
    readonly byte[] scratch = new byte[LogEntry.LineBytesMax];
    readonly Recogniser recogniser;
    readonly ReferralReader referrals;
    readonly SiteIndex sites;
    readonly PathVerdicts verdicts;
    readonly bool judges;
    long sequence;

    /// <summary>Prepares a worker.</summary>
    /// <param name="source">Where blocks come from.</param>
    /// <param name="settings">What to hold the traffic against.</param>
    /// <param name="index">The catalogue to count by.</param>
    /// <param name="rules">The lines of the terms that decide, where traffic is replayed.</param>
    /// <param name="triesOthers">Whether a line that is not in the file's format is tried in the others.</param>
    public LogWorker(BlockSource source, ReportSettings settings, AgentIndex index, ReplayedRules? rules, bool triesOthers)
    {
        (this.source, this.index, this.triesOthers) = (source, index, triesOthers);
        recogniser = new Recogniser(settings.Identifier, index);
        referrals = new ReferralReader(settings.Referrals, index);
        sites = new SiteIndex(settings.Sites, settings.SiteWithoutHost);
        verdicts = new PathVerdicts(settings.Robots, sites, rules);
        judges = settings.Robots is not null || !sites.IsEmpty;
    }

    /// <summary>Works until nothing is left.</summary>
    public void Run(OrderedParts parts)
    {
        while (source.TryNext(block))
            parts.Count(block.Number, CountBlock);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    void CountBlock(TrafficTally tally)
    {
        var entry = new LogEntry { Scratch = scratch };
        var (format, fields) = (block.Format, block.Fields);
        if (format is W3cFormat or null)
            format = fields;
        var rest = block.Buffer.AsSpan(0, block.Length);
        var place = 0;
        sequence = block.Number * LinesInBlockMax;
        while (!rest.IsEmpty)
        {
            entry.Clear();
            if (format == ClfFormat.Any && CombinedLine.Read(rest, ref entry) is var taken and > 0)
            {
                rest = rest[taken..];
                place++;
                Count(tally, entry);
                continue;
            }
            var end = ByteScan.IndexOf(rest, (byte)'\n');
            var line = end < 0 ? rest : rest[..end];
            rest = end < 0 ? [] : rest[(end + 1)..];
            if (line is [.., (byte)'\r'])
                line = line[..^1];
            if (line.IsEmpty)
                continue;
            if (line[0] == '#')
            {
                if (W3cFormat.FromDirective(line) is { } named)
                    format = fields = named;
                continue;
            }
            place++;
            entry.Clear();
            if (line.Length <= LogEntry.LineBytesMax && ((format is not null && format.TryRead(line, ref entry)) || TryOthers(line, ref format, fields, ref entry)))
                Count(tally, entry);
            else if (!IsBlank(line))
                tally.CountRejected(line, block.Number, place);
        }
        foreach (var start in block.Unreadable)
            tally.CountRejected(start, block.Number, int.MaxValue);
    }

    /// <summary>Tries what else the line could be; what it is, its neighbours are likely to be too.</summary>
    bool TryOthers(Span<byte> line, ref LogFormat? format, W3cFormat? fields, ref LogEntry entry)
    {
        if (!triesOthers || IsBlank(line))
            return false;
        foreach (var other in LogFormats.Detectable)
        {
            if (other != format && TryAgain(other, line, ref entry))
            {
                format = other;
                return true;
            }
        }
        if (fields is null || fields == format || !TryAgain(fields, line, ref entry))
            return false;
        format = fields;
        return true;
    }

    static bool TryAgain(LogFormat format, Span<byte> line, ref LogEntry entry)
    {
        entry.Clear();
        return format.TryRead(line, ref entry);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    void Count(TrafficTally tally, in LogEntry entry)
    {
        tally.CountParsed(1, entry.HasUserAgent);
        sequence++;
        var identity = recogniser.Recognise(entry, out var place);
        if (identity.IsMachine)
        {
            var verdict = judges ? Judge(tally, entry, identity) : default;
            var machine = tally.MachineOf(place, identity.Agent);
            if (verdict.Rule is { } rule)
                verdict = tally.Replay!.Add(verdict, rule, machine, place, identity, entry, sequence); // rules are named in a replay alone
            tally.AddMachine(machine, entry.Time, identity, entry.Status, entry.Bytes, entry.Target, verdict);
            return;
        }
        if (tally.Replay is { } replay && verdicts.Of(identity, entry.Method, entry.Target, sites.Find(entry.Host)).Rule is { } asked)
            replay.AddPerson(asked);
        tally.AddPeople(entry.Time, 1, entry.Bytes);
        if (identity.Kind == RequesterKind.Person && referrals.OperatorOf(entry) is var sender and >= 0)
            tally.AddVisitors(sender, 1);
    }

    PathVerdict Judge(TrafficTally tally, in LogEntry entry, AgentIdentity identity)
    {
        var site = sites.Find(entry.Host);
        if (site < 0 && !sites.IsEmpty)
            tally.ToOtherHosts++;
        return verdicts.Of(identity, entry.Method, entry.Target, site);
    }

    static bool IsBlank(ReadOnlySpan<byte> line) => line.IndexOfAnyExcept((byte)' ', (byte)'\t') < 0;
}
