using Gardu.Gate.Limits;

namespace Gardu.Store.Postgres;

/// <summary>
/// What gates let through, in a table that no crash keeps: a row for each gate and each limit of somebody who is known by name, with the count since that gate began. A count
/// that goes up cannot be lost on its way, whichever of two gates commits first.
/// </summary>
sealed class PostgresRates(PostgresDatabase database) : ISharedRates
{
    /// <summary>How long ago a count that is read may have changed: some rounds, so that a slow one misses nothing.</summary>
    const string Late = "interval '30 seconds'";

    /// <summary>As long as the longest window: whoever wrote a row before that is gone.</summary>
    const string Gone = "interval '1 day'";

    /// <inheritdoc/>
    public IReadOnlyList<(string Gate, string Key, long Taken)> Exchange(string gate, IReadOnlyList<(string Key, long Taken)> taken) => database.Guarded(Access.Write, connection =>
    {
        if (taken.Count > 0)
            connection.Execute($"WITH gone AS (DELETE FROM rate_taken WHERE changed < now() - {Gone}) INSERT INTO rate_taken (gate, key, taken, changed) SELECT @0, now.key, now.taken, clock_timestamp() FROM unnest(@1, @2) AS now (key, taken) "
                + "ON CONFLICT (gate, key) DO UPDATE SET taken = excluded.taken, changed = excluded.changed", gate, taken.Select(pair => pair.Key).ToArray(), taken.Select(pair => pair.Taken).ToArray());
        return connection.Query($"SELECT gate, key, taken FROM rate_taken WHERE gate <> @0 AND changed > now() - {Late}", row => (row.GetString(0), row.GetString(1), row.GetInt64(2)), gate);
    });
}
