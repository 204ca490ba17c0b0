using Gardu.Protocols.Signatures;

namespace Gardu.Agents.Signatures;

/// <summary>What came of fetching an agent's keys.</summary>
/// <param name="Keys">The keys; null where they could not be had.</param>
/// <param name="Fresh">For how long they count; where there are none, how long to wait before asking again.</param>
/// <param name="Failure">Why there are none, to stand behind "its key directory"; null where there are.</param>
sealed record FetchedKeys(KeySet? Keys, TimeSpan Fresh, string? Failure)
{
    static readonly TimeSpan FreshMin = TimeSpan.FromMinutes(1);
    static readonly TimeSpan FreshMax = TimeSpan.FromDays(1);
    static readonly TimeSpan FreshDefault = TimeSpan.FromHours(1);
    static readonly TimeSpan RetryMin = TimeSpan.FromSeconds(10);
    static readonly TimeSpan RetryMax = TimeSpan.FromMinutes(5);
    static readonly TimeSpan RetryDefault = TimeSpan.FromMinutes(1);

    /// <summary>Keys that count for as long as their server says, from a minute to a day.</summary>
    public static FetchedKeys Of(KeySet keys, TimeSpan? age) => new(keys, Within(age ?? FreshDefault, FreshMin, FreshMax), null);

    /// <summary>No keys; asked for again when their server says, after ten seconds to five minutes.</summary>
    public static FetchedKeys Failed(string failure, TimeSpan? retry = null) => new(null, Within(retry ?? RetryDefault, RetryMin, RetryMax), failure);

    static TimeSpan Within(TimeSpan time, TimeSpan least, TimeSpan most) => time < least ? least : time > most ? most : time;
}
