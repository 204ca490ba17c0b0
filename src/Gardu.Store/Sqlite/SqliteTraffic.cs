using Gardu.Reports.Recorded;
using Microsoft.Data.Sqlite;

namespace Gardu.Store.Sqlite;

/// <summary>What a data folder's store has on record, for a report; reads beside a running gate, both parts as of one moment.</summary>
public sealed class SqliteTraffic : IRecordedTraffic, IDisposable
{
    readonly string path;
    readonly SqliteConnection connection;

    SqliteTraffic(string path, SqliteConnection connection) => (this.path, this.connection) = (path, connection);

    /// <summary>Opens the record of a data folder. Throws <see cref="Gate.Recording.StoreException"/> where there is none, or it cannot be read.</summary>
    public static SqliteTraffic Open(string dataFolder)
    {
        var path = SqliteStore.PathIn(dataFolder);
        SqliteConnection? connection = null;
        try
        {
            connection = SqliteFile.OpenRecord(path);
            connection.Execute("BEGIN");
            return new SqliteTraffic(path, connection);
        }
        catch (SqliteException failed)
        {
            connection?.Dispose();
            throw SqliteFile.Explain(path, failed);
        }
    }

    /// <inheritdoc/>
    public IEnumerable<RecordedRequest> Requests() => Rows(UsageRows.Select, row =>
    {
        var record = UsageRows.Read(row).Record;
        return new RecordedRequest(record.Time, record.Site, record.Method, record.Path, record.Identity, record.Status, record.Bytes);
    });

    /// <inheritdoc/>
    public IEnumerable<RecordedPeople> People()
    {
        var referrals = Rows(
            "SELECT minute, site, operator, visitors FROM referral",
            row => (Minute: row.GetInt64(0), Site: row.GetString(1), Operator: row.GetString(2), Visitors: row.GetInt64(3))).ToLookup(row => (row.Minute, row.Site));
        return Rows("SELECT minute, site, requests, bytes, suspected FROM people", row => new RecordedPeople(
            UsageRows.Time(row.GetInt64(0)), row.GetInt64(2), row.GetInt64(3), row.GetInt64(4),
            referrals[(row.GetInt64(0), row.GetString(1))].ToDictionary(sent => sent.Operator, sent => sent.Visitors)));
    }

    /// <summary>Ends the reading.</summary>
    public void Dispose() => connection.Dispose();

    IEnumerable<T> Rows<T>(string sql, Func<SqliteDataReader, T> read)
    {
        using var query = connection.CreateCommand();
#pragma warning disable CA2100 // The constants above.
        query.CommandText = sql;
#pragma warning restore CA2100
        query.Parameters.AddWithValue("$after", 0L);
        query.Parameters.AddWithValue("$limit", -1L);
        using var rows = query.ExecuteReader();
        while (Next(rows))
            yield return read(rows);
    }

    bool Next(SqliteDataReader rows)
    {
        try
        {
            return rows.Read();
        }
        catch (SqliteException failed)
        {
            throw SqliteFile.Explain(path, failed);
        }
    }
}
