using System.Data.Common;
using System.Globalization;
using Gardu.Gate.Recording;
using Gardu.Store.Ledger;

namespace Gardu.Store.Postgres;

/// <summary>
/// Usage in PostgreSQL, where many nodes write at once. Rows that several of them change (keys, people, referrals) are locked in
/// that order and sorted, so that no two wait for each other.
/// </summary>
sealed class PostgresStore : UsageStore
{
    /// <summary>Who removes what is old, or is to be erased, does it alone.</summary>
    public const long PruneLock = 0x6761_7264_7502;

    /// <summary>
    /// Claims a batch for this gate; no row is changed where it went in before, its answer having been lost. The row is locked to
    /// the end of the transaction, so an earlier attempt that the server is still at is waited for.
    /// </summary>
    const string Claim = "INSERT INTO writer (id, batch) VALUES (@0, @1) ON CONFLICT (id) DO UPDATE SET batch = excluded.batch, time = now() WHERE writer.batch <> excluded.batch";

    readonly PostgresDatabase database;
    readonly Lock writing = new();
    readonly Guid id = Guid.CreateVersion7();
    Guid batch = Guid.CreateVersion7();
    long size;

    public PostgresStore(PostgresDatabase database)
    {
        this.database = database;
        database.Guarded(Access.Read, Measure);
    }

    /// <inheritdoc/>
    public override long SizeBytes => Interlocked.Read(ref size);

    /// <inheritdoc/>
    public override void Commit(IReadOnlyList<UsageRecord> records, IReadOnlyList<PeopleMinute> people)
    {
        var entries = UsageEntry.Of(records);
        lock (writing)
        {
            database.Guarded(Access.Write, connection =>
            {
                using var transaction = connection.BeginTransaction();
                if (connection.Execute(Claim, id, batch) == 0)
                    return;
                if (entries.Length > 0)
                {
                    var numbers = connection.Query(UsageCopy.Numbers, row => row.GetInt64(0), entries.Length);
                    EntryCopy.Write(connection, entries, numbers);
                    UsageCopy.Write(connection, entries, numbers);
                }
                NoteUse(connection, records);
                Count(connection, people);
                transaction.Commit();
            });
            batch = Guid.CreateVersion7();
        }
    }

    /// <inheritdoc/>
    public override IReadOnlyList<(string Cursor, UsageRecord Record)>? Read(string after, int limit)
    {
        var (tx, seq) = (0UL, 0L);
        if (after.Length > 0 && (after.Split('.') is not [var first, var second]
            || !ulong.TryParse(first, NumberStyles.None, CultureInfo.InvariantCulture, out tx) || !long.TryParse(second, NumberStyles.None, CultureInfo.InvariantCulture, out seq)))
            return null;
        return database.Guarded(Access.Read, connection => connection.Query(
            $"SELECT {UsageRows.Columns}, tx, seq, voided FROM usage WHERE tx < pg_snapshot_xmin(pg_current_snapshot()) AND (tx, seq) > (CAST(@0 AS xid8), @1) ORDER BY tx, seq LIMIT @2",
            row => (string.Create(CultureInfo.InvariantCulture, $"{row.GetFieldValue<ulong>(UsageRows.Count)}.{row.GetInt64(UsageRows.Count + 1)}"), UsageRows.ReadAsItStands(row, UsageRows.Count + 2)),
            tx.ToString(CultureInfo.InvariantCulture), seq, limit));
    }

    /// <inheritdoc/>
    public override bool Prune(DateTimeOffset before) => database.Guarded(Access.Write, connection =>
    {
        using var transaction = connection.BeginTransaction();
        if (!connection.Scalar<bool>("SELECT pg_try_advisory_xact_lock(@0)", PruneLock))
            return false; // another node is at it
        var old = UsageRows.Micros(before);
        connection.Execute("SELECT FROM people WHERE minute < @0 ORDER BY minute, site FOR UPDATE", old);
        connection.Execute("SELECT FROM referral WHERE minute < @0 ORDER BY minute, site, operator FOR UPDATE", old);
        connection.Execute("DELETE FROM writer WHERE time < now() - interval '30 days'");
        var isMore = RemoveOld(connection, before);
        transaction.Commit();
        Measure(connection);
        return isMore;
    });

    /// <inheritdoc/>
    public override void Dispose()
    {
        // The pool keeps the connections.
    }

    static void NoteUse(DbConnection connection, IReadOnlyList<UsageRecord> records)
    {
        var used = records.Where(record => record.Identity.Key is not null).GroupBy(record => record.Identity.Key!, record => UsageRows.Micros(record.Time))
            .OrderBy(group => group.Key, StringComparer.Ordinal).ToArray();
        if (used.Length == 0)
            return;
        string[] keys = [.. used.Select(group => group.Key)];
        connection.Execute("SELECT FROM api_key WHERE id = ANY(@0) ORDER BY id FOR NO KEY UPDATE", [keys]);
        connection.Execute("UPDATE api_key SET last_used = greatest(last_used, used.time) FROM unnest(@0, @1) AS used (key, time) WHERE id = used.key",
            keys, used.Select(group => group.Max()).ToArray());
    }

    static void Count(DbConnection connection, IReadOnlyList<PeopleMinute> people)
    {
        if (people.Count == 0)
            return;
        var minutes = people.GroupBy(minute => (Minute: UsageRows.Micros(minute.Minute), minute.Site)).OrderBy(group => group.Key.Minute).ThenBy(group => group.Key.Site, StringComparer.Ordinal).ToArray();
        long[] Sums(Func<PeopleMinute, long> count) => [.. minutes.Select(group => group.Sum(count))];
        connection.Execute(
            "INSERT INTO people (minute, site, requests, bytes, suspected) SELECT * FROM unnest(@0, @1, @2, @3, @4) "
            + "ON CONFLICT (minute, site) DO UPDATE SET requests = people.requests + excluded.requests, bytes = people.bytes + excluded.bytes, suspected = people.suspected + excluded.suspected",
            minutes.Select(group => group.Key.Minute).ToArray(), minutes.Select(group => group.Key.Site).ToArray(), Sums(minute => minute.Requests), Sums(minute => minute.Bytes), Sums(minute => minute.Suspected));
        var referrals = minutes.SelectMany(group => group.SelectMany(minute => minute.Referrals).GroupBy(sent => sent.Key, sent => sent.Value)
            .OrderBy(sent => sent.Key, StringComparer.Ordinal).Select(sent => (group.Key.Minute, group.Key.Site, Operator: sent.Key, Visitors: sent.Sum()))).ToArray();
        if (referrals.Length > 0)
            connection.Execute(
                "INSERT INTO referral (minute, site, operator, visitors) SELECT * FROM unnest(@0, @1, @2, @3) "
                + "ON CONFLICT (minute, site, operator) DO UPDATE SET visitors = referral.visitors + excluded.visitors",
                referrals.Select(sent => sent.Minute).ToArray(), referrals.Select(sent => sent.Site).ToArray(), referrals.Select(sent => sent.Operator).ToArray(), referrals.Select(sent => sent.Visitors).ToArray());
    }

    void Measure(DbConnection connection) => Interlocked.Exchange(ref size, connection.Scalar<long>("SELECT pg_database_size(current_database())"));
}
