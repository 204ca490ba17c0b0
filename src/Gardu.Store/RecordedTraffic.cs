using System.Data.Common;
using Gardu.Reports.Recorded;

namespace Gardu.Store;

/// <summary>What a database has on record, for a report; reads beside a running gate, both parts as of one moment.</summary>
public sealed class RecordedTraffic : IRecordedTraffic, IDisposable
{
    readonly Database database;
    readonly DbConnection connection;

    /// <summary>Opens the record. Throws <see cref="Gate.Recording.StoreException"/> where there is none, or it cannot be read.</summary>
    public RecordedTraffic(Database database)
    {
        this.database = database;
        connection = Guarded(() => database.Connect(Access.Report));
    }

    /// <inheritdoc/>
    public IEnumerable<RecordedRequest> Requests() => Rows($"SELECT {UsageRows.Columns} FROM usage", row =>
    {
        var record = UsageRows.Read(row);
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

    IEnumerable<T> Rows<T>(string sql, Func<DbDataReader, T> read)
    {
        using var query = connection.Command(sql);
        using var rows = Guarded(query.ExecuteReader);
        while (Guarded(rows.Read))
            yield return read(rows);
    }

    T Guarded<T>(Func<T> work)
    {
        try
        {
            return work();
        }
        catch (Exception failed) when (Database.IsFailure(failed))
        {
            throw database.Explain(failed);
        }
    }
}
