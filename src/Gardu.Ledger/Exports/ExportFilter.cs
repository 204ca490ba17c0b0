using System.Globalization;
using System.Text.Json;
using Gardu.Ledger.Entries;

namespace Gardu.Ledger.Exports;

/// <summary>What an export was asked for. What is null does not narrow.</summary>
public sealed record ExportFilter
{
    /// <summary>Usage of this agent alone.</summary>
    public string? Agent { get; init; }

    /// <summary>The first index.</summary>
    public long? First { get; init; }

    /// <summary>Usage from this time on; to the microsecond.</summary>
    public DateTimeOffset? From { get; init; }

    /// <summary>The last index.</summary>
    public long? Last { get; init; }

    /// <summary>Usage of this licensee alone.</summary>
    public string? Licensee { get; init; }

    /// <summary>Usage of this site alone.</summary>
    public string? Site { get; init; }

    /// <summary>Usage before this time; to the microsecond.</summary>
    public DateTimeOffset? To { get; init; }

    /// <summary>Whether usage entries are left out, so that nobody can prove that no other is missing.</summary>
    public bool LeavesOut => Agent is not null || From is not null || Licensee is not null || Site is not null || To is not null;

    /// <summary>Whether an entry belongs into such an export. Of usage whose payload is erased, agent, licensee and site are not known: it may.</summary>
    /// <param name="index">The entry's place, from 0.</param>
    /// <param name="envelope">Its envelope.</param>
    /// <param name="usage">Its payload; null where it is erased, or of another kind.</param>
    public bool Admits(long index, Envelope envelope, UsagePayload? usage)
    {
        if (index < First || index > Last)
            return false;
        if (envelope.Kind != EntryKind.Usage)
            return true;
        return !(envelope.Time < From) && !(envelope.Time >= To)
            && (usage is null || ((Agent is null || usage.Agent == Agent) && (Licensee is null || usage.Licensee == Licensee) && (Site is null || usage.Site == Site)));
    }

    internal void Write(CanonicalJson json) => json.Begin("filter")
        .Text("agent", Agent).Number("first", First).Time("from", From).Number("last", Last)
        .Text("licensee", Licensee).Text("site", Site).Time("to", To).End();

    /// <summary>Reads the member <c>filter</c>; null where it is absent. What else is wrong shows when it is written again.</summary>
    internal static ExportFilter? Read(JsonElement json) => json.Member("filter") is not { } filter ? null : new ExportFilter
    {
        Agent = filter.Text("agent"),
        First = filter.Number("first"),
        From = Time(filter.Text("from")),
        Last = filter.Number("last"),
        Licensee = filter.Text("licensee"),
        Site = filter.Text("site"),
        To = Time(filter.Text("to")),
    };

    static DateTimeOffset? Time(string? text) =>
        DateTimeOffset.TryParseExact(text, CanonicalJson.TimeFormat, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time) ? time : null;
}
