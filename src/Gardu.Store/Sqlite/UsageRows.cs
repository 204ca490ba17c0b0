using System.Globalization;
using Gardu.Gate.Recording;
using Gardu.Terms;
using Gardu.Terms.Decisions;
using Gardu.Terms.Identities;
using Gardu.Terms.Values;
using Gardu.Terms.Written;
using Microsoft.Data.Sqlite;

namespace Gardu.Store.Sqlite;

/// <summary>Usage records read from rows; <see cref="UsageInsert"/> writes them.</summary>
static class UsageRows
{
    /// <summary>All columns but <c>seq</c>, in the order in which they are written and read.</summary>
    public const string Columns =
        "id, time, site, method, path, kind, agent, operator, purpose, proof, address, decision, rule, reason, mode, terms, status, bytes, duration, grounds, detail, user_agent, licensee, key";

    /// <summary>A query for the records behind <c>$after</c>, oldest first.</summary>
    public const string Select = $"SELECT seq, {Columns} FROM usage WHERE seq > $after ORDER BY seq LIMIT $limit";

    /// <summary>A query for the record with <c>$id</c>.</summary>
    public const string SelectById = $"SELECT seq, {Columns} FROM usage WHERE id = $id";

    public static (long Cursor, UsageRecord Record) Read(SqliteDataReader row)
    {
        Purpose? purpose = row.IsDBNull(9) ? null : PurposeNames.TryParse(row.GetString(9), out var known) ? known : throw Unreadable("purpose", row, 9);
        if (!ProofNames.TryParse(row.GetString(10), out var proof))
            throw Unreadable("proof", row, 10);
        if (!VerdictNames.TryParse(row.GetString(12), out var decision))
            throw Unreadable("decision", row, 12);
        if (!SiteTermsReader.TryParseMode(row.GetString(15), out var mode))
            throw Unreadable("mode", row, 15);
        return (row.GetInt64(0), new UsageRecord
        {
            Id = new RequestId(new Guid((byte[])row.GetValue(1), bigEndian: true)),
            Time = Time(row.GetInt64(2)),
            Site = row.GetString(3),
            Method = row.GetString(4),
            Path = row.GetString(5),
            Identity = new AgentIdentity((RequesterKind)row.GetInt64(6), row.GetString(7), Text(row, 8), purpose, proof, Text(row, 20) is { } grounds ? ReasonCodes.Find(grounds) : null)
            {
                Detail = Text(row, 21),
                Licensee = Text(row, 23),
                Key = Text(row, 24),
            },
            UserAgent = Text(row, 22),
            Address = row.GetString(11),
            Decision = decision,
            Rule = Text(row, 13),
            Reason = row.GetString(14),
            Mode = mode,
            TermsVersion = row.GetString(16),
            Status = (int)row.GetInt64(17),
            Bytes = row.GetInt64(18),
            Duration = TimeSpan.FromMicroseconds(row.GetInt64(19)),
        });
    }

    /// <summary>Microseconds since 1970.</summary>
    public static long Micros(DateTimeOffset time) => (time - DateTimeOffset.UnixEpoch).Ticks / TimeSpan.TicksPerMicrosecond;

    /// <summary>The time of microseconds since 1970.</summary>
    public static DateTimeOffset Time(long micros) => DateTimeOffset.UnixEpoch.AddTicks(micros * TimeSpan.TicksPerMicrosecond);

    static string? Text(SqliteDataReader row, int at) => row.IsDBNull(at) ? null : row.GetString(at);

    static StoreException Unreadable(string column, SqliteDataReader row, int at) =>
        new(string.Create(CultureInfo.InvariantCulture, $"record {row.GetInt64(0)} has no readable {column} (\"{row.GetString(at)}\")"), isCorrupt: true);
}
