namespace Gardu.Gate.Recording;

/// <summary>People on one site in one minute: counted, never recorded one by one.</summary>
/// <param name="Minute">Start of the minute, UTC.</param>
/// <param name="Site">The site's name.</param>
/// <param name="Requests">How many requests.</param>
/// <param name="Bytes">Bytes of the responses' bodies.</param>
/// <param name="Suspected">How many of the requests came from clients that behave like machines.</param>
/// <param name="Referrals">Page views that a known operator's site sent, by operator.</param>
public sealed record PeopleMinute(DateTimeOffset Minute, string Site, long Requests, long Bytes, long Suspected, IReadOnlyDictionary<string, long> Referrals);
