namespace Gardu.Reports.Recorded;

/// <summary>People in one minute; they are counted, never recorded one by one.</summary>
/// <param name="Minute">Start of the minute.</param>
/// <param name="Requests">How many requests.</param>
/// <param name="Bytes">Bytes of the answers' bodies.</param>
/// <param name="Suspected">How many of the requests came from clients that behave like machines.</param>
/// <param name="Referrals">Page views that an operator's hosts sent, by operator.</param>
public readonly record struct RecordedPeople(DateTimeOffset Minute, long Requests, long Bytes, long Suspected, IReadOnlyDictionary<string, long> Referrals);
