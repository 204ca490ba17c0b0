using System.Globalization;
using Gardu.Ledger.Entries;
using Gardu.Ledger.Exports;
using Gardu.Ledger.Notes;

namespace Gardu.Evidence.Cases;

/// <summary>Something that changed, in words.</summary>
/// <param name="Index">Its place in the log.</param>
/// <param name="Time">When, by the log's own clock.</param>
/// <param name="Kind">What it is about.</param>
/// <param name="Words">What happened.</param>
sealed record CaseEvent(long Index, DateTimeOffset Time, EntryKind Kind, string Words)
{
    /// <summary>That of an entry; null of kinds that are told otherwise, of kinds not known, and where the payload is erased.</summary>
    public static CaseEvent? Of(ExportEntry line) => WordsOf(line.Entry) is { } words ? new CaseEvent(line.Index, line.Entry.Envelope.Time, line.Entry.Envelope.Kind, words) : null;

    static string? WordsOf(Entry entry) => entry.IsErased ? null : entry.Envelope.Kind switch
    {
        EntryKind.Configuration when ConfigurationPayload.Read(entry.Payload) is { } configuration =>
            $"configuration {Short(configuration.Sha256)} in force under {configuration.Program}: {string.Join(", ", configuration.Sites.Select(site => $"{site.Site} in {site.Mode} by terms {Short(site.Terms)}"))}",
        EntryKind.Licensee when LicenseePayload.Read(entry.Payload) is { } licensee => $"licensee {licensee.Licensee} {licensee.Change}{(licensee.Name is { } name ? $": {name}" : "")}",
        EntryKind.Key when KeyPayload.Read(entry.Payload) is { } key =>
            $"key {key.Key} of {key.Licensee}: {key.Change}{(key.Purpose is { } purpose ? $", for {purpose}" : "")}{(key.Expires is { } end ? $", ends {end}" : "")}",
        EntryKind.LogKey when LogKeyPayload.Read(entry.Payload) is { } key => $"key of the log {(NoteKey.Parse(key.Vkey) is { } known ? known.Id.ToString("x8", CultureInfo.InvariantCulture) : key.Vkey)} {key.Change}",
        EntryKind.Operator when OperatorPayload.Read(entry.Payload) is { } act =>
            act.Entries is { } count ? string.Create(CultureInfo.InvariantCulture, $"the operator erased what {count:N0} entries said ({act.Action})") : $"the operator: {act.Action}",
        _ => null,
    };

    /// <summary>How a hash begins, as people tell it from others.</summary>
    public static string Short(string hash) => hash.Length > 12 ? hash[..12] : hash;
}
