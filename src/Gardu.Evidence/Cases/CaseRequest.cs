using Gardu.Ledger.Entries;

namespace Gardu.Evidence.Cases;

/// <summary>One request of a case.</summary>
/// <param name="Index">Its place in the log.</param>
/// <param name="Time">When, by the log's own clock.</param>
/// <param name="Usage">What is on record of it.</param>
sealed record CaseRequest(long Index, DateTimeOffset Time, UsagePayload Usage);
