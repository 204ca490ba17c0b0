using Gardu.Ledger.Entries;

namespace Gardu.Evidence.Cases;

/// <summary>One version of a site's terms, and when it was in force.</summary>
/// <param name="Site">The site.</param>
/// <param name="Sha256">Of its text, in hexadecimal.</param>
/// <param name="Spans">From when to when; the end is null where it still is. More than one where it came back.</param>
/// <param name="Requests">Requests of the case that were decided by it.</param>
sealed record TermsVersion(string Site, string Sha256, IReadOnlyList<(DeclaredChange From, DeclaredChange? To)> Spans, long Requests)
{
    /// <summary>The versions that were in force in a case's time or decided its requests, at the sites that were asked, by site and time.</summary>
    public static IReadOnlyList<TermsVersion> Of(Case made) =>
    [
        .. made.Declarations.Where(change => change.Payload.Name == DeclarationPayload.TermsName && made.IsAsked(change.Payload.Site))
            .GroupBy(change => change.Payload.Site).OrderBy(site => site.Key, StringComparer.Ordinal)
            .SelectMany(site => SpansOf([.. site.OrderBy(change => (change.Time, change.Index))]).Where(span => span.From.Payload.Sha256 is not null).GroupBy(span => span.From.Payload.Sha256!)
                .Select(version => new TermsVersion(site.Key, version.Key, [.. version], made.Requests.Terms.Rows.Where(row => IsOf(row.Word, site.Key, version.Key)).Sum(row => row.Requests))))
            .Where(version => version.Requests > 0 || version.Spans.Any(span => span.From.Time < made.Source.To && !(span.To?.Time <= made.Source.From))),
    ];

    /// <summary>The requests by terms that no version of the case is.</summary>
    public static IEnumerable<(string Site, string Terms, long Requests)> Unknown(Case made, IReadOnlyList<TermsVersion> versions) => made.Requests.Terms.Rows
        .Where(row => !versions.Any(version => IsOf(row.Word, version.Site, version.Sha256))).Select(row => (row.Word.Site, row.Word.Terms, row.Requests));

    /// <summary>Whether a request names a version.</summary>
    static bool IsOf((string Site, string Terms) named, string site, string sha256) => named.Site == site && named.Terms.Length > 0 && sha256.StartsWith(named.Terms, StringComparison.Ordinal);

    static IEnumerable<(DeclaredChange From, DeclaredChange? To)> SpansOf(DeclaredChange[] changes) =>
        changes.Select((change, i) => (change, i + 1 < changes.Length ? changes[i + 1] : null));
}
