namespace Gardu.Commerce.Licensees;

/// <summary>That a licensee stands otherwise from some time on, which may be announced long before.</summary>
/// <param name="Status">How it stands then.</param>
/// <param name="Announced">When that was said, UTC.</param>
/// <param name="From">From when on it holds, UTC.</param>
/// <param name="Site">The site that it is about, by one of its hosts; null for all of them.</param>
/// <param name="Reason">Why, in words for the licensee; null for none.</param>
public sealed record StatusChange(LicenseeStatus Status, DateTimeOffset Announced, DateTimeOffset From, string? Site = null, string? Reason = null);
