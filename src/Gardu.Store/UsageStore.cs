using System.Data.Common;
using Gardu.Gate.Recording;

namespace Gardu.Store;

/// <summary>Where a gate's usage records go, in either database; one for each running gate.</summary>
public abstract class UsageStore : IUsageStore, IDisposable
{
    const int PruneMax = 5_000;

    long pruned;
    long kept;

    /// <inheritdoc/>
    public abstract long SizeBytes { get; }

    /// <inheritdoc/>
    public abstract void Commit(IReadOnlyList<UsageRecord> records, IReadOnlyList<PeopleMinute> people);

    /// <inheritdoc/>
    public abstract IReadOnlyList<(string Cursor, UsageRecord Record)>? Read(string after, int limit);

    /// <inheritdoc/>
    public abstract bool Prune(DateTimeOffset before);

    /// <inheritdoc/>
    public abstract void Dispose();

    /// <summary>The record of one request; null where there is none. Throws <see cref="StoreException"/> where there is no store, or it cannot be read.</summary>
    public static UsageRecord? Find(Database database, RequestId id) => database.Guarded(Access.Read, connection =>
        connection.Query($"SELECT {UsageRows.Columns}, voided FROM usage WHERE id = @0", row => UsageRows.ReadAsItStands(row, UsageRows.Count), id.Value.ToByteArray(bigEndian: true))) is [var found] ? found : null;

    /// <summary>Removes what is old, a bounded part at a time; false when nothing is left to remove.</summary>
    internal bool RemoveOld(DbConnection connection, DateTimeOffset before)
    {
        // Records are in the order of their coming, so the oldest come first and no index on time is needed. Behind records
        // of a clock that ran ahead there can be old ones too: a second place moves on through all of them and starts again.
        var old = UsageRows.Micros(before);
        // Those that were charged stay for good; a third place skips what is left of them at the front.
        var isMore = RemoveBehind(connection, kept, old, out var last);
        kept = isMore ? last : kept;
        RemoveBehind(connection, pruned, old, out pruned);
        connection.Execute("DELETE FROM people WHERE minute < @0", old);
        connection.Execute("DELETE FROM referral WHERE minute < @0", old);
        return isMore;
    }

    /// <summary>Removes what is old of the next records behind a place; <paramref name="last"/> is the last of them, 0 behind the end. Returns whether all of them were old, and many.</summary>
    static bool RemoveBehind(DbConnection connection, long after, long old, out long last)
    {
        var (count, number, oldOnes) = connection.Query(
            "SELECT count(*), coalesce(max(seq), 0), coalesce(sum(CASE WHEN time < @2 THEN 1 ELSE 0 END), 0) FROM (SELECT seq, time FROM usage WHERE seq > @0 ORDER BY seq LIMIT @1) AS next",
            row => (row.GetInt64(0), row.GetInt64(1), row.GetInt64(2)), after, PruneMax, old)[0]; // there is always one row
        last = number;
        connection.Execute("DELETE FROM usage WHERE seq > @0 AND seq <= @1 AND time < @2 AND charge_key IS NULL", after, last, old);
        return count == PruneMax && oldOnes == count;
    }
}
